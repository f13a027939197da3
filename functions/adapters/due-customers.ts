import { QueryCommand } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import type { Instant } from '../core/dates';
import { customerKeyOfPk, DUE_SHARDS } from './keys';
import { fromStored, toStored, type Table } from './table';

const Row = z.object({ pk: z.string() });

/** Up to `limit` customers who are due at `now`, the longest due first within each shard. */
export async function customersDue(table: Table, now: Instant, limit: number): Promise<string[]> {
  const perShard = Math.ceil(limit / DUE_SHARDS);
  const shards = await Promise.all(
    Array.from({ length: DUE_SHARDS }, (_none, shard) =>
      table.client.send(
        new QueryCommand({
          TableName: table.name,
          IndexName: 'due',
          KeyConditionExpression: '#shard = :shard AND #due <= :now',
          ExpressionAttributeNames: { '#shard': 'dueShard', '#due': 'dueAt' },
          ExpressionAttributeValues: toStored({ ':shard': String(shard), ':now': now }),
          Limit: perShard,
        }),
      ),
    ),
  );
  return shards.flatMap(({ Items: rows = [] }) => rows.map((row) => customerKeyOfPk(Row.parse(fromStored(row)).pk)));
}
