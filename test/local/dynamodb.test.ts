import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  IdempotentParameterMismatchException,
  ScanCommand,
  TransactGetItemsCommand,
  TransactionCanceledException,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { EachTest, TableName, failure, key, putPart } from './dynamodb-database';

const shop = new EachTest();

const newPart = (pk: string) => ({ Put: { TableName, Item: key(pk), ConditionExpression: 'attribute_not_exists(pk)' } });

describe('conditions', () => {
  test('a write whose condition fails changes nothing and shows the item to those who ask', async () => {
    await shop.put('C#1', { version: { N: '7' } });
    const error = await failure(
      shop.client.send(
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
    expect(await shop.get('C#1')).toEqual({ ...key('C#1'), version: { N: '7' } });
  });

  test('a failed condition keeps the item to itself unless asked', async () => {
    await shop.put('C#1');
    const error = await failure(shop.client.send(new DeleteItemCommand({ TableName, Key: key('C#1'), ConditionExpression: 'attribute_not_exists(pk)' })));
    expect(error).toBeInstanceOf(ConditionalCheckFailedException);
    expect((error as ConditionalCheckFailedException).Item).toBeUndefined();
  });

  test('of many who expect the same version, one gets through', async () => {
    await shop.put('C#1', { version: { N: '1' } });
    const tries = Array.from({ length: 20 }, () =>
      failure(
        shop.client.send(
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
    expect(await shop.get('C#1')).toMatchObject({ version: { N: '2' } });
  });

  test('no counted step is lost between concurrent updates', async () => {
    const steps = Array.from({ length: 50 }, () =>
      shop.client.send(new UpdateItemCommand({ TableName, Key: key('C#1'), UpdateExpression: 'ADD steps :one', ExpressionAttributeValues: { ':one': { N: '1' } } })),
    );
    await Promise.all(steps);
    expect(await shop.get('C#1')).toMatchObject({ steps: { N: '50' } });
  });
});

describe('transactions', () => {
  test('put, update, delete and check take effect together', async () => {
    await shop.put('goes');
    await shop.put('changes', { n: { N: '1' } });
    await shop.put('stays', { open: { S: 'yes' } });
    await shop.transact([
      putPart('comes'),
      { Update: { TableName, Key: key('changes'), UpdateExpression: 'SET n = n + :one', ExpressionAttributeValues: { ':one': { N: '1' } } } },
      { Delete: { TableName, Key: key('goes') } },
      { ConditionCheck: { TableName, Key: key('stays'), ConditionExpression: 'attribute_exists(#open)', ExpressionAttributeNames: { '#open': 'open' } } },
    ]);
    expect(await shop.get('comes')).toEqual(key('comes'));
    expect(await shop.get('changes')).toEqual({ ...key('changes'), n: { N: '2' } });
    expect(await shop.get('goes')).toBeUndefined();
    expect(await shop.get('stays')).toEqual({ ...key('stays'), open: { S: 'yes' } });
  });

  test('one failed part cancels all and each part has its reason', async () => {
    await shop.put('taken', { n: { N: '5' } });
    const error = await failure(
      shop.transact([
        putPart('comes', { sku: { S: 'LAMP' } }),
        { Put: { ...newPart('taken').Put, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' } },
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
    expect(await shop.get('comes')).toBeUndefined();
    expect(await shop.get('taken-not')).toBeUndefined();
    expect((await shop.client.send(new ScanCommand({ TableName, IndexName: 'sku' }))).Items).toEqual([]);
  });

  test('a check cancels the writes beside it', async () => {
    const check = { ConditionCheck: { TableName, Key: key('absent'), ConditionExpression: 'attribute_exists(pk)' } };
    const error = await failure(shop.transact([putPart('comes'), check]));
    expect((error as TransactionCanceledException).CancellationReasons?.map((reason) => reason.Code)).toEqual(['None', 'ConditionalCheckFailed']);
    expect(await shop.get('comes')).toBeUndefined();
  });

  test('the same item twice is refused', async () => {
    const error = await failure(shop.transact([putPart('C#1'), { Delete: { TableName, Key: key('C#1') } }]));
    expect(error).toMatchObject({ name: 'ValidationException', message: 'Transaction request cannot include multiple operations on one item' });
  });

  test('a hundred items pass and one more is refused', async () => {
    const parts = Array.from({ length: 101 }, (_, n) => putPart(`C#${n}`));
    expect(await failure(shop.transact(parts))).toMatchObject({ name: 'ValidationException' });
    expect(await shop.get('C#0')).toBeUndefined();
    await shop.transact(parts.slice(0, 100));
    expect(await shop.get('C#99')).toEqual(key('C#99'));
  });

  test('the same token does a transaction once, also after a restart', async () => {
    const step = { Update: { TableName, Key: key('C#1'), UpdateExpression: 'ADD n :one', ExpressionAttributeValues: { ':one': { N: '1' } } } };
    await shop.transact([step], 'token-1');
    await shop.transact([step], 'token-1');
    await shop.restart();
    await shop.transact([step], 'token-1');
    expect(await shop.get('C#1')).toMatchObject({ n: { N: '1' } });
    await shop.transact([step], 'token-2');
    expect(await shop.get('C#1')).toMatchObject({ n: { N: '2' } });
  });

  test('the token of another transaction is refused', async () => {
    await shop.transact([putPart('C#1')], 'token-1');
    expect(await failure(shop.transact([putPart('C#2')], 'token-1'))).toBeInstanceOf(IdempotentParameterMismatchException);
    expect(await shop.get('C#2')).toBeUndefined();
  });

  test('a cancelled transaction may be tried again with its token', async () => {
    await shop.put('C#1');
    expect(await failure(shop.transact([newPart('C#1')], 'token-1'))).toBeInstanceOf(TransactionCanceledException);
    await shop.client.send(new DeleteItemCommand({ TableName, Key: key('C#1') }));
    await shop.transact([newPart('C#1')], 'token-1');
    expect(await shop.get('C#1')).toEqual(key('C#1'));
  });

  test('readers of several items never see half of a transaction', async () => {
    const writer = (async () => {
      for (let n = 1; n <= 60; n += 1) await shop.transact([putPart('left', { n: { N: String(n) } }), putPart('right', { n: { N: String(n) } })]);
    })();
    let done = false;
    void writer.then(() => (done = true));
    const seen = new Set<string>();
    while (!done) {
      const pair = await shop.client.send(
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
