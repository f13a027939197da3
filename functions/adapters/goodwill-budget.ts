import { GetItemCommand, type TransactWriteItem } from '@aws-sdk/client-dynamodb';
import * as v from 'valibot';
import type { Spending } from '../core/facts';
import { SCHEMA } from '../core/schema';
import { goodwillKey } from './keys';
import { readRow, toStored, type Table } from './table';
import { Integer, object } from '../core/shapes';

const Spent = object({ spent: v.pipe(Integer, v.minValue(0)) });

/** What the month has cost so far, in minor units of the currency. `month` is `YYYY-MM`. */
export async function goodwillSpent(table: Table, month: string, currency: string): Promise<number> {
  const { Item: row } = await table.client.send(new GetItemCommand({ TableName: table.name, Key: toStored(goodwillKey(month, currency)), ConsistentRead: true }));
  return row === undefined ? 0 : readRow('goodwill', Spent, row).spent;
}

/** Written with what it pays for, or not at all: the month never costs more than its budget, whoever grants at the same time. */
export const spend = (tableName: string, { month, currency, amount, budget }: Spending): TransactWriteItem => ({
  Update: {
    TableName: tableName,
    Key: toStored(goodwillKey(month, currency)),
    UpdateExpression: 'SET #schema = if_not_exists(#schema, :schema) ADD #spent :amount',
    // Where nothing was spent yet there is no figure to compare. To a row of a later schema nothing is added.
    ConditionExpression: amount <= budget ? 'attribute_not_exists(#spent) OR (#spent <= :most AND #schema <= :schema)' : '#spent <= :most AND #schema <= :schema',
    ExpressionAttributeNames: { '#spent': 'spent', '#schema': 'schema' },
    ExpressionAttributeValues: toStored({ ':amount': amount, ':most': budget - amount, ':schema': SCHEMA }),
  },
});
