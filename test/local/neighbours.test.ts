import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { MessageRejected, SendEmailCommand, SESv2Client } from '@aws-sdk/client-sesv2';
import { DeleteMessageCommand, GetQueueAttributesCommand, ReceiveMessageCommand, SendMessageBatchCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { Gateway } from '../../local/aws/gateway';
import { SecretsManager } from '../../local/aws/secrets-manager/secrets-manager';
import { Ses, type SesEvent } from '../../local/aws/ses/ses';
import { Queues } from '../../local/aws/sqs/queues';
import { Clock } from '../../local/clock';
import { Store } from '../../local/store';

let dir: string;
let store: Store;
let clock: Clock;
let queues: Queues;
let ses: Ses;
let gateway: Gateway;
let url: string;
let told: SesEvent[];
const settings = { region: 'us-east-1', credentials: { accessKeyId: 'store', secretAccessKey: 'any' }, maxAttempts: 1 };

async function open(): Promise<void> {
  store = await Store.open(dir);
  clock = await Clock.open(store);
  queues = await Queues.open(store, clock);
  told = [];
  ses = await Ses.open(store, clock, (event) => Promise.resolve(void told.push(event)));
  ses.defineIdentity('shop.example');
  ses.defineConfigurationSet('notices');
  const secrets = new SecretsManager(store, clock);
  const password = { length: 48, excludeCharacters: '"', excludePunctuation: true, excludeNumbers: false, excludeLowercase: false, excludeUppercase: false, includeSpace: false };
  const arn = 'arn:aws:secretsmanager:us-east-1:000000000000:secret:Keyring-aBcDeF';
  await secrets.define({ arn, name: 'Keyring', value: { kind: 'generated', template: { current: '1' }, key: '1', password } });
  gateway = await Gateway.listen(0, [queues, ses, secrets]);
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

describe('SES', () => {
  const mail = (over: { from?: string; to?: string; tag?: string } = {}): SendEmailCommand =>
    new SendEmailCommand({
      FromEmailAddress: `"Shop" <${over.from ?? 'orders@shop.example'}>`,
      Destination: { ToAddresses: [over.to ?? 'ada@example.com'] },
      ConfigurationSetName: 'notices',
      EmailTags: [{ Name: 'kind', Value: over.tag ?? 'first' }],
      Content: { Simple: { Subject: { Data: 'Grüße' }, Body: { Html: { Data: '<p>h</p>' }, Text: { Data: 't' } }, Headers: [{ Name: 'X-A', Value: 'b' }] } },
    });
  const send = (command: SendEmailCommand): Promise<{ MessageId?: string | undefined }> => new SESv2Client({ ...settings, endpoint: gateway.origin }).send(command);

  test('keeps what it took, over a restart, and says so on the bus', async () => {
    const { MessageId: id } = await send(mail());
    expect(told.map(({ detailType }) => detailType)).toEqual(['Email Sent', 'Email Delivered']);
    await shut();
    await open();
    expect(await ses.mails()).toMatchObject([{ id, to: 'ada@example.com', subject: 'Grüße', html: '<p>h</p>', text: 't', headers: { 'X-A': 'b' }, tags: { kind: 'first' } }]);
  });

  test.each([
    ['a sender that nobody verified', { from: 'orders@other.example' }, MessageRejected.name],
    ['an address that is none', { to: 'ada@@example' }, 'BadRequestException'],
    ['a tag with a space', { tag: 'a b' }, 'BadRequestException'],
  ])('refuses %s and keeps nothing', async (_what, over, name) => {
    await expect(send(mail(over))).rejects.toMatchObject({ name });
    expect(ses.count()).toBe(0);
  });

  test('tells of a bounce for the simulator\'s bouncing address', async () => {
    await send(mail({ to: 'bounce+ada@simulator.amazonses.com' }));
    expect(told.map(({ detailType }) => detailType)).toEqual(['Email Sent', 'Email Bounced']);
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
