import { changeCustomer, customerOfRefund, customersOfAddress, loadClosedLine, loadCustomer, loadRecord } from '../../../functions/adapters/customers';
import { customersDue } from '../../../functions/adapters/due-customers';
import { customersInScope, keepEta, loadEta } from '../../../functions/adapters/etas';
import { keepEarlyClose, loadOrder } from '../../../functions/adapters/orders';
import { openWithEarlyCloses } from '../../../functions/backorder-created/opening';
import { apply } from '../../../functions/core/apply';
import { attend } from '../../../functions/core/attend';
import type { Customer } from '../../../functions/core/customer';
import type { BackorderCreated } from '../../../functions/core/events/incoming/backorder-created';
import { plusHours } from '../../../functions/core/dates';
import { beginSending, recordSent } from '../../../functions/core/sending';
import { cancelledByShop, created, press, reported, setting, shipped } from '../core/customers-told';
import { openProductTable } from './open-table';

let opened: Awaited<ReturnType<typeof openProductTable>>;
beforeEach(async () => {
  opened = await openProductTable();
});
afterEach(() => opened.close());

const NOW = '2026-11-23T14:00:00.000Z';

const open = (event: BackorderCreated): Promise<Customer | undefined> =>
  changeCustomer(opened.table, event.customer.id ?? 'guest', (known, order) => openWithEarlyCloses(known, order, event, setting, NOW), event.orderId);

test('what was committed is read back the same', async () => {
  const written = await open(created({ supplierOrder: 'po-7', item: { sku: 'CHAIR', name: 'Chair "Öland" 😀', quantity: 3, productUrl: 'https://shop.example/c' } }));
  const { customer, version } = await loadCustomer(opened.table, 'ada');
  expect(version).toBe(1);
  expect(customer).toEqual(JSON.parse(JSON.stringify(written)));
});

test('ten facts at the same moment are all applied, each on what the others left', async () => {
  await Promise.all(Array.from({ length: 10 }, (_none, index) => open(created({ lineId: `l${index}` }))));
  const { customer } = await loadCustomer(opened.table, 'ada');
  expect(customer?.lines.map(({ lineId }) => lineId)).toEqual(['l0', 'l1', 'l2', 'l3', 'l4', 'l5', 'l6', 'l7', 'l8', 'l9']);
  expect(Object.keys((await loadOrder(opened.table, 'o1')).lines)).toHaveLength(10);
});

test('a decision on a customer who changed in between is made again on what is true then', async () => {
  await open(created());
  const decidedOn: number[] = [];
  await changeCustomer(opened.table, 'ada', (known) => {
    decidedOn.push(known?.lines.length ?? 0);
    return apply(known, press('Keep Pressed', NOW), setting, NOW);
  });
  expect(decidedOn).toEqual([1]);
  const late = changeCustomer(opened.table, 'ada', (known) => {
    decidedOn.push(known?.lines.length ?? 0);
    return apply(known, press('Cancel Pressed', NOW), setting, NOW);
  });
  const interfered = open(created({ lineId: 'l2' }));
  await Promise.all([late, interfered]);
  const { customer } = await loadCustomer(opened.table, 'ada');
  expect(customer?.lines.map(({ lineId, cancellations }) => [lineId, cancellations.length])).toEqual([
    ['l1', 1],
    ['l2', 0],
  ]);
});

test.each(['toString', 'hasOwnProperty', 'prototype'])('a line that the store calls %s opens like any other, and once', async (lineId) => {
  await open(created({ lineId }));
  await open(created({ lineId }));
  const { customer, version } = await loadCustomer(opened.table, 'ada');
  expect([version, customer?.lines.map((line) => line.lineId)]).toEqual([1, [lineId]]);
  expect(Object.entries((await loadOrder(opened.table, 'o1')).lines)).toEqual([[lineId, { state: 'open', customerKey: 'ada' }]]);
});

test('nothing is written when nothing changes', async () => {
  await open(created());
  await changeCustomer(opened.table, 'ada', (known) => (known === undefined ? undefined : { customer: known, record: [], closed: [] }));
  expect((await loadCustomer(opened.table, 'ada')).version).toBe(1);
});

test('a line is found by SKU and supplier order while it waits or may wait again, and no longer', async () => {
  await open(created({ supplierOrder: 'po-7' }));
  expect((await customersInScope(opened.table, { sku: 'CHAIR' }, undefined, 25)).customers).toEqual(['ada']);
  expect((await customersInScope(opened.table, { supplierOrder: 'po-7' }, undefined, 25)).customers).toEqual(['ada']);
  await changeCustomer(opened.table, 'ada', (known) => apply(known, press('Cancel Pressed', NOW), setting, NOW));
  expect((await customersInScope(opened.table, { sku: 'CHAIR' }, undefined, 25)).customers).toEqual(['ada']);
  await changeCustomer(opened.table, 'ada', (known) => known && attend(known, setting, plusHours(NOW, 5)));
  expect((await customersInScope(opened.table, { sku: 'CHAIR' }, undefined, 25)).customers).toEqual([]);
});

test('a sweep over a SKU goes on where its page ended and meets everyone once', async () => {
  for (let index = 0; index < 7; index += 1) {
    await open(created({ orderId: `o${index}`, customer: { id: `c${index}`, email: `c${index}@example.com` } }));
  }
  const met: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await customersInScope(opened.table, { sku: 'CHAIR' }, cursor, 3);
    met.push(...page.customers);
    cursor = page.next;
  } while (cursor !== undefined);
  expect(met.sort()).toEqual(['c0', 'c1', 'c2', 'c3', 'c4', 'c5', 'c6']);
});

test('who is due is found from that moment on', async () => {
  await open(created());
  expect(await customersDue(opened.table, 'urgent', '2026-11-23T14:00:44.999Z', { limit: 100 })).toEqual({ customers: [], since: undefined });
  expect(await customersDue(opened.table, 'urgent', '2026-11-23T14:00:45.000Z', { limit: 100 })).toEqual({ customers: ['ada'], since: '2026-11-23T14:00:45.000Z' });
});

test('a close that came before its line waits with the order and is applied when the line opens', async () => {
  const close = shipped(1, NOW);
  if (close.type !== 'Order Shipped') throw new Error('expected a shipment');
  expect(await keepEarlyClose(opened.table, close)).toBe('kept');
  expect(await keepEarlyClose(opened.table, close)).toBe('kept');
  const ada = await open(created());
  expect(ada?.lines[0]?.shipments).toMatchObject([{ quantity: 1 }]);
  const order = await loadOrder(opened.table, 'o1');
  expect(order).toMatchObject({ lines: { l1: { state: 'open', customerKey: 'ada' } }, early: [] });
  expect(await keepEarlyClose(opened.table, close)).toBe('known');
});

test('an order knows a line that the store calls prototype', async () => {
  await open(created({ lineId: 'prototype' }));
  expect((await loadOrder(opened.table, 'o1')).lines).toEqual({ prototype: { state: 'open', customerKey: 'ada' } });
});

test('a closed line leaves the open ones, keeps what was applied to it, and a replay does not open it again', async () => {
  await open(created());
  await changeCustomer(opened.table, 'ada', (known) => apply(known, shipped(2, NOW), setting, NOW));
  expect((await loadCustomer(opened.table, 'ada')).customer?.lines).toEqual([]);
  expect((await loadOrder(opened.table, 'o1')).lines).toEqual({ l1: { state: 'closed', customerKey: 'ada' } });
  expect((await loadClosedLine(opened.table, 'ada', { orderId: 'o1', lineId: 'l1' }))?.appliedIds).toContain('created-o1-l1');
  await open(created());
  expect((await loadCustomer(opened.table, 'ada')).customer?.lines).toEqual([]);
});

test('a refund is found by its id', async () => {
  await open(created());
  const ada = await changeCustomer(opened.table, 'ada', (known) => apply(known, cancelledByShop('needed'), setting, NOW));
  expect(await customerOfRefund(opened.table, ada?.lines[0]?.cancellations[0]?.refundId ?? '')).toBe('ada');
  expect(await customerOfRefund(opened.table, 'never-given')).toBeUndefined();
});

test('a customer is found by the address they have now, in whatever case', async () => {
  await open(created());
  const update = { type: 'Customer Updated', event: { eventId: 'u', customer: { id: 'ada', email: 'Ada@New.example' } } } as const;
  await changeCustomer(opened.table, 'ada', (known) => apply(known, update, setting, NOW));
  expect(await customersOfAddress(opened.table, 'ada@new.example')).toEqual(['ada']);
  expect(await customersOfAddress(opened.table, 'ada@example.com')).toEqual([]);
});

test('the record keeps the words of a mail, in order', async () => {
  await open(created());
  const at = '2026-11-23T14:00:45.000Z';
  await changeCustomer(opened.table, 'ada', (known) => {
    if (known === undefined) return undefined;
    const { act } = attend(known, setting, at);
    return act.kind === 'tell' ? beginSending(known, act.notice, 1, { subject: 's', wordsHash: 'h', text: 'Dear Ada, we are sorry.' }, setting, at) : undefined;
  });
  await changeCustomer(opened.table, 'ada', (known) => known && recordSent(known, { messageId: 'm' }, setting, at));
  const record = await loadRecord(opened.table, 'ada');
  expect(record.map(({ what, words }) => [what, words])).toEqual([
    ['line-opened', undefined],
    ['notice-sent', 'Dear Ada, we are sorry.'],
  ]);
});

test('a change of more lines than one transaction takes is written whole', async () => {
  const ids = Array.from({ length: 120 }, (_none, index) => `l${String(index).padStart(3, '0')}`);
  for (const lineId of ids) await open(created({ lineId }));
  const moved = { eventId: 'eta', scope: { sku: 'CHAIR' }, shipBy: '2026-12-24', asOf: '2026-11-24T10:00:00.000Z' };
  await changeCustomer(opened.table, 'ada', (known) => apply(known, { type: 'ETA Changed', event: moved }, setting, '2026-11-24T10:00:00.000Z'));
  const { customer } = await loadCustomer(opened.table, 'ada');
  expect(customer?.lines.filter(({ eta }) => eta.shipBy === '2026-12-24')).toHaveLength(120);
  expect((await loadRecord(opened.table, 'ada')).filter(({ what }) => what === 'eta-changed')).toHaveLength(120);
});

describe('the last report of a scope', () => {
  const report = (eventId: string, shipBy: string, asOf: string) => ({ type: 'ETA Changed', event: { eventId, scope: { sku: 'CHAIR' }, shipBy, asOf } }) as const;

  test('is the newest, in whatever order they arrive, and all are kept', async () => {
    await keepEta(opened.table, report('b', '2026-12-24', '2026-11-24T10:00:00.000Z'));
    await keepEta(opened.table, report('a', '2026-12-20', '2026-11-24T09:00:00.000Z'));
    await keepEta(opened.table, report('b', '2026-12-24', '2026-11-24T10:00:00.000Z'));
    const { changed, history } = await loadEta(opened.table, { sku: 'CHAIR' });
    expect(changed?.shipBy).toBe('2026-12-24');
    expect(history.map(({ eventId }) => eventId)).toEqual(['b', 'a']);
  });
});

test('what is only for the record is written beside the customer, once, and stands in nobody\'s way', async () => {
  await open(created());
  const before = await loadCustomer(opened.table, 'ada');
  const delivered = reported('n1', { what: 'delivered' }, '2026-11-23T14:00:47.000Z');
  const deliver = (): Promise<unknown> => changeCustomer(opened.table, 'ada', (known) => apply(known, delivered, setting, NOW));
  await Promise.all([deliver(), deliver(), deliver()]);
  expect(await loadCustomer(opened.table, 'ada')).toEqual(before);
  expect((await loadRecord(opened.table, 'ada')).filter(({ what }) => what === 'notice-delivered')).toMatchObject([{ at: '2026-11-23T14:00:47.000Z', facts: { noticeId: 'n1', attempt: 1 } }]);
});

test('a mail that is on its way keeps its words, for whoever settles it', async () => {
  await open(created());
  const told = await changeCustomer(opened.table, 'ada', (known) => {
    const act = known === undefined ? undefined : attend(known, setting, '2026-11-23T14:01:00.000Z').act;
    return known !== undefined && act?.kind === 'tell' ? beginSending(known, act.notice, 1, { subject: 's', wordsHash: 'h', text: 'Dear Ada, we are sorry.' }, setting, NOW) : undefined;
  });
  const noticeId = told?.profile.sending?.noticeId ?? '';
  expect((await loadCustomer(opened.table, 'ada')).customer?.profile.sending).toMatchObject({ noticeId, words: 'Dear Ada, we are sorry.' });
  await changeCustomer(opened.table, 'ada', (known) => apply(known, reported(noticeId, { what: 'sent' }, NOW), setting, NOW));
  expect((await loadRecord(opened.table, 'ada')).find(({ what }) => what === 'notice-sent')?.words).toBe('Dear Ada, we are sorry.');
});
