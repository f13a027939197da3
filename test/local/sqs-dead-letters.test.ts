import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  ChangeMessageVisibilityBatchCommand,
  ListDeadLetterSourceQueuesCommand,
  ListMessageMoveTasksCommand,
  paginateListQueues,
  ReceiveMessageCommand,
  type ReceiveMessageCommandInput,
  SendMessageCommand,
  SQSClient,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs';
import { Gateway } from '../../local/aws/gateway';
import { Queues } from '../../local/aws/sqs/queues';
import { Clock } from '../../local/clock';
import { Store } from '../../local/store';

/* What SQS does with dead letters, as far as `npm run dead-letters` relies on it. */

let dir: string;
let store: Store;
let clock: Clock;
let queues: Queues;
let gateway: Gateway;
let sqs: SQSClient;
let dead: { arn: string; url: string };
let work: { arn: string; url: string };

async function open(): Promise<void> {
  store = await Store.open(dir);
  clock = await Clock.open(store);
  queues = await Queues.open(store, clock);
  gateway = await Gateway.listen(0, [queues]);
  sqs = new SQSClient({ endpoint: gateway.origin, region: 'us-east-1', credentials: { accessKeyId: 'store', secretAccessKey: 'any' }, maxAttempts: 1 });
  dead = queues.define({ name: 'dead', visibilityTimeoutSeconds: 30, retentionSeconds: 1_209_600, delaySeconds: 0 });
  work = queues.define({ name: 'work', visibilityTimeoutSeconds: 30, retentionSeconds: 345_600, delaySeconds: 0, redrive: { deadLetterArn: dead.arn, maxReceiveCount: 2 } });
}

async function shut(): Promise<void> {
  sqs.destroy();
  await gateway.close();
  await store.close();
}

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'dead-letters-'));
  await open();
});
afterEach(async () => {
  await shut();
  await rm(dir, { recursive: true });
});

const receive = async (queue: { url: string }, over: Partial<ReceiveMessageCommandInput> = {}) =>
  (await sqs.send(new ReceiveMessageCommand({ QueueUrl: queue.url, MaxNumberOfMessages: 10, MessageSystemAttributeNames: ['All'], MessageAttributeNames: ['All'], ...over }))).Messages ?? [];
const send = (queue: { url: string }, MessageBody: string) => sqs.send(new SendMessageCommand({ QueueUrl: queue.url, MessageBody, MessageAttributes: { WHY: { DataType: 'String', StringValue: 'x' } } }));
const bodies = async (queue: { url: string }) => (await receive(queue)).map(({ Body }) => Body).sort();

/** Handed out as often as it may be, and once more. */
async function bury(): Promise<void> {
  for (let turn = 0; turn < 3; turn += 1) {
    await receive(work);
    await clock.moveTo(clock.now() + 30_000);
  }
}

async function movedBy(destination?: string) {
  await sqs.send(new StartMessageMoveTaskCommand({ SourceArn: dead.arn, DestinationArn: destination }));
  for (;;) {
    const { Results: [task] = [] } = await sqs.send(new ListMessageMoveTasksCommand({ SourceArn: dead.arn }));
    if (task?.Status !== 'RUNNING') return task;
  }
}

test('a dead letter keeps its id and the time at which it was sent, and says which queue gave up on it', async () => {
  const sentAt = clock.now();
  const { MessageId: id } = await send(work, 'poison');
  await bury();
  const [letter] = await receive(dead);
  expect(letter).toMatchObject({ MessageId: id, Body: 'poison', Attributes: { DeadLetterQueueSourceArn: work.arn, ApproximateReceiveCount: '3' } });
  expect(Math.abs(Number(letter?.Attributes?.SentTimestamp) - sentAt)).toBeLessThan(5000);
});

test('its two weeks are counted from when it was first sent, so that a queue that kept it for long leaves it less', async () => {
  await send(work, 'poison');
  await bury();
  await clock.moveTo(clock.now() + 1_209_600_000 - 120_000);
  expect(await bodies(dead)).toEqual(['poison']);
  await clock.moveTo(clock.now() + 120_000);
  expect(await bodies(dead)).toEqual([]);
});

test('only attributes that are asked for are told', async () => {
  await send(work, 'a');
  const look = async (over: Partial<ReceiveMessageCommandInput>) => (await receive(work, { VisibilityTimeout: 0, MessageSystemAttributeNames: [], MessageAttributeNames: [], ...over }))[0];
  expect(await look({})).not.toMatchObject({ Attributes: expect.anything() as unknown });
  await expect(look({ MessageSystemAttributeNames: ['SenderId'] })).resolves.toMatchObject({ Attributes: { SenderId: 'store' } });
});

test.each([
  [['WHY'], ['WHY']],
  [['All'], ['WHY']],
  [['W.*'], ['WHY']],
  [['OTHER'], []],
])('message attributes named %j', async (asked, told) => {
  await send(dead, 'a');
  const [message] = await receive(dead, { MessageAttributeNames: asked });
  expect(Object.keys(message?.MessageAttributes ?? {})).toEqual(told);
});

test('what is handed back can be had again at once, and the older receipt no longer counts', async () => {
  await send(dead, 'a');
  const [first] = await receive(dead);
  const entries = [{ Id: '1', ReceiptHandle: first?.ReceiptHandle, VisibilityTimeout: 0 }];
  await sqs.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl: dead.url, Entries: entries }));
  expect(await bodies(dead)).toEqual(['a']);
  await sqs.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl: dead.url, Entries: entries }));
  expect(await bodies(dead)).toEqual([]);
});

test('everything moves back to where it came from, as new messages, and is on disk there', async () => {
  const { MessageId: id } = await send(work, 'poison');
  await bury();
  expect(await receive(work)).toEqual([]);
  expect(await movedBy()).toMatchObject({ Status: 'COMPLETED', ApproximateNumberOfMessagesMoved: 1, ApproximateNumberOfMessagesToMove: 1 });
  await shut();
  await open();
  expect(await bodies(dead)).toEqual([]);
  const [again] = await receive(work);
  expect(again).toMatchObject({ Body: 'poison', Attributes: { ApproximateReceiveCount: '1' } });
  expect(again?.MessageId).not.toBe(id);
});

test('what was put there directly moves only to a queue that is named', async () => {
  await send(dead, 'from a rule');
  expect(await movedBy()).toMatchObject({ Status: 'FAILED', ApproximateNumberOfMessagesMoved: 0 });
  expect(queues.depth(dead.arn).ready).toBe(1);
  expect(await movedBy(work.arn)).toMatchObject({ Status: 'COMPLETED', ApproximateNumberOfMessagesMoved: 1 });
  expect(await bodies(work)).toEqual(['from a rule']);
});

test('what is in somebody\'s hands is not moved', async () => {
  await send(dead, 'held');
  await receive(dead);
  await send(dead, 'free');
  expect(await movedBy(work.arn)).toMatchObject({ ApproximateNumberOfMessagesMoved: 1 });
  expect(await bodies(work)).toEqual(['free']);
});

test.each([
  ['a queue that is none of dead letters', () => ({ SourceArn: work.arn }), 'InvalidParameterValue'],
  ['a queue that does not exist', () => ({ SourceArn: `${dead.arn}s` }), 'ResourceNotFoundException'],
  ['to a queue that does not exist', () => ({ SourceArn: dead.arn, DestinationArn: `${dead.arn}s` }), 'ResourceNotFoundException'],
])('moving from %s is refused', async (_what, ask, name) => {
  await expect(sqs.send(new StartMessageMoveTaskCommand(ask()))).rejects.toMatchObject({ name });
});

test('queues are listed by the beginning of their names, a page at a time, and say whose dead letters they hold', async () => {
  for (const name of ['dead-2', 'dead-3']) queues.define({ name, visibilityTimeoutSeconds: 30, retentionSeconds: 60, delaySeconds: 0 });
  const pages: string[][] = [];
  for await (const { QueueUrls: urls = [] } of paginateListQueues({ client: sqs, pageSize: 2 }, { QueueNamePrefix: 'dead' })) pages.push(urls.map((url) => url.slice(url.lastIndexOf('/') + 1)));
  expect(pages).toEqual([['dead', 'dead-2'], ['dead-3']]);
  expect((await sqs.send(new ListDeadLetterSourceQueuesCommand({ QueueUrl: dead.url }))).queueUrls).toEqual([work.url]);
});

test('says what time it is by the clock of the stack', async () => {
  await clock.moveTo(clock.now() + 86_400_000);
  const answer = await fetch(gateway.origin, {
    method: 'POST',
    headers: { authorization: 'AWS4-HMAC-SHA256 Credential=store/20261126/us-east-1/sqs/aws4_request, SignedHeaders=host, Signature=x', 'x-amz-target': 'AmazonSQS.ListQueues' },
    body: '{}',
  });
  expect(Math.abs(Date.parse(answer.headers.get('date') ?? '') - clock.now())).toBeLessThan(5000);
});
