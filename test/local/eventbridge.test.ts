import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CancelReplayCommand, DescribeArchiveCommand, DescribeReplayCommand, EventBridgeClient, PutEventsCommand, type PutEventsRequestEntry, StartReplayCommand, type StartReplayCommandInput } from '@aws-sdk/client-eventbridge';
import * as z from 'zod';
import { EventBridge } from '../../local/aws/eventbridge/event-bridge';
import { InvalidScheduleError, nextTick, periodOf } from '../../local/aws/eventbridge/schedule';
import { Gateway } from '../../local/aws/gateway';
import { Queues } from '../../local/aws/sqs/queues';
import { Clock } from '../../local/clock';
import { Store } from '../../local/store';
import type { RuleWiring } from '../../local/template/wiring';

let dir: string;
let store: Store;
let clock: Clock;
let queues: Queues;
let bridge: EventBridge;
let gateway: Gateway;
let client: EventBridgeClient;
let queue: string;
let failures: unknown[];
let invoked: [arn: string, payload: unknown][];

async function open(): Promise<void> {
  store = await Store.open(dir);
  clock = await Clock.open(store);
  queues = await Queues.open(store, clock);
  queue = queues.define({ name: 'orders', visibilityTimeoutSeconds: 30, retentionSeconds: 345_600, delaySeconds: 0 }).arn;
  invoked = [];
  failures = [];
  bridge = await EventBridge.open(store, clock, { queues, invoke: (arn, payload) => Promise.resolve(void invoked.push([arn, payload])) }, (error) => failures.push(error));
  bridge.defineBus('shop');
  gateway = await Gateway.listen(0, [bridge]);
  client = new EventBridgeClient({ endpoint: gateway.origin, region: 'us-east-1', credentials: { accessKeyId: 'store', secretAccessKey: 'any' }, maxAttempts: 1 });
}

async function shut(): Promise<void> {
  client.destroy();
  await gateway.close();
  await store.close();
}

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'bridge-'));
  await open();
});
afterEach(async () => {
  await shut();
  await rm(dir, { recursive: true });
});

const rule = (over: Partial<RuleWiring>): RuleWiring => ({ name: 'r', bus: 'shop', pattern: undefined, schedule: undefined, enabled: true, targets: [{ id: 't', arn: queue }], ...over });
const put = (...Entries: PutEventsRequestEntry[]) => client.send(new PutEventsCommand({ Entries }));
const entry = (over: PutEventsRequestEntry = {}): PutEventsRequestEntry => ({ EventBusName: 'shop', Source: 'store', DetailType: 'Order Placed', Detail: '{"a":1}', ...over });
const Envelope = z.object({ id: z.string(), source: z.string(), 'detail-type': z.string(), detail: z.unknown(), time: z.string(), account: z.string(), region: z.string(), version: z.string(), resources: z.array(z.string()) }).strict();
const queued = () => queues.peek(queue).map(({ body }) => Envelope.parse(JSON.parse(body)));

describe('an event on a bus', () => {
  test('becomes a message for each rule that matches it, whole as a target gets it', async () => {
    bridge.defineRule(rule({ name: 'orders', pattern: { 'detail-type': ['Order Placed'] } }));
    bridge.defineRule(rule({ name: 'all', pattern: { source: [{ 'anything-but': 'us' }] } }));
    bridge.defineRule(rule({ name: 'other', pattern: { 'detail-type': ['Order Shipped'] } }));
    const { FailedEntryCount, Entries } = await put(entry({ Resources: ['r1'], Time: new Date('2026-03-01T10:00:00Z') }));
    expect(FailedEntryCount).toBe(0);
    const expected = { version: '0', id: Entries?.[0]?.EventId, source: 'store', 'detail-type': 'Order Placed', detail: { a: 1 }, resources: ['r1'], time: '2026-03-01T10:00:00Z', account: '000000000000', region: 'us-east-1' };
    expect(queued()).toEqual([expected, expected]);
  });

  test('stays on its own bus', async () => {
    bridge.defineRule(rule({ bus: 'default', pattern: { source: ['store'] } }));
    await put(entry());
    expect(queued()).toEqual([]);
  });

  test('is of no interest to a rule that is switched off', async () => {
    bridge.defineRule(rule({ pattern: { source: ['store'] }, enabled: false }));
    await put(entry());
    expect(queued()).toEqual([]);
  });

  test('and the messages that it became are there after a crash', async () => {
    bridge.defineRule(rule({ pattern: { source: ['store'] } }));
    await put(entry({ Detail: '{"n":1}' }), entry({ Detail: '{"n":2}' }));
    await shut();
    await open();
    expect(bridge.log().map(({ bus, detail }) => [bus, detail])).toEqual([['shop', { n: 1 }], ['shop', { n: 2 }]]);
    expect(queued().map(({ detail }) => detail)).toEqual([{ n: 1 }, { n: 2 }]);
  });

  test('invokes a Lambda with the part of it that the target asks for', async () => {
    bridge.defineRule(rule({ pattern: { source: ['store'] }, targets: [{ id: 't', arn: 'arn:aws:lambda:f', inputPath: '$.detail' }, { id: 'u', arn: 'arn:aws:lambda:g', input: '{"fixed":true}' }] }));
    await put(entry());
    expect(invoked).toEqual([['arn:aws:lambda:f', { a: 1 }], ['arn:aws:lambda:g', { fixed: true }]]);
  });
});

describe('a wrong entry', () => {
  test.each([
    ['without a source', entry({ Source: '' }), 'InvalidArgument'],
    ['without a detail type', entry({ DetailType: undefined }), 'InvalidArgument'],
    ['whose detail is no JSON', entry({ Detail: '{' }), 'MalformedDetail'],
    ['whose detail is no object', entry({ Detail: '[1]' }), 'MalformedDetail'],
    ['for a bus that does not exist', entry({ EventBusName: 'shopp' }), 'InvalidArgument'],
    ['that is larger than 1 MB', entry({ Detail: JSON.stringify({ a: 'x'.repeat(1024 * 1024) }) }), 'InvalidArgument'],
  ])('%s is refused alone, its neighbours are taken', async (_what, wrong, code) => {
    const { FailedEntryCount, Entries } = await put(wrong, entry());
    expect(FailedEntryCount).toBe(1);
    expect(Entries).toMatchObject([{ ErrorCode: code }, { EventId: expect.stringMatching(/^[0-9a-f-]{36}$/) as string }]);
    expect(bridge.log()).toHaveLength(1);
  });

  test('more than ten at once are refused together', async () => {
    await expect(put(...Array.from({ length: 11 }, () => entry()))).rejects.toThrow('Member must have length between 1 and 10');
    expect(bridge.log()).toEqual([]);
  });
});

describe('a schedule', () => {
  test('of one minute fires at each full minute with the event that EventBridge sends', async () => {
    bridge.defineRule(rule({ name: 'tick', bus: 'default', schedule: 'rate(1 minute)', targets: [{ id: 't', arn: 'arn:aws:lambda:f' }] }));
    const [schedule] = bridge.schedules();
    const at = schedule?.nextAt(Date.parse('2026-03-01T10:00:00.001Z')) ?? 0;
    expect(new Date(at).toISOString()).toBe('2026-03-01T10:01:00.000Z');
    await schedule?.fire(at);
    expect(invoked).toMatchObject([['arn:aws:lambda:f', { source: 'aws.events', 'detail-type': 'Scheduled Event', time: '2026-03-01T10:01:00Z', detail: {}, resources: ['arn:aws:events:us-east-1:000000000000:rule/tick'] }]]);
  });

  test.each([
    ['rate(1 minute)', 60_000],
    ['rate(5 minutes)', 300_000],
    ['rate(1 hour)', 3_600_000],
    ['rate(2 days)', 172_800_000],
  ])('%s has a period', (expression, period) => expect(periodOf(expression)).toBe(period));

  test.each(['rate(1 minutes)', 'rate(5 minute)', 'rate(0 minutes)', 'cron(0 10 * * ? *)', 'every minute'])('%s is refused by name', (expression) => {
    expect(() => periodOf(expression)).toThrow(InvalidScheduleError);
    expect(() => periodOf(expression)).toThrow(expression);
  });

  test('does not fire twice at the same instant', () => expect(nextTick(60_000, 120_000)).toBe(180_000));
});

describe('a target that refuses', () => {
  const dead = () => queues.define({ name: 'dead', visibilityTimeoutSeconds: 30, retentionSeconds: 345_600, delaySeconds: 0 }).arn;

  test('leaves the event among the dead letters of its rule, with the reason', async () => {
    const deadLetterArn = dead();
    bridge.defineRule(rule({ pattern: { source: ['store'] }, targets: [{ id: 't', arn: queue, deadLetterArn }] }));
    bridge.refuse(queue, { code: 'NO_PERMISSIONS', message: 'the policy lets nobody in' });
    await put(entry());
    expect(queues.peek(queue)).toEqual([]);
    const [letter] = queues.peek(deadLetterArn);
    expect(Envelope.parse(JSON.parse(letter?.body ?? ''))).toMatchObject({ source: 'store', detail: { a: 1 } });
    expect(Object.fromEntries(Object.entries(letter?.messageAttributes ?? {}).map(([name, { StringValue }]) => [name, StringValue]))).toEqual({
      RULE_ARN: 'arn:aws:events:us-east-1:000000000000:rule/shop/r',
      TARGET_ARN: queue,
      ERROR_CODE: 'NO_PERMISSIONS',
      ERROR_MESSAGE: 'the policy lets nobody in',
    });
    bridge.refuse(queue, undefined);
    await put(entry());
    expect(queued()).toHaveLength(1);
  });

  test('costs the event where its rule has no dead letters', async () => {
    bridge.defineRule(rule({ pattern: { source: ['store'] } }));
    bridge.refuse(queue, { code: 'NO_PERMISSIONS', message: 'the policy lets nobody in' });
    expect((await put(entry())).FailedEntryCount).toBe(0);
    expect(queues.peek(queue)).toEqual([]);
  });
});

describe('an archive', () => {
  const ARCHIVE = { name: 'kept', arn: 'arn:aws:events:us-east-1:000000000000:archive/kept', bus: 'shop', pattern: { source: [{ 'anything-but': 'us' }] }, retentionDays: 30 };
  const SHOP = 'arn:aws:events:us-east-1:000000000000:event-bus/shop';
  const Replayed = Envelope.extend({ 'replay-name': z.string().optional() });
  const got = () => queues.peek(queue).map(({ body }) => Replayed.parse(JSON.parse(body)));
  const replayed = () => got().filter((one) => one['replay-name'] !== undefined);
  const seconds = (epochMs: number) => new Date(epochMs);

  beforeEach(() => {
    bridge.defineArchive(ARCHIVE);
    bridge.defineRule(rule({ pattern: { 'detail-type': ['Order Placed'] } }));
  });

  const start = (over: Partial<StartReplayCommandInput> = {}) =>
    client.send(
      new StartReplayCommand({
        ReplayName: 'again',
        EventSourceArn: ARCHIVE.arn,
        EventStartTime: seconds(clock.now() - 86_400_000 * 60),
        EventEndTime: seconds(clock.now() + 1000),
        Destination: { Arn: SHOP },
        ...over,
      }),
    );
  async function ended(name = 'again') {
    for (;;) {
      const replay = await client.send(new DescribeReplayCommand({ ReplayName: name }));
      if (replay.State === 'COMPLETED' || replay.State === 'CANCELLED') return replay;
    }
  }

  test('replays what it holds to the rules of its bus, each with the name of the replay and otherwise as it was', async () => {
    await put(entry(), entry({ Source: 'us' }), entry({ EventBusName: 'default' }), entry({ DetailType: 'Order Paid' }));
    const [before] = got();
    expect(await start()).toMatchObject({ State: 'STARTING', ReplayArn: 'arn:aws:events:us-east-1:000000000000:replay/again' });
    expect(await ended()).toMatchObject({ State: 'COMPLETED', EventSourceArn: ARCHIVE.arn });
    expect(replayed()).toEqual([{ ...before, 'replay-name': 'again' }]);
    expect(failures).toEqual([]);
  });

  test('does not hold what was replayed: a second replay is no longer than the first', async () => {
    await put(entry());
    await start();
    await ended();
    await start({ ReplayName: 'twice' });
    await ended('twice');
    expect(replayed()).toHaveLength(2);
    expect(await client.send(new DescribeArchiveCommand({ ArchiveName: 'kept' }))).toMatchObject({ EventCount: 1, RetentionDays: 30, State: 'ENABLED' });
  });

  test('holds nothing that is older than its retention', async () => {
    await put(entry());
    await clock.moveTo(clock.now() + 86_400_000 * 30 + 2000);
    await put(entry({ Detail: '{"a":2}' }));
    await start();
    await ended();
    expect(replayed().map(({ detail }) => detail)).toEqual([{ a: 2 }]);
  });

  test('replays by the time in the events: a range, minute by minute, in no order within one', async () => {
    const noon = Date.parse('2026-11-23T12:00:00Z');
    const at = (minute: number, n: number) => entry({ Time: new Date(noon + minute * 60_000), Detail: JSON.stringify({ minute, n }) });
    for (const minute of [3, 2, 1, 0]) await put(...Array.from({ length: 8 }, (_none, n) => at(minute, n)));
    await start({ EventStartTime: seconds(noon + 60_000), EventEndTime: seconds(noon + 179_000) });
    expect((await ended()).EventLastReplayedTime).toEqual(seconds(noon + 120_000));
    const Detail = z.object({ minute: z.number(), n: z.number() });
    const order = replayed().map(({ detail }) => Detail.parse(detail));
    expect(order.map(({ minute }) => minute)).toEqual([...Array<number>(8).fill(1), ...Array<number>(8).fill(2)]);
    expect(order.map(({ n }) => n)).not.toEqual([0, 1, 2, 3, 4, 5, 6, 7, 0, 1, 2, 3, 4, 5, 6, 7]);
  });

  test('replays to the rules that are named, if any are', async () => {
    await put(entry());
    await start({ Destination: { Arn: SHOP, FilterArns: ['arn:aws:events:us-east-1:000000000000:rule/shop/other'] } });
    await ended();
    expect(replayed()).toEqual([]);
    await start({ ReplayName: 'named', Destination: { Arn: SHOP, FilterArns: ['arn:aws:events:us-east-1:000000000000:rule/shop/r'] } });
    await ended('named');
    expect(replayed()).toHaveLength(1);
  });

  test('a replay that was cut off goes on where it was, and sends nothing twice', async () => {
    for (let n = 0; n < 30; n += 1) await put(...Array.from({ length: 10 }, (_none, m) => entry({ Detail: JSON.stringify({ n: n * 10 + m }) })));
    await start();
    await shut();
    await open();
    bridge.defineArchive(ARCHIVE);
    bridge.defineRule(rule({ pattern: { 'detail-type': ['Order Placed'] } }));
    expect(bridge.isReplaying()).toBe(false);
    bridge.start();
    await ended();
    expect(new Set(replayed().map(({ detail }) => JSON.stringify(detail))).size).toBe(300);
    expect(replayed()).toHaveLength(300);
  });

  test('a replay can be called off, once: what went out before stays', async () => {
    for (let n = 0; n < 30; n += 1) await put(...Array.from({ length: 10 }, () => entry()));
    const call = (operation: string, body: unknown) =>
      bridge.handle({ caller: 'store', method: 'POST', path: '/', query: new URLSearchParams(), headers: {}, body: Buffer.from(JSON.stringify(body)), target: `AWSEvents.${operation}` });
    await call('StartReplay', { ReplayName: 'again', EventSourceArn: ARCHIVE.arn, EventStartTime: 0, EventEndTime: clock.now() / 1000 + 1, Destination: { Arn: SHOP } });
    // Its first step is on its way to disk.
    await call('CancelReplay', { ReplayName: 'again' });
    expect(await ended()).toMatchObject({ State: 'CANCELLED' });
    expect(replayed()).toHaveLength(100);
    await expect(client.send(new CancelReplayCommand({ ReplayName: 'again' }))).rejects.toMatchObject({ name: 'IllegalStatusException' });
  });

  test.each<[string, Partial<StartReplayCommandInput>, string]>([
    ['of an archive that does not exist', { EventSourceArn: `${ARCHIVE.arn}s` }, 'ResourceNotFoundException'],
    ['to another bus', { Destination: { Arn: SHOP.replace('shop', 'default') } }, 'ValidationException'],
    ['that ends before it begins', { EventStartTime: seconds(2000), EventEndTime: seconds(1000) }, 'ValidationException'],
    ['with a name that is none', { ReplayName: 'a b' }, 'ValidationException'],
  ])('a replay %s is refused', async (_what, over, name) => {
    await expect(start(over)).rejects.toMatchObject({ name });
  });

  test('a name is used once', async () => {
    await start();
    await expect(start()).rejects.toMatchObject({ name: 'ResourceAlreadyExistsException' });
  });
});
