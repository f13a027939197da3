import { changeCustomer, customersOfAddress, knownAmong, loadCustomer } from '../../../functions/adapters/customers';
import { customersInScope } from '../../../functions/adapters/etas';
import { customersWithAlert, keepBackInStock, loadBackInStock } from '../../../functions/adapters/stock';
import { openWithEarlyCloses } from '../../../functions/backorder-created/opening';
import { apply } from '../../../functions/core/apply';
import type { Customer } from '../../../functions/core/customer';
import type { Fact } from '../../../functions/core/facts';
import { created, setting, erased } from '../core/customers-told';
import { openProductTable } from './open-table';

let opened: Awaited<ReturnType<typeof openProductTable>>;
beforeEach(async () => {
  opened = await openProductTable();
});
afterEach(() => opened.close());

const NOW = '2026-11-23T14:00:00.000Z';
const take = (fact: Fact, key = 'ada', at = NOW): Promise<Customer | undefined> => changeCustomer(opened.table, key, (known) => apply(known, fact, setting, at));
const request = (sku: string, id = 'ada', eventId = `asked-${id}-${sku}`): Fact => ({
  type: 'Stock Alert Requested',
  event: { eventId, customer: { id, email: `${id}@example.com` }, item: { sku, name: 'Stool "Öland" 😀' }, requestedAt: NOW },
});
const alertsOf = async (sku: string): Promise<string[]> => (await customersWithAlert(opened.table, sku, undefined, 25)).customers;

test('alerts are read back as they were written, apart from the lines beside them', async () => {
  const event = created();
  await changeCustomer(opened.table, 'ada', (known, order) => openWithEarlyCloses(known, order, event, setting, NOW), event.orderId);
  const written = await take(request('a#b%c'));
  const { customer } = await loadCustomer(opened.table, 'ada');
  expect(customer).toEqual(JSON.parse(JSON.stringify(written)));
  expect([customer?.lines.length, customer?.alerts.length]).toEqual([1, 1]);
});

test('a SKU leads to its alerts and to its lines apart, even where a store names one SKU like the other index value', async () => {
  const event = created({ customer: { id: 'bob', email: 'bob@example.com' } });
  await changeCustomer(opened.table, 'bob', (known, order) => openWithEarlyCloses(known, order, event, setting, NOW), event.orderId);
  await take(request('CHAIR'));
  expect(await alertsOf('CHAIR')).toEqual(['ada']);
  expect((await customersInScope(opened.table, { sku: 'CHAIR' }, undefined, 25)).customers).toEqual(['bob']);
  const date = { type: 'ETA Changed', event: { eventId: 'e', scope: { sku: 'alert#CHAIR' }, shipBy: null, asOf: NOW } } as const;
  const before = await loadCustomer(opened.table, 'ada');
  await take(date);
  expect(await loadCustomer(opened.table, 'ada')).toEqual(before);
});

test.each([
  ['stopped', { type: 'Alert Stopped', click: { sku: 'CHAIR', at: NOW } }],
  ['erased', erased(NOW)],
] as const)('an alert that is %s is found no longer', async (_how, fact) => {
  await take(request('CHAIR'));
  await take(fact);
  expect(await alertsOf('CHAIR')).toEqual([]);
});

test('of a customer who was erased no row of an alert is left', async () => {
  for (const sku of ['A', 'B', 'C']) await take(request(sku));
  await take(erased(NOW));
  expect((await loadCustomer(opened.table, 'ada')).customer?.alerts).toEqual([]);
  await take(request('A'));
  expect((await loadCustomer(opened.table, 'ada')).customer?.alerts).toEqual([]);
});

test('a guest whose key was made under an earlier key of the keyring stays the one they are', async () => {
  expect(await knownAmong(opened.table, ['guest-new', 'ada'])).toBe('guest-new');
  await take(request('CHAIR'));
  expect(await knownAmong(opened.table, ['guest-new', 'ada'])).toBe('ada');
  expect(await knownAmong(opened.table, ['guest-new'])).toBe('guest-new');
});

test('who only asked for stock is found by their address', async () => {
  await take(request('CHAIR'));
  expect(await customersOfAddress(opened.table, 'Ada@example.com')).toEqual(['ada']);
});

test('of reports that a SKU is back the newest is kept, in whatever order they arrive', async () => {
  expect(await loadBackInStock(opened.table, 'CHAIR')).toBeUndefined();
  await keepBackInStock(opened.table, { eventId: 'b', sku: 'CHAIR', asOf: '2026-11-24T10:00:00.000Z' });
  await keepBackInStock(opened.table, { eventId: 'a', sku: 'CHAIR', asOf: '2026-11-24T09:00:00.000Z' });
  expect((await loadBackInStock(opened.table, 'CHAIR'))?.eventId).toBe('b');
});
