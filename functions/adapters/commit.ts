import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { ConditionalCheckFailedException, GetItemCommand, PutItemCommand, TransactWriteItemsCommand, type TransactWriteItem } from '@aws-sdk/client-dynamodb';
import type { Customer } from '../core/customer';
import { isSameLine, type Line } from '../core/line';
import type { Profile } from '../core/profile';
import type { RecordEntry } from '../core/record';
import type { Change } from '../core/facts';
import { measuresOf } from '../core/measures';
import { now } from './clock';
import { SCHEMA } from '../core/schema';
import { isConflict, isThrottled } from './conflict';
import { alertItem, alertKey, closedItem, lineItem, lineKey, profileItem, recordItem } from './customer-rows';
import { spend } from './goodwill-budget';
import { addressPk, customerPk, erasedAddressPk, orderKey, PROFILE_SK, refundKey } from './keys';
import { measure } from './metrics';
import { lineOf, nextOrder, unchangedSince, type KnownLine, type Order } from './orders';
import { expiryOf, type EpochSeconds } from './retention';
import { fromStored, toStored, type Item, type Table } from './table';

/** A customer as read, with the version that a commit is conditioned on (0: not in the table). */
export interface Loaded {
  version: number;
  customer: Customer | undefined;
  /** Until when it is kept, where the customer was over already. */
  endsAt: EpochSeconds | undefined;
}

/** DynamoDB takes 100 items in a transaction; the profile goes with each. */
const CHUNK = 95;

/**
 * Writes a change whole or not at all, if the customer is still as it was loaded. Returns the customer as it is in the
 * table then; undefined when somebody else was faster, or the table could not keep up: nothing was written, look again.
 * A change of more items than one transaction takes goes in chunks, all rows of a line in the same one:
 *
 *   first    orders, what is to be published, goodwill with        published early or twice does no harm: ids are stable
 *            its budget, the first lines
 *   between  more lines                                            the profile still says what was, so nothing is told
 *   last     the last lines, the profile as it is now
 *
 * Each fact is kept with the lines that it was applied to, so what a crash leaves half done is completed when the fact
 * comes again or the customer, who stays due, is attended to again.
 */
export async function commit(table: Table, loaded: Loaded, change: Change, order: Order | undefined): Promise<Loaded | undefined> {
  const chunks = packed(groupsOf(table, loaded.customer, change, order));
  const { profile } = change.customer;
  if (chunks.length === 0 && isSameProfile(loaded.customer, change.customer)) return { ...loaded, customer: change.customer };
  if (isOnlyForTheRecord(loaded.customer, change)) {
    const isNew = await Promise.all(change.record.map((entry) => append(table, profile.key, entry)));
    measure(...measuresOf(loaded.customer, { ...change, record: change.record.filter((_entry, index) => isNew[index]) }));
    return loaded;
  }
  const before = loaded.customer?.profile;
  const meanwhile = before === undefined ? profile : { ...before, outbox: profile.outbox, ...(before.dueAt === undefined ? { dueAt: profile.dueAt, due: profile.due } : {}) };
  // Whoever was over already keeps their end, and so does the row of their address, which need not be written again.
  const endsAt = isOver(change.customer) ? (loaded.endsAt ?? expiryOf(now(), table.recordMonths)) : undefined;
  let { version } = loaded;
  for (const [index, writes] of (chunks.length === 0 ? [[]] : chunks).entries()) {
    const isLast = index >= chunks.length - 1;
    if (!(await write(table, isLast ? profile : meanwhile, version, writes, isLast ? endsAt : undefined))) return undefined;
    version += 1;
  }
  measure(...measuresOf(loaded.customer, change));
  return { version, customer: change.customer, endsAt };
}

/**
 * Nothing that is decided on has changed: what is on record besides needs no version, since nobody decides by it. When the
 * customer is due stays as it is, too: it was found from the same state, and only time has passed since.
 */
const isOnlyForTheRecord = (before: Customer | undefined, { customer, record, closed, spending = [] }: Change): boolean =>
  before !== undefined &&
  record.length > 0 &&
  closed.length === 0 &&
  spending.length === 0 &&
  customer.lines.length === before.lines.length &&
  customer.lines.every((line) => before.lines.includes(line)) &&
  customer.alerts === before.alerts &&
  isSameProfile(undue(before), undue(customer));

const undue = (customer: Customer): Customer => ({ ...customer, profile: { ...customer.profile, due: undefined, dueAt: undefined } });

/** False for an entry that is there already and is the same one: what happened once may be told twice. One that is just being written may yet fail. */
async function append(table: Table, customerKey: string, entry: RecordEntry): Promise<boolean> {
  const put = { TableName: table.name, Item: toStored(recordItem(customerKey, entry, expiryOf(entry.at, table.recordMonths))), ...unchangedSince(0) };
  try {
    await table.client.send(new PutItemCommand(put));
    return true;
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    return false;
  }
}

/** One plain conditional write, or one transaction. False when nothing was written. */
async function write(table: Table, profile: Profile, version: number, writes: readonly TransactWriteItem[], ttl: EpochSeconds | undefined): Promise<boolean> {
  // By this the write is known again: when its answer is lost, the SDK writes a second time and meets the first.
  const commitId = randomUUID();
  const put = { TableName: table.name, Item: toStored(profileItem(profile, version + 1, commitId, ttl)), ...unchangedSince(version) };
  try {
    if (writes.length === 0) await table.client.send(new PutItemCommand(put));
    else await table.client.send(new TransactWriteItemsCommand({ TransactItems: [{ Put: put }, ...writes] }));
    return true;
  } catch (error) {
    if (isThrottled(error)) return false;
    if (isConflict(error)) return (await lastCommitId(table, profile.key)) === commitId;
    throw error;
  }
}

async function lastCommitId(table: Table, customerKey: string): Promise<unknown> {
  const key = toStored({ pk: customerPk(customerKey), sk: PROFILE_SK });
  const { Item: row } = await table.client.send(new GetItemCommand({ TableName: table.name, Key: key, ConsistentRead: true, ProjectionExpression: 'commitId' }));
  return row === undefined ? undefined : fromStored(row).commitId;
}

/**
 * Nothing waits, is owed or is to be said: from here on the customer is kept for the record alone. What the bus has yet to take may be
 * left: it takes it within moments, or days, and the end is months away.
 */
const isOver = ({ profile, lines, alerts }: Customer): boolean => lines.length === 0 && profile.sending === undefined && alerts.every(({ state }) => state !== 'waiting');

/** Groups one after the other into as few chunks as they fit in, none torn apart. */
function packed(groups: readonly TransactWriteItem[][]): TransactWriteItem[][] {
  const chunks: TransactWriteItem[][] = [];
  for (const group of groups.filter(({ length }) => length > 0)) {
    const last = chunks.at(-1);
    if (last !== undefined && last.length + group.length <= CHUNK) last.push(...group);
    else chunks.push([...group]);
  }
  return chunks;
}

const isSameProfile = (before: Customer | undefined, after: Customer): boolean => before !== undefined && isDeepStrictEqual(plain(before.profile), plain(after.profile));

/** As it would be written: a field that is undefined is no field. */
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

/** What belongs to no line first, then the rows of each line, which are never written apart. */
function groupsOf(table: Table, before: Customer | undefined, change: Change, order: Order | undefined): TransactWriteItem[][] {
  const { name: tableName, recordMonths } = table;
  const { profile, lines } = change.customer;
  const put = (item: Item): TransactWriteItem => ({ Put: { TableName: tableName, Item: toStored(item) } });
  const remove = (key: Item): TransactWriteItem => ({ Delete: { TableName: tableName, Key: toStored(key) } });
  const expiry = expiryOf(now(), recordMonths);
  const recordRow = (entry: RecordEntry): TransactWriteItem => put(recordItem(profile.key, entry, expiryOf(entry.at, recordMonths)));
  const known = (line: Line): Line | undefined => before?.lines.find((other) => isSameLine(other, line));
  const isAbout = (entry: RecordEntry, line: Line): boolean => entry.lines.length === 1 && entry.lines.some((ref) => isSameLine(ref, line));

  const changed = lines.filter((line) => known(line) !== line);
  const refunds = (line: Line): TransactWriteItem[] =>
    line.cancellations
      .filter(({ id }) => known(line)?.cancellations.every((one) => one.id !== id) ?? true)
      .map(({ refundId }) => put({ ...refundKey(refundId), schema: SCHEMA, ttl: expiry, customerKey: profile.key, orderId: line.orderId, lineId: line.lineId }));
  const record = (line: Line): TransactWriteItem[] => change.record.filter((entry) => isAbout(entry, line)).map(recordRow);

  const asked = change.customer.alerts.filter((alert) => before?.alerts.includes(alert) !== true);
  const forgotten = before?.alerts.filter(({ item }) => change.customer.alerts.every((alert) => alert.item.sku !== item.sku)) ?? [];

  const email = profile.email?.toLowerCase();
  const formerEmail = before?.profile.email?.toLowerCase();
  const erasedAt = profile.erased?.address;
  // Kept as long as the profile: written when that has an end, or has none any more.
  const isAddressKept = email === formerEmail && before !== undefined && isOver(before) === isOver(change.customer);
  const written = [...changed, ...change.closed];
  const isGivenMore = (line: Line): boolean => (line.goodwill?.length ?? 0) > (known(line)?.goodwill?.length ?? 0);
  const rows = (line: Line): TransactWriteItem[] => [put(lineItem(profile.key, line)), ...refunds(line), ...record(line)];
  return [
    [
      ...(email === undefined || isAddressKept ? [] : [put({ pk: addressPk(email), sk: customerPk(profile.key), schema: SCHEMA, ttl: isOver(change.customer) ? expiry : undefined })]),
      ...(email === formerEmail || formerEmail === undefined ? [] : [remove({ pk: addressPk(formerEmail), sk: customerPk(profile.key) })]),
      // In the same chunk as what it takes the place of: whoever comes by this address again finds the customer by one or the other.
      ...(erasedAt === undefined || erasedAt === before?.profile.erased?.address ? [] : [put({ pk: erasedAddressPk(erasedAt), sk: customerPk(profile.key), schema: SCHEMA, ttl: expiry })]),
      ...orderWrites(table, changed.filter((line) => known(line) === undefined), change, order),
      // What is given and what it costs are one.
      ...(change.spending ?? []).map((one) => spend(tableName, one)),
      ...changed.filter(isGivenMore).flatMap(rows),
    ],
    ...change.closed.map((line) => [
      ...(known(line) === undefined ? [] : [remove(lineKey(profile.key, line))]),
      put(closedItem(profile.key, line, expiry)),
      ...refunds(line),
      ...record(line),
    ]),
    ...changed.filter((line) => !isGivenMore(line)).map(rows),
    ...asked.map((alert) => [put(alertItem(profile.key, alert, expiry))]),
    ...forgotten.map(({ item }) => [remove(alertKey(profile.key, item.sku))]),
    change.record.filter((entry) => !written.some((line) => isAbout(entry, line))).map(recordRow),
  ];
}

/** A line that opens is written with its order under the order's version; one that closes only changes its mark. */
function orderWrites(table: Table, opened: readonly Line[], change: Change, order: Order | undefined): TransactWriteItem[] {
  const own = (line: Line): boolean => line.orderId === order?.orderId;
  const writes: TransactWriteItem[] = [];
  const closedHere = change.closed.filter(own);
  if (order !== undefined && (opened.some(own) || closedHere.some(({ lineId }) => lineOf(order, lineId) === undefined))) {
    const lines = { ...order.lines };
    const { key: customerKey } = change.customer.profile;
    for (const { lineId } of opened.filter(own)) lines[lineId] = { state: 'open', customerKey };
    for (const { lineId } of closedHere) lines[lineId] = { state: 'closed', customerKey };
    const early = order.early.filter(({ event }) => lineOf({ lines }, event.lineId) === undefined);
    const { item, condition } = nextOrder(table, { ...order, lines, early });
    writes.push({ Put: { TableName: table.name, Item: toStored(item), ...condition } });
  }
  const marked = order !== undefined && writes.length > 0 ? change.closed.filter((line) => !own(line)) : change.closed;
  for (const orderId of new Set(marked.map((line) => line.orderId))) {
    const isStillOpen = change.customer.lines.some((line) => line.orderId === orderId);
    writes.push(closeMark(table, orderId, marked.filter((line) => line.orderId === orderId), change.customer.profile.key, isStillOpen));
  }
  return writes;
}

function closeMark(table: Table, orderId: string, lines: readonly Line[], customerKey: string, isStillOpen: boolean): TransactWriteItem {
  const closed: KnownLine = { state: 'closed', customerKey };
  const names = Object.fromEntries(lines.map(({ lineId }, index) => [`#l${index}`, lineId]));
  const sets = lines.map((_line, index) => `#lines.#l${index} = :closed`);
  return {
    Update: {
      TableName: table.name,
      Key: toStored(orderKey(orderId)),
      // Written into the row as it is, unread: one of a later schema is left to the code that knows it.
      ConditionExpression: '#schema <= :schema',
      UpdateExpression: `SET ${[...sets, ...(isStillOpen ? [] : ['#ttl = :ttl'])].join(', ')} ADD #version :one`,
      ExpressionAttributeNames: { '#lines': 'lines', '#version': 'version', '#schema': 'schema', ...(isStillOpen ? {} : { '#ttl': 'ttl' }), ...names },
      ExpressionAttributeValues: toStored({ ':closed': closed, ':one': 1, ':schema': SCHEMA, ':ttl': isStillOpen ? undefined : expiryOf(now(), table.recordMonths) }),
    },
  };
}
