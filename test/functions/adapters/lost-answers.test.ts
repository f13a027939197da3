import { TransactionCanceledException, TransactionConflictException } from '@aws-sdk/client-dynamodb';
import { changeCustomer, ContendedCustomerError, loadCustomer, loadRecord } from '../../../functions/adapters/customers';
import { keepBackInStock, loadBackInStock } from '../../../functions/adapters/stock';
import type { Table } from '../../../functions/adapters/table';
import { openWithEarlyCloses } from '../../../functions/backorder-created/opening';
import { apply } from '../../../functions/core/apply';
import { attend } from '../../../functions/core/attend';
import type { Customer } from '../../../functions/core/customer';
import { beginSending } from '../../../functions/core/sending';
import { created, press, reported, setting } from '../core/customers-told';
import { openProductTable } from './open-table';

const NOW = '2026-11-23T14:00:00.000Z';
const LATER = '2026-11-23T14:01:00.000Z';

let opened: Awaited<ReturnType<typeof openProductTable>>;
beforeEach(async () => {
  opened = await openProductTable();
});
afterEach(() => opened.close());

const open = (table: Table): Promise<Customer | undefined> =>
  changeCustomer(table, 'ada', (known, order) => openWithEarlyCloses(known, order, created(), setting, NOW), 'o1');

/**
 * From now on the answer to the next write of that kind is lost: the write is done, and the SDK, which can't know,
 * writes again.
 */
function loseTheAnswerTo(command: string): { attempts: () => number } {
  let attempts = 0;
  opened.table.client.middlewareStack.add(
    (next, context) => async (args) => {
      if (context.commandName !== command) return next(args);
      attempts += 1;
      const isFirst = attempts === 1;
      const answer = await next(args);
      if (isFirst) throw Object.assign(new Error('socket hang up'), { code: 'ECONNRESET', name: 'TimeoutError', $retryable: {} });
      return answer;
    },
    // Inside of the SDK's own retries.
    { step: 'finalizeRequest', priority: 'low', name: 'loseAnswer' },
  );
  return { attempts: () => attempts };
}

/** The table refuses the next transactions so many times. */
function throttle(times: number): void {
  let left = times;
  opened.table.client.middlewareStack.add(
    (next, context) => (args) => {
      if (context.commandName === 'TransactWriteItemsCommand' && (left -= 1) >= 0) {
        throw new TransactionCanceledException({ $metadata: {}, message: 'cancelled', CancellationReasons: [{ Code: 'ThrottlingError' }, { Code: 'None' }] });
      }
      return next(args);
    },
    { step: 'initialize', name: 'throttle' },
  );
}

test('a plain write whose answer is lost is known again, and not taken for somebody else\'s', async () => {
  await open(opened.table);
  const put = loseTheAnswerTo('PutItemCommand');
  const decisions: number[] = [];
  const customer = await changeCustomer(opened.table, 'ada', (known) => {
    if (known === undefined) return undefined;
    decisions.push(decisions.length);
    const { act } = attend(known, setting, LATER);
    return act.kind === 'tell' ? beginSending(known, act.notice, 1, { subject: 's', wordsHash: 'h', text: 'Dear Ada, we are sorry.' }, setting, LATER) : undefined;
  });
  expect([put.attempts(), decisions]).toEqual([2, [0]]);
  expect(customer?.profile.sending).toBeDefined();
  expect((await loadCustomer(opened.table, 'ada')).version).toBe(2);
});

test('so is a transaction', async () => {
  const transaction = loseTheAnswerTo('TransactWriteItemsCommand');
  const customer = await open(opened.table);
  expect(transaction.attempts()).toBe(2);
  expect(customer?.lines).toHaveLength(1);
  expect((await loadCustomer(opened.table, 'ada')).version).toBe(1);
});

const cancel = (): Promise<Customer | undefined> => changeCustomer(opened.table, 'ada', (known) => apply(known, press('Cancel Pressed', LATER), setting, LATER));

test('a transaction that the table could not keep up with is tried again', async () => {
  await open(opened.table);
  throttle(2);
  expect((await cancel())?.lines[0]?.cancellations).toHaveLength(1);
});

test('a table that never keeps up is given up on, with nothing changed', async () => {
  await open(opened.table);
  throttle(Number.POSITIVE_INFINITY);
  await expect(cancel()).rejects.toThrow(ContendedCustomerError);
  expect((await loadCustomer(opened.table, 'ada')).customer?.lines[0]?.cancellations).toEqual([]);
}, 20_000);

/** The next plain put finds its row held by somebody's transaction, which may yet come to nothing. */
function holdTheRow(): void {
  let isHeld = true;
  opened.table.client.middlewareStack.add(
    (next, context) => (args) => {
      if (context.commandName !== 'PutItemCommand' || !isHeld) return next(args);
      isHeld = false;
      throw new TransactionConflictException({ $metadata: {}, message: 'there is an ongoing transaction for the item' });
    },
    { step: 'initialize', name: 'holdTheRow' },
  );
}

test('a report of stock whose row is held is not kept, and whoever reports it has to come again', async () => {
  const report = { eventId: 'back', sku: 'KETTLE', asOf: NOW };
  holdTheRow();
  await expect(keepBackInStock(opened.table, report)).rejects.toThrow(TransactionConflictException);
  expect(await loadBackInStock(opened.table, 'KETTLE')).toBeUndefined();
  await keepBackInStock(opened.table, report);
  expect(await loadBackInStock(opened.table, 'KETTLE')).toMatchObject(report);
  await keepBackInStock(opened.table, { ...report, eventId: 'older', asOf: '2026-11-22T14:00:00.000Z' });
  expect(await loadBackInStock(opened.table, 'KETTLE')).toMatchObject(report);
});

test('a report of a mail whose entry is held is not on record, and comes again', async () => {
  await open(opened.table);
  const report = (): Promise<Customer | undefined> => changeCustomer(opened.table, 'ada', (known) => apply(known, reported('n1', { what: 'delivered' }, NOW), setting, LATER));
  const delivered = async (): Promise<number> => (await loadRecord(opened.table, 'ada')).filter(({ what }) => what === 'notice-delivered').length;
  holdTheRow();
  await expect(report()).rejects.toThrow(TransactionConflictException);
  expect(await delivered()).toBe(0);
  await report();
  await report();
  expect(await delivered()).toBe(1);
});
