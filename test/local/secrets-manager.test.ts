import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DescribeSecretCommand, GetSecretValueCommand, PutSecretValueCommand, RotateSecretCommand, SecretsManagerClient, UpdateSecretVersionStageCommand } from '@aws-sdk/client-secrets-manager';
import { openKeyringVersions } from '../../functions/adapters/keyring-versions';
import { takeStep, type Rotation, type Step } from '../../functions/rotate-keyring/steps';
import { Gateway } from '../../local/aws/gateway';
import { SecretsManager } from '../../local/aws/secrets-manager/secrets-manager';
import { Clock } from '../../local/clock';
import { Store } from '../../local/store';

/* Versions and labels as the API Reference of AWS Secrets Manager has them, and our rotation on them. */

const arn = 'arn:aws:secretsmanager:us-east-1:000000000000:secret:Keyring-aBcDeF';
const FIRST = '{"current":"1","1":"the secret of the first key, which is long enough"}';
const V2 = 'a'.repeat(32);
const V3 = 'b'.repeat(32);

let dir: string;
let store: Store;
let gateway: Gateway;
let client: SecretsManagerClient;
/** Steps that a Lambda was called for. */
let called: unknown[];

async function open(): Promise<void> {
  store = await Store.open(dir);
  const secrets = new SecretsManager(store, await Clock.open(store), async (lambda, payload) => void called.push([lambda, payload]));
  await secrets.define({ arn, name: 'Keyring', value: { kind: 'given', text: FIRST } });
  secrets.defineRotation({ secretArn: arn, lambdaArn: 'arn:rotate' });
  await secrets.define({ arn: 'arn:aws:secretsmanager:us-east-1:000000000000:secret:Other-aBcDeF', name: 'Other', value: { kind: 'given', text: 'x' } });
  gateway = await Gateway.listen(0, [secrets]);
  client = new SecretsManagerClient({ region: 'us-east-1', credentials: { accessKeyId: 'any', secretAccessKey: 'any' }, maxAttempts: 1, endpoint: gateway.origin });
}
async function shut(): Promise<void> {
  client.destroy();
  await gateway.close();
  await store.close();
}

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'secrets-'));
  called = [];
  await open();
});
afterEach(async () => {
  await shut();
  await rm(dir, { recursive: true });
});

const put = (token: string, text: string, ...stages: string[]) => client.send(new PutSecretValueCommand({ SecretId: arn, ClientRequestToken: token, SecretString: text, VersionStages: stages }));
const value = async (which: { VersionStage?: string; VersionId?: string } = {}) => (await client.send(new GetSecretValueCommand({ SecretId: 'Keyring', ...which }))).SecretString;
const labels = async (): Promise<Record<string, string[]>> => (await client.send(new DescribeSecretCommand({ SecretId: arn }))).VersionIdsToStages ?? {};
const labelsOf = async (version: string): Promise<string[] | undefined> => (await labels())[version]?.sort();

test('a version that is being made is read by its label and by its id, and by nobody else', async () => {
  await put(V2, 'new', 'AWSPENDING');
  expect(await value()).toBe(FIRST);
  expect(await value({ VersionStage: 'AWSPENDING' })).toBe('new');
  expect(await value({ VersionId: V2 })).toBe('new');
  await expect(value({ VersionId: V2, VersionStage: 'AWSCURRENT' })).rejects.toThrow("can't find the specified secret value");
});

test('the same value under the same token changes nothing, another one is refused', async () => {
  await put(V2, 'new', 'AWSPENDING');
  await put(V2, 'new', 'AWSPENDING');
  await expect(put(V2, 'newer', 'AWSPENDING')).rejects.toMatchObject({ name: 'ResourceExistsException' });
  expect(await value({ VersionId: V2 })).toBe('new');
});

test('what was current is the previous one, and what is no more than that is forgotten', async () => {
  const [first = ''] = Object.keys(await labels());
  await put(V2, 'second', 'AWSCURRENT');
  expect(await labelsOf(first)).toEqual(['AWSPREVIOUS']);
  await put(V3, 'third', 'AWSCURRENT');
  expect(await labels()).toEqual({ [V2]: ['AWSPREVIOUS'], [V3]: ['AWSCURRENT'] });
});

test('a label that is on another version has to be taken from that one by name', async () => {
  const [first] = Object.keys(await labels());
  await put(V2, 'new', 'AWSPENDING');
  const move = (from?: string) => client.send(new UpdateSecretVersionStageCommand({ SecretId: arn, VersionStage: 'AWSCURRENT', MoveToVersionId: V2, RemoveFromVersionId: from }));
  await expect(move()).rejects.toMatchObject({ name: 'InvalidParameterException' });
  await move(first);
  expect(await labelsOf(V2)).toEqual(['AWSCURRENT', 'AWSPENDING']);
});

test('versions and labels outlive a restart', async () => {
  await put(V2, 'second', 'AWSCURRENT');
  await shut();
  await open();
  expect(await value()).toBe('second');
});

test('data from before there were versions still has its secret', async () => {
  await store.batch([{ type: 'put', key: 'secret/Keyring', value: { value: 'kept', createdAt: 0 } }]);
  await shut();
  await open();
  expect(await value()).toBe('kept');
});

test('a rotation calls the Lambda for four steps, with the id of the version that is to be made', async () => {
  const { VersionId: token = '' } = await client.send(new RotateSecretCommand({ SecretId: arn }));
  expect(called).toEqual(['createSecret', 'setSecret', 'testSecret', 'finishSecret'].map((Step) => ['arn:rotate', { Step, SecretId: arn, ClientRequestToken: token }]));
  expect(await labelsOf(token)).toEqual(['AWSPENDING']);
  await expect(client.send(new RotateSecretCommand({ SecretId: arn }))).rejects.toMatchObject({ name: 'InvalidRequestException' });
});

test('a secret without a Lambda is not rotated', async () => {
  await expect(client.send(new RotateSecretCommand({ SecretId: 'Other' }))).rejects.toMatchObject({ name: 'InvalidRequestException' });
  expect((await client.send(new DescribeSecretCommand({ SecretId: 'Other' }))).RotationEnabled).toBeUndefined();
});

test('our four steps make a keyring with a new key the current one, by the real protocol', async () => {
  const environment = { AWS_ENDPOINT_URL: gateway.origin, AWS_REGION: 'us-east-1', AWS_ACCESS_KEY_ID: 'any', AWS_SECRET_ACCESS_KEY: 'any' };
  Object.assign(process.env, environment);
  try {
    const rotation: Rotation = { versions: openKeyringVersions(arn), newKey: () => 'a key that is new and long enough to sign', now: () => '2026-11-27T09:30:12.345Z', recordMonths: 84 };
    const { VersionId: token = '' } = await client.send(new RotateSecretCommand({ SecretId: arn }));
    for (const name of ['createSecret', 'setSecret', 'testSecret', 'finishSecret'] satisfies Step['name'][]) await takeStep(rotation, { name, token });
    expect(JSON.parse((await value()) ?? '')).toEqual({ current: '20261127T093012Z', '1': 'the secret of the first key, which is long enough', '20261127T093012Z': 'a key that is new and long enough to sign' });
    expect(await labelsOf(token)).toEqual(['AWSCURRENT', 'AWSPENDING']);
  } finally {
    for (const name of Object.keys(environment)) Reflect.deleteProperty(process.env, name);
  }
});
