import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  BatchWriteItemCommand,
  ConditionalCheckFailedException,
  DeleteItemCommand,
  DescribeTimeToLiveCommand,
  type DynamoDBClient,
  GetItemCommand,
  IdempotentParameterMismatchException,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  TransactGetItemsCommand,
  type TransactWriteItem,
  TransactWriteItemsCommand,
  TransactionCanceledException,
  UpdateItemCommand,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import { DynamoDb } from '../../local/aws/dynamodb/dynamodb';
import { type Served, TABLE, serve } from './dynamodb-server';

let dir: string;
let database: DynamoDb;
let served: Served;
let client: DynamoDBClient;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'dynamodb-'));
  database = await DynamoDb.open(dir);
  await database.define('Shop', TABLE);
  served = await serve(database);
  client = served.client;
});

afterEach(async () => {
  await served.stop();
  await database.close();
  await rm(dir, { recursive: true });
});

const TableName = 'Shop';
const key = (pk: string, sk = 'A') => ({ pk: { S: pk }, sk: { S: sk } });
const put = (pk: string, more: Record<string, { S: string } | { N: string }> = {}) => client.send(new PutItemCommand({ TableName, Item: { ...key(pk), ...more } }));
const get = async (pk: string, sk = 'A') => (await client.send(new GetItemCommand({ TableName, Key: key(pk, sk), ConsistentRead: true }))).Item;
const transact = (items: TransactWriteItem[], token?: string) => client.send(new TransactWriteItemsCommand({ TransactItems: items, ClientRequestToken: token }));
const failure = async (work: Promise<unknown>): Promise<unknown> => work.then(() => undefined, (error: unknown) => error);
const putPart = (pk: string, more: Record<string, { S: string } | { N: string }> = {}): TransactWriteItem => ({ Put: { TableName, Item: { ...key(pk), ...more } } });
const newPart = (pk: string): TransactWriteItem => ({ Put: { TableName, Item: key(pk), ConditionExpression: 'attribute_not_exists(pk)' } });

describe('conditions', () => {
  test('a write whose condition fails changes nothing and shows the item to those who ask', async () => {
    await put('C#1', { version: { N: '7' } });
    const error = await failure(
      client.send(
        new UpdateItemCommand({
          TableName,
          Key: key('C#1'),
          UpdateExpression: 'SET version = :next',
          ConditionExpression: 'version = :seen',
          ExpressionAttributeValues: { ':next': { N: '7' }, ':seen': { N: '6' } },
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        }),
      ),
    );
    expect(error).toBeInstanceOf(ConditionalCheckFailedException);
    expect(error).toMatchObject({ Item: { ...key('C#1'), version: { N: '7' } } });
    expect(await get('C#1')).toEqual({ ...key('C#1'), version: { N: '7' } });
  });

  test('a failed condition keeps the item to itself unless asked', async () => {
    await put('C#1');
    const error = await failure(client.send(new DeleteItemCommand({ TableName, Key: key('C#1'), ConditionExpression: 'attribute_not_exists(pk)' })));
    expect(error).toBeInstanceOf(ConditionalCheckFailedException);
    expect((error as ConditionalCheckFailedException).Item).toBeUndefined();
  });

  test('of many who expect the same version, one gets through', async () => {
    await put('C#1', { version: { N: '1' } });
    const tries = Array.from({ length: 20 }, () =>
      failure(
        client.send(
          new UpdateItemCommand({
            TableName,
            Key: key('C#1'),
            UpdateExpression: 'ADD version :one',
            ConditionExpression: 'version = :seen',
            ExpressionAttributeValues: { ':one': { N: '1' }, ':seen': { N: '1' } },
          }),
        ),
      ),
    );
    const failures = (await Promise.all(tries)).filter((error) => error !== undefined);
    expect(failures).toHaveLength(19);
    expect(await get('C#1')).toMatchObject({ version: { N: '2' } });
  });

  test('no counted step is lost between concurrent updates', async () => {
    const steps = Array.from({ length: 50 }, () =>
      client.send(new UpdateItemCommand({ TableName, Key: key('C#1'), UpdateExpression: 'ADD steps :one', ExpressionAttributeValues: { ':one': { N: '1' } } })),
    );
    await Promise.all(steps);
    expect(await get('C#1')).toMatchObject({ steps: { N: '50' } });
  });
});

describe('transactions', () => {
  test('put, update, delete and check take effect together', async () => {
    await put('goes');
    await put('changes', { n: { N: '1' } });
    await put('stays', { open: { S: 'yes' } });
    await transact([
      putPart('comes'),
      { Update: { TableName, Key: key('changes'), UpdateExpression: 'SET n = n + :one', ExpressionAttributeValues: { ':one': { N: '1' } } } },
      { Delete: { TableName, Key: key('goes') } },
      { ConditionCheck: { TableName, Key: key('stays'), ConditionExpression: 'attribute_exists(#open)', ExpressionAttributeNames: { '#open': 'open' } } },
    ]);
    expect(await get('comes')).toEqual(key('comes'));
    expect(await get('changes')).toEqual({ ...key('changes'), n: { N: '2' } });
    expect(await get('goes')).toBeUndefined();
    expect(await get('stays')).toEqual({ ...key('stays'), open: { S: 'yes' } });
  });

  test('one failed part cancels all and each part has its reason', async () => {
    await put('taken', { n: { N: '5' } });
    const error = await failure(
      transact([
        putPart('comes', { sku: { S: 'LAMP' } }),
        { Put: { ...newPart('taken').Put!, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' } },
        newPart('taken-not'),
        { Update: { TableName, Key: key('absent'), UpdateExpression: 'SET n = n + :one', ExpressionAttributeValues: { ':one': { N: '1' } } } },
      ]),
    );
    expect(error).toBeInstanceOf(TransactionCanceledException);
    expect((error as TransactionCanceledException).CancellationReasons).toEqual([
      { Code: 'None' },
      { Code: 'ConditionalCheckFailed', Message: 'The conditional request failed', Item: { ...key('taken'), n: { N: '5' } } },
      { Code: 'None' },
      { Code: 'ValidationError', Message: 'The provided expression refers to an attribute that does not exist in the item' },
    ]);
    expect((error as Error).message).toBe(
      'Transaction cancelled, please refer cancellation reasons for specific reasons [None, ConditionalCheckFailed, None, ValidationError]',
    );
    expect(await get('comes')).toBeUndefined();
    expect(await get('taken-not')).toBeUndefined();
    expect((await client.send(new ScanCommand({ TableName, IndexName: 'sku' }))).Items).toEqual([]);
  });

  test('a check cancels the writes beside it', async () => {
    const check = { ConditionCheck: { TableName, Key: key('absent'), ConditionExpression: 'attribute_exists(pk)' } };
    const error = await failure(transact([putPart('comes'), check]));
    expect((error as TransactionCanceledException).CancellationReasons?.map((reason) => reason.Code)).toEqual(['None', 'ConditionalCheckFailed']);
    expect(await get('comes')).toBeUndefined();
  });

  test('the same item twice is refused', async () => {
    const error = await failure(transact([putPart('C#1'), { Delete: { TableName, Key: key('C#1') } }]));
    expect(error).toMatchObject({ name: 'ValidationException', message: 'Transaction request cannot include multiple operations on one item' });
  });

  test('a hundred items pass and one more is refused', async () => {
    const parts = Array.from({ length: 101 }, (_, n) => putPart(`C#${n}`));
    expect(await failure(transact(parts))).toMatchObject({ name: 'ValidationException' });
    expect(await get('C#0')).toBeUndefined();
    await transact(parts.slice(0, 100));
    expect(await get('C#99')).toEqual(key('C#99'));
  });

  test('the same token does a transaction once, also after a restart', async () => {
    const step = { Update: { TableName, Key: key('C#1'), UpdateExpression: 'ADD n :one', ExpressionAttributeValues: { ':one': { N: '1' } } } };
    await transact([step], 'token-1');
    await transact([step], 'token-1');
    await served.stop();
    await database.close();
    database = await DynamoDb.open(dir);
    served = await serve(database);
    client = served.client;
    await transact([step], 'token-1');
    expect(await get('C#1')).toMatchObject({ n: { N: '1' } });
    await transact([step], 'token-2');
    expect(await get('C#1')).toMatchObject({ n: { N: '2' } });
  });

  test('the token of another transaction is refused', async () => {
    await transact([putPart('C#1')], 'token-1');
    expect(await failure(transact([putPart('C#2')], 'token-1'))).toBeInstanceOf(IdempotentParameterMismatchException);
    expect(await get('C#2')).toBeUndefined();
  });

  test('a cancelled transaction may be tried again with its token', async () => {
    await put('C#1');
    expect(await failure(transact([newPart('C#1')], 'token-1'))).toBeInstanceOf(TransactionCanceledException);
    await client.send(new DeleteItemCommand({ TableName, Key: key('C#1') }));
    await transact([newPart('C#1')], 'token-1');
    expect(await get('C#1')).toEqual(key('C#1'));
  });

  test('readers of several items never see half of a transaction', async () => {
    const writer = (async () => {
      for (let n = 1; n <= 60; n += 1) await transact([putPart('left', { n: { N: String(n) } }), putPart('right', { n: { N: String(n) } })]);
    })();
    let done = false;
    void writer.then(() => (done = true));
    const seen = new Set<string>();
    while (!done) {
      const pair = await client.send(
        new TransactGetItemsCommand({ TransactItems: ['left', 'right'].map((pk) => ({ Get: { TableName, Key: key(pk) } })) }),
      );
      const [left, right] = pair.Responses!.map((response) => response.Item?.['n']?.N ?? '0');
      expect(left).toBe(right);
      seen.add(left!);
    }
    await writer;
    expect(seen.size).toBeGreaterThan(1);
  });
});

describe('indexes', () => {
  const due = async (limit?: number, forward = true) => {
    const found: string[] = [];
    let pages = 0;
    let from: Record<string, { S: string }> | undefined;
    do {
      const page = await client.send(
        new QueryCommand({
          TableName,
          IndexName: 'due',
          KeyConditionExpression: 'dueShard = :shard AND dueAt <= :now',
          ExpressionAttributeValues: { ':shard': { S: '3' }, ':now': { S: '2026-11-24T12:00:00Z' } },
          Limit: limit,
          ScanIndexForward: forward,
          ExclusiveStartKey: from,
        }),
      );
      found.push(...page.Items!.map((item) => item['pk']!.S!));
      from = page.LastEvaluatedKey as typeof from;
      pages += 1;
    } while (from !== undefined);
    return { found, pages };
  };

  test('an item is in an index only while it has all of its keys', async () => {
    await put('C#1', { dueShard: { S: '3' }, dueAt: { S: '2026-11-24T11:00:00Z' } });
    await put('C#2', { dueShard: { S: '3' } });
    expect((await due()).found).toEqual(['C#1']);
    await client.send(new UpdateItemCommand({ TableName, Key: key('C#1'), UpdateExpression: 'REMOVE dueAt' }));
    expect((await due()).found).toEqual([]);
  });

  test('an item moves in an index with its key and leaves it when deleted', async () => {
    await put('C#1', { dueShard: { S: '3' }, dueAt: { S: '2026-11-24T11:00:00Z' } });
    await put('C#2', { dueShard: { S: '3' }, dueAt: { S: '2026-11-24T10:00:00Z' } });
    expect((await due()).found).toEqual(['C#2', 'C#1']);
    await put('C#2', { dueShard: { S: '3' }, dueAt: { S: '2026-11-24T12:00:01Z' } });
    await transact([{ Delete: { TableName, Key: key('C#1') } }]);
    expect((await due()).found).toEqual([]);
  });

  test('an entry holds what the index projects and nothing else', async () => {
    await put('C#1', { sku: { S: 'LAMP' }, quantity: { N: '2' }, secret: { S: 'no' } });
    const { Items: items } = await client.send(
      new QueryCommand({ TableName, IndexName: 'sku', KeyConditionExpression: 'sku = :sku', ExpressionAttributeValues: { ':sku': { S: 'LAMP' } } }),
    );
    expect(items).toEqual([{ ...key('C#1'), sku: { S: 'LAMP' }, quantity: { N: '2' } }]);
  });

  test.each([
    ['forwards', true],
    ['backwards', false],
  ])('pages %s through items of one and the same index key give each item once', async (_direction, forward) => {
    for (let start = 0; start < 100; start += 25) {
      const requests = Array.from({ length: 25 }, (_, n) => ({
        PutRequest: { Item: { ...key(`C#${start + n}`), dueShard: { S: '3' }, dueAt: { S: '2026-11-24T11:00:00Z' } } },
      }));
      await client.send(new BatchWriteItemCommand({ RequestItems: { Shop: requests } }));
    }
    const { found, pages } = await due(7, forward);
    expect(found).toHaveLength(100);
    expect(new Set(found).size).toBe(100);
    expect(pages).toBe(15);
  });

  test.each([
    ['a put', () => put('C#1', { dueShard: { S: '3' }, dueAt: { S: '' } })],
    [
      'an update',
      () => client.send(new UpdateItemCommand({ TableName, Key: key('C#1'), UpdateExpression: 'SET sku = :none', ExpressionAttributeValues: { ':none': { S: '' } } })),
    ],
    ['a batch', () => client.send(new BatchWriteItemCommand({ RequestItems: { Shop: [{ PutRequest: { Item: { ...key('C#1'), sku: { S: '' } } } }] } }))],
  ])('%s with an empty index key is refused whole', async (_kind, write) => {
    expect(await failure(write())).toMatchObject({ name: 'ValidationException', message: expect.stringContaining('empty string value') as string });
    expect(await get('C#1')).toBeUndefined();
  });
});

test('a filter leaves out items that still count as scanned', async () => {
  await transact([putPart('C#1', { n: { N: '1' } }), putPart('C#2', { n: { N: '2' } }), putPart('C#3', { n: { N: '3' } })]);
  const page = await client.send(new ScanCommand({ TableName, FilterExpression: 'n > :one', ExpressionAttributeValues: { ':one': { N: '1' } } }));
  expect([page.Count, page.ScannedCount]).toEqual([2, 3]);
});

test('items of a partition come in the order of their sort keys, within the bounds that were asked for', async () => {
  await transact(['A#PROFILE', 'L#o1#2', 'L#o1#1', 'L#o2#1', 'X#o1#3'].map((sk) => ({ Put: { TableName, Item: key('C#1', sk) } })));
  const { Items: items } = await client.send(
    new QueryCommand({
      TableName,
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :lines)',
      ExpressionAttributeValues: { ':pk': { S: 'C#1' }, ':lines': { S: 'L#' } },
      ConsistentRead: true,
    }),
  );
  expect(items?.map((item) => item['sk']?.S)).toEqual(['L#o1#1', 'L#o1#2', 'L#o2#1']);
});

test('expiry is set by the template and can be switched off', async () => {
  const told = async () => (await client.send(new DescribeTimeToLiveCommand({ TableName }))).TimeToLiveDescription;
  expect(await told()).toEqual({ TimeToLiveStatus: 'ENABLED', AttributeName: 'expires' });
  await client.send(new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification: { AttributeName: 'expires', Enabled: false } }));
  expect(await told()).toEqual({ TimeToLiveStatus: 'DISABLED' });
});

test('an unknown table and an unknown operation are told apart', async () => {
  expect(await failure(client.send(new GetItemCommand({ TableName: 'Other', Key: key('C#1') })))).toMatchObject({ name: 'ResourceNotFoundException' });
  const answer = await database.handle({ caller: 'store', method: 'POST', path: '/', query: new URLSearchParams(), headers: {}, body: Buffer.from('{}'), target: 'DynamoDB_20120810.ExecuteStatement' });
  expect([answer.status, JSON.parse(answer.body.toString())]).toMatchObject([400, { __type: expect.stringContaining('UnknownOperation') as string }]);
});
