import { gunzipSync, gzipSync } from 'node:zlib';
import * as v from 'valibot';
import { Line } from '../core/line';
import { Profile } from '../core/profile';
import { RecordEntry } from '../core/record';
import type { LineRef } from '../core/facts';
import { SCHEMA } from '../core/schema';
import { StockAlert } from '../core/stock-alert';
import { alertIndexValue, alertSk, closedSk, customerPk, dueShardOf, lineSk, PROFILE_SK, recordSk } from './keys';
import type { EpochSeconds } from './retention';
import { mayWait } from '../core/standing';
import { readRow, UnreadableRowError, type Item, type StoredItem } from './table';
import { Integer, looseObject, object } from '../core/shapes';

/*
 * How a customer lies in the table, and how rows are read back. `data` is the value itself; what stands beside it are
 * keys of the sparse indexes.
 */

const WORDS = v.optional(v.instance(Uint8Array));
const ProfileRow = object({ version: Integer, data: looseObject({}), sendingWords: WORDS, unheardWords: WORDS });
const LineRow = object({ data: Line });
const AlertRow = object({ data: StockAlert });
const RecordRow = object({ data: v.omit(RecordEntry, ['words']), words: WORDS });

/** `commitId` tells one writing from another. */
export function profileItem(profile: Profile, version: number, commitId: string, ttl: EpochSeconds | undefined): Item {
  const shard = dueShardOf(profile.key);
  const { prompt, routine } = profile.due ?? { prompt: profile.dueAt };
  const { sending, unheard } = profile;
  return {
    pk: customerPk(profile.key),
    sk: PROFILE_SK,
    schema: SCHEMA,
    version,
    commitId,
    ttl,
    ...(prompt === undefined ? {} : { dueShard: shard, dueAt: prompt }),
    ...(routine === undefined ? {} : { routineShard: shard, routineAt: routine }),
    data: { ...profile, sending: wordless(sending), unheard: wordless(unheard) },
    // A mail's text is by far the largest part of the row, and packs well.
    sendingWords: packed(sending?.words),
    unheardWords: packed(unheard?.words),
  };
}

/** Lines that wait, or may wait again, are found by SKU and supplier order. */
export function lineItem(customerKey: string, line: Line): Item {
  const found = mayWait(line) ? { sku: line.item.sku, supplierOrder: line.supplierOrder } : {};
  return { pk: customerPk(customerKey), sk: lineSk(line), schema: SCHEMA, ...found, data: line };
}

/** Only alerts that still wait are found by their SKU; what is over is kept until `expiry`. */
export function alertItem(customerKey: string, alert: StockAlert, expiry: EpochSeconds): Item {
  const found = alert.state === 'waiting' ? { sku: alertIndexValue(alert.item.sku) } : { ttl: expiry };
  return { ...alertKey(customerKey, alert.item.sku), schema: SCHEMA, ...found, data: alert };
}

export const alertKey = (customerKey: string, sku: string): { pk: string; sk: string } => ({ pk: customerPk(customerKey), sk: alertSk(sku) });

export const closedItem = (customerKey: string, line: Line, ttl: EpochSeconds): Item => ({ pk: customerPk(customerKey), sk: closedSk(line), schema: SCHEMA, ttl, data: line });

export function recordItem(customerKey: string, entry: RecordEntry, ttl: EpochSeconds): Item {
  const { words, ...data } = entry;
  return { pk: customerPk(customerKey), sk: recordSk(entry.at, entry.id), schema: SCHEMA, ttl, data, words: packed(words) };
}

export const lineKey = (customerKey: string, ref: LineRef): { pk: string; sk: string } => ({ pk: customerPk(customerKey), sk: lineSk(ref) });
export const closedKey = (customerKey: string, ref: LineRef): { pk: string; sk: string } => ({ pk: customerPk(customerKey), sk: closedSk(ref) });

export const readProfile = (item: StoredItem): { profile: Profile; version: number } => {
  const { version, data, sendingWords, unheardWords } = readRow('profile', ProfileRow, item);
  const withWords = (mail: unknown, words: Uint8Array | undefined): unknown => (typeof mail === 'object' && mail !== null ? { ...mail, words: unpacked(words) ?? '' } : undefined);
  const profile = v.safeParse(Profile, { ...data, sending: withWords(data.sending, sendingWords), unheard: withWords(data.unheard, unheardWords) });
  if (!profile.success) throw new UnreadableRowError('profile', { cause: new v.ValiError(profile.issues) });
  return { profile: profile.output, version };
};

export const readLine = (item: StoredItem): Line => readRow('line', LineRow, item).data;

export const readClosed = (item: StoredItem): Line => readRow('closed line', LineRow, item).data;

export const readAlert = (item: StoredItem): StockAlert => readRow('stock alert', AlertRow, item).data;

export function readRecord(item: StoredItem): RecordEntry {
  const { data, words } = readRow('record', RecordRow, item);
  return words === undefined ? data : { ...data, words: unpacked(words) };
}

const packed = (words: string | undefined): Uint8Array | undefined => (words === undefined ? undefined : gzipSync(words));
const unpacked = (words: Uint8Array | undefined): string | undefined => (words === undefined ? undefined : gunzipSync(words).toString('utf8'));
const wordless = (mail: Profile['sending']): Item | undefined => mail && { ...mail, words: undefined };
