import { QueryCommand } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import type { Instant } from '../core/dates';
import type { Urgency } from '../core/pacing/pace';
import { customerKeyOfPk, DUE_SHARDS } from './keys';
import { fromStored, toStored, type Table } from './table';

const Row = z.object({ pk: z.string() });

/** Two indexes of the same customers, so that nobody's deadline lies behind somebody's weekly update. */
const indexes = {
  urgent: { name: 'due', shard: 'dueShard', at: 'dueAt' },
  routine: { name: 'routine', shard: 'routineShard', at: 'routineAt' },
} as const satisfies Record<Urgency, object>;

/**
 * Customers who are due at `now` for what may not wait, or for routine mail: the longest due first within each shard. Of
 * `limit` the first `skip` are left out.
 */
export async function customersDue(table: Table, urgency: Urgency, now: Instant, { limit, skip = 0 }: { limit: number; skip?: number }): Promise<string[]> {
  if (limit <= skip) return [];
  const perShard = Math.ceil(limit / DUE_SHARDS);
  const skipped = Math.floor(skip / DUE_SHARDS);
  const { name, shard, at } = indexes[urgency];
  const shards = await Promise.all(
    Array.from({ length: DUE_SHARDS }, (_none, number) =>
      table.client.send(
        new QueryCommand({
          TableName: table.name,
          IndexName: name,
          KeyConditionExpression: '#shard = :shard AND #due <= :now',
          ExpressionAttributeNames: { '#shard': shard, '#due': at },
          ExpressionAttributeValues: toStored({ ':shard': String(number), ':now': now }),
          Limit: perShard,
        }),
      ),
    ),
  );
  return shards.flatMap(({ Items: rows = [] }) => rows.slice(skipped).map((row) => customerKeyOfPk(Row.parse(fromStored(row)).pk)));
}
