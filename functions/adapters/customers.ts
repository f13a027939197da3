import { setTimeout as pause } from 'node:timers/promises';
import { GetItemCommand, paginateQuery } from '@aws-sdk/client-dynamodb';
import * as v from 'valibot';
import type { Customer } from '../core/customer';
import type { Instant } from '../core/dates';
import { promptlyDueAt } from '../core/due-by-urgency';
import type { Line } from '../core/line';
import type { Profile } from '../core/profile';
import type { RecordEntry } from '../core/record';
import type { Change, LineRef } from '../core/facts';
import { commit, type Loaded } from './commit';
import { closedKey, readAlert, readClosed, readLine, readProfile, readRecord } from './customer-rows';
import { addressPk, customerKeyOfPk, customerPk, isAlertSk, LINE_AND_ALERT_PREFIX, PROFILE_SK, refundKey } from './keys';
import { loadOrder, type Order } from './orders';
import { endOf, isExpired, type EpochSeconds } from './retention';
import { readRow, toStored, type StoredItem, type Table } from './table';
import { object } from '../core/shapes';

/** Too many others changed this customer at the same time; the record comes back and is tried again later. */
export class ContendedCustomerError extends Error {
  constructor(tries: number) {
    super(`a customer was changed by others ${tries} times in a row`);
    this.name = 'ContendedCustomerError';
  }
}

const TRIES = 12;

/** Undefined leaves everything as it is. Called again, with what is true then, when somebody else was faster. */
export type Decide = (known: Customer | undefined, order: Order | undefined) => Change | undefined | Promise<Change | undefined>;

/**
 * Loads, decides and commits as one: what is decided on is what is changed. With `orderId` the order's row is read and
 * committed with the change, so that neither a new line nor an early close of it can be missed.
 * Returns the customer as it is afterwards.
 */
export function changeCustomer(table: Table, customerKey: string, decide: Decide, orderId?: string): Promise<Customer | undefined> {
  return new CustomerSession(table, customerKey).change(decide, orderId);
}

/**
 * Several changes of one customer in a row. What the last one left is not read again: if somebody else has changed it
 * since, the next commit finds out by the version, and only then it is.
 */
export class CustomerSession {
  private loaded: Loaded | undefined;
  private movedTo: Instant | undefined;

  constructor(
    private readonly table: Table,
    readonly key: string,
  ) {}

  /** See changeCustomer. Throws ContendedCustomerError. */
  async change(decide: Decide, orderId?: string): Promise<Customer | undefined> {
    for (let attempt = 1; attempt <= TRIES; attempt += 1) {
      const order = orderId === undefined ? undefined : await loadOrder(this.table, orderId);
      const loaded = this.loaded ?? (await loadCustomer(this.table, this.key));
      this.loaded = loaded;
      const change = await decide(loaded.customer, order);
      if (change === undefined) return loaded.customer;
      this.loaded = undefined;
      this.loaded = await commit(this.table, loaded, change, order);
      if (this.loaded !== undefined) {
        const [before, after] = [loaded, this.loaded].map(({ customer }) => customer && promptlyDueAt(customer));
        if (before !== after) this.movedTo = after;
        return this.loaded.customer;
      }
      await pause(Math.random() * 10 * 2 ** Math.min(attempt, 5));
    }
    throw new ContendedCustomerError(TRIES);
  }

  /** Whether it was a commit of this session by which the customer is due, for what may not wait, at that instant. */
  hasMovedDueTo(at: Instant): boolean {
    return this.movedTo === at;
  }
}

/** The profile first, then the lines and alerts, both consistent: a change in between then fails the version check of a commit. */
export async function loadCustomer(table: Table, customerKey: string): Promise<Loaded> {
  const { version, profile, endsAt } = await loadProfile(table, customerKey);
  if (profile === undefined) return { version, customer: undefined, endsAt };
  const rows = await queryAll(table, customerPk(customerKey), LINE_AND_ALERT_PREFIX, (item) => item);
  const isAlert = ({ sk }: StoredItem): boolean => isAlertSk(sk?.S ?? '');
  return { version, endsAt, customer: { profile, lines: rows.filter((item) => !isAlert(item)).map(readLine), alerts: rows.filter(isAlert).map(readAlert) } };
}

/** The profile alone, for what its lines have no part in. */
export async function loadProfile(table: Table, customerKey: string): Promise<{ version: number; profile: Profile | undefined; endsAt: EpochSeconds | undefined }> {
  const key = toStored({ pk: customerPk(customerKey), sk: PROFILE_SK });
  const { Item: row } = await table.client.send(new GetItemCommand({ TableName: table.name, Key: key, ConsistentRead: true }));
  if (row === undefined) return { version: 0, profile: undefined, endsAt: undefined };
  const { profile, version } = readProfile(row);
  // Whoever writes them anew does so over the row that is still there.
  return isExpired(row) ? { version, profile: undefined, endsAt: undefined } : { version, profile, endsAt: endOf(row) };
}

/** The first of these keys under which a customer is known, else the first. */
export async function knownAmong(table: Table, keys: readonly [string, ...string[]]): Promise<string> {
  if (keys.length === 1) return keys[0];
  for (const key of keys) if ((await loadCustomer(table, key)).customer !== undefined) return key;
  return keys[0];
}

/** Lines about which the last word was said, as they were then. */
export const loadClosedLines = (table: Table, customerKey: string): Promise<Line[]> => queryAll(table, customerPk(customerKey), 'X#', readClosed);

export async function loadClosedLine(table: Table, customerKey: string, ref: LineRef): Promise<Line | undefined> {
  const { Item: row } = await table.client.send(new GetItemCommand({ TableName: table.name, Key: toStored(closedKey(customerKey, ref)), ConsistentRead: true }));
  return row === undefined || isExpired(row) ? undefined : readClosed(row);
}

/** The record of a customer in the order in which it happened. */
export const loadRecord = (table: Table, customerKey: string): Promise<RecordEntry[]> => queryAll(table, customerPk(customerKey), 'Z#', readRecord);

const RefundRow = object({ customerKey: v.string() });
const AddressRow = object({ sk: v.string() });

/** Whose line a refund belongs to; undefined for an id that we never gave. */
export async function customerOfRefund(table: Table, refundId: string): Promise<string | undefined> {
  const { Item: row } = await table.client.send(new GetItemCommand({ TableName: table.name, Key: toStored(refundKey(refundId)), ConsistentRead: true }));
  return row === undefined || isExpired(row) ? undefined : readRow('refund', RefundRow, row).customerKey;
}

/** Every customer who is written to at this address; a guest is one for each order. */
export const customersOfAddress = (table: Table, email: string): Promise<string[]> => customersUnder(table, addressPk(email));

/** Keys of the customers that lie under the row of an address. */
export const customersUnder = (table: Table, pk: string): Promise<string[]> => queryAll(table, pk, 'C#', (row) => customerKeyOfPk(readRow('address', AddressRow, row).sk));

async function queryAll<T>(table: Table, pk: string, prefix: string, read: (row: StoredItem) => T): Promise<T[]> {
  const pages = paginateQuery(
    { client: table.client },
    {
      TableName: table.name,
      KeyConditionExpression: '#pk = :pk AND begins_with(#sk, :prefix)',
      ExpressionAttributeNames: { '#pk': 'pk', '#sk': 'sk' },
      ExpressionAttributeValues: toStored({ ':pk': pk, ':prefix': prefix }),
      ConsistentRead: true,
    },
  );
  const found: T[] = [];
  for await (const page of pages) found.push(...(page.Items ?? []).filter((row) => !isExpired(row)).map(read));
  return found;
}
