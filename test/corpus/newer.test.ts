import * as v from 'valibot';
import { changeCustomer, loadCustomer } from '../../functions/adapters/customers';
import { keepBackInStock } from '../../functions/adapters/stock';
import { readWake } from '../../functions/adapters/queues';
import { parseEvent } from '../../functions/adapters/sqs-records';
import { incoming } from '../../functions/core/events/incoming';
import { NewerSchemaError, ROW_KINDS, SCHEMA, Versioned, type RowKind } from '../../functions/core/schema';
import { parseWork } from '../../functions/eta-changed/fan-out';
import { dumped } from '../functions/table-dump';
import { readFile } from './corpus';
import { NOW, openCorpus, stopTheClock } from './filled';
import { loads } from './loads';

/*
 * Code that meets what later code wrote, as while a deployment goes on: it says so, and leaves everything as it is.
 */

let opened: Awaited<ReturnType<typeof openCorpus>> | undefined;
/** Today's rows, but for those of one kind, which a later version wrote. */
const withNewer = async (newer: RowKind) => {
  opened = await openCorpus(SCHEMA, (row, kind) => (kind === newer ? { ...row, schema: { N: String(SCHEMA + 1) } } : row));
  return opened.table;
};
beforeEach(stopTheClock);
afterEach(async () => {
  jest.useRealTimers();
  await opened?.close();
  opened = undefined;
});

test.each(ROW_KINDS)('a row of a later version is refused by its name: %s', async (kind) => {
  const table = await withNewer(kind);
  const read = loads[kind](table);
  await expect(read).rejects.toThrow(NewerSchemaError);
  await expect(read).rejects.toThrow(`a ${kind} has schema ${SCHEMA + 1}, expected one up to ${SCHEMA}`);
});

test('a report of stock is not written over one of a later version', async () => {
  const table = await withNewer('stock');
  const before = await dumped(table);
  await expect(keepBackInStock(table, { eventId: 'newer', sku: 'MUG', asOf: NOW })).rejects.toThrow(NewerSchemaError);
  expect(await dumped(table)).toBe(before);
});

test.each(['goodwill', 'order'] as const)('a change that writes into a row of a later version unread is not made: %s', async (kind) => {
  const table = await withNewer(kind);
  const before = await dumped(table);
  let tries = 0;
  await changeCustomer(table, 'ada', (known) => {
    tries += 1;
    if (known === undefined || tries > 1) return undefined;
    return kind === 'order'
      ? { customer: { ...known, lines: [] }, record: [], closed: known.lines }
      : { customer: { ...known, profile: { ...known.profile, failures: 9 } }, record: [], closed: [], spending: [{ month: '2026-12', currency: 'USD', amount: 1, budget: 1000 }] };
  });
  expect(tries).toBe(2);
  expect(await dumped(table)).toBe(before);
  expect((await loadCustomer(table, 'ada')).customer?.profile.failures).toBe(0);
});

test.each([
  ['wake', readWake],
  ['fan-out', (body: unknown) => parseWork(body, NOW)],
])('a message of a later version is refused by its name: %s', (kind, read) => {
  const body = { ...v.parse(Versioned, readFile('messages', SCHEMA, kind)), schema: SCHEMA + 1 };
  expect(() => read(body)).toThrow(NewerSchemaError);
});

test('a store that speaks in a later version is refused in words, like any wrong field', () => {
  const event = (schema: unknown) => ({ id: 'e', 'detail-type': 'ETA Confirmed', detail: { schema, eventId: 'e', scope: { sku: 'S' }, asOf: NOW } });
  expect(parseEvent(event(1), incoming).detail).toEqual({ eventId: 'e', scope: { sku: 'S' }, asOf: NOW });
  expect(() => parseEvent(event(2), incoming)).toThrow('the event cannot be used: detail.schema: expected at most 1, the version that is read');
  expect(() => parseEvent(event('1'), incoming)).toThrow('detail.schema: ');
  expect(() => parseEvent(event(0), incoming)).toThrow('detail.schema: ');
});
