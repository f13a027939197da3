import { isDeepStrictEqual } from 'node:util';
import {
  ConditionalCheckFailedException,
  PutItemCommand,
  TransactionCanceledException,
  TransactWriteItemsCommand,
  type TransactWriteItem,
} from '@aws-sdk/client-dynamodb';
import { isSameLine, type Customer, type Line } from '../core/customer';
import type { Change } from '../core/facts';
import { closedItem, lineItem, lineKey, profileItem, recordItem } from './customer-rows';
import { addressPk, customerPk, orderKey, refundKey } from './keys';
import { nextOrder, unchangedSince, type Order } from './orders';
import { toStored, type Item, type Table } from './table';

/** A customer as read, with the version that a commit is conditioned on (0: not in the table). */
export interface Loaded {
  version: number;
  customer: Customer | undefined;
}

/** DynamoDB takes 100 items in a transaction; the profile and the order go with each. */
const CHUNK = 95;

/**
 * Writes a change whole or not at all, if the customer is still as it was loaded; `conflict` means that nothing was
 * written. A change of more items than one transaction takes goes in chunks, lines and record first: the profile, which
 * makes the customer due and carries what is to be published, is written with the last one. Each fact is kept with the
 * lines that it was applied to, so what a crash leaves half done is completed when the fact comes again.
 */
export async function commit(table: Table, loaded: Loaded, change: Change, order: Order | undefined): Promise<'committed' | 'conflict'> {
  const writes = writesOf(table.name, loaded.customer, change, order);
  const { profile } = change.customer;
  if (writes.length === 0 && isSameProfile(loaded.customer, change.customer)) return 'committed';
  let version = loaded.version;
  const profilePut = (data: typeof profile): { Item: ReturnType<typeof toStored> } & ReturnType<typeof unchangedSince> => ({
    Item: toStored(profileItem(data, version + 1)),
    ...unchangedSince(version),
  });
  try {
    if (writes.length === 0) {
      await table.client.send(new PutItemCommand({ TableName: table.name, ...profilePut(profile) }));
      return 'committed';
    }
    for (let from = 0; from < writes.length; from += CHUNK) {
      const isLast = from + CHUNK >= writes.length;
      const data = isLast || loaded.customer === undefined ? profile : loaded.customer.profile;
      const items: TransactWriteItem[] = [{ Put: { TableName: table.name, ...profilePut(data) } }, ...writes.slice(from, from + CHUNK)];
      await table.client.send(new TransactWriteItemsCommand({ TransactItems: items }));
      version += 1;
    }
    return 'committed';
  } catch (error) {
    if (isConflict(error)) return 'conflict';
    throw error;
  }
}

const isSameProfile = (before: Customer | undefined, after: Customer): boolean => before !== undefined && isDeepStrictEqual(plain(before.profile), plain(after.profile));

/** As it would be written: a field that is undefined is no field. */
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

function isConflict(error: unknown): boolean {
  if (error instanceof ConditionalCheckFailedException) return true;
  if (!(error instanceof TransactionCanceledException)) return false;
  const reasons = error.CancellationReasons ?? [];
  return reasons.some(({ Code }) => Code === 'ConditionalCheckFailed' || Code === 'TransactionConflict');
}

function writesOf(tableName: string, before: Customer | undefined, change: Change, order: Order | undefined): TransactWriteItem[] {
  const { profile, lines } = change.customer;
  const put = (item: Item): TransactWriteItem => ({ Put: { TableName: tableName, Item: toStored(item) } });
  const remove = (key: Item): TransactWriteItem => ({ Delete: { TableName: tableName, Key: toStored(key) } });
  const known = (line: Line): Line | undefined => before?.lines.find((other) => isSameLine(other, line));

  const changed = lines.filter((line) => known(line) !== line);
  const withNewMoney = [...changed, ...change.closed];
  const email = profile.email?.toLowerCase();
  const formerEmail = before?.profile.email?.toLowerCase();
  return [
    ...changed.map((line) => put(lineItem(profile.key, line))),
    ...change.closed.flatMap((line) => [...(known(line) === undefined ? [] : [remove(lineKey(profile.key, line))]), put(closedItem(profile.key, line))]),
    ...withNewMoney.flatMap((line) =>
      line.cancellations
        .filter(({ id }) => known(line)?.cancellations.every((one) => one.id !== id) ?? true)
        .map(({ refundId }) => put({ ...refundKey(refundId), schema: 1, customerKey: profile.key, orderId: line.orderId, lineId: line.lineId })),
    ),
    ...(email === formerEmail || email === undefined ? [] : [put({ pk: addressPk(email), sk: customerPk(profile.key), schema: 1 })]),
    ...(email === formerEmail || formerEmail === undefined ? [] : [remove({ pk: addressPk(formerEmail), sk: customerPk(profile.key) })]),
    ...orderWrites(tableName, changed.filter((line) => known(line) === undefined), change, order),
    ...change.record.map((entry) => put(recordItem(profile.key, entry))),
  ];
}

/** A line that opens is written with its order under the order's version; one that closes only changes its mark. */
function orderWrites(tableName: string, opened: readonly Line[], change: Change, order: Order | undefined): TransactWriteItem[] {
  const own = (line: Line): boolean => line.orderId === order?.orderId;
  const writes: TransactWriteItem[] = [];
  const closedHere = change.closed.filter(own);
  if (order !== undefined && (opened.some(own) || closedHere.some(({ lineId }) => order.lines[lineId] === undefined))) {
    const lines = { ...order.lines };
    for (const { lineId } of opened.filter(own)) lines[lineId] = 'open';
    for (const { lineId } of closedHere) lines[lineId] = 'closed';
    const early = order.early.filter(({ event }) => lines[event.lineId] === undefined);
    const { item, condition } = nextOrder({ ...order, customerKey: change.customer.profile.key, lines, early });
    writes.push({ Put: { TableName: tableName, Item: toStored(item), ...condition } });
  }
  const marked = order !== undefined && writes.length > 0 ? change.closed.filter((line) => !own(line)) : change.closed;
  for (const orderId of new Set(marked.map((line) => line.orderId))) {
    writes.push(closeMark(tableName, orderId, marked.filter((line) => line.orderId === orderId)));
  }
  return writes;
}

function closeMark(tableName: string, orderId: string, lines: readonly Line[]): TransactWriteItem {
  const names = Object.fromEntries(lines.map(({ lineId }, index) => [`#l${index}`, lineId]));
  const sets = lines.map((_line, index) => `#lines.#l${index} = :closed`);
  return {
    Update: {
      TableName: tableName,
      Key: toStored(orderKey(orderId)),
      UpdateExpression: `SET ${sets.join(', ')} ADD #version :one`,
      ExpressionAttributeNames: { '#lines': 'lines', '#version': 'version', ...names },
      ExpressionAttributeValues: toStored({ ':closed': 'closed', ':one': 1 }),
    },
  };
}
