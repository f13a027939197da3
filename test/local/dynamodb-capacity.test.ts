import {
  type ConsumedCapacity,
  DeleteItemCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  TransactGetItemsCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { itemSize } from '../../local/aws/dynamodb/item-size';
import { EachTest, TableName } from './dynamodb-database';

const shop = new EachTest('AttendCustomer');

const KEY = { pk: { S: 'C#1' }, sk: { S: 'A' } };
const ofBytes = (bytes: number) => ({ ...KEY, words: { S: 'x'.repeat(bytes - itemSize({ ...KEY, words: { S: '' } })) } });
const DUE = { dueShard: { S: '3' }, dueAt: { S: '2026-11-24T11:00:00Z' } };
const send = async (command: PutItemCommand) => units((await shop.client.send(command)).ConsumedCapacity);
const put = (item: PutItemCommand['input']['Item']) => send(new PutItemCommand({ TableName, Item: item, ReturnConsumedCapacity: 'INDEXES' }));
const units = (consumed: ConsumedCapacity | undefined) => {
  const indexes = Object.entries(consumed?.GlobalSecondaryIndexes ?? {}).map(([name, one]) => [name, one.CapacityUnits]);
  return { all: consumed?.CapacityUnits, table: consumed?.Table?.CapacityUnits, ...(Object.fromEntries(indexes) as Record<string, number>) };
};

test.each([
  ['names and strings count in UTF-8', { é: { S: 'ü' } }, 4],
  ['a number counts a byte per two digits and one more', { n: { N: '12345' } }, 5],
  ['a negative number has one more', { n: { N: '-12.50' } }, 5],
  ['true and null count one', { a: { BOOL: true }, b: { NULL: true } }, 4],
  ['binary counts raw', { b: { B: 'AAEC' } }, 4],
  ['lists and maps count three, and one per element', { l: { L: [{ S: 'ab' }] }, m: { M: { k: { S: 'v' } } } }, 7 + 7],
])('%s', (_rule, item, bytes) => {
  expect(itemSize(item)).toBe(bytes);
});

test('a write costs a unit per started kilobyte of the larger of before and after', async () => {
  expect(await put(ofBytes(1024))).toEqual({ all: 1, table: 1 });
  expect(await put(ofBytes(1025))).toEqual({ all: 2, table: 2 });
  expect(await put(ofBytes(100))).toEqual({ all: 2, table: 2 });
  expect(await put(ofBytes(100))).toEqual({ all: 1, table: 1 });
});

test('an index costs one write when an entry comes or goes, two when its key moves and none when it stays', async () => {
  expect(await put({ ...KEY, ...DUE })).toEqual({ all: 2, table: 1, due: 1 });
  expect(await put({ ...KEY, ...DUE, other: { S: 'x' } })).toEqual({ all: 1, table: 1 });
  expect(await put({ ...KEY, ...DUE, dueAt: { S: '2026-11-25T11:00:00Z' } })).toEqual({ all: 3, table: 1, due: 2 });
  expect(await put(KEY)).toEqual({ all: 2, table: 1, due: 1 });
});

test('an index pays for a change of what it projects', async () => {
  await put({ ...KEY, sku: { S: 'LAMP' }, quantity: { N: '1' } });
  expect(await put({ ...KEY, sku: { S: 'LAMP' }, quantity: { N: '2' } })).toEqual({ all: 2, table: 1, sku: 1 });
});

test('a refused condition costs what it looked at', async () => {
  await put(ofBytes(2048));
  shop.database.consumption.reset();
  await expect(shop.client.send(new DeleteItemCommand({ TableName, Key: KEY, ConditionExpression: 'attribute_exists(nothing)' }))).rejects.toThrow();
  expect(shop.database.consumption.units()).toEqual({ read: 0, write: 2 });
});

test('a read costs a unit per started 4 KB, half of that if eventually consistent, also when nothing is found', async () => {
  const get = async (consistent: boolean) =>
    (await shop.client.send(new GetItemCommand({ TableName, Key: KEY, ConsistentRead: consistent, ReturnConsumedCapacity: 'TOTAL' }))).ConsumedCapacity?.CapacityUnits;
  expect([await get(false), await get(true)]).toEqual([0.5, 1]);
  await put(ofBytes(4097));
  expect([await get(false), await get(true)]).toEqual([1, 2]);
});

test('a query adds up what it read before it rounds, filtered items too', async () => {
  for (const n of ['1', '2', '3']) await put({ ...ofBytes(1500), sk: { S: n } });
  const query = new QueryCommand({
    TableName,
    KeyConditionExpression: 'pk = :pk',
    FilterExpression: 'attribute_exists(nothing)',
    ExpressionAttributeValues: { ':pk': KEY.pk },
    ConsistentRead: true,
    ReturnConsumedCapacity: 'TOTAL',
  });
  const page = await shop.client.send(query);
  expect([page.Count, page.ConsumedCapacity?.CapacityUnits]).toEqual([0, 2]);
});

test('a transaction costs double for its items and once for its index entries', async () => {
  const { ConsumedCapacity: wrote } = await shop.client.send(
    new TransactWriteItemsCommand({
      TransactItems: [
        { Put: { TableName, Item: { ...ofBytes(1025), ...DUE } } },
        { ConditionCheck: { TableName, Key: { ...KEY, sk: { S: 'B' } }, ConditionExpression: 'attribute_not_exists(pk)' } },
      ],
      ReturnConsumedCapacity: 'INDEXES',
    }),
  );
  expect(wrote).toMatchObject([{ TableName, CapacityUnits: 7, WriteCapacityUnits: 7, Table: { CapacityUnits: 6 }, GlobalSecondaryIndexes: { due: { CapacityUnits: 1 } } }]);
  const { ConsumedCapacity: read } = await shop.client.send(
    new TransactGetItemsCommand({ TransactItems: [{ Get: { TableName, Key: KEY } }], ReturnConsumedCapacity: 'TOTAL' }),
  );
  expect(read).toEqual([{ TableName, CapacityUnits: 2, ReadCapacityUnits: 2 }]);
});

test('totals are kept by caller and operation until they are reset', async () => {
  await put({ ...KEY, ...DUE });
  await shop.client.send(new UpdateItemCommand({ TableName, Key: KEY, UpdateExpression: 'ADD n :one', ExpressionAttributeValues: { ':one': { N: '1' } } }));
  await shop.client.send(new GetItemCommand({ TableName, Key: KEY }));
  await shop.client.send(new GetItemCommand({ TableName, Key: KEY, ConsistentRead: true }));
  expect(shop.database.consumption.totals()).toEqual([
    { caller: 'AttendCustomer', operation: 'GetItem', calls: 2, readUnits: 1.5, writeUnits: 0 },
    { caller: 'AttendCustomer', operation: 'PutItem', calls: 1, readUnits: 0, writeUnits: 2 },
    { caller: 'AttendCustomer', operation: 'UpdateItem', calls: 1, readUnits: 0, writeUnits: 1 },
  ]);
  shop.database.consumption.reset();
  expect(shop.database.consumption.totals()).toEqual([]);
});
