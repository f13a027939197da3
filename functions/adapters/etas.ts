import { GetItemCommand, PutItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import * as v from 'valibot';
import { isConflict } from './conflict';
import type { LineRef } from '../core/facts';
import { EtaChanged, EtaConfirmed, type Scope } from '../core/events/incoming/eta';
import { SCHEMA } from '../core/schema';
import { customerKeyOfPk, etaKey } from './keys';
import { fromStored, readRow, toStored, type StoredItem, type Table } from './table';
import { unchangedSince } from './orders';
import { Integer, object } from '../core/shapes';

/** Reports of a scope that are kept, newest first, to show the basis of each date. */
const HISTORY = 50;

const ReportedEta = object({
  version: Integer,
  /** The newest report. */
  changed: v.optional(EtaChanged),
  /** The newest word that it still holds. */
  confirmed: v.optional(EtaConfirmed),
  history: v.array(EtaChanged),
});
export type ReportedEta = v.InferOutput<typeof ReportedEta>;

export type EtaReport = { type: 'ETA Changed'; event: EtaChanged } | { type: 'ETA Confirmed'; event: EtaConfirmed };

export async function loadEta(table: Table, scope: Scope): Promise<ReportedEta> {
  const { Item: row } = await table.client.send(new GetItemCommand({ TableName: table.name, Key: toStored(etaKey(scope)), ConsistentRead: true }));
  return row === undefined ? { version: 0, history: [] } : readRow('ETA', ReportedEta, row);
}

/** Keeps the report for lines that open later. An older one than what is kept changes only the history. */
export async function keepEta(table: Table, report: EtaReport): Promise<void> {
  for (;;) {
    const known = await loadEta(table, report.event.scope);
    const next = withReport(known, report);
    if (next === undefined) return;
    const item = { ...etaKey(report.event.scope), schema: SCHEMA, ...next, version: known.version + 1 };
    try {
      await table.client.send(new PutItemCommand({ TableName: table.name, Item: toStored(item), ...unchangedSince(known.version) }));
      return;
    } catch (error) {
      if (!isConflict(error)) throw error;
    }
  }
}

/** Takes the merchant's own words out of all that was reported of one line; dates and ids stay, so that a replay is known. */
export async function eraseEtaTexts(table: Table, { orderId, lineId }: LineRef): Promise<void> {
  for (;;) {
    const known = await loadEta(table, { orderId, lineId });
    const { changed, history } = known;
    if ([changed, ...history].every((event) => event?.cause?.text === undefined)) return;
    const item = { ...etaKey({ orderId, lineId }), schema: SCHEMA, ...known, changed: changed && withoutText(changed), history: history.map(withoutText), version: known.version + 1 };
    try {
      await table.client.send(new PutItemCommand({ TableName: table.name, Item: toStored(item), ...unchangedSince(known.version) }));
      return;
    } catch (error) {
      if (!isConflict(error)) throw error;
    }
  }
}

const withoutText = (event: EtaChanged): EtaChanged => ({ ...event, cause: event.cause && { code: event.cause.code } });

function withReport(known: ReportedEta, report: EtaReport): ReportedEta | undefined {
  if (report.type === 'ETA Confirmed') {
    return known.confirmed !== undefined && known.confirmed.asOf >= report.event.asOf ? undefined : { ...known, confirmed: report.event };
  }
  const { event } = report;
  if (known.history.some(({ eventId }) => eventId === event.eventId)) return undefined;
  const history = [event, ...known.history].sort((a, b) => (a.asOf < b.asOf ? 1 : -1)).slice(0, HISTORY);
  const isNewer = known.changed === undefined || event.asOf > known.changed.asOf;
  return { ...known, history, ...(isNewer ? { changed: event } : {}) };
}

export interface LinesPage {
  /** Customers with an open line, or a waiting alert, each once. */
  customers: string[];
  /** Where to go on; undefined when this was the last page. */
  next: string | undefined;
}

/**
 * The customers with open lines of a SKU or supplier order, a page at a time. The index lags behind by moments, so a
 * sweep is repeated once. `cursor` is what the page before gave as `next`.
 */
export function customersInScope(table: Table, scope: Exclude<Scope, LineRef>, cursor: string | undefined, limit: number): Promise<LinesPage> {
  const sought = 'sku' in scope ? { index: 'sku', value: scope.sku } as const : { index: 'supplierOrder', value: scope.supplierOrder } as const;
  return customersByIndex(table, sought, cursor, limit);
}

/** A page of what lies under one value of an index of lines and alerts. */
export async function customersByIndex(
  table: Table,
  { index, value }: { index: 'sku' | 'supplierOrder'; value: string },
  cursor: string | undefined,
  limit: number,
): Promise<LinesPage> {
  const { Items: rows = [], LastEvaluatedKey: last } = await table.client.send(
    new QueryCommand({
      TableName: table.name,
      IndexName: index,
      KeyConditionExpression: '#key = :key',
      ExpressionAttributeNames: { '#key': index },
      ExpressionAttributeValues: toStored({ ':key': value }),
      Limit: limit,
      ...(cursor === undefined ? {} : { ExclusiveStartKey: toStored(v.parse(Cursor, JSON.parse(cursor))) }),
    }),
  );
  return {
    customers: [...new Set(rows.map((row) => customerKeyOfPk(pkOf(row))))],
    next: last === undefined ? undefined : JSON.stringify(fromStored(last)),
  };
}

const Cursor = v.record(v.string(), v.string());
const pkOf = (row: StoredItem): string => v.parse(v.string(), fromStored(row).pk);
