import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { SendEmailCommand, SendingPausedException, SESv2Client } from '@aws-sdk/client-sesv2';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { mockClient } from 'aws-sdk-client-mock';
import { changeCustomer, loadCustomer } from '../../../functions/adapters/customers';
import { refundsByEvent } from '../../../functions/adapters/refund-executor';
import type { Turn } from '../../../functions/adapters/pacing/pacer';
import { attendCustomer, type Neighbours } from '../../../functions/attend-customer/attending';
import { openWithEarlyCloses } from '../../../functions/backorder-created/opening';
import type { Outcome } from '../../../functions/core/pacing/answers';
import type { Urgency } from '../../../functions/core/pacing/pace';
import { parseMerchant } from '../../../functions/core/merchant';
import merchantJson from '../../../merchant.json';
import { openProductTable } from '../adapters/open-table';
import { created } from '../core/customers-told';

/*
 * What a mail does before and after its slot, and what becomes of the customer when there is none. The table is the
 * embedded one; slots are given as told.
 */

const merchant = parseMerchant(merchantJson);
const mail = new SESv2Client({ region: 'us-east-1' });
const bus = new EventBridgeClient({ region: 'us-east-1' });
const queue = new SQSClient({ region: 'us-east-1' });
const [ses, eventBridge, sqs] = [mockClient(mail), mockClient(bus), mockClient(queue)];

let opened: Awaited<ReturnType<typeof openProductTable>>;
let neighbours: Neighbours;
let time: number;
/** What came one after the other: slots asked for, waited for, calls to SES, what was reported. */
let came: string[];
let turn: (urgency: Urgency) => Turn;

beforeEach(async () => {
  jest.spyOn(process.stdout, 'write').mockReturnValue(true);
  time = Date.parse('2026-11-23T14:00:00Z');
  jest.useFakeTimers({ now: time, doNotFake: ['hrtime', 'nextTick', 'performance', 'queueMicrotask', 'setImmediate', 'clearImmediate', 'setInterval', 'clearInterval', 'setTimeout', 'clearTimeout'] });
  opened = await openProductTable();
  for (const mock of [ses, eventBridge, sqs]) mock.reset();
  came = [];
  turn = () => ({ go: true, untilSlot, report });
  ses.on(SendEmailCommand).callsFake(() => {
    came.push('SES');
    return { MessageId: 'm-1' };
  });
  eventBridge.on(PutEventsCommand).callsFake(({ Entries }: { Entries: unknown[] }) => ({ FailedEntryCount: 0, Entries: Entries.map(() => ({ EventId: 'e' })) }));
  sqs.on(SendMessageCommand).resolves({});
  neighbours = {
    table: opened.table,
    bus: { client: bus, name: 'forthright' },
    refundExecutor: refundsByEvent({ client: bus, name: 'forthright' }),
    attendQueue: { client: queue, url: 'https://sqs.example/attend' },
    routineQueue: { client: queue, url: 'https://sqs.example/routine' },
    pacer: {
      take: (urgency) => {
        came.push(urgency);
        return Promise.resolve(turn(urgency));
      },
    },
    mailer: { client: mail, merchant, configurationSets: { notices: 'n', updates: 'u' } },
    keyring: () => Promise.resolve({ current: '1', keys: { '1': 'k'.repeat(64) } }),
    pageOrigin: 'https://pages.example',
    merchant,
  };
  await changeCustomer(opened.table, 'ada', (known, order) => openWithEarlyCloses(known, order, created(), merchant, instant()), 'o1');
  later(60);
});
afterEach(async () => {
  jest.useRealTimers();
  jest.restoreAllMocks();
  await opened.close();
});

const untilSlot = async (): Promise<void> => {
  came.push((await loaded()).customer?.profile.sending === undefined ? 'slot, uncommitted' : 'slot, committed');
};
const report = (outcome: Outcome): Promise<void> => {
  came.push(outcome);
  return Promise.resolve();
};
const instant = (): string => new Date(time).toISOString();
const loaded = (): ReturnType<typeof loadCustomer> => loadCustomer(opened.table, 'ada');
function later(seconds: number): void {
  time += seconds * 1000;
  jest.setSystemTime(time);
}
const messages = (): unknown[] => sqs.commandCalls(SendMessageCommand).map(({ args: [{ input }] }) => [input.QueueUrl?.split('/').at(-1), JSON.parse(input.MessageBody ?? '') as unknown, input.DelaySeconds]);

/** Told, and due for the weekly update. */
async function dueForAnUpdate(): Promise<void> {
  await attendCustomer(neighbours, { customerKey: 'ada' });
  time = Date.parse((await loaded()).customer?.profile.due?.routine ?? '');
  later(60);
  came = [];
  sqs.resetHistory();
}

test('a mail is committed before its slot, leaves at it, and all workers learn what SES said', async () => {
  await attendCustomer(neighbours, { customerKey: 'ada' });
  expect(came).toEqual(['urgent', 'slot, committed', 'SES', 'sent']);
});

test('what SES refuses is reported by its class', async () => {
  ses.on(SendEmailCommand).rejects(new SendingPausedException({ $metadata: {}, message: 'paused' }));
  await attendCustomer(neighbours, { customerKey: 'ada' });
  expect(came).toEqual(['urgent', 'slot, committed', 'paused']);
});

test('a weekly update is left to the queue where it may wait: who is woken as urgent neither tells it nor writes nor wakes', async () => {
  await dueForAnUpdate();
  const before = await loaded();
  await attendCustomer(neighbours, { customerKey: 'ada' });
  expect([came, messages(), await loaded()]).toEqual([[], [], before]);
  await attendCustomer(neighbours, { customerKey: 'ada', urgency: 'routine' });
  expect(came).toEqual(['routine', 'slot, committed', 'SES', 'sent']);
});

test('what may not wait is told as that, whichever queue the customer came by', async () => {
  await attendCustomer(neighbours, { customerKey: 'ada', urgency: 'routine' });
  expect(came.slice(0, 1)).toEqual(['urgent']);
});

test.each(['paused', 'quota'] as const)('while nothing leaves (%s), the customer is parked by one write and not looked at before', async (why) => {
  const until = new Date(time + 900_000).toISOString();
  turn = () => ({ go: false, why, until });
  const before = await loaded();
  await attendCustomer(neighbours, { customerKey: 'ada' });
  const parked = await loaded();
  expect([came, parked.version]).toEqual([['urgent'], before.version + 1]);
  expect(parked.customer?.profile.dueAt).toBe(parked.customer?.profile.retryAt);
  expect((parked.customer?.profile.dueAt ?? '') >= until).toBe(true);
  expect(parked.customer?.lines[0]?.promises).toEqual([]);
  later(60);
  await attendCustomer(neighbours, { customerKey: 'ada' });
  expect([came, (await loaded()).version]).toEqual([['urgent'], parked.version]);
});

test('however many messages wake a customer who is parked, one comes back', async () => {
  turn = () => ({ go: false, why: 'paused', until: new Date(time + 120_000).toISOString() });
  for (let copy = 1; copy <= 5; copy += 1) await attendCustomer(neighbours, { customerKey: 'ada' });
  expect(messages()).toEqual([['attend', { schema: 1, customerKey: 'ada' }, expect.any(Number)]]);
  sqs.resetHistory();
  await Promise.all([1, 2, 3].map(() => attendCustomer(neighbours, { customerKey: 'ada' })));
  expect(messages()).toEqual([]);
  later(600);
  await Promise.all([1, 2, 3].map(() => attendCustomer(neighbours, { customerKey: 'ada' })));
  expect(messages()).toHaveLength(1);
});

test('where too many wait for a slot, the customer comes back by the same queue and nothing is written', async () => {
  const until = new Date(time + 10_000).toISOString();
  turn = () => ({ go: false, why: 'busy', until });
  const before = await loaded();
  await attendCustomer(neighbours, { customerKey: 'ada' });
  expect(await loaded()).toEqual(before);
  expect(messages()).toEqual([['attend', { schema: 1, customerKey: 'ada' }, expect.any(Number)]]);

  turn = () => ({ go: true, untilSlot, report });
  await dueForAnUpdate();
  turn = () => ({ go: false, why: 'busy', until: new Date(time + 10_000).toISOString() });
  await attendCustomer(neighbours, { customerKey: 'ada', urgency: 'routine' });
  expect(messages()).toEqual([['routine', { schema: 1, customerKey: 'ada', urgency: 'routine' }, expect.any(Number)]]);
  for (const [, , seconds] of messages() as [string, unknown, number][]) expect(seconds >= 10 && seconds < 20).toBe(true);
});
