import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { conditionOf, compareUtf8 } from './conditions';
import { cancelled, conditionFailed, ValidationException } from './refusals';
import { indexes, Rows } from './rows';
import { NoSuchPathError, updateOf } from './updates';
import { nameOf, UnknownToTheSimulationError, type Item, type Meanings } from './words';

/** A request as the SDK's command carries it. */
export type Input = Readonly<Record<string, unknown>>;

const CONDITION = ['TableName', 'ConditionExpression', 'ExpressionAttributeNames', 'ExpressionAttributeValues'];
const PARAMETERS: Readonly<Record<string, readonly string[]>> = {
  GetItem: ['TableName', 'Key', 'ConsistentRead', 'ProjectionExpression', 'ExpressionAttributeNames'],
  PutItem: [...CONDITION, 'Item', 'ReturnValuesOnConditionCheckFailure'],
  DeleteItem: [...CONDITION, 'Key'],
  UpdateItem: [...CONDITION, 'Key', 'UpdateExpression', 'ReturnValues', 'ReturnValuesOnConditionCheckFailure'],
  ConditionCheck: [...CONDITION, 'Key'],
  Query: ['TableName', 'IndexName', 'KeyConditionExpression', 'FilterExpression', 'ProjectionExpression', 'ExpressionAttributeNames', 'ExpressionAttributeValues', 'ConsistentRead', 'Limit', 'ExclusiveStartKey', 'ScanIndexForward'],
  TransactWriteItems: ['TransactItems', 'ClientRequestToken'],
};
const MOST_IN_A_TRANSACTION = 100;
const TOKEN_KEPT_MS = 10 * 60_000;

interface Write {
  pk: string;
  sk: string;
  /** What is there afterwards; undefined when the condition does not hold. */
  after: { item: Item | undefined } | undefined;
  returned?: Item | undefined;
}

/** The product's table as far as the product uses it, evaluated by itself: nothing of it comes from the local stack's database. */
export class SimulatedTable {
  readonly rows: Rows;
  private readonly tokens = new Map<string, number>();

  constructor(private readonly clock: () => number, lagMs: () => number) {
    this.rows = new Rows(clock, lagMs);
  }

  /** Does what a command asks for, whole or not at all. Throws DynamoDB's typed errors. */
  perform(operation: string, input: Input): object {
    checkParameters(operation, input);
    switch (operation) {
      case 'GetItem':
        return this.get(input);
      case 'Query':
        return this.query(input);
      case 'PutItem':
      case 'DeleteItem':
      case 'UpdateItem': {
        const { pk, sk, after, returned } = this.prepared(operation, input);
        if (after === undefined) throw conditionFailed(input.ReturnValuesOnConditionCheckFailure === 'ALL_OLD' ? this.rows.get(pk, sk) : undefined);
        this.rows.put([{ pk, sk, item: after.item }]);
        return returned === undefined ? {} : { Attributes: returned };
      }
      case 'TransactWriteItems':
        return this.transact(input);
      default:
        throw new UnknownToTheSimulationError(`operation ${operation}`);
    }
  }

  private get(input: Input): object {
    const { pk, sk } = keyOf(itemIn(input.Key));
    const item = input.ConsistentRead === true ? this.rows.get(pk, sk) : this.rows.getLate(pk, sk);
    return item === undefined ? {} : { Item: projected(item, input) };
  }

  private transact({ TransactItems: items, ClientRequestToken: token }: Input): object {
    if (!Array.isArray(items) || items.length === 0 || items.length > MOST_IN_A_TRANSACTION) throw new ValidationException('a transaction has 1 to 100 items');
    const doneAt = typeof token === 'string' ? this.tokens.get(token) : undefined;
    if (doneAt !== undefined && this.clock() - doneAt < TOKEN_KEPT_MS) return {};
    const writes = items.map((part: Record<string, Input>) => {
      const [[name, request], ...others] = entriesOf(part);
      if (others.length > 0) throw new UnknownToTheSimulationError('a part of a transaction that asks for several things');
      const operation = name === 'ConditionCheck' ? name : `${name}Item`;
      checkParameters(operation, request);
      return this.prepared(operation, request);
    });
    if (new Set(writes.map(({ pk, sk }) => `${pk}\n${sk}`)).size < writes.length) throw new ValidationException('Transaction request cannot include multiple operations on one item');
    if (writes.some(({ after }) => after === undefined)) throw cancelled(writes.map(({ after }) => (after === undefined ? 'ConditionalCheckFailed' : 'None')));
    this.rows.put(writes.map(({ pk, sk, after }) => ({ pk, sk, item: after?.item })));
    if (typeof token === 'string') this.tokens.set(token, this.clock());
    return {};
  }

  private prepared(operation: string, input: Input): Write {
    const meanings = meaningsIn(input);
    const key = itemIn(operation === 'PutItem' ? input.Item : input.Key);
    const { pk, sk } = keyOf(key);
    const before = this.rows.get(pk, sk);
    const { ConditionExpression: condition } = input;
    if (typeof condition === 'string' && !conditionOf(condition)(before, meanings)) return { pk, sk, after: undefined };
    switch (operation) {
      case 'PutItem':
        checkIndexKeys(key);
        return { pk, sk, after: { item: key } };
      case 'DeleteItem':
        return { pk, sk, after: { item: undefined } };
      case 'UpdateItem': {
        const item = updated(before ?? key, text(input.UpdateExpression), meanings);
        checkIndexKeys(item);
        return { pk, sk, after: { item }, returned: returnedBy(input.ReturnValues, before, item) };
      }
      case 'ConditionCheck':
        return { pk, sk, after: { item: before } };
      default:
        throw new UnknownToTheSimulationError(`operation ${operation}`);
    }
  }

  private query(input: Input): object {
    const meanings = meaningsIn(input);
    const condition = conditionOf(text(input.KeyConditionExpression));
    const index = input.IndexName === undefined ? undefined : indexes.find(({ name }) => name === input.IndexName);
    if (input.IndexName !== undefined && index === undefined) throw new ValidationException(`The table does not have the specified index: ${JSON.stringify(input.IndexName)}`);
    if (index !== undefined && input.ConsistentRead === true) throw new ValidationException('Consistent reads are not supported on global secondary indexes');
    const range = index?.range ?? 'sk';
    // Of equal range keys an index has an order of its own; here it is the table's.
    const placeOf = (item: Item): string[] => [item[range]?.S ?? '', item.pk?.S ?? '', item.sk?.S ?? ''];
    const found = index === undefined ? this.partitionOf(input, meanings) : this.rows.shown(index).sort((a, b) => comparePlaces(placeOf(a), placeOf(b)));
    let items = found.filter((item) => condition(item, meanings));
    if (input.ScanIndexForward === false) items.reverse();
    const { ExclusiveStartKey: start } = input;
    if (start !== undefined) {
      const from = placeOf(itemIn(start));
      items = items.filter((item) => (input.ScanIndexForward === false ? -1 : 1) * comparePlaces(placeOf(item), from) > 0);
    }
    const limit = typeof input.Limit === 'number' ? input.Limit : items.length;
    const page = items.slice(0, limit);
    const last = page.at(-1);
    // With a limit that is just reached there may be more: that is only known by asking.
    const more = input.Limit !== undefined && page.length === limit && last !== undefined ? { LastEvaluatedKey: keysOf(last, index) } : {};
    const filter = typeof input.FilterExpression === 'string' ? conditionOf(input.FilterExpression) : undefined;
    const shown = (filter === undefined ? page : page.filter((item) => filter(item, meanings))).map((item) => projected(index === undefined ? item : keysOf(item, index), input));
    return { Items: shown, Count: shown.length, ScannedCount: page.length, ...more };
  }

  private partitionOf(input: Input, meanings: Meanings): Item[] {
    const hash = /^\s*(#?\w+)\s*=\s*(:\w+)/.exec(text(input.KeyConditionExpression));
    if (hash?.[1] === undefined || hash[2] === undefined || nameOf(hash[1], meanings) !== 'pk') throw new UnknownToTheSimulationError('a query that does not begin with its partition');
    const pk = meanings.ExpressionAttributeValues?.[hash[2]]?.S ?? '';
    return input.ConsistentRead === true ? this.rows.partition(pk) : this.rows.partitionLate(pk);
  }
}

function updated(before: Item, expression: string, meanings: Meanings): Item {
  try {
    return updateOf(expression)(before, meanings);
  } catch (error) {
    if (error instanceof NoSuchPathError) throw new ValidationException('The document path provided in the update expression is invalid for update');
    throw error;
  }
}

function returnedBy(wanted: unknown, before: Item | undefined, after: Item): Item | undefined {
  if (wanted === undefined || wanted === 'NONE') return undefined;
  if (wanted === 'ALL_NEW') return after;
  if (wanted === 'ALL_OLD') return before;
  throw new UnknownToTheSimulationError(`ReturnValues ${JSON.stringify(wanted)}`);
}

function checkParameters(operation: string, input: Input): void {
  const known = PARAMETERS[operation];
  if (known === undefined) throw new UnknownToTheSimulationError(`operation ${operation}`);
  for (const [name, value] of Object.entries(input)) {
    if (value !== undefined && !known.includes(name)) throw new UnknownToTheSimulationError(`${operation} with ${name}`);
  }
}

function checkIndexKeys(item: Item): void {
  for (const { hash, range } of indexes) {
    for (const name of [hash, range]) if (item[name] !== undefined && (item[name].S ?? '') === '') throw new ValidationException(`The index key ${name} is no text, or an empty one`);
  }
}

function projected(item: Item, { ProjectionExpression: projection, ExpressionAttributeNames: names }: Input): Item {
  if (typeof projection !== 'string') return item;
  const wanted = projection.split(',').map((part) => nameOf(part.trim(), { ExpressionAttributeNames: namesIn(names) }));
  return Object.fromEntries(wanted.flatMap((name) => (item[name] === undefined ? [] : [[name, item[name]]])));
}

const keysOf = (item: Item, index: { hash: string; range: string } | undefined): Item =>
  Object.fromEntries([...new Set(['pk', 'sk', ...(index === undefined ? [] : [index.hash, index.range])])].flatMap((name) => (item[name] === undefined ? [] : [[name, item[name]]])));

function keyOf(item: Item): { pk: string; sk: string } {
  const [pk, sk] = [item.pk?.S, item.sk?.S];
  if (pk === undefined || sk === undefined || pk === '' || sk === '') throw new ValidationException('The provided key element does not match the schema');
  return { pk, sk };
}

function comparePlaces(a: readonly string[], b: readonly string[]): number {
  for (const [place, part] of a.entries()) {
    const by = compareUtf8(part, b[place] ?? '');
    if (by !== 0) return by;
  }
  return 0;
}

const isItem = (value: unknown): value is Record<string, AttributeValue> => typeof value === 'object' && value !== null;
function itemIn(value: unknown): Item {
  if (!isItem(value)) throw new ValidationException('expected an item');
  return value;
}
const namesIn = (value: unknown): Record<string, string> | undefined =>
  typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value).map(([name, meant]) => [name, String(meant)])) : undefined;
const meaningsIn = ({ ExpressionAttributeNames: names, ExpressionAttributeValues: values }: Input): Meanings => ({
  ExpressionAttributeNames: namesIn(names),
  ExpressionAttributeValues: values === undefined ? undefined : itemIn(values),
});
const text = (value: unknown): string => {
  if (typeof value !== 'string') throw new ValidationException('expected an expression');
  return value;
};
function entriesOf(part: Record<string, Input>): [[string, Input], ...[string, Input][]] {
  const [first, ...others] = Object.entries(part);
  if (first === undefined) throw new ValidationException('an empty part of a transaction');
  return [first, ...others];
}
