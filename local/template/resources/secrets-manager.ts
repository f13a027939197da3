import { createHash } from 'node:crypto';
import * as z from 'zod';
import { arnOf } from '../../aws/account';
import { TemplateError } from '../template-error';
import { type ResourceKind, kind, nameOf } from '../resource-kind';
import type { SecretWiring } from '../wiring';

const Generated = z.strictObject({
  SecretStringTemplate: z.string().optional(),
  GenerateStringKey: z.string().optional(),
  PasswordLength: z.number().default(32),
  ExcludeCharacters: z.string().default(''),
  ExcludePunctuation: z.boolean().default(false),
  ExcludeNumbers: z.boolean().default(false),
  ExcludeLowercase: z.boolean().default(false),
  ExcludeUppercase: z.boolean().default(false),
  IncludeSpace: z.boolean().default(false),
  RequireEachIncludedType: z.boolean().default(true),
});

const secret = kind(
  { GenerateSecretString: Generated.optional(), SecretString: z.string().optional() },
  ['Name', 'Description', 'KmsKeyId', 'Tags'],
  (place) => {
    const name = nameOf(place, 'Name');
    // Secrets Manager ends the ARN in six random characters; here they must be the same at each start.
    const end = createHash('sha256').update(name).digest('hex').slice(0, 6);
    const arn = arnOf('secretsmanager', `secret:${name}-${end}`);
    return { ref: arn, attributes: { Id: arn, Name: name } };
  },
  (wiring, properties, { identity }) =>
    void wiring.secrets.push({ arn: identity.ref, name: identity.attributes['Name'] ?? '', value: valueOf(properties.GenerateSecretString, properties.SecretString) }),
);

function valueOf(generated: z.output<typeof Generated> | undefined, given: string | undefined): SecretWiring['value'] {
  if (given !== undefined) return { kind: 'given', text: given };
  if (generated === undefined) throw new TemplateError('a secret needs SecretString or GenerateSecretString');
  return {
    kind: 'generated',
    template: generated.SecretStringTemplate === undefined ? undefined : templateOf(generated.SecretStringTemplate),
    key: generated.GenerateStringKey,
    password: {
      length: generated.PasswordLength,
      excludeCharacters: generated.ExcludeCharacters,
      excludePunctuation: generated.ExcludePunctuation,
      excludeNumbers: generated.ExcludeNumbers,
      excludeLowercase: generated.ExcludeLowercase,
      excludeUppercase: generated.ExcludeUppercase,
      includeSpace: generated.IncludeSpace,
    },
  };
}

function templateOf(json: string): Record<string, unknown> {
  try {
    return z.record(z.string(), z.unknown()).parse(JSON.parse(json));
  } catch (error) {
    throw new TemplateError('property GenerateSecretString.SecretStringTemplate: expected a JSON object', { cause: error });
  }
}

const rotation = kind(
  { SecretId: z.string().startsWith('arn:'), RotationLambdaARN: z.string().startsWith('arn:') },
  // When it is rotated by itself: here it is when somebody says so.
  ['RotationRules', 'RotateImmediatelyOnUpdate'],
  (place) => ({ ref: `${place.stack}-${place.logicalId}`, attributes: {} }),
  (wiring, { SecretId, RotationLambdaARN }) => void wiring.rotations.push({ secretArn: SecretId, lambdaArn: RotationLambdaARN }),
);

export const secretsManager: Record<string, ResourceKind> = { 'AWS::SecretsManager::Secret': secret, 'AWS::SecretsManager::RotationSchedule': rotation };
