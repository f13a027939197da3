import { paginateScan } from '@aws-sdk/client-dynamodb';
import { changeCustomer, customerOfRefund, customersOfAddress, loadClosedLine, loadClosedLines, loadCustomer, loadRecord } from '../../../functions/adapters/customers';
import { keepEarlyClose, loadOrder } from '../../../functions/adapters/orders';
import { expiryOf } from '../../../functions/adapters/retention';
import { openWithEarlyCloses } from '../../../functions/backorder-created/opening';
import { apply } from '../../../functions/core/apply';
import { attend } from '../../../functions/core/attend';
import { plusHours } from '../../../functions/core/dates';
import type { Fact } from '../../../functions/core/facts';
import { viewFor } from '../../../functions/core/line-view';
import { beginSending, published, recordSent } from '../../../functions/core/sending';
import { cancelledByShop, created, etaChanged, setting, shipped } from '../core/customers-told';
import { openProductTable } from './open-table';

/*
 * How long what is over is kept: 84 months here. DynamoDB deletes it some days later, so a row that is past its end is as good
 * as gone although it is still handed out.
 */

const NOW = '2026-11-23T14:00:00.000Z';
/** `date -d 2033-11-23T14:00:00Z +%s` */
const END_SECONDS = 2_016_367_200;
const at = (seconds: number): unknown => jest.setSystemTime(seconds * 1000);

let opened: Awaited<ReturnType<typeof openProductTable>>;
beforeEach(async () => {
  jest.useFakeTimers({ now: Date.parse(NOW), doNotFake: ['hrtime', 'nextTick', 'performance', 'queueMicrotask', 'setImmediate', 'clearImmediate', 'setInterval', 'clearInterval', 'setTimeout', 'clearTimeout'] });
  opened = await openProductTable();
});
afterEach(async () => {
  jest.useRealTimers();
  await opened.close();
});

const open = (over: Parameters<typeof created>[0] = {}) => changeCustomer(opened.table, 'ada', (known, order) => openWithEarlyCloses(known, order, created(over), setting, NOW), over.orderId ?? 'o1');
const take = (fact: Fact) => changeCustomer(opened.table, 'ada', (known) => apply(known, fact, setting, NOW));
const publishAll = () => changeCustomer(opened.table, 'ada', (known) => known && published(known, known.profile.outbox.map(({ detail }) => detail.eventId), setting, NOW));

/** Tells what is due in two days, mail by mail. */
async function tellAll(): Promise<void> {
  for (const days of [1, 2]) {
    const then = plusHours(NOW, 24 * days + 2);
    await changeCustomer(opened.table, 'ada', (known) => {
      const act = known && attend(known, setting, then).act;
      return act?.kind === 'tell' ? beginSending(known!, act.notice, 1, { subject: 's', wordsHash: 'h', text: 'Dear Ada, we are sorry.' }, setting, then) : undefined;
    });
    await changeCustomer(opened.table, 'ada', (known) => known && recordSent(known, { messageId: 'm' }, setting, NOW));
  }
  await publishAll();
}

/** Kind of row -> its end, in seconds of the epoch; undefined for rows that have none. */
async function ends(): Promise<Record<string, number | undefined>> {
  const found: Record<string, number | undefined> = {};
  for await (const { Items: rows = [] } of paginateScan({ client: opened.table.client }, { TableName: opened.table.name })) {
    for (const { pk, sk, ttl } of rows) {
      const kind = /^C#/.test(pk?.S ?? '') ? (sk?.S ?? '').slice(0, 2) : (pk?.S ?? '').slice(0, 2);
      found[kind] = ttl?.N === undefined ? undefined : Number(ttl.N);
    }
  }
  return found;
}

test.each([
  ['2026-11-23T14:00:00.000Z', 84, END_SECONDS],
  ['2026-11-23T14:00:00.001Z', 84, END_SECONDS + 1],
  // `date -d 2028-12-01T00:00:00Z +%s`: the year turns.
  ['2026-12-01T00:00:00.000Z', 24, 1_859_241_600],
])('what is of %s is kept for %i months, to the second', (from, months, seconds) => {
  expect(expiryOf(from, months)).toBe(seconds);
});

test('of who waits nothing ends but, in its time, what was said long ago', async () => {
  await open();
  await take(etaChanged('2026-12-20', NOW));
  expect(await ends()).toEqual({ 'A#': undefined, 'L#': undefined, 'O#': undefined, 'M#': undefined, 'Z#': END_SECONDS });
});

test('what is over ends with its record: line, order, refund, customer and address', async () => {
  await open();
  await take(cancelledByShop('done', { quantity: 1 }));
  await take(shipped(1, NOW));
  await tellAll();
  expect(await ends()).toEqual({ 'A#': END_SECONDS, 'X#': END_SECONDS, 'O#': END_SECONDS, 'M#': END_SECONDS, 'R#': END_SECONDS, 'Z#': END_SECONDS });
});

test('who is over and looked at again is not written again, and what is told of them later does not put off their end', async () => {
  await open();
  await take(shipped(2, NOW));
  await tellAll();
  const { version, customer } = await loadCustomer(opened.table, 'ada');
  const later = plusHours(NOW, 48);
  at(Date.parse(later) / 1000);
  await changeCustomer(opened.table, 'ada', (known) => known && attend(known, setting, later));
  expect((await loadCustomer(opened.table, 'ada')).version).toBe(version);
  await take({ type: 'Weekly Stopped', click: { at: later } });
  await publishAll();
  expect((await loadCustomer(opened.table, 'ada')).customer?.profile).toMatchObject({ email: customer?.profile.email, weekly: 'off' });
  expect(await ends()).toMatchObject({ 'A#': END_SECONDS, 'M#': END_SECONDS });
  // An order after all.
  await open({ orderId: 'o2' });
  expect(await ends()).toMatchObject({ 'A#': undefined, 'M#': undefined });
});

test('an order of which a line still waits does not end, nor does its customer', async () => {
  await open();
  await open({ lineId: 'l2' });
  await take(shipped(2, NOW));
  await publishAll();
  expect(await ends()).toMatchObject({ 'A#': undefined, 'X#': END_SECONDS, 'O#': undefined, 'M#': undefined });
});

test('a close whose line never comes ends too', async () => {
  const close = shipped(1, NOW);
  if (close.type !== 'Order Shipped') throw new Error('expected a shipment');
  await keepEarlyClose(opened.table, close);
  expect(await ends()).toEqual({ 'O#': END_SECONDS });
});

test('until that second it is there, from then on it is as if it had never been', async () => {
  await open();
  const cancelled = await take(cancelledByShop('done', { quantity: 1 }));
  const refundId = cancelled?.lines[0]?.cancellations[0]?.refundId ?? '';
  await take(shipped(1, NOW));
  await tellAll();
  const seen = async (): Promise<unknown[]> => [
    (await loadCustomer(opened.table, 'ada')).customer?.profile.key,
    (await loadClosedLine(opened.table, 'ada', { orderId: 'o1', lineId: 'l1' }))?.lineId,
    Object.keys((await loadOrder(opened.table, 'o1')).lines),
    (await loadRecord(opened.table, 'ada')).length > 0,
    await customerOfRefund(opened.table, refundId),
    await customersOfAddress(opened.table, 'ada@example.com'),
  ];
  at(END_SECONDS - 1);
  expect(await seen()).toEqual(['ada', 'l1', ['l1'], true, 'ada', ['ada']]);
  at(END_SECONDS);
  expect(await seen()).toEqual([undefined, undefined, [], false, undefined, []]);
});

test('a link to a line that has ended opens what a foreign link opens', async () => {
  await open();
  await take(shipped(2, NOW));
  await open({ orderId: 'o2' });
  const scope = { kind: 'line', customerKey: 'ada', orderId: 'o1', lineId: 'l1' } as const;
  const view = async () => viewFor((await loadCustomer(opened.table, 'ada')).customer, await loadClosedLines(opened.table, 'ada'), scope, 'view', setting, NOW);
  at(END_SECONDS - 1);
  expect(await view()).toBeDefined();
  at(END_SECONDS);
  expect(await view()).toBeUndefined();
});

test('who orders again after that is a new customer in the old row’s place, and does not end', async () => {
  await open();
  await take(shipped(2, NOW));
  await publishAll();
  at(END_SECONDS);
  await open({ customer: { id: 'ada', email: 'ada@new.example' } });
  const { customer } = await loadCustomer(opened.table, 'ada');
  expect([customer?.profile.email, customer?.profile.name, customer?.lines.length]).toEqual(['ada@new.example', undefined, 1]);
  expect(Object.keys((await loadOrder(opened.table, 'o1')).lines)).toEqual(['l1']);
});

test('who orders again before that is kept, with their address, as long as they wait', async () => {
  await open();
  await take(shipped(2, NOW));
  await publishAll();
  await open({ orderId: 'o2' });
  expect(await ends()).toMatchObject({ 'A#': undefined, 'M#': undefined, 'X#': END_SECONDS });
});
