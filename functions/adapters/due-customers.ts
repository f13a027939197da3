import { QueryCommand } from '@aws-sdk/client-dynamodb';
import * as v from 'valibot';
import { earliest, StoredInstant, type Instant } from '../core/dates';
import type { Urgency } from '../core/pacing/pace';
import { customerKeyOfPk, DUE_SHARDS } from './keys';
import { fromStored, toStored, type Table } from './table';
import { object } from '../core/shapes';

const Row = object({ pk: v.string(), dueAt: v.optional(StoredInstant), routineAt: v.optional(StoredInstant) });

/** Two indexes of the same customers, so that nobody's deadline lies behind somebody's weekly update. */
const indexes = {
  urgent: { name: 'due', shard: 'dueShard', at: 'dueAt' },
  routine: { name: 'routine', shard: 'routineShard', at: 'routineAt' },
} as const satisfies Record<Urgency, object>;

export interface Due {
  /** The longest due first within each shard. */
  customers: string[];
  /** Since when the one who has been due the longest is so, woken before or not; undefined where nobody is due. */
  since: Instant | undefined;
}

/**
 * Customers who are due at `now` for what may not wait, or for routine mail. Of `limit` the first `skip` are left out; with
 * none left the indexes are still asked how long somebody has been due.
 */
export async function customersDue(table: Table, urgency: Urgency, now: Instant, { limit, skip = 0 }: { limit: number; skip?: number }): Promise<Due> {
  const perShard = limit <= skip ? 0 : Math.ceil(limit / DUE_SHARDS);
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
          Limit: Math.max(1, perShard),
        }),
      ),
    ),
  );
  const rows = shards.map(({ Items: items = [] }) => items.map((item) => v.parse(Row, fromStored(item))));
  return {
    customers: rows.flatMap((some) => some.slice(skipped, perShard).map(({ pk }) => customerKeyOfPk(pk))),
    since: earliest(...rows.map(([first]) => first?.[at])),
  };
}
