import { randomBytes } from 'node:crypto';
import * as z from 'zod';
import type { Store } from '../../store';
import { arnOf } from '../account';
import { AwsError, type AwsRequest, type AwsResponse, type AwsService, errorAnswer, jsonAnswer } from '../service';

const KEY = 'secret/';

const Generated = z.object({
  SecretString: z.string().optional(),
  GenerateSecretString: z
    .object({ SecretStringTemplate: z.string().optional(), GenerateStringKey: z.string().optional(), PasswordLength: z.number().optional() })
    .loose()
    .optional(),
});

const Ask = z.object({ SecretId: z.string() });

/** Secrets that the template asks for: made once, kept with the data. */
export class SecretsManager implements AwsService {
  readonly name = 'secretsmanager';
  private readonly values = new Map<string, string>();

  constructor(private readonly store: Store) {}

  /** Takes the properties of AWS::SecretsManager::Secret. The same name has the same value in every run of the same data. */
  async define(name: string, properties: unknown): Promise<{ arn: string }> {
    const arn = arnOf('secretsmanager', `secret:${name}`);
    const kept = await this.store.get<string>(KEY + name);
    const value = kept ?? generate(Generated.parse(properties));
    if (kept === undefined) await this.store.batch([{ type: 'put', key: KEY + name, value }]);
    this.values.set(arn, value).set(name, value);
    return { arn };
  }

  handle(request: AwsRequest): Promise<AwsResponse> {
    return Promise.resolve().then(() => {
      const operation = request.target?.split('.').at(-1);
      if (operation !== 'GetSecretValue') return errorAnswer(new AwsError('InvalidRequestException', `${operation ?? 'this'} is not part of the local stack`), '1.1');
      const { SecretId: id } = Ask.parse(JSON.parse(request.body.toString('utf8')));
      const value = this.values.get(id);
      if (value === undefined) return errorAnswer(new AwsError('ResourceNotFoundException', "Secrets Manager can't find the specified secret."), '1.1');
      return jsonAnswer({ ARN: id, Name: id.split(':').at(-1), SecretString: value, VersionId: 'local', VersionStages: ['AWSCURRENT'] }, '1.1');
    });
  }
}

function generate({ SecretString: given, GenerateSecretString: wish }: z.infer<typeof Generated>): string {
  if (given !== undefined) return given;
  const length = wish?.PasswordLength ?? 32;
  const password = randomBytes(length).toString('base64url').slice(0, length);
  if (wish?.SecretStringTemplate === undefined || wish.GenerateStringKey === undefined) return password;
  const template = z.record(z.string(), z.unknown()).parse(JSON.parse(wish.SecretStringTemplate));
  return JSON.stringify({ ...template, [wish.GenerateStringKey]: password });
}
