import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import type { Clock } from '../../clock';
import type { Store } from '../../store';
import type { RotationWiring, SecretWiring } from '../../template/wiring';
import { AwsError, type AwsRequest, type AwsResponse, type AwsService, jsonAnswer } from '../service';
import { randomPassword } from './random-password';
import { firstVersion, labelsByVersion, secretOf, versionOf, withLabel, withRotation, withValue, type KeptSecret } from './secret';

const PREFIX = 'secret/';

const SecretId = z.string().min(1);
const Token = z.string().min(32).max(64);

/** What each operation is asked; anything else that AWS would take is left unread. */
const asks = {
  GetSecretValue: z.object({ SecretId, VersionStage: z.string().optional(), VersionId: z.string().optional() }),
  DescribeSecret: z.object({ SecretId }),
  PutSecretValue: z.object({ SecretId, ClientRequestToken: Token, SecretString: z.string().min(1), VersionStages: z.array(z.string()).default(['AWSCURRENT']) }),
  UpdateSecretVersionStage: z.object({ SecretId, VersionStage: z.string(), MoveToVersionId: z.string(), RemoveFromVersionId: z.string().optional() }),
  RotateSecret: z.object({ SecretId, ClientRequestToken: Token.default(() => randomUUID()) }),
};
type Operation = keyof typeof asks;

/** "Lambda rotation functions", AWS Secrets Manager User Guide */
const STEPS = ['createSecret', 'setSecret', 'testSecret', 'finishSecret'];

interface Secret {
  arn: string;
  name: string;
  kept: KeptSecret;
  rotationLambda: string | undefined;
}

/**
 * Secrets that the template asks for: made once, kept with the data. One that the template has rotated is rotated here when somebody says
 * so (`aws secretsmanager rotate-secret`), and by no schedule.
 */
export class SecretsManager implements AwsService {
  readonly name = 'secretsmanager';
  private readonly secrets = new Map<string, Secret>();

  /** `invoke` throws for a Lambda that failed, after telling of it. */
  constructor(
    private readonly store: Store,
    private readonly clock: Clock,
    private readonly invoke: (lambdaArn: string, payload: unknown) => Promise<unknown>,
  ) {}

  /** A generated secret has the same value in every run of the same data. */
  async define({ arn, name, value }: SecretWiring): Promise<void> {
    const known = await this.store.get<Parameters<typeof secretOf>[0]>(PREFIX + name);
    const secret = { arn, name, kept: known === undefined ? firstVersion(textOf(value), this.clock.now()) : secretOf(known), rotationLambda: undefined };
    if (known === undefined) await this.keep(secret);
    this.secrets.set(name, secret);
  }

  defineRotation({ secretArn, lambdaArn }: RotationWiring): void {
    this.called(secretArn).rotationLambda = lambdaArn;
  }

  async handle({ target, body }: AwsRequest): Promise<AwsResponse> {
    const operation = Object.keys(asks).find((name): name is Operation => target === `secretsmanager.${name}`);
    if (operation === undefined) throw new AwsError('UnknownOperationException', `The local stack has no operation ${target ?? 'without a name'}`);
    return jsonAnswer(await this.answer(operation, parsed(body)), '1.1');
  }

  private async answer(operation: Operation, body: unknown): Promise<unknown> {
    switch (operation) {
      case 'GetSecretValue': {
        const ask = checked(asks.GetSecretValue, body);
        const secret = this.called(ask.SecretId);
        const { id, value, createdAt } = versionOf(secret.kept, ask);
        return { ...about(secret), CreatedDate: createdAt / 1000, SecretString: value, VersionId: id, VersionStages: labelsByVersion(secret.kept)[id] };
      }
      case 'DescribeSecret': {
        const secret = this.called(checked(asks.DescribeSecret, body).SecretId);
        const { rotationLambda } = secret;
        return { ...about(secret), VersionIdsToStages: labelsByVersion(secret.kept), ...(rotationLambda === undefined ? {} : { RotationEnabled: true, RotationLambdaARN: rotationLambda }) };
      }
      case 'PutSecretValue': {
        const ask = checked(asks.PutSecretValue, body);
        const secret = this.called(ask.SecretId);
        await this.change(secret, withValue(secret.kept, ask.ClientRequestToken, ask.SecretString, ask.VersionStages, this.clock.now()));
        return { ...about(secret), VersionId: ask.ClientRequestToken, VersionStages: labelsByVersion(secret.kept)[ask.ClientRequestToken] };
      }
      case 'UpdateSecretVersionStage': {
        const ask = checked(asks.UpdateSecretVersionStage, body);
        const secret = this.called(ask.SecretId);
        const holder = secret.kept.labels[ask.VersionStage];
        if (holder !== undefined && holder !== ask.MoveToVersionId && holder !== ask.RemoveFromVersionId) {
          throw new AwsError('InvalidParameterException', `Staging label ${ask.VersionStage} is currently attached to version ${holder}, so you must explicitly reference that version in RemoveFromVersionId.`);
        }
        versionOf(secret.kept, { VersionId: ask.MoveToVersionId });
        await this.change(secret, withLabel(secret.kept, ask.VersionStage, ask.MoveToVersionId));
        return about(secret);
      }
      case 'RotateSecret': {
        const ask = checked(asks.RotateSecret, body);
        const secret = this.called(ask.SecretId);
        const { rotationLambda, arn } = secret;
        if (rotationLambda === undefined) throw new AwsError('InvalidRequestException', 'No Lambda rotation function ARN is associated with this secret.');
        await this.change(secret, withRotation(secret.kept, ask.ClientRequestToken, this.clock.now()));
        // AWS answers before the rotation is done, too. Who invokes tells of what failed.
        this.rotate(rotationLambda, arn, ask.ClientRequestToken).catch(() => undefined);
        return { ...about(secret), VersionId: ask.ClientRequestToken };
      }
    }
  }

  private async rotate(lambdaArn: string, arn: string, token: string): Promise<void> {
    for (const Step of STEPS) await this.invoke(lambdaArn, { Step, SecretId: arn, ClientRequestToken: token });
  }

  /** By name, by ARN, or by ARN without the six random characters at its end. */
  private called(id: string): Secret {
    const secret = [...this.secrets.values()].find(({ arn, name }) => id === name || id === arn || id === arn.slice(0, -7));
    if (secret === undefined) throw new AwsError('ResourceNotFoundException', "Secrets Manager can't find the specified secret.");
    return secret;
  }

  private async change(secret: Secret, kept: KeptSecret): Promise<void> {
    secret.kept = kept;
    await this.keep(secret);
  }

  private keep({ name, kept }: Secret): Promise<void> {
    return this.store.batch([{ type: 'put', key: PREFIX + name, value: kept }]);
  }
}

const about = ({ arn, name }: Secret) => ({ ARN: arn, Name: name });

function checked<S extends z.ZodType>(schema: S, body: unknown): z.output<S> {
  const ask = schema.safeParse(body);
  if (!ask.success) throw new AwsError('ValidationException', `Invalid parameter: ${ask.error.issues.map(({ path }) => path.join('.')).join(', ')}`);
  return ask.data;
}

function textOf(value: SecretWiring['value']): string {
  if (value.kind === 'given') return value.text;
  const password = randomPassword(value.password);
  return value.template === undefined || value.key === undefined ? password : JSON.stringify({ ...value.template, [value.key]: password });
}

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    throw new AwsError('SerializationException', 'The request is not JSON.');
  }
}
