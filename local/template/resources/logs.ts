import { arnOf } from '../../aws/account';
import { type ResourceKind, kind, nameOf } from '../resource-kind';

/** Logs themselves lie in one file on this machine; a group is there for whoever is allowed to write it. */
const logGroup = kind(
  {},
  ['LogGroupName', 'RetentionInDays', 'KmsKeyId', 'LogGroupClass', 'DataProtectionPolicy', 'FieldIndexPolicies', 'Tags'],
  (place) => {
    const name = nameOf(place, 'LogGroupName');
    // With everything in it, as CloudFormation has it.
    return { ref: name, attributes: { Arn: arnOf('logs', `log-group:${name}:*`) } };
  },
  () => undefined,
);

export const logs: Record<string, ResourceKind> = { 'AWS::Logs::LogGroup': logGroup };
