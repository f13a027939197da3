import * as z from 'zod';
import { DUE_SHARDS } from '../functions/adapters/keys';
import type { AwsService } from './aws/service';

/** In each shard; more than that are as many as anyone needs to know of. */
const MOST_COUNTED = 100;

const Answer = z.object({ Items: z.array(z.record(z.string(), z.object({ S: z.string().optional() }))) });

/** Those of functions/adapters/due-customers.ts. */
const INDEXES = [
  { name: 'due', shardIn: 'dueShard', atIn: 'dueAt' },
  { name: 'routine', shardIn: 'routineShard', atIn: 'routineAt' },
] as const;

/**
 * When customers are due, read where the schedule's Lambda reads it: in the table's two indexes. Virtual epoch ms. Who is due
 * in both counts twice.
 */
export class DueIndex {
  constructor(
    private readonly dynamodb: Pick<AwsService, 'handle'>,
    private readonly tableName: string,
  ) {}

  /** How many customers are due by `now` and have not been attended to, and when the next one falls due after it. */
  async at(now: number): Promise<{ overdue: number; next: number | undefined }> {
    const firsts = await this.eachShard({ limit: 1 });
    const earliest = min(firsts.flat());
    if (earliest === undefined || earliest > now) return { overdue: 0, next: earliest };
    const [overdue, later] = await Promise.all([this.eachShard({ by: now, limit: MOST_COUNTED }), this.eachShard({ after: now, limit: 1 })]);
    return { overdue: overdue.flat().length, next: min(later.flat()) };
  }

  private eachShard(query: ShardQuery): Promise<number[][]> {
    return Promise.all(INDEXES.flatMap((index) => Array.from({ length: DUE_SHARDS }, (_none, shard) => this.ask(index, String(shard), query))));
  }

  private async ask({ name, shardIn, atIn }: (typeof INDEXES)[number], shard: string, { by, after, limit }: ShardQuery): Promise<number[]> {
    const at = by ?? after;
    const body = {
      TableName: this.tableName,
      IndexName: name,
      KeyConditionExpression: `${shardIn} = :shard${at === undefined ? '' : ` AND ${atIn} ${by === undefined ? '>' : '<='} :at`}`,
      ExpressionAttributeValues: { ':shard': { S: shard }, ...(at !== undefined && { ':at': { S: new Date(at).toISOString() } }) },
      Limit: limit,
    };
    const answer = await this.dynamodb.handle({
      caller: 'local-clock',
      method: 'POST',
      path: '/',
      query: new URLSearchParams(),
      headers: {},
      body: Buffer.from(JSON.stringify(body)),
      target: 'DynamoDB_20120810.Query',
    });
    const text = answer.body.toString();
    if (answer.status !== 200) throw new Error(`the due index can't be read: ${text}`);
    return Answer.parse(JSON.parse(text)).Items.map((row) => Date.parse(row[atIn]?.S ?? ''));
  }
}

interface ShardQuery {
  /** Due at that time or before. */
  by?: number;
  /** Due later. */
  after?: number;
  limit: number;
}

const min = (times: readonly number[]): number | undefined => (times.length === 0 ? undefined : Math.min(...times));
