import { createHash } from 'node:crypto';
import type { LineRef } from '../core/facts';
import type { Scope } from '../core/events/incoming/eta';

/*
 * Keys of the one table. docs/decisions and the design name every item; no other file spells a key.
 */

/** 1,000 write units a second each, of which a mail takes two and a date that moves four in all: docs/decisions/2026-11-27-four-shards.md. */
export const DUE_SHARDS = 4;

export const customerPk = (customerKey: string): string => `C#${customerKey}`;
export const PROFILE_SK = 'A#PROFILE';
export const lineSk = ({ orderId, lineId }: LineRef): string => `L#${part(orderId)}#${part(lineId)}`;
/** Beside the lines and in front of nothing else, so that one query reads all that a customer waits for or asked about. */
export const alertSk = (sku: string): string => `LA#${part(sku)}`;
/** Begins the keys of lines and of alerts. */
export const LINE_AND_ALERT_PREFIX = 'L';
export const isAlertSk = (sk: string): boolean => sk.startsWith('LA#');
/** What alerts lie under in the index of SKUs: apart from the lines of the same SKU, so that a new date finds no alert. */
export const alertIndexValue = (sku: string): string => `alert#${sku}`;
export const stockKey = (sku: string): { pk: string; sk: string } => ({ pk: `E#STOCK#${sku}`, sk: 'STOCK' });
export const closedSk = ({ orderId, lineId }: LineRef): string => `X#${part(orderId)}#${part(lineId)}`;
export const recordSk = (at: string, id: string): string => `Z#${at}#${id}`;
export const orderKey = (orderId: string): { pk: string; sk: string } => ({ pk: `O#${orderId}`, sk: 'ORDER' });
export const refundKey = (refundId: string): { pk: string; sk: string } => ({ pk: `R#${refundId}`, sk: 'REFUND' });
export const etaKey = (scope: Scope): { pk: string; sk: string } => ({ pk: `E#${scopeKey(scope)}`, sk: 'ETA' });
/** What a month's goodwill has cost. */
export const goodwillKey = (month: string, currency: string): { pk: string; sk: string } => ({ pk: `G#${month}`, sk: `GOODWILL#${currency}` });
/** What came back of a mail that only tried the way. */
export const testMailPk = (testId: string): string => `T#${testId}`;
/** How fast mail may leave, for all workers. */
export const PACE_KEY = { pk: 'P#SENDING', sk: 'PACE' } as const;
/** Where an address that is written to finds its customers. Beside the address itself a plain hash gives nothing away; it goes with it. */
export const addressPk = (email: string): string => `M#${createHash('sha256').update(email.toLowerCase()).digest('hex')}`;

/** Where an address that was erased finds who was known by it: only its keyed hash is kept. */
export const erasedAddressPk = (keyedHash: string): string => `M#${keyedHash}`;

/** The shard of the due indexes in which a customer lies, "0" to "3". */
export const dueShardOf = (customerKey: string): string => String(createHash('sha256').update(customerKey).digest().readUInt32BE(4) % DUE_SHARDS);

export const customerKeyOfPk = (pk: string): string => pk.slice(2);

function scopeKey(scope: Scope): string {
  if ('sku' in scope) return `SKU#${scope.sku}`;
  if ('supplierOrder' in scope) return `SUPPLIER#${scope.supplierOrder}`;
  return `LINE#${part(scope.orderId)}#${part(scope.lineId)}`;
}

/** Ids are the store's and may hold the separator. */
const part = (id: string): string => id.replaceAll('%', '%25').replaceAll('#', '%23');
