import { type Answer, type Item, type Range, type Request, type Store, type Table } from 'dynalite/db/index.js';
import batchGetItem from 'dynalite/actions/batchGetItem.js';
import getItem from 'dynalite/actions/getItem.js';
import query from 'dynalite/actions/query.js';
import scan from 'dynalite/actions/scan.js';
import * as z from 'zod';
import { checked, options } from './checking';
import type { Disk, View } from './disk';
import { itemSize } from './item-size';
import { indexPrefix, itemFrom, itemPrefix, rangeUnder } from './layout';
import type { Meter } from './meter';
import { asThrowable } from './refusals';
import { Rows } from './rows';
import { atOnce } from './staging';
import type { Tables } from './tables';
import { ReadTransaction, wholeRequest } from './transaction-request';

/** Of a listing request, as dynalite's validations leave it. */
const Listing = z.object({
  TableName: z.string(),
  IndexName: z.string().optional(),
  ConsistentRead: z.boolean().optional(),
  ExclusiveStartKey: z.custom<Item>().optional(),
});
const Listed = z.object({ ScannedCount: z.number() });
const Single = z.object({ TableName: z.string(), ConsistentRead: z.boolean().optional() });
const Several = z.object({ RequestItems: z.record(z.string(), z.object({ ConsistentRead: z.boolean().optional() })) });

/** Items read from the database at a time. Most queries want a handful. */
const PIECE = 64;

/** What reads. Everyone sees what is on disk, so nobody acts on what a crash could take back. */
export class Reading {
  constructor(private readonly tables: Tables, private readonly disk: Disk) {}

  getItem(body: Record<string, unknown>, meter: Meter): Answer {
    const request = checked('getItem', body);
    return this.get(request, meter, (key) => this.disk.stored(key));
  }

  async batchGetItem(body: Record<string, unknown>, meter: Meter): Promise<Answer> {
    const request = checked('batchGetItem', body);
    const { RequestItems: asked } = Several.parse(request);
    return this.inOneView((read) => {
      const looked = (item: Item | undefined, name: string) => {
        meter.read(name, item === undefined ? 0 : itemSize(item), asked[name]?.ConsistentRead ?? false);
      };
      return atOnce(this.store(read, looked), batchGetItem, request);
    });
  }

  /** All items as they were at one instant. */
  async transactGetItems(body: Record<string, unknown>, meter: Meter): Promise<Answer> {
    const { TransactItems: items } = wholeRequest(ReadTransaction, body);
    meter.inTransaction();
    return this.inOneView((read) => {
      const answers = items.map(({ Get: get }) => this.get(checked('getItem', { ...get }), meter, read));
      return { Responses: answers.map(({ Item: item }) => (item === undefined ? {} : { Item: item })) };
    });
  }

  query(body: Record<string, unknown>, meter: Meter): Promise<Answer> {
    return this.list(query, checked('query', body), meter);
  }

  scan(body: Record<string, unknown>, meter: Meter): Promise<Answer> {
    return this.list(scan, checked('scan', body), meter);
  }

  private get(request: Request, meter: Meter, read: View['read']): Answer {
    const { TableName: name, ConsistentRead: consistent = false } = Single.parse(request);
    const looked = (item: Item | undefined) => meter.read(name, item === undefined ? 0 : itemSize(item), consistent);
    return atOnce(this.store(read, looked), getItem, request);
  }

  private async inOneView<T>(work: (read: View['read']) => T): Promise<T> {
    const view = this.disk.view();
    try {
      return work((key) => view.read(key));
    } finally {
      await view.close();
    }
  }

  private async list(action: typeof query, request: Request, meter: Meter): Promise<Answer> {
    const { TableName: name, IndexName: indexName, ConsistentRead: consistent = false } = Listing.parse(request);
    const listed: Rows[] = [];
    const store = this.store((key) => this.disk.stored(key), ignore, (prefix, range) => {
      const rows = new Rows(this.disk.values(rangeUnder(prefix, range, this.startOf(request)), PIECE));
      listed.push(rows);
      return rows;
    });
    const answer = await new Promise<Answer>((resolve, reject) => {
      action(store, request, (error, result) => {
        // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- a fault of dynalite's passes as it is
        if (error) reject(asThrowable(error, undefined));
        else resolve(result ?? {});
      });
    });
    const { ScannedCount: taken } = Listed.parse(answer);
    const bytes = listed.flatMap((rows) => rows.first(taken)).reduce((sum, item) => sum + itemSize(item), 0);
    meter.read(name, bytes, consistent, indexName);
    return answer;
  }

  /** Where the next page of an index begins. A page of the table itself begins where dynalite says. */
  private startOf(request: Request): { item: Item; table: Table } | undefined {
    const { TableName: name, IndexName: indexName, ExclusiveStartKey: item } = Listing.parse(request);
    return indexName === undefined || item === undefined ? undefined : { item, table: this.tables.get(name) };
  }

  private store(read: View['read'], looked: (item: Item | undefined, table: string) => void, list: (prefix: string, range: Range) => Rows = neverInAGet): Store {
    return {
      options,
      getTable: (name, callback) => this.tables.find(name, callback),
      getItemDb: (name) => ({
        lock: neverInARead,
        get: (key, callback) => {
          const item = itemFrom(read(itemPrefix(name) + key));
          looked(item, name);
          callback(null, item);
        },
        put: neverInARead,
        del: neverInARead,
        createValueStream: (range) => list(itemPrefix(name), range),
      }),
      getIndexDb: (_type, name, indexName) => ({
        put: neverInARead,
        del: neverInARead,
        createValueStream: (range) => list(indexPrefix(name, indexName), range),
      }),
    };
  }
}

function ignore(): void {
  // a listing is paid by what it listed
}

function neverInARead(): never {
  throw new Error('a read writes nothing');
}

function neverInAGet(): never {
  throw new Error('a get lists nothing');
}
