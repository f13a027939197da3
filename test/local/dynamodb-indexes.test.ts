import {
  BatchWriteItemCommand,
  DescribeTimeToLiveCommand,
  GetItemCommand,
  QueryCommand,
  ScanCommand,
  UpdateItemCommand,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import { EachTest, TableName, failure, key, putPart } from './dynamodb-database';

const shop = new EachTest();

describe('indexes', () => {
  const due = async (limit?: number, forward = true) => {
    const found: string[] = [];
    let pages = 0;
    let from: Record<string, { S: string }> | undefined;
    do {
      const page = await shop.client.send(
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
    await shop.put('C#1', { dueShard: { S: '3' }, dueAt: { S: '2026-11-24T11:00:00Z' } });
    await shop.put('C#2', { dueShard: { S: '3' } });
    expect((await due()).found).toEqual(['C#1']);
    await shop.client.send(new UpdateItemCommand({ TableName, Key: key('C#1'), UpdateExpression: 'REMOVE dueAt' }));
    expect((await due()).found).toEqual([]);
  });

  test('an item moves in an index with its key and leaves it when deleted', async () => {
    await shop.put('C#1', { dueShard: { S: '3' }, dueAt: { S: '2026-11-24T11:00:00Z' } });
    await shop.put('C#2', { dueShard: { S: '3' }, dueAt: { S: '2026-11-24T10:00:00Z' } });
    expect((await due()).found).toEqual(['C#2', 'C#1']);
    await shop.put('C#2', { dueShard: { S: '3' }, dueAt: { S: '2026-11-24T12:00:01Z' } });
    await shop.transact([{ Delete: { TableName, Key: key('C#1') } }]);
    expect((await due()).found).toEqual([]);
  });

  test('an entry holds what the index projects and nothing else', async () => {
    await shop.put('C#1', { sku: { S: 'LAMP' }, quantity: { N: '2' }, secret: { S: 'no' } });
    const { Items: items } = await shop.client.send(
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
      await shop.client.send(new BatchWriteItemCommand({ RequestItems: { Shop: requests } }));
    }
    const { found, pages } = await due(7, forward);
    expect(found).toHaveLength(100);
    expect(new Set(found).size).toBe(100);
    expect(pages).toBe(15);
  });

  test('items whose keys hash alike are apart under one index key', async () => {
    // The md5 of both keys begins with the same six digits, which is all that dynalite tells them apart by.
    for (const pk of ['C#1157', 'C#1438']) await shop.put(pk, { dueShard: { S: '3' }, dueAt: { S: '2026-11-24T11:00:00Z' } });
    expect(new Set((await due()).found)).toEqual(new Set(['C#1157', 'C#1438']));
  });

  test.each([
    ['a put', () => shop.put('C#1', { dueShard: { S: '3' }, dueAt: { S: '' } })],
    [
      'an update',
      () => shop.client.send(new UpdateItemCommand({ TableName, Key: key('C#1'), UpdateExpression: 'SET sku = :none', ExpressionAttributeValues: { ':none': { S: '' } } })),
    ],
    ['a batch', () => shop.client.send(new BatchWriteItemCommand({ RequestItems: { Shop: [{ PutRequest: { Item: { ...key('C#1'), sku: { S: '' } } } }] } }))],
  ])('%s with an empty index key is refused whole', async (_kind, write) => {
    expect(await failure(write())).toMatchObject({ name: 'ValidationException', message: expect.stringContaining('empty string value') as string });
    expect(await shop.get('C#1')).toBeUndefined();
  });
});

test('a filter leaves out items that still count as scanned', async () => {
  await shop.transact([putPart('C#1', { n: { N: '1' } }), putPart('C#2', { n: { N: '2' } }), putPart('C#3', { n: { N: '3' } })]);
  const page = await shop.client.send(new ScanCommand({ TableName, FilterExpression: 'n > :one', ExpressionAttributeValues: { ':one': { N: '1' } } }));
  expect([page.Count, page.ScannedCount]).toEqual([2, 3]);
});

test('items of a partition come in the order of their sort keys, within the bounds that were asked for', async () => {
  await shop.transact(['A#PROFILE', 'L#o1#2', 'L#o1#1', 'L#o2#1', 'X#o1#3'].map((sk) => ({ Put: { TableName, Item: key('C#1', sk) } })));
  const { Items: items } = await shop.client.send(
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
  const told = async () => (await shop.client.send(new DescribeTimeToLiveCommand({ TableName }))).TimeToLiveDescription;
  expect(await told()).toEqual({ TimeToLiveStatus: 'ENABLED', AttributeName: 'expires' });
  await shop.client.send(new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification: { AttributeName: 'expires', Enabled: false } }));
  expect(await told()).toEqual({ TimeToLiveStatus: 'DISABLED' });
});

test('an unknown table and an unknown operation are told apart', async () => {
  expect(await failure(shop.client.send(new GetItemCommand({ TableName: 'Other', Key: key('C#1') })))).toMatchObject({ name: 'ResourceNotFoundException' });
  const answer = await shop.database.handle({ caller: 'store', method: 'POST', path: '/', query: new URLSearchParams(), headers: {}, body: Buffer.from('{}'), target: 'DynamoDB_20120810.ExecuteStatement' });
  expect([answer.status, JSON.parse(answer.body.toString())]).toMatchObject([400, { __type: expect.stringContaining('UnknownOperation') as string }]);
});
