import { randomUUID } from 'node:crypto';
import { type Callback, type Index, type Item, type Table, createKey, getIndexActions } from 'dynalite/db/index.js';
import { arnOf } from '../account';
import type { Disk } from './disk';
import { TABLES, indexEntryKey, indexPrefix, indexesOf, itemFrom, itemPrefix, tableKey, under } from './layout';
import { dynamoError, validationError } from './refusals';

/** What a table is made of, from CreateTable or from a template. */
export interface TableShape extends Table {
  timeToLive?: string | undefined;
}

/** A table as it lies on disk. */
interface TableRecord extends TableShape {
  createdAt: number;
  id: string;
}

/** A table of the data folder can't become what the template asks for. */
export class TableMismatchError extends Error {
  override readonly name = 'TableMismatchError';
}

/** Items are read and index entries written in pieces of this many while an index is being filled. */
const PIECE = 500;

/** The tables and what describes them. They are active from the moment they are there. */
export class Tables {
  private readonly known = new Map<string, TableRecord>();

  private constructor(private readonly disk: Disk) {}

  static async open(disk: Disk): Promise<Tables> {
    const tables = new Tables(disk);
    for await (const records of disk.values(under(TABLES), PIECE)) {
      // Written by this class alone.
      for (const text of records) tables.remember(JSON.parse(text) as TableRecord);
    }
    return tables;
  }

  names(): string[] {
    return [...this.known.keys()].sort();
  }

  /** Throws ResourceNotFoundException. */
  get(name: string): Table {
    return this.record(name);
  }

  /** As dynalite asks for it. */
  find(name: string, callback: Callback<Table>): void {
    const record = this.known.get(name);
    if (record === undefined) callback(notFound(name));
    else callback(null, record);
  }

  /** Throws ResourceInUseException where there is one of that name. */
  async create(shape: TableShape): Promise<void> {
    if (this.known.has(shape.TableName)) throw dynamoError('ResourceInUseException', `Table already exists: ${shape.TableName}`);
    await this.save({ ...shape, createdAt: Date.now(), id: randomUUID() });
  }

  /**
   * Makes the table be as `shape` says, whether or not it is there: indexes come (filled from the items) and go.
   * The description is written last, so a process that dies before it does the same work again. Throws
   * TableMismatchError where the keys differ, since every item lies under its key.
   */
  async define(shape: TableShape): Promise<void> {
    const old = this.known.get(shape.TableName);
    if (old === undefined) return this.create(shape);
    if (keysOf(old) !== keysOf(shape)) throw new TableMismatchError(`table ${shape.TableName} has other keys than the template gives it; start with --fresh`);
    const stays = new Set(indexesOf(shape).filter((index) => indexesOf(old).some((other) => definition(old, other) === definition(shape, index))));
    const kept = new Set([...stays].map((index) => index.IndexName));
    for (const index of indexesOf(old)) {
      if (!kept.has(index.IndexName)) await this.disk.clear(under(indexPrefix(old.TableName, index.IndexName)));
    }
    await this.fill(shape, indexesOf(shape).filter((index) => !stays.has(index)));
    await this.save({ ...shape, createdAt: old.createdAt, id: old.id });
  }

  /** With all its items. Returns the description. */
  async delete(name: string): Promise<Record<string, unknown>> {
    const record = this.record(name);
    const description = { ...this.describe(name), TableStatus: 'DELETING' };
    this.known.delete(name);
    await this.disk.settled();
    const ranges = [itemPrefix(name), ...indexesOf(record).map((index) => indexPrefix(name, index.IndexName))].map(under);
    const keys = (await Promise.all(ranges.map((range) => this.disk.keys(range)))).flat();
    await this.disk.write(new Map([...keys, tableKey(name)].map((key) => [key, null])));
    return description;
  }

  /** As DescribeTable tells it. Throws ResourceNotFoundException. */
  describe(name: string): Record<string, unknown> {
    const { createdAt, id, AttributeDefinitions, KeySchema, GlobalSecondaryIndexes: indexes } = this.record(name);
    const described = (index: Index) => ({
      ...index,
      IndexArn: arnOf('dynamodb', `table/${name}/index/${index.IndexName}`),
      IndexStatus: 'ACTIVE',
      ItemCount: 0,
      IndexSizeBytes: 0,
    });
    return {
      TableName: name,
      AttributeDefinitions,
      KeySchema,
      TableStatus: 'ACTIVE',
      TableArn: arnOf('dynamodb', `table/${name}`),
      TableId: id,
      CreationDateTime: createdAt / 1000,
      BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST' },
      ProvisionedThroughput: { ReadCapacityUnits: 0, WriteCapacityUnits: 0, NumberOfDecreasesToday: 0 },
      ItemCount: 0,
      TableSizeBytes: 0,
      ...(indexes ? { GlobalSecondaryIndexes: indexes.map(described) } : {}),
    };
  }

  timeToLive(name: string): string | undefined {
    return this.record(name).timeToLive;
  }

  /** undefined switches it off. Nothing is ever removed: in AWS too an expired item may stay for days. */
  async setTimeToLive(name: string, attribute: string | undefined): Promise<void> {
    const record = this.record(name);
    if ((record.timeToLive !== undefined) === (attribute !== undefined)) {
      throw validationError(`TimeToLive is already ${attribute === undefined ? 'disabled' : 'enabled'}`);
    }
    await this.save({ ...record, timeToLive: attribute });
  }

  private async fill(table: Table, indexes: readonly Index[]): Promise<void> {
    if (indexes.length === 0) return;
    for await (const items of this.disk.values(under(itemPrefix(table.TableName)), PIECE)) {
      const entries = items.flatMap((text) => entriesOf(table, indexes, itemFrom(text)));
      await this.disk.write(new Map(entries));
    }
  }

  private record(name: string): TableRecord {
    const record = this.known.get(name);
    if (record === undefined) throw notFound(name);
    return record;
  }

  private async save(record: TableRecord): Promise<void> {
    // Known at once, so that two creations of the same name can't both pass.
    this.remember(record);
    await this.disk.write(new Map([[tableKey(record.TableName), JSON.stringify(record)]]));
  }

  private remember(record: TableRecord): void {
    this.known.set(record.TableName, record);
  }
}

function entriesOf(table: Table, indexes: readonly Index[], item: Item | undefined): [string, string][] {
  if (item === undefined) return [];
  const { puts } = getIndexActions(indexes, undefined, item, table);
  return puts.map((put) => [indexEntryKey(indexPrefix(table.TableName, put.index), put.key, createKey(item, table)), JSON.stringify(put.item)]);
}

/** Attributes with their types in the order of the key. */
function keysOf(table: Table): string {
  return JSON.stringify(table.KeySchema.map((key) => [key.KeyType, key.AttributeName, typeOf(table, key.AttributeName)]));
}

function definition(table: Table, index: Index): string {
  const { ProjectionType: type, NonKeyAttributes: others } = index.Projection;
  const keys = index.KeySchema.map((key) => [key.AttributeName, typeOf(table, key.AttributeName)]);
  return JSON.stringify([index.IndexName, keys, type, [...(others ?? [])].sort()]);
}

function typeOf(table: Table, attribute: string): string | undefined {
  return table.AttributeDefinitions.find((definition) => definition.AttributeName === attribute)?.AttributeType;
}

function notFound(name: string): Error {
  return dynamoError('ResourceNotFoundException', `Requested resource not found: Table: ${name} not found`);
}
