import { type Answer, type Callback, type IndexDb, type Item, type ItemDb, type Request, type Store, type Table } from 'dynalite/db/index.js';
import { options } from './checking';
import type { Disk } from './disk';
import { indexEntryKey, indexPrefix, indexesOf, itemFrom, itemPrefix } from './layout';
import { asThrowable, validationError } from './refusals';
import type { Tables } from './tables';

export type Action = (store: Store, request: Request, callback: Callback<Answer>) => void;

/** An item that an action looked at, and what it made of it: the same object if it changed nothing. */
export interface Touched {
  table: Table;
  before: Item | undefined;
  after: Item | undefined;
}

/**
 * What dynalite's writing actions take for its store: they see the newest state and write into `changes`, the item
 * together with its index entries, which then goes to disk in one batch or is dropped. Everything here calls back at
 * once, so that no other writer comes in between.
 */
export class Staging {
  readonly changes = new Map<string, string | null>();
  readonly touched: Touched[] = [];
  /** Of the item whose turn it is: dynalite does not tell the index which item an entry belongs to. */
  private itemKey = '';

  constructor(private readonly tables: Tables, private readonly disk: Disk) {}

  /** Throws AwsError where DynamoDB would refuse; `changes` are then to be dropped. */
  perform(action: Action, request: Request): Answer {
    const looked = this.touched.length;
    return atOnce(this.store, action, request, () => this.touched.slice(looked).at(-1)?.before);
  }

  /** Looks at an item without changing it. */
  look(table: Table, itemKey: string): Item | undefined {
    const item = itemFrom(this.disk.newest(itemPrefix(table.TableName) + itemKey));
    this.touched.push({ table, before: item, after: item });
    return item;
  }

  /** Nothing of it comes to be: what was touched counts as looked at. */
  drop(): void {
    this.changes.clear();
    for (const touched of this.touched) touched.after = touched.before;
  }

  private readonly store: Store = {
    options,
    getTable: (name, callback) => this.tables.find(name, callback),
    getItemDb: (tableName) => this.itemDb(this.tables.get(tableName)),
    getIndexDb: (_type, tableName, indexName) => this.indexDb(indexPrefix(tableName, indexName)),
  };

  private itemDb(table: Table): ItemDb {
    const prefix = itemPrefix(table.TableName);
    return {
      lock: (_key, run) => run((callback) => callback),
      get: (key, callback) => {
        this.itemKey = key;
        callback(null, this.look(table, key));
      },
      put: (key, item, callback) => {
        const refusal = emptyIndexKey(table, item);
        if (refusal === undefined) {
          this.changes.set(prefix + key, JSON.stringify(item));
          this.becomes(item);
        }
        callback(refusal);
      },
      del: (key, callback) => {
        this.changes.set(prefix + key, null);
        this.becomes(undefined);
        callback(null);
      },
      createValueStream: neverInAWrite,
    };
  }

  private indexDb(prefix: string): IndexDb {
    return {
      put: (key, entry, callback) => {
        this.changes.set(indexEntryKey(prefix, key, this.itemKey), JSON.stringify(entry));
        callback(null);
      },
      del: (key, callback) => {
        this.changes.set(indexEntryKey(prefix, key, this.itemKey), null);
        callback(null);
      },
      createValueStream: neverInAWrite,
    };
  }

  private becomes(after: Item | undefined): void {
    const last = this.touched.at(-1);
    if (last !== undefined) last.after = after;
  }
}

/** Runs an action of dynalite over a store that calls back at once. `existing`: the item to show with a failed condition. */
export function atOnce(store: Store, action: Action, request: Request, existing?: () => Item | undefined): Answer {
  const outcomes: { error: unknown; answer: Answer | undefined }[] = [];
  action(store, request, (error, answer) => outcomes.push({ error, answer }));
  const [outcome] = outcomes;
  if (outcome === undefined) throw new Error('an action of dynalite waited for something, and others may have written meanwhile');
  if (outcome.error) throw asThrowable(outcome.error, existing?.());
  return outcome.answer ?? {};
}

/** dynalite lets empty keys into its indexes; DynamoDB refuses the whole write. */
function emptyIndexKey(table: Table, item: Item): unknown {
  for (const index of indexesOf(table)) {
    for (const { AttributeName: name } of index.KeySchema) {
      const value = item[name];
      if (value?.S !== '' && value?.B !== '') continue;
      const kind = value.S === '' ? 'string' : 'binary';
      return validationError(
        'One or more parameter values are not valid. A value specified for a secondary index key is not supported. ' +
          `The AttributeValue for a key attribute cannot contain an empty ${kind} value. IndexName: ${index.IndexName}, IndexKey: ${name}`,
      );
    }
  }
  return undefined;
}

function neverInAWrite(): never {
  throw new Error('a write does not list items');
}
