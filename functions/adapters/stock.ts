import { ConditionalCheckFailedException, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';
import { DatedBackInStock } from '../core/events/incoming/stock';
import { customersByIndex, type LinesPage } from './etas';
import { alertIndexValue, stockKey } from './keys';
import { fromStored, toStored, UnreadableRowError, type Table } from './table';

const Row = z.object({ report: DatedBackInStock });

/** Keeps the newest report of a SKU for alerts that come in later than it although they were asked for before. */
export async function keepBackInStock(table: Table, report: DatedBackInStock): Promise<void> {
  const item = { ...stockKey(report.sku), schema: 1, asOf: report.asOf, report };
  try {
    await table.client.send(
      new PutItemCommand({
        TableName: table.name,
        Item: toStored(item),
        ConditionExpression: 'attribute_not_exists(#pk) OR #asOf < :asOf',
        ExpressionAttributeNames: { '#pk': 'pk', '#asOf': 'asOf' },
        ExpressionAttributeValues: toStored({ ':asOf': report.asOf }),
      }),
    );
  } catch (error) {
    // A newer one is kept already. That the row was being written by somebody else says nothing of the kind.
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
}

/** The newest report that a SKU is back; undefined when there was none. */
export async function loadBackInStock(table: Table, sku: string): Promise<DatedBackInStock | undefined> {
  const { Item: row } = await table.client.send(new GetItemCommand({ TableName: table.name, Key: toStored(stockKey(sku)), ConsistentRead: true }));
  if (row === undefined) return undefined;
  const parsed = Row.safeParse(fromStored(row));
  if (!parsed.success) throw new UnreadableRowError('stock', { cause: parsed.error });
  return parsed.data.report;
}

/** The customers whose stock alert for this SKU waits, a page at a time; see customersInScope. */
export const customersWithAlert = (table: Table, sku: string, cursor: string | undefined, limit: number): Promise<LinesPage> =>
  customersByIndex(table, { index: 'sku', value: alertIndexValue(sku) }, cursor, limit);
