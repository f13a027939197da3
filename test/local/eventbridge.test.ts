import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EventBridgeClient, PutEventsCommand, type PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
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
let invoked: [arn: string, payload: unknown][];

async function open(): Promise<void> {
  store = await Store.open(dir);
  clock = await Clock.open(store);
  queues = await Queues.open(store, clock);
  queue = queues.define({ name: 'orders', visibilityTimeoutSeconds: 30, retentionSeconds: 345_600, delaySeconds: 0 }).arn;
  invoked = [];
  bridge = await EventBridge.open(store, clock, { queues, invoke: (arn, payload) => Promise.resolve(void invoked.push([arn, payload])) });
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
