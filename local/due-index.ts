import * as z from 'zod';
import { DUE_SHARDS } from '../functions/adapters/keys';
import type { AwsService } from './aws/service';

const Answer = z.object({ Items: z.array(z.object({ dueAt: z.object({ S: z.string() }) })) });

/** When customers are due, read where the schedule's Lambda reads it: in the table's due index. Virtual epoch ms. */
export class DueIndex {
  constructor(
    private readonly dynamodb: Pick<AwsService, 'handle'>,
    private readonly tableName: string,
  ) {}

  /** When the next customer falls due, later than `now`. */
  async nextAfter(now: number): Promise<number | undefined> {
    const found = await this.eachShard({ condition: ' AND dueAt > :at', at: now, limit: 1 });
    const times = found.flat();
    return times.length === 0 ? undefined : Math.min(...times);
  }

  /** How many customers are due by `now` and have not been attended to; counts up to 100 a shard. */
  async overdueBy(now: number): Promise<number> {
    const found = await this.eachShard({ condition: ' AND dueAt <= :at', at: now, limit: 100 });
    return found.flat().length;
  }

  private eachShard(query: ShardQuery): Promise<number[][]> {
    return Promise.all(Array.from({ length: DUE_SHARDS }, (_none, shard) => this.ask(String(shard), query)));
  }

  private async ask(shard: string, { condition, at, limit }: ShardQuery): Promise<number[]> {
    const body = {
      TableName: this.tableName,
      IndexName: 'due',
      KeyConditionExpression: `dueShard = :shard${condition}`,
      ExpressionAttributeValues: { ':shard': { S: shard }, ':at': { S: new Date(at).toISOString() } },
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
    return Answer.parse(JSON.parse(text)).Items.map(({ dueAt }) => Date.parse(dueAt.S));
  }
}

interface ShardQuery {
  condition: string;
  at: number;
  limit: number;
}
