import * as z from 'zod';
import { ACCOUNT } from '../../aws/account';
import { readPolicyDocument } from '../../aws/iam/policy-document';
import { type ResourceKind, kind, nameOf } from '../resource-kind';

/** Policies that AWS or somebody else wrote are refused by the name of their property: what they allow does not stand in the template. */
const role = kind(
  { Policies: z.array(z.strictObject({ PolicyName: z.string(), PolicyDocument: z.unknown() })).default([]) },
  // Who may take the role: here only the Lambda that names it does.
  ['AssumeRolePolicyDocument', 'RoleName', 'Description', 'MaxSessionDuration', 'Tags'],
  (place) => {
    const name = nameOf(place, 'RoleName');
    return { ref: name, attributes: { Arn: `arn:aws:iam::${ACCOUNT}:role/${name}` } };
  },
  (wiring, { Policies }, { identity }) =>
    void wiring.roles.push({
      name: identity.ref,
      arn: identity.attributes['Arn'] ?? '',
      statements: Policies.flatMap(({ PolicyDocument }, index) => readPolicyDocument(PolicyDocument, `property Policies.${index}.PolicyDocument`)),
    }),
);

const policy = kind(
  { PolicyDocument: z.unknown(), Roles: z.array(z.string()).min(1) },
  ['PolicyName'],
  (place) => ({ ref: nameOf(place, 'PolicyName'), attributes: {} }),
  (wiring, { PolicyDocument, Roles }) => void wiring.policies.push({ roles: Roles, statements: readPolicyDocument(PolicyDocument, 'property PolicyDocument') }),
);

export const iam: Record<string, ResourceKind> = { 'AWS::IAM::Role': role, 'AWS::IAM::Policy': policy };
