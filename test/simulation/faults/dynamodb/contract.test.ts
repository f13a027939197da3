import { ConditionalCheckFailedException, DeleteItemCommand, GetItemCommand, PutItemCommand, QueryCommand, TransactionCanceledException, TransactWriteItemsCommand, UpdateItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { openProductTable } from '../../../functions/adapters/open-table';
import { Chance } from '../chance';
import { UnknownToTheSimulationError, type Item } from './words';
import { SimulatedTable, type Input } from './table';

/*
 * The simulated table is held against the local stack's, which was held against AWS's rules: the same requests, the same answers. What
 * only one of them has (lag, lost answers) is not part of it.
 */

type Request = readonly [operation: string, input: Input];

/** An answer, or what of an error the adapters look at. */
type Answer = { answer: unknown } | { error: string; reasons?: unknown; item?: unknown };

const TableName = 'Forthright';
const s = (value: string) => ({ S: value });
const n = (value: number) => ({ N: String(value) });
const key = (pk: string, sk: string) => ({ pk: s(pk), sk: s(sk) });

let opened: Awaited<ReturnType<typeof openProductTable>>;
let table: SimulatedTable;
beforeEach(async () => {
  opened = await openProductTable();
  table = new SimulatedTable(() => 0, () => 0);
});
afterEach(() => opened.close());

/** The command's own types are what the adapters keep; here requests are data. */
function sent(client: DynamoDBClient, [operation, input]: Request): Promise<object> {
  switch (operation) {
    case 'GetItem':
      return client.send(new GetItemCommand(input as never));
    case 'PutItem':
      return client.send(new PutItemCommand(input as never));
    case 'UpdateItem':
      return client.send(new UpdateItemCommand(input as never));
    case 'DeleteItem':
      return client.send(new DeleteItemCommand(input as never));
    case 'Query':
      return client.send(new QueryCommand(input as never));
    case 'TransactWriteItems':
      return client.send(new TransactWriteItemsCommand(input as never));
    default:
      throw new RangeError(operation);
  }
}

async function answered(work: () => object | Promise<object>): Promise<Answer> {
  try {
    const answer = Object.entries(await work()).filter(([name, value]) => name !== '$metadata' && value !== undefined);
    return { answer: Object.fromEntries(answer) };
  } catch (error) {
    if (error instanceof UnknownToTheSimulationError) throw error;
    if (error instanceof TransactionCanceledException) return { error: error.name, reasons: error.CancellationReasons?.map(({ Code }) => Code) };
    if (error instanceof ConditionalCheckFailedException) return { error: error.name, item: error.Item };
    return { error: error instanceof Error ? error.name : String(error) };
  }
}

/** Both do the same; returns what they answered. */
async function both(request: Request): Promise<Answer> {
  const [operation, input] = request;
  const real = await answered(() => sent(opened.table.client, request));
  const simulated = await answered(() => table.perform(operation, input));
  expect({ request, ...comparable(simulated, input) }).toEqual({ request, ...comparable(real, input) });
  return simulated;
}

/** Items of an index with the same keys have no order of their own. */
function comparable(answer: Answer, { IndexName: index }: Input): Answer {
  if (index === undefined || !('answer' in answer)) return answer;
  const { Items: items = [], ...rest } = answer.answer as { Items?: Item[] };
  return { answer: { ...rest, Items: items.map((item) => JSON.stringify(item, Object.keys(item).sort().concat('S'))).sort() } };
}

const put = (item: Item, more: Input = {}): Request => ['PutItem', { TableName, Item: item, ...more }];
const get = (pk: string, sk: string, more: Input = {}): Request => ['GetItem', { TableName, Key: key(pk, sk), ConsistentRead: true, ...more }];
const isNew = { ConditionExpression: 'attribute_not_exists(#pk)', ExpressionAttributeNames: { '#pk': 'pk' } };
const isAt = (version: number) => ({ ConditionExpression: '#version = :version', ExpressionAttributeNames: { '#version': 'version' }, ExpressionAttributeValues: { ':version': n(version) } });

test('a write under a version is done once, and shows the item to whoever asked for it', async () => {
  await both(put({ ...key('C#1', 'A'), version: n(1) }, isNew));
  await both(put({ ...key('C#1', 'A'), version: n(1) }, isNew));
  await both(put({ ...key('C#1', 'A'), version: n(2) }, isAt(1)));
  expect(await both(put({ ...key('C#1', 'A'), version: n(3) }, { ...isAt(1), ReturnValuesOnConditionCheckFailure: 'ALL_OLD' }))).toEqual({ error: 'ConditionalCheckFailedException', item: { ...key('C#1', 'A'), version: n(2) } });
  await both(get('C#1', 'A', { ProjectionExpression: 'version' }));
});

test('a transaction is whole or not there, says why in order, and is done once under its token', async () => {
  await both(put({ ...key('C#1', 'A'), version: n(1) }));
  const items = (version: number) => [
    { Put: { TableName, Item: { ...key('C#1', 'A'), version: n(version + 1) }, ...isAt(version) } },
    { Put: { TableName, Item: key('C#1', `L#${version}`) } },
    { Delete: { TableName, Key: key('C#1', 'X#none') } },
    { Update: { TableName, Key: key('G#1', 'G'), UpdateExpression: 'SET #schema = if_not_exists(#schema, :schema) ADD #spent :amount', ConditionExpression: 'attribute_not_exists(#spent) OR (#spent <= :most AND #schema <= :schema)', ExpressionAttributeNames: { '#spent': 'spent', '#schema': 'schema' }, ExpressionAttributeValues: { ':amount': n(40), ':most': n(60), ':schema': n(1) } } },
  ];
  await both(['TransactWriteItems', { TransactItems: items(1), ClientRequestToken: 'a' }]);
  await both(['TransactWriteItems', { TransactItems: items(1), ClientRequestToken: 'a' }]);
  await both(['TransactWriteItems', { TransactItems: items(1), ClientRequestToken: 'b' }]);
  await both(['TransactWriteItems', { TransactItems: items(2) }]);
  expect(await both(['TransactWriteItems', { TransactItems: items(3) }])).toEqual({ error: 'TransactionCanceledException', reasons: ['None', 'None', 'None', 'ConditionalCheckFailed'] });
  await both(get('G#1', 'G'));
  await both(['TransactWriteItems', { TransactItems: [{ Put: { TableName, Item: key('C#1', 'A') } }, { Delete: { TableName, Key: key('C#1', 'A') } }] }]);
  await both(['Query', { TableName, KeyConditionExpression: '#pk = :pk AND begins_with(#sk, :prefix)', ExpressionAttributeNames: { '#pk': 'pk', '#sk': 'sk' }, ExpressionAttributeValues: { ':pk': s('C#1'), ':prefix': s('L') }, ConsistentRead: true }]);
});

test('a value goes into a map that is there, and into none that is not', async () => {
  const closing = { UpdateExpression: 'SET #lines.#l0 = :closed ADD #version :one', ExpressionAttributeNames: { '#lines': 'lines', '#version': 'version', '#l0': 'a.b' }, ExpressionAttributeValues: { ':closed': { M: { state: s('closed') } }, ':one': n(1) } };
  await both(['UpdateItem', { TableName, Key: key('O#1', 'ORDER'), ...closing }]);
  await both(put({ ...key('O#1', 'ORDER'), version: n(1), lines: { M: { other: { M: { state: s('open') } } } } }));
  await both(['UpdateItem', { TableName, Key: key('O#1', 'ORDER'), ...closing, ReturnValues: 'ALL_NEW' }]);
  await both(['UpdateItem', { TableName, Key: key('O#1', 'ORDER'), UpdateExpression: 'REMOVE #words', ExpressionAttributeNames: { '#words': 'words' } }]);
  await both(['UpdateItem', { TableName, Key: key('N#1', 'N'), UpdateExpression: 'SET #a = if_not_exists(#a, :zero) + :one', ExpressionAttributeNames: { '#a': 'a' }, ExpressionAttributeValues: { ':zero': n(0), ':one': n(1) } }]);
  await both(get('O#1', 'ORDER'));
  await both(get('N#1', 'N'));
});

test('the newest report stays, whichever comes first', async () => {
  const report = (asOf: string) => put({ ...key('E#S', 'STOCK'), asOf: s(asOf) }, { ConditionExpression: 'attribute_not_exists(#pk) OR #asOf < :asOf', ExpressionAttributeNames: { '#pk': 'pk', '#asOf': 'asOf' }, ExpressionAttributeValues: { ':asOf': s(asOf) } });
  for (const asOf of ['2026-01-02', '2026-01-01', '2026-01-02', '2026-01-03']) await both(report(asOf));
  await both(get('E#S', 'STOCK'));
});

test('indexes are sparse, and a page of them goes on where the one before ended', async () => {
  for (let number = 0; number < 7; number += 1) await both(put({ ...key(`C#${number}`, 'A'), ...(number === 3 ? {} : { dueShard: s('1'), dueAt: s(`2026-01-0${number + 1}`) }), other: s('x') }));
  await both(put({ ...key('C#9', 'A'), sku: s('') }));
  await both(put({ ...key('C#9', 'A'), dueShard: s('1') }));
  const due = (more: Input): Request => ['Query', { TableName, IndexName: 'due', KeyConditionExpression: '#shard = :shard AND #due <= :now', ExpressionAttributeNames: { '#shard': 'dueShard', '#due': 'dueAt' }, ExpressionAttributeValues: { ':shard': s('1'), ':now': s('2026-01-06') }, ...more }];
  await both(due({}));
  await both(due({ ConsistentRead: true }));
  let start: unknown;
  for (let page = 0; page < 3; page += 1) {
    const answer = await both(due({ Limit: 2, ...(start === undefined ? {} : { ExclusiveStartKey: start }) }));
    start = 'answer' in answer ? (answer.answer as { LastEvaluatedKey?: unknown }).LastEvaluatedKey : undefined;
  }
  await both(['Query', { TableName, IndexName: 'nothing', KeyConditionExpression: '#a = :a', ExpressionAttributeNames: { '#a': 'a' }, ExpressionAttributeValues: { ':a': s('1') } }]);
});

test('what words of mails there are is found by a filter, after the page is counted', async () => {
  for (const [sk, words] of [['Z#1', true], ['Z#2', false], ['Z#3', true]] as const) await both(put({ ...key('C#1', sk), ...(words ? { words: s('x') } : {}) }));
  await both(['Query', { TableName, KeyConditionExpression: '#pk = :pk AND begins_with(#sk, :record)', FilterExpression: 'attribute_exists(#words)', ProjectionExpression: '#pk, #sk', ExpressionAttributeNames: { '#pk': 'pk', '#sk': 'sk', '#words': 'words' }, ExpressionAttributeValues: { ':pk': s('C#1'), ':record': s('Z#') }, ConsistentRead: true }]);
});

test.each([1, 2, 3])('three hundred requests by chance are answered the same by both (seed %i)', async (seed) => {
  const chance = new Chance(seed, 0);
  for (let number = 0; number < 300; number += 1) await both(requestBy(chance, number));
});

function requestBy(chance: Chance, number: number): Request {
  const pk = chance.pick(['C#1', 'C#2', 'C#ä'] as const);
  const sk = chance.pick(['A', 'L#1', 'L#2', 'LA#3', 'Z#é', 'Z#z'] as const);
  const version = chance.between(1, 3);
  const item = { ...key(pk, sk), version: n(version), number: n(number), ...(chance.happens(0.4) ? { dueShard: s('1'), dueAt: s(String(chance.between(1, 5))) } : {}), ...(chance.happens(0.3) ? { sku: s('S') } : {}) };
  const condition = chance.pick([{}, isNew, isAt(version)] as const);
  switch (chance.pick(['put', 'put', 'delete', 'update', 'transact', 'get', 'list', 'index'] as const)) {
    case 'put':
      return put(item, condition);
    case 'delete':
      return ['DeleteItem', { TableName, Key: key(pk, sk), ...condition }];
    case 'update':
      return ['UpdateItem', { TableName, Key: key(pk, sk), UpdateExpression: 'ADD #version :one REMOVE #due', ExpressionAttributeNames: { '#version': 'version', '#due': 'dueAt' }, ExpressionAttributeValues: { ':one': n(1) } }];
    case 'transact':
      return ['TransactWriteItems', { TransactItems: [{ Put: { TableName, Item: item, ...condition } }, { Put: { TableName, Item: { ...key(`R#${number}`, 'R') }, ...isNew } }, { Delete: { TableName, Key: key(pk, 'none'), ...isNew } }] }];
    case 'get':
      return get(pk, sk);
    case 'list':
      return ['Query', { TableName, KeyConditionExpression: '#pk = :pk AND begins_with(#sk, :prefix)', ExpressionAttributeNames: { '#pk': 'pk', '#sk': 'sk' }, ExpressionAttributeValues: { ':pk': s(pk), ':prefix': s(chance.pick(['L', 'Z#', 'L#'] as const)) }, ConsistentRead: true, ...(chance.happens(0.3) ? { Limit: chance.between(1, 3) } : {}), ...(chance.happens(0.3) ? { ScanIndexForward: false } : {}) }];
    case 'index':
      return ['Query', { TableName, IndexName: 'sku', KeyConditionExpression: '#sku = :sku', ExpressionAttributeNames: { '#sku': 'sku' }, ExpressionAttributeValues: { ':sku': s('S') } }];
  }
}
