import type { Instant } from '../core/dates';
import { now } from './clock';
import type { StoredItem } from './table';

/*
 * How long what is over is kept. A row that will never change again has `ttl`, the second of the epoch from which on
 * DynamoDB may delete it: in seconds, as DynamoDB wants it. It does so within days, and until then still hands the row out, so
 * whoever reads looks at it too.
 */

/** Seconds since 1970. */
export type EpochSeconds = number;

/** The second from which on something of `at` is not kept any more. A day that the month lacks is the next one. */
export function expiryOf(at: Instant, months: number): EpochSeconds {
  const date = new Date(at);
  date.setUTCMonth(date.getUTCMonth() + months);
  return Math.ceil(date.getTime() / 1000);
}

/** Whether the row is over and only not deleted yet. Rows without `ttl` never are. */
export function isExpired(row: StoredItem): boolean {
  const end = endOf(row);
  return end !== undefined && end <= Date.parse(now()) / 1000;
}

export const endOf = ({ ttl }: StoredItem): EpochSeconds | undefined => (ttl?.N === undefined ? undefined : Number(ttl.N));
