import { createHash } from 'node:crypto';
import * as z from 'zod';
import type { Clock } from '../../clock';
import type { Store } from '../../store';
import type { SecretWiring } from '../../template/wiring';
import { AwsError, type AwsRequest, type AwsResponse, type AwsService, jsonAnswer } from '../service';
import { randomPassword } from './random-password';

const PREFIX = 'secret/';

const Ask = z.object({ SecretId: z.string().min(1), VersionStage: z.string().optional(), VersionId: z.string().optional() });

interface Kept {
  value: string;
  /** Virtual epoch ms. */
  createdAt: number;
}

/** Secrets that the template asks for: made once, kept with the data. */
export class SecretsManager implements AwsService {
  readonly name = 'secretsmanager';
  private readonly secrets = new Map<string, Kept & { arn: string; name: string }>();

  constructor(
    private readonly store: Store,
    private readonly clock: Clock,
  ) {}

  /** A generated secret has the same value in every run of the same data. */
  async define({ arn, name, value }: SecretWiring): Promise<void> {
    let kept = await this.store.get<Kept>(PREFIX + name);
    if (kept === undefined) {
      kept = { value: textOf(value), createdAt: this.clock.now() };
      await this.store.batch([{ type: 'put', key: PREFIX + name, value: kept }]);
    }
    this.secrets.set(name, { ...kept, arn, name });
  }

  handle(request: AwsRequest): Promise<AwsResponse> {
    return new Promise((resolve) => resolve(jsonAnswer(this.answer(request), '1.1')));
  }

  private answer({ target, body }: AwsRequest): unknown {
    const operation = target?.replace(/^secretsmanager\./, '');
    if (operation !== 'GetSecretValue' && operation !== 'DescribeSecret') {
      throw new AwsError('UnknownOperationException', `The local stack has no operation ${target ?? 'without a name'}`);
    }
    const ask = Ask.safeParse(parsed(body));
    if (!ask.success) throw new AwsError('ValidationException', 'Invalid parameter: SecretId');
    const { SecretId, VersionStage = 'AWSCURRENT' } = ask.data;
    // By name, by ARN, or by ARN without the six random characters at its end.
    const secret = [...this.secrets.values()].find(({ arn, name }) => SecretId === name || SecretId === arn || SecretId === arn.slice(0, -7));
    if (secret === undefined) throw new AwsError('ResourceNotFoundException', "Secrets Manager can't find the specified secret.");
    const versionId = versionOf(secret.value);
    const about = { ARN: secret.arn, Name: secret.name, CreatedDate: secret.createdAt / 1000 };
    if (operation === 'DescribeSecret') return { ...about, VersionIdsToStages: { [versionId]: ['AWSCURRENT'] } };
    if (VersionStage !== 'AWSCURRENT') {
      throw new AwsError('ResourceNotFoundException', `Secrets Manager can't find the specified secret value for staging label: ${VersionStage}`);
    }
    return { ...about, SecretString: secret.value, VersionId: versionId, VersionStages: ['AWSCURRENT'] };
  }
}

function textOf(value: SecretWiring['value']): string {
  if (value.kind === 'given') return value.text;
  const password = randomPassword(value.password);
  return value.template === undefined || value.key === undefined ? password : JSON.stringify({ ...value.template, [value.key]: password });
}

/** Looks like a UUID, and is another one for another value. */
function versionOf(value: string): string {
  return createHash('sha256').update(value).digest('hex').slice(0, 32).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    throw new AwsError('SerializationException', 'The request is not JSON.');
  }
}
