import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { Customer } from '../../../../functions/core/customer';
import type { Line } from '../../../../functions/core/line';
import type { Profile } from '../../../../functions/core/profile';
import type { RecordEntry } from '../../../../functions/core/record';
import type { StockAlert } from '../../../../functions/core/stock-alert';
import type { Rows } from '../dynamodb/rows';
import type { Item } from '../dynamodb/words';

/*
 * What lies in the table, as anybody reads it who opens the rows. Each row is read once.
 */

const read = new WeakMap<Item, Record<string, unknown>>();

export function plain(item: Item): Record<string, unknown> {
  const known = read.get(item);
  if (known !== undefined) return known;
  const fresh = unmarshall(item);
  read.set(item, fresh);
  return fresh;
}

/** The adapters write these shapes and have their own tests for it. */
export const profileIn = (item: Item | undefined): Profile | undefined => (item === undefined ? undefined : (plain(item).data as Profile));
export const lineIn = (item: Item): Line => plain(item).data as Line;
export const entryIn = (item: Item): RecordEntry => plain(item).data as RecordEntry;

export const customersIn = (rows: Rows): string[] => [...rows.all()].flatMap(({ pk, sk }) => (sk?.S === 'A#PROFILE' && pk?.S !== undefined ? [pk.S.slice(2)] : []));
export const profileOf = (rows: Rows, customer: string): Profile | undefined => profileIn(rows.get(`C#${customer}`, 'A#PROFILE'));

const linesWith = (rows: Rows, customer: string, prefix: string): Line[] => rows.partition(`C#${customer}`).filter(({ sk }) => sk?.S?.startsWith(prefix) === true).map(lineIn);
export const openLines = (rows: Rows, customer: string): Line[] => linesWith(rows, customer, 'L#');
export const closedLines = (rows: Rows, customer: string): Line[] => linesWith(rows, customer, 'X#');
export const recordOf = (rows: Rows, customer: string): RecordEntry[] => rows.partition(`C#${customer}`).filter(({ sk }) => sk?.S?.startsWith('Z#') === true).map(entryIn);

/** Notices that did not arrive. Of a mailbox that only answers for its owner, SES tells as a bounce too, of a mail that did. */
export const noticesLost = (rows: Rows, customer: string): Set<string> =>
  new Set(recordOf(rows, customer).flatMap(({ what, facts }) => (what === 'notice-rejected' || (what === 'notice-bounced' && facts.arrived !== true) ? [String(facts.noticeId)] : [])));

export function alertOf(rows: Rows, customer: string, sku: string): StockAlert | undefined {
  const item = rows.get(`C#${customer}`, `LA#${sku}`);
  return item === undefined ? undefined : (plain(item).data as StockAlert);
}

/** Units that are paid for and neither left nor were cancelled. */
export function waiting({ item, shipments, cancellations }: Line): number {
  const gone = [...shipments, ...cancellations.filter(({ state }) => state !== 'withdrawn')];
  return gone.reduce((left, { quantity }) => left - quantity, item.quantity);
}

export type Sending = NonNullable<Customer['profile']['sending']>;
/** What a notice of that kind gives as the date that stands. */
export const isAboutWaiting = (kind: string): boolean => ['first', 'later', 'earlier', 'unknown', 'reminder', 'weekly'].includes(kind);
/** A receipt for an answer says that it waits, too, with the date that was agreed to. */
export const saysItWaits = (kind: string): boolean => isAboutWaiting(kind) || kind === 'consented';
