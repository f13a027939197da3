import { PutItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import * as v from 'valibot';
import type { Instant } from '../core/dates';
import { SCHEMA } from '../core/schema';
import { testMailPk } from './keys';
import { readRow, toStored, type Table } from './table';
import { object } from '../core/shapes';

/** What SES told of a mail that only tried the way, `npm run doctor -- --send`. */
export interface TestMailEvent {
  testId: string;
  /** In SES's words: Send, Delivery, Bounce, ... */
  eventType: string;
  at: Instant;
}

/** Long enough for whoever waits for it. */
const KEPT_SECONDS = 86_400;

const Row = object({ sk: v.string() });

/** Each event once: the same again is the same row. */
export async function keepTestMail(table: Table, { testId, eventType, at }: TestMailEvent): Promise<void> {
  const ttl = Math.ceil(Date.parse(at) / 1000) + KEPT_SECONDS;
  await table.client.send(new PutItemCommand({ TableName: table.name, Item: toStored({ pk: testMailPk(testId), sk: eventType, schema: SCHEMA, at, ttl }) }));
}

/** The events that came back so far. */
export async function loadTestMail(table: Pick<Table, 'client' | 'name'>, testId: string): Promise<string[]> {
  const { Items: rows = [] } = await table.client.send(
    new QueryCommand({ TableName: table.name, ConsistentRead: true, KeyConditionExpression: 'pk = :pk', ExpressionAttributeValues: toStored({ ':pk': testMailPk(testId) }) }),
  );
  return rows.map((row) => readRow('test mail', Row, row).sk);
}
