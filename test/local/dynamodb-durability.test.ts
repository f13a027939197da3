import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type AttributeValue, GetItemCommand, PutItemCommand, QueryCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { DatabaseInUseError } from '../../local/aws/dynamodb/disk';
import { DynamoDb } from '../../local/aws/dynamodb/dynamodb';
import { TableMismatchError } from '../../local/aws/dynamodb/tables';
import { TemplateTableError } from '../../local/aws/dynamodb/template-table';
import { TABLE, serve } from './dynamodb-server';

let dir: string;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'dynamodb-'));
});

afterEach(async () => {
  await rm(dir, { recursive: true });
});

/** Opens the database, does the work through the SDK and closes it again. */
async function opened<T>(properties: unknown, work: (client: Awaited<ReturnType<typeof serve>>['client']) => Promise<T>): Promise<T> {
  const database = await DynamoDb.open(dir);
  try {
    await database.define('Shop', properties);
    const { client, stop } = await serve(database);
    try {
      return await work(client);
    } finally {
      await stop();
    }
  } finally {
    await database.close();
  }
}

type Found = Record<string, AttributeValue>;
const TableName = 'Shop';
const [DUE, SKU] = TABLE.GlobalSecondaryIndexes;
const item = { pk: { S: 'C#1' }, sk: { S: 'A' }, sku: { S: 'LAMP' }, quantity: { N: '2' } };

test('tables, items and index entries are there after a restart with the same template', async () => {
  await opened(TABLE, (client) => client.send(new PutItemCommand({ TableName, Item: item })));
  await opened(TABLE, async (client) => {
    expect((await client.send(new GetItemCommand({ TableName, Key: { pk: item.pk, sk: item.sk } }))).Item).toEqual(item);
    expect((await client.send(new ScanCommand({ TableName, IndexName: 'sku' }))).Items).toEqual([item]);
  });
});

test('an index that the template gained is filled from the items, one that it lost is gone', async () => {
  await opened({ ...TABLE, GlobalSecondaryIndexes: [DUE] }, (client) => client.send(new PutItemCommand({ TableName, Item: item })));
  await opened({ ...TABLE, GlobalSecondaryIndexes: [SKU] }, async (client) => {
    expect((await client.send(new ScanCommand({ TableName, IndexName: 'sku' }))).Items).toEqual([item]);
    await expect(client.send(new ScanCommand({ TableName, IndexName: 'due' }))).rejects.toThrow('The table does not have the specified index: due');
  });
});

test('an index that projects otherwise than before is filled anew', async () => {
  await opened(TABLE, (client) => client.send(new PutItemCommand({ TableName, Item: item })));
  const keysOnly = { ...SKU, Projection: { ProjectionType: 'KEYS_ONLY' } };
  await opened({ ...TABLE, GlobalSecondaryIndexes: [DUE, keysOnly] }, async (client) => {
    expect((await client.send(new ScanCommand({ TableName, IndexName: 'sku' }))).Items).toEqual([{ pk: item.pk, sk: item.sk, sku: item.sku }]);
  });
});

test('a table with other keys than the template gives it is refused', async () => {
  await opened(TABLE, async () => undefined);
  await expect(opened({ ...TABLE, KeySchema: [{ AttributeName: 'sku', KeyType: 'HASH' }] }, async () => undefined)).rejects.toThrow(TableMismatchError);
});

test('a template that asks for what is not kept here is refused', async () => {
  await expect(opened({ ...TABLE, StreamSpecification: { StreamViewType: 'NEW_IMAGE' } }, async () => undefined)).rejects.toThrow(TemplateTableError);
});

test('a second process can not open the same folder', async () => {
  await opened(TABLE, async () => {
    await expect(DynamoDb.open(dir)).rejects.toThrow(DatabaseInUseError);
  });
});

/** Lets a process write until it has printed `lines` answers, kills it, and returns the last answered step of each group. */
async function killedAfter(lines: number): Promise<Map<string, number>> {
  const writer = spawn(process.execPath, ['--import', 'tsx', join(__dirname, 'dynamodb-writer.ts'), dir], { stdio: ['ignore', 'pipe', 'inherit'] });
  const answered = new Map<string, number>();
  let seen = 0;
  for await (const line of createInterface({ input: writer.stdout })) {
    const [group = '', step = ''] = line.split(' ');
    answered.set(group, Number(step));
    seen += 1;
    if (seen === lines) writer.kill('SIGKILL');
  }
  if (writer.exitCode === null && writer.signalCode === null) await once(writer, 'exit');
  expect(writer.signalCode).toBe('SIGKILL');
  return answered;
}

test('kill -9 leaves no transaction half there and takes no answered write away', async () => {
  await opened(TABLE, async () => undefined);
  for (const lines of [40, 171, 333]) {
    const answered = await killedAfter(lines);
    expect(answered.size).toBe(4);
    await opened(TABLE, async (client) => {
      const entries: Found[] = [];
      for (const [group, step] of answered) {
        const query = new QueryCommand({ TableName, KeyConditionExpression: 'pk = :pk', ExpressionAttributeValues: { ':pk': { S: `G#${group}` } }, ConsistentRead: true });
        const items = (await client.send(query)).Items ?? [];
        const steps = items.map((one) => Number(one['step']?.N));
        expect(steps).toHaveLength(3);
        expect(new Set(steps).size).toBe(1);
        expect(steps[0]).toBeGreaterThanOrEqual(step);
        entries.push(...items.map(({ pk, sk, dueShard, dueAt }) => ({ pk, sk, dueShard, dueAt }) as Found));

        const single = (await client.send(new GetItemCommand({ TableName, Key: { pk: { S: `P#${group}` }, sk: { S: 'A' } } }))).Item ?? {};
        expect(Number(single['step']?.N)).toBeGreaterThanOrEqual(step);
        const { Items: inIndex = [] } = await client.send(new ScanCommand({ TableName, IndexName: 'sku', FilterExpression: 'pk = :pk', ExpressionAttributeValues: { ':pk': { S: `P#${group}` } } }));
        expect(inIndex.map((entry) => entry['sku'])).toEqual([single['sku']]);
      }
      const { Items: due = [] } = await client.send(new ScanCommand({ TableName, IndexName: 'due' }));
      expect(sorted(due)).toEqual(sorted(entries));
    });
  }
}, 60_000);

function sorted(items: readonly Found[]): string[] {
  return items.map((one) => JSON.stringify(['pk', 'sk', 'dueShard', 'dueAt'].map((name) => one[name]?.S))).sort();
}
