import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PutItemCommand, QueryCommand, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { DynamoDb } from '../local/aws/dynamodb/dynamodb';
import { TABLE, serve } from '../test/local/dynamodb-server';

/** Writes, transactions and queries a second through the SDK and HTTP, client and database in this one process. */

const SECONDS = 4;
const AT_ONCE = 16;

async function main(): Promise<void> {
  const dir = await mkdtemp(join(tmpdir(), 'forthright-dynamodb-'));
  const database = await DynamoDb.open(dir);
  await database.define('Bench', TABLE);
  const served = await serve(database);
  const { client } = served;
  const item = (pk: string, sk: string) => ({
    pk: { S: pk },
    sk: { S: sk },
    dueShard: { S: String(pk.length % 16) },
    dueAt: { S: `2026-11-24T10:00:00.${pk}Z` },
    data: { M: { email: { S: 'ada@example.com' }, words: { S: 'x'.repeat(400) }, promises: { L: [{ S: '2026-12-01' }, { S: '2026-12-08' }] } } },
  });
  await measure('puts', (n) => client.send(new PutItemCommand({ TableName: 'Bench', Item: item(`C#${n}`, 'A#PROFILE') })));
  await measure('3-item transactions', (n) =>
    client.send(
      new TransactWriteItemsCommand({
        TransactItems: ['A#PROFILE', 'L#1', 'L#2'].map((sk) => ({
          Put: { TableName: 'Bench', Item: item(`T#${n}`, sk), ConditionExpression: 'attribute_not_exists(pk)' },
        })),
      }),
    ),
  );
  await measure('queries of 3 items', (n) =>
    client.send(new QueryCommand({ TableName: 'Bench', KeyConditionExpression: 'pk = :pk', ExpressionAttributeValues: { ':pk': { S: `T#${n % 1000}` } }, ConsistentRead: true })),
  );
  await served.stop();
  await database.close();
  await rm(dir, { recursive: true });
}

async function measure(what: string, act: (n: number) => Promise<unknown>): Promise<void> {
  let n = 0;
  const until = performance.now() + SECONDS * 1000;
  const worker = async () => {
    while (performance.now() < until) await act((n += 1));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  console.log(`${Math.round(n / SECONDS).toLocaleString('en')} ${what} a second`);
}

void main();
