import { DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import { DescribeReplayCommand, EventBridgeClient, PutEventsCommand, StartReplayCommand } from '@aws-sdk/client-eventbridge';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { incoming } from '../../functions/core/events/incoming';
import { BusyMonth } from './busy-month';
import { choosing } from './choosing';
import { RunningStack } from './running-stack';

/*
 * Five weeks are lived once. Then the store's events come again: from the archive, as EventBridge replays them, and all of
 * them in any order. Nothing may come of it: no mail, no event, and not a byte of the table is another one.
 */

const SEED = 20_261_126;
const BUS = 'arn:aws:events:us-east-1:000000000000:event-bus/forthright';
const MARGIN_MS = 20 * 60_000;

let running: RunningStack;
let month: BusyMonth;
let bus: EventBridgeClient;
let dynamodb: DynamoDBClient;
beforeAll(async () => {
  running = await RunningStack.open();
  const where = { endpoint: running.shop.awsUrl, region: 'us-east-1', credentials: { accessKeyId: 'merchant', secretAccessKey: 'any' } };
  bus = new EventBridgeClient(where);
  dynamodb = new DynamoDBClient(where);
  month = new BusyMonth(running.shop, SEED);
  await month.live(35);
  // What falls due by itself while the replay runs would be taken for its doing.
  for (let next = await nextDue(); next !== undefined && next < Date.parse(await running.shop.now()) + MARGIN_MS; next = await nextDue()) await running.shop.advance('PT1H');
}, 300_000);
afterAll(async () => {
  bus.destroy();
  dynamodb.destroy();
  await running.close();
});

type Rows = ReadonlyMap<string, Record<string, unknown>>;

/** Every row of the table, by its key. */
async function rows(): Promise<Rows> {
  const found = new Map<string, Record<string, unknown>>();
  for await (const { Items: items = [] } of paginateScan({ client: dynamodb }, { TableName: running.stack.tableName, ConsistentRead: true })) {
    for (const item of items) found.set(`${item.pk?.S ?? ''} ${item.sk?.S ?? ''}`, unmarshall(item));
  }
  return found;
}

/** What is not the same in both, field by field: a test that fails says where. */
function changesOf(before: Rows, after: Rows): string[] {
  const keys = [...new Set([...before.keys(), ...after.keys()])].sort();
  return keys.flatMap((key) => {
    const [was = {}, is = {}] = [before.get(key), after.get(key)];
    const fields = [...new Set([...Object.keys(was), ...Object.keys(is)])].filter((field) => JSON.stringify(was[field]) !== JSON.stringify(is[field]));
    return fields.map((field) => `${key} ${field}: ${JSON.stringify(was[field])} is now ${JSON.stringify(is[field])}`);
  });
}

async function nextDue(): Promise<number | undefined> {
  // In either index: what may not wait, and what may.
  const [first] = [...(await rows()).values()].flatMap(({ dueAt, routineAt }) => [dueAt, routineAt].filter((at) => typeof at === 'string')).sort();
  return first === undefined ? undefined : Date.parse(first);
}

/** Everything that can be seen from outside. */
async function world() {
  const { shop, stack } = running;
  const ours = stack.bridge.log().filter(({ source }) => source === 'forthright' || source === 'aws.ses');
  return { mails: (await shop.mails()).map(({ id }) => id), events: ours.map(({ id }) => id), deadLetters: await shop.deadLetters(), rows: await rows() };
}

async function expectNothingChanged({ rows: rowsBefore, ...before }: Awaited<ReturnType<typeof world>>): Promise<void> {
  const { rows: rowsAfter, ...after } = await world();
  expect(changesOf(rowsBefore, rowsAfter)).toEqual([]);
  expect(after).toEqual(before);
}

const fromTheStore = () => running.stack.bridge.log().filter(({ bus: name, source }) => name === 'forthright' && source !== 'forthright');

/** Beyond the second look at an index, a minute later. */
async function settled(): Promise<void> {
  await running.shop.settle();
  await running.shop.advance('PT3M');
}

test('the month has everything in it', () => {
  const wanted = [...Object.keys(incoming), ...['/cancel', '/keep', '/undo'].map((button) => `pressed ${button}`)];
  expect(wanted.filter((what) => (month.happened[what] ?? 0) < 2)).toEqual([]);
  expect(running.failures).toEqual([]);
});

test('replayed from the archive, twice at the same time, the month changes nothing', async () => {
  const before = await world();
  expect(before.deadLetters).toEqual([]);
  const names = ['once', 'twice'];
  for (const ReplayName of names) {
    await bus.send(
      new StartReplayCommand({ ReplayName, EventSourceArn: 'arn:aws:events:us-east-1:000000000000:archive/forthright', EventStartTime: new Date(0), EventEndTime: new Date(await running.shop.now()), Destination: { Arn: BUS } }),
    );
  }
  await settled();
  for (const ReplayName of names) expect(await bus.send(new DescribeReplayCommand({ ReplayName }))).toMatchObject({ State: 'COMPLETED' });
  await expectNothingChanged(before);
}, 180_000);

test('sent again in any order, each twice, the month changes nothing', async () => {
  const before = await world();
  const choose = choosing(SEED + 1);
  const again = [...fromTheStore(), ...fromTheStore()].map((event) => ({ event, place: choose() })).sort((a, b) => a.place - b.place);
  const batches = Array.from({ length: Math.ceil(again.length / 10) }, (_none, index) => again.slice(index * 10, index * 10 + 10));
  await Promise.all(
    batches.map(async (batch) => {
      const entries = batch.map(({ event }) => ({ EventBusName: 'forthright', Source: event.source, DetailType: event.detailType, Detail: JSON.stringify(event.detail), Time: new Date(event.time) }));
      expect((await bus.send(new PutEventsCommand({ Entries: entries }))).FailedEntryCount).toBe(0);
    }),
  );
  await settled();
  await expectNothingChanged(before);
}, 180_000);
