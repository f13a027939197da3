import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { AccountSuspendedException, MessageRejected, SendEmailCommand, SESv2Client, TooManyRequestsException } from '@aws-sdk/client-sesv2';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { mockClient } from 'aws-sdk-client-mock';
import { refundsByEvent } from '../../../functions/adapters/refund-executor';
import { changeCustomer, loadCustomer, loadRecord } from '../../../functions/adapters/customers';
import { Pacer } from '../../../functions/adapters/pacing/pacer';
import { attendCustomer, type Neighbours } from '../../../functions/attend-customer/attending';
import { openWithEarlyCloses } from '../../../functions/backorder-created/opening';
import { apply } from '../../../functions/core/apply';
import type { Customer } from '../../../functions/core/customer';
import { parseMerchant } from '../../../functions/core/merchant';
import merchantJson from '../../../merchant.json';
import { openProductTable } from '../adapters/open-table';
import { created, press } from '../core/customers-told';

/*
 * What becomes of a customer when a neighbour fails. The table is the embedded one; SES and the bus fail as told.
 */

const merchant = parseMerchant(merchantJson);
const mail = new SESv2Client({ region: 'us-east-1' });
const bus = new EventBridgeClient({ region: 'us-east-1' });
const queue = new SQSClient({ region: 'us-east-1' });
const [ses, eventBridge, sqs] = [mockClient(mail), mockClient(bus), mockClient(queue)];

let opened: Awaited<ReturnType<typeof openProductTable>>;
let neighbours: Neighbours;
let time: number;

beforeEach(async () => {
  jest.spyOn(process.stdout, 'write').mockReturnValue(true);
  time = Date.parse('2026-11-23T14:00:00Z');
  jest.useFakeTimers({ now: time, doNotFake: ['hrtime', 'nextTick', 'performance', 'queueMicrotask', 'setImmediate', 'clearImmediate', 'setInterval', 'clearInterval', 'setTimeout', 'clearTimeout'] });
  opened = await openProductTable();
  for (const mock of [ses, eventBridge, sqs]) mock.reset();
  ses.on(SendEmailCommand).resolves({ MessageId: 'm-1' });
  eventBridge.on(PutEventsCommand).callsFake(({ Entries }: { Entries: unknown[] }) => ({ FailedEntryCount: 0, Entries: Entries.map((_entry, index) => ({ EventId: `e-${index}` })) }));
  sqs.on(SendMessageCommand).resolves({});
  neighbours = {
    table: opened.table,
    bus: { client: bus, name: 'forthright' },
    refundExecutor: refundsByEvent({ client: bus, name: 'forthright' }),
    attendQueue: { client: queue, url: 'https://sqs.example/attend' },
    routineQueue: { client: queue, url: 'https://sqs.example/routine' },
    pacer: new Pacer({
      table: opened.table,
      askAccount: () => Promise.resolve({ ratePerSecond: 1_000, sentInDay: 0, maySend: true }),
      time: { now: () => time, wait: () => Promise.resolve() },
    }),
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

const instant = (): string => new Date(time).toISOString();
function later(seconds: number): void {
  time += seconds * 1000;
  jest.setSystemTime(time);
}
const attendNow = (): Promise<void> => attendCustomer(neighbours, { customerKey: 'ada' });
const mailsTried = (): number => ses.commandCalls(SendEmailCommand).length;
async function ada(): Promise<Customer> {
  const { customer } = await loadCustomer(opened.table, 'ada');
  if (customer === undefined) throw new Error('nobody is there');
  return customer;
}
const recorded = async (): Promise<string[]> => (await loadRecord(opened.table, 'ada')).map(({ what }) => what);

test('a mail that SES takes is told, on record with its words, and published', async () => {
  await attendNow();
  expect(mailsTried()).toBe(1);
  const { profile, lines } = await ada();
  expect([profile.sending, profile.outbox, lines[0]?.promises.length]).toEqual([undefined, [], 1]);
  expect(await recorded()).toContain('notice-sent');
  expect((await loadRecord(opened.table, 'ada')).find(({ what }) => what === 'notice-sent')?.words).toContain('Oak chair');
  await attendNow();
  expect(mailsTried()).toBe(1);
});

test.each([
  ['throttled', new TooManyRequestsException({ $metadata: {}, message: 'rate' }), 10, 120],
  ['the day\'s quota is used up', new TooManyRequestsException({ $metadata: {}, message: 'Daily message quota exceeded.' }), 3600, 4200],
  ['throttled by its older name', Object.assign(new Error('Maximum sending rate exceeded.'), { name: 'ThrottlingException' }), 10, 120],
  ['the account is paused', new AccountSuspendedException({ $metadata: {}, message: 'paused' }), 900, 1200],
  ['the sender is not verified', new MessageRejected({ $metadata: {}, message: 'Email address is not verified' }), 3600, 4200],
])('when %s nothing was sent: it is told later, and not before its time', async (_why, error, notBefore, latest) => {
  ses.on(SendEmailCommand).rejectsOnce(error).resolves({ MessageId: 'm-2' });
  await attendNow();
  const { profile } = await ada();
  expect(profile.sending).toBeUndefined();
  const waits = (Date.parse(profile.dueAt ?? '') - time) / 1000;
  expect(waits).toBeGreaterThanOrEqual(notBefore);
  expect(waits).toBeLessThanOrEqual(latest);
  await attendNow();
  expect(mailsTried()).toBe(1);
  later(waits);
  await attendNow();
  expect(mailsTried()).toBe(2);
  expect((await ada()).lines[0]?.promises).toHaveLength(1);
});

test('an address that SES refuses is not tried again, and the merchant hears of it', async () => {
  ses.on(SendEmailCommand).rejects(new MessageRejected({ $metadata: {}, message: 'Address blacklisted' }));
  await attendNow();
  later(3 * 86_400);
  await attendNow();
  expect(mailsTried()).toBe(1);
  const details = eventBridge.commandCalls(PutEventsCommand).flatMap(({ args: [{ input }] }) => input.Entries ?? []);
  expect(details.map(({ DetailType }) => DetailType)).toContain('Customer Unreachable');
});

test('a mail of which nothing was heard is not sent again at once; a first notice once more after 15 minutes, and then no more', async () => {
  const lost = Object.assign(new Error('socket hang up'), { name: 'TimeoutError' });
  ses.on(SendEmailCommand).rejects(lost);
  await expect(attendNow()).rejects.toThrow('socket hang up');
  expect((await ada()).profile.sending).toBeDefined();
  later(14 * 60);
  await attendNow();
  expect(mailsTried()).toBe(1);
  later(61);
  await expect(attendNow()).rejects.toThrow('socket hang up');
  expect(mailsTried()).toBe(2);
  later(16 * 60);
  await attendNow();
  later(16 * 60);
  await attendNow();
  expect(mailsTried()).toBe(2);
  expect((await recorded()).filter((what) => what === 'notice-unknown')).toHaveLength(2);
});

test('a bus that is down keeps no mail back, and hears all of it when it is up again', async () => {
  eventBridge.on(PutEventsCommand).rejects(new Error('down'));
  await attendNow();
  expect(mailsTried()).toBe(1);
  const { profile } = await ada();
  expect(profile.outbox.map(({ detailType }) => detailType)).toEqual(['Notice Sent']);
  expect(profile.dueAt !== undefined && Date.parse(profile.dueAt) <= time + 15 * 60_000).toBe(true);
  eventBridge.reset();
  eventBridge.on(PutEventsCommand).resolves({ FailedEntryCount: 0, Entries: [{ EventId: 'e' }] });
  await attendNow();
  expect((await ada()).profile.outbox).toEqual([]);
  expect(mailsTried()).toBe(1);
});

test('of several events the bus may take some: only the others are published again', async () => {
  await attendNow();
  await changeCustomer(opened.table, 'ada', (known) => apply(known, press('Cancel Pressed', instant()), merchant, instant()));
  eventBridge.reset();
  eventBridge.on(PutEventsCommand).resolvesOnce({ FailedEntryCount: 1, Entries: [{ ErrorCode: 'ThrottlingException' }, { EventId: 'e' }] }).callsFake(({ Entries }: { Entries: unknown[] }) => ({ Entries: Entries.map(() => ({ EventId: 'e' })) }));
  await attendNow();
  const batches = eventBridge.commandCalls(PutEventsCommand).map(({ args: [{ input }] }) => (input.Entries ?? []).map(({ DetailType }) => DetailType));
  expect(batches).toEqual([['Cancellation Requested', 'Notice Sent'], ['Cancellation Requested']]);
  expect((await ada()).profile.outbox).toEqual([]);
});

test('a date that moves while the mail is rendered is in the mail, or the mail is not sent', async () => {
  const { keyring } = neighbours;
  neighbours.keyring = async () => {
    neighbours.keyring = keyring;
    await changeCustomer(opened.table, 'ada', (known) => apply(known, { type: 'Order Cancelled', event: { eventId: 'c', orderId: 'o1', lineId: 'l1', refund: 'done' } }, merchant, instant()));
    return keyring();
  };
  await attendNow();
  const subjects = ses.commandCalls(SendEmailCommand).map(({ args: [{ input }] }) => input.Content?.Simple?.Subject?.Data ?? '');
  expect(subjects.filter((subject) => /expected to ship/i.test(subject))).toEqual([]);
});
