import { paginateScan } from '@aws-sdk/client-dynamodb';
import { changeCustomer, loadClosedLines, loadCustomer, loadRecord } from '../../functions/adapters/customers';
import { eraseRows } from '../../functions/adapters/erasure';
import { keepEta, loadEta } from '../../functions/adapters/etas';
import { goodwillSpent } from '../../functions/adapters/goodwill-budget';
import { keepEarlyClose, loadOrder } from '../../functions/adapters/orders';
import { readPace, writePace } from '../../functions/adapters/pacing/pace-row';
import { keepBackInStock, loadBackInStock } from '../../functions/adapters/stock';
import type { Table } from '../../functions/adapters/table';
import { keepTestMail } from '../../functions/adapters/test-mails';
import { apply } from '../../functions/core/apply';
import type { Customer } from '../../functions/core/customer';
import { ROW_KINDS, SCHEMA, type RowKind } from '../../functions/core/schema';
import { KEYRING, setting } from '../functions/core/customers-told';
import { kindOf, kindsIn, readFile, rowOf } from './corpus';
import { kindsOfRowsIn, NOW, openCorpus, stopTheClock } from './filled';
import { loads } from './loads';

/*
 * Today's code reads the rows of every version there was, and leaves them in today's.
 */

const versions = Array.from({ length: SCHEMA }, (_none, before) => before + 1);

let opened: Awaited<ReturnType<typeof openCorpus>> | undefined;
const corpus = async (version: number): Promise<Table> => {
  opened = await openCorpus(version);
  return opened.table;
};
beforeEach(stopTheClock);
afterEach(async () => {
  jest.useRealTimers();
  await opened?.close();
  opened = undefined;
});

test('every kind of row has a file of today\'s version, and no version is without any', () => {
  expect(kindsIn('rows', SCHEMA)).toEqual([...ROW_KINDS].sort());
  for (const version of versions) expect(kindsOfRowsIn(version).length).toBe(kindsIn('rows', version).length);
  for (const version of versions) expect(kindsIn('rows', version).length).toBeGreaterThan(0);
});

test.each(versions)('the rows of version %i are what their names say, and say that version', (version) => {
  for (const kind of kindsOfRowsIn(version)) {
    expect(kindOf(rowOf(version, kind))).toBe(kind);
    expect(rowOf(version, kind).schema).toEqual({ N: String(version) });
  }
});

test.each(versions)('what is read in the rows of version %i was looked through by somebody', async (version) => {
  const table = await corpus(version);
  const read: Partial<Record<RowKind, unknown>> = {};
  for (const kind of kindsOfRowsIn(version)) read[kind] = await loads[kind](table);
  expect(JSON.parse(JSON.stringify(read))).toEqual(readFile('rows', version, 'read'));
});

/** Each row as it is then, by its kind. */
async function schemas(table: Table): Promise<Partial<Record<RowKind, string[]>>> {
  const found: Partial<Record<RowKind, string[]>> = {};
  for await (const { Items: rows = [] } of paginateScan({ client: table.client }, { TableName: table.name })) {
    for (const row of rows) found[kindOf(row)] = [...(found[kindOf(row)] ?? []), row.schema?.N ?? 'none'];
  }
  return found;
}

/** The same customer, of whom every row is to be written again. */
const touched = (known: Customer): Customer => ({ profile: { ...known.profile, failures: known.profile.failures + 1 }, lines: known.lines.map((line) => ({ ...line })), alerts: known.alerts.map((alert) => ({ ...alert })) });

test.each(versions)('a customer of version %i is written in today\'s, and nothing of them is lost', async (version) => {
  const table = await corpus(version);
  const { customer: before } = await loadCustomer(table, 'ada');
  const record = await loadRecord(table, 'ada');
  await changeCustomer(table, 'ada', (known) => known && { customer: touched(known), record, closed: [] });
  expect((await loadCustomer(table, 'ada')).customer).toEqual({ ...before, profile: { ...before?.profile, failures: 1 } });
  expect(await loadRecord(table, 'ada')).toEqual(record);
  const today = [String(SCHEMA)];
  expect(await schemas(table)).toMatchObject({ profile: today, line: today, 'stock alert': today, record: today });
});

test.each(versions)('whoever was erased in version %i has only rows of today\'s, and what they hold beside is what it was', async (version) => {
  const table = await corpus(version);
  await changeCustomer(table, 'ada', (known) => apply(known, { type: 'Customer Erased', event: { eventId: 'erased', customer: { id: 'ada' } }, at: NOW, keyring: KEYRING }, setting, NOW));
  await eraseRows(table, 'ada', KEYRING);
  const [closed] = await loadClosedLines(table, 'ada');
  expect(closed?.shipments).toMatchObject([{ shipmentId: 's2' }]);
  expect(closed?.shipments[0]?.trackingUrl).toBeUndefined();
  const { profile, line, record, address, ...others } = await schemas(table);
  const found = [profile, line, record, address, others['closed line']].flat();
  expect(new Set(found)).toEqual(new Set([String(SCHEMA)]));
});

test.each(versions)('reports, orders, pace and test mails of version %i are written on in today\'s', async (version) => {
  const table = await corpus(version);
  const scope = { supplierOrder: 'PO-1' };
  await keepEta(table, { type: 'ETA Changed', event: { eventId: 'newer', scope, shipBy: '2027-01-09', asOf: NOW } });
  await keepEarlyClose(table, { type: 'Order Cancelled', event: { eventId: 'early', orderId: 'o1', lineId: 'l8', refund: 'done' } });
  await keepBackInStock(table, { eventId: 'newer', sku: 'MUG', asOf: NOW });
  const pace = await readPace(table);
  await writePace(table, pace, { ...pace.pace, taken: 1 });
  await keepTestMail(table, { testId: 'try-1', eventType: 'Delivery', at: NOW });

  expect((await loadEta(table, scope)).history.map(({ eventId }) => eventId)).toEqual(['newer', 'eta-1']);
  expect((await loadOrder(table, 'o1')).early.map(({ event }) => event.eventId)).toEqual(['shipped-9', 'early']);
  expect(await loadBackInStock(table, 'MUG')).toMatchObject({ eventId: 'newer' });
  expect((await readPace(table)).pace).toEqual({ ...pace.pace, taken: 1 });
  const today = [String(SCHEMA)];
  expect(await schemas(table)).toMatchObject({ ETA: today, order: today, stock: today, pace: today, 'test mail': today });
});

test.each(versions)('what is written into a row of version %i without reading it fits there', async (version) => {
  const table = await corpus(version);
  const spending = [{ month: '2026-12', currency: 'USD', amount: 10, budget: 1000 }];
  await changeCustomer(table, 'ada', (known) => known && { customer: { ...known, lines: [] }, record: [], closed: known.lines, spending });
  expect(await goodwillSpent(table, '2026-12', 'USD')).toBe(600);
  expect((await loadOrder(table, 'o1')).lines).toEqual({ l1: { state: 'closed', customerKey: 'ada' } });
});
