import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { DeleteMessageCommand, GetQueueAttributesCommand, ReceiveMessageCommand, SendMessageBatchCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { Gateway } from '../../local/aws/gateway';
import { SecretsManager } from '../../local/aws/secrets-manager/secrets-manager';
import { Queues } from '../../local/aws/sqs/queues';
import { Clock } from '../../local/clock';
import { Store } from '../../local/store';

let dir: string;
let store: Store;
let clock: Clock;
let queues: Queues;
let gateway: Gateway;
let url: string;
const settings = { region: 'us-east-1', credentials: { accessKeyId: 'store', secretAccessKey: 'any' }, maxAttempts: 1 };

async function open(): Promise<void> {
  store = await Store.open(dir);
  clock = await Clock.open(store);
  queues = await Queues.open(store, clock);
  const secrets = new SecretsManager(store, clock, () => Promise.reject(new Error('nothing is rotated here')));
  const password = { length: 48, excludeCharacters: '"', excludePunctuation: true, excludeNumbers: false, excludeLowercase: false, excludeUppercase: false, includeSpace: false };
  const arn = 'arn:aws:secretsmanager:us-east-1:000000000000:secret:Keyring-aBcDeF';
  await secrets.define({ arn, name: 'Keyring', value: { kind: 'generated', template: { current: '1' }, key: '1', password } });
  gateway = await Gateway.listen(0, [queues, secrets]);
  queues.define({ name: 'dead', visibilityTimeoutSeconds: 30, retentionSeconds: 1_209_600, delaySeconds: 0 });
  const dead = queues.list()[0]?.arn ?? '';
  url = queues.define({ name: 'work', visibilityTimeoutSeconds: 30, retentionSeconds: 345_600, delaySeconds: 0, redrive: { deadLetterArn: dead, maxReceiveCount: 2 } }).url;
}

async function shut(): Promise<void> {
  await gateway.close();
  await store.close();
}

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'neighbours-'));
  await open();
});
afterEach(async () => {
  await shut();
  await rm(dir, { recursive: true });
});

const sqs = (): SQSClient => new SQSClient({ ...settings, endpoint: gateway.origin });
const bodies = async (): Promise<string[]> => {
  const { Messages: messages = [] } = await sqs().send(new ReceiveMessageCommand({ QueueUrl: url, MaxNumberOfMessages: 10 }));
  return messages.map(({ Body }) => Body ?? '');
};

test('an error is an answer, also for a Lambda that lives a month ahead: nobody asks again', async () => {
  const { now } = Date;
  const ahead = jest.spyOn(Date, 'now').mockImplementation(() => now() + 30 * 86_400_000);
  try {
    const client = new SecretsManagerClient({ ...settings, maxAttempts: 3, endpoint: gateway.origin });
    await expect(client.send(new GetSecretValueCommand({ SecretId: 'nobody-has-it' }))).rejects.toThrow('can\'t find the specified secret');
  } finally {
    ahead.mockRestore();
  }
  expect(gateway.requests.totals()).toMatchObject([{ operation: 'GetSecretValue', calls: 1 }]);
});

describe('a queue', () => {
  test('hands a message out once, until its visibility is over on the stack\'s clock', async () => {
    await sqs().send(new SendMessageCommand({ QueueUrl: url, MessageBody: 'a' }));
    expect(await bodies()).toEqual(['a']);
    expect(await bodies()).toEqual([]);
    await clock.moveTo(clock.now() + 30_000);
    expect(await bodies()).toEqual(['a']);
  });

  test('keeps a delayed message back until its time', async () => {
    await sqs().send(new SendMessageBatchCommand({ QueueUrl: url, Entries: [{ Id: '1', MessageBody: 'late', DelaySeconds: 600 }, { Id: '2', MessageBody: 'now' }] }));
    expect(await bodies()).toEqual(['now']);
    await clock.moveTo(clock.now() + 600_000);
    expect(await bodies()).toContain('late');
  });

  test('makes a dead letter of what was handed out too often', async () => {
    await sqs().send(new SendMessageCommand({ QueueUrl: url, MessageBody: 'poison' }));
    for (let turn = 0; turn < 2; turn += 1) {
      expect(await bodies()).toEqual(['poison']);
      await clock.moveTo(clock.now() + 30_000);
    }
    expect(await bodies()).toEqual([]);
    expect(queues.peek(queues.list()[0]?.arn ?? '').map(({ body }) => body)).toEqual(['poison']);
  });

  test('forgets what was deleted, also over a restart, and keeps the rest', async () => {
    await sqs().send(new SendMessageCommand({ QueueUrl: url, MessageBody: 'done' }));
    await sqs().send(new SendMessageCommand({ QueueUrl: url, MessageBody: 'open' }));
    const { Messages: [first] = [] } = await sqs().send(new ReceiveMessageCommand({ QueueUrl: url }));
    await sqs().send(new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle: first?.ReceiptHandle }));
    await shut();
    await open();
    expect(await bodies()).toEqual(['open']);
  });

  test('counts what is ready, in flight and delayed', async () => {
    for (const delay of [0, 0, 60]) await sqs().send(new SendMessageCommand({ QueueUrl: url, MessageBody: 'm', DelaySeconds: delay }));
    await sqs().send(new ReceiveMessageCommand({ QueueUrl: url }));
    const { Attributes: attributes } = await sqs().send(new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['All'] }));
    expect(attributes).toMatchObject({ ApproximateNumberOfMessages: '1', ApproximateNumberOfMessagesNotVisible: '1', ApproximateNumberOfMessagesDelayed: '1' });
  });
});

test('a generated secret is the same in every run of the same data', async () => {
  const read = async (): Promise<string | undefined> =>
    (await new SecretsManagerClient({ ...settings, endpoint: gateway.origin }).send(new GetSecretValueCommand({ SecretId: 'Keyring' }))).SecretString;
  const first = await read();
  expect(JSON.parse(first ?? '')).toMatchObject({ current: '1', '1': expect.stringMatching(/^[\w-]{48}$/) as string });
  await shut();
  await open();
  expect(await read()).toBe(first);
});
