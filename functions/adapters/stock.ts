import { ConditionalCheckFailedException, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { DatedBackInStock } from '../core/events/incoming/stock';
import { SCHEMA } from '../core/schema';
import { customersByIndex, type LinesPage } from './etas';
import { alertIndexValue, stockKey } from './keys';
import { readRow, toStored, type Table } from './table';
import { object } from '../core/shapes';

const Row = object({ report: DatedBackInStock });

/** Keeps the newest report of a SKU for alerts that come in later than it although they were asked for before. */
export async function keepBackInStock(table: Table, report: DatedBackInStock): Promise<void> {
  const item = { ...stockKey(report.sku), schema: SCHEMA, asOf: report.asOf, report };
  try {
    await table.client.send(
      new PutItemCommand({
        TableName: table.name,
        Item: toStored(item),
        ConditionExpression: 'attribute_not_exists(#pk) OR (#asOf < :asOf AND #schema <= :schema)',
        ExpressionAttributeNames: { '#pk': 'pk', '#asOf': 'asOf', '#schema': 'schema' },
        ExpressionAttributeValues: toStored({ ':asOf': report.asOf, ':schema': SCHEMA }),
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      }),
    );
  } catch (error) {
    // A newer one is kept already. That the row was being written by somebody else says nothing of the kind.
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    // Unless it is of a later schema: then nobody here knows what it says.
    if (error.Item !== undefined) readRow('stock', Row, error.Item);
  }
}

/** The newest report that a SKU is back; undefined when there was none. */
export async function loadBackInStock(table: Table, sku: string): Promise<DatedBackInStock | undefined> {
  const { Item: row } = await table.client.send(new GetItemCommand({ TableName: table.name, Key: toStored(stockKey(sku)), ConsistentRead: true }));
  if (row === undefined) return undefined;
  return readRow('stock', Row, row).report;
}

/** The customers whose stock alert for this SKU waits, a page at a time; see customersInScope. */
export const customersWithAlert = (table: Table, sku: string, cursor: string | undefined, limit: number): Promise<LinesPage> =>
  customersByIndex(table, { index: 'sku', value: alertIndexValue(sku) }, cursor, limit);
