import { type Answer, type Item, checkConditional, createKey, validateKey } from 'dynalite/db/index.js';
import deleteItem from 'dynalite/actions/deleteItem.js';
import putItem from 'dynalite/actions/putItem.js';
import updateItem from 'dynalite/actions/updateItem.js';
import * as z from 'zod';
import { AwsError } from '../service';
import { checked } from './checking';
import type { Disk } from './disk';
import { itemSize } from './item-size';
import { itemFrom, itemPrefix } from './layout';
import type { Meter } from './meter';
import { ConditionFailed, asThrowable, dynamoError, validationError } from './refusals';
import { Staging } from './staging';
import type { Tables } from './tables';
import { Tokens, hashOf } from './tokens';
import { type WriteKind, WriteTransaction, partOf, refuseTooLarge, wholeRequest } from './transaction-request';
import { showsFailedItem } from './writing';

/** One item of a transaction, its expressions parsed. */
interface Write {
  kind: WriteKind;
  request: Record<string, unknown>;
  tableName: string;
  /** The key, or for a Put the item that contains it. */
  target: Item;
  showsItem: boolean;
}

type Reason = { Code: 'None' } | { Code: string; Message: string; Item?: Item };

const Named = z.object({ TableName: z.string() });

/**
 * TransactWriteItems. All parts are tried one after the other on the newest state, in one turn of the event loop; if all
 * of them hold, their changes and the client request token go to disk as one batch, else nothing does. There is
 * therefore never a conflict with another writer, only a condition that does or does not hold.
 */
export class Transactions {
  private readonly tokens: Tokens;

  constructor(private readonly tables: Tables, private readonly disk: Disk) {
    this.tokens = new Tokens(disk);
  }

  async transactWriteItems(body: Record<string, unknown>, meter: Meter): Promise<Answer> {
    const { TransactItems: items, ClientRequestToken: token } = wholeRequest(WriteTransaction, body);
    meter.inTransaction();
    const hash = hashOf(items);
    const writes = items.map(partOf).map(({ kind, part }) => writeOf(kind, part));
    this.refuseRepeatedItems(writes);
    await this.tokens.purge();

    if (token !== undefined && this.tokens.wasDone(token, hash)) {
      await this.disk.settled();
      // A repeat costs the reading of its items.
      for (const write of writes) meter.read(write.tableName, itemSize(this.stored(write) ?? {}), true);
      return {};
    }
    const staging = new Staging(this.tables, this.disk);
    try {
      this.performAll(writes, staging);
      if (token !== undefined) staging.changes.set(...this.tokens.entry(token, hash));
      await this.disk.write(staging.changes);
      return {};
    } catch (error) {
      staging.drop();
      if (error instanceof AwsError) await this.disk.settled();
      throw error;
    } finally {
      for (const { table, before, after } of staging.touched) meter.wrote(table, before, after);
    }
  }

  /** Throws TransactionCanceledException with a reason for each item, in their order. */
  private performAll(writes: readonly Write[], staging: Staging): void {
    const reasons = writes.map((write) => this.perform(write, staging));
    if (reasons.every((reason) => reason.Code === 'None')) return;
    const codes = reasons.map((reason) => reason.Code).join(', ');
    throw dynamoError('TransactionCanceledException', `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`, { CancellationReasons: reasons });
  }

  private perform(write: Write, staging: Staging): Reason {
    try {
      this.performOne(write, staging);
      return { Code: 'None' };
    } catch (error) {
      if (error instanceof ConditionFailed) {
        const shown = write.showsItem && error.existing !== undefined ? { Item: error.existing } : {};
        return { Code: 'ConditionalCheckFailed', Message: error.message, ...shown };
      }
      if (error instanceof AwsError) return { Code: 'ValidationError', Message: error.message };
      throw error;
    }
  }

  private performOne({ kind, request, tableName, target }: Write, staging: Staging): void {
    switch (kind) {
      case 'Put':
        staging.perform(putItem, request);
        return;
      case 'Update':
        staging.perform(updateItem, request);
        return;
      case 'Delete':
        staging.perform(deleteItem, request);
        return;
      case 'ConditionCheck': {
        const table = this.tables.get(tableName);
        const existing = staging.look(table, createKey(target, table));
        const failed = checkConditional(request, existing);
        if (failed) throw asThrowable(failed, existing);
      }
    }
  }

  /** Also finds keys that don't fit their table: those refuse the whole request, there being no item to name. */
  private refuseRepeatedItems(writes: readonly Write[]): void {
    const seen = new Set<string>();
    for (const write of writes) {
      const key = this.rootKey(write);
      if (seen.has(key)) throw validationError('Transaction request cannot include multiple operations on one item');
      seen.add(key);
    }
    refuseTooLarge(writes.reduce((sum, write) => sum + itemSize(write.target), 0));
  }

  private rootKey({ kind, tableName, target }: Write): string {
    const table = this.tables.get(tableName);
    const names = table.KeySchema.map((key) => key.AttributeName);
    const key = kind === 'Put' ? Object.fromEntries(Object.entries(target).filter(([name]) => names.includes(name))) : target;
    const misfit = validateKey(key, table);
    if (misfit) throw asThrowable(misfit, undefined);
    return itemPrefix(tableName) + createKey(key, table);
  }

  private stored(write: Write): Item | undefined {
    return itemFrom(this.disk.stored(this.rootKey(write)));
  }
}

const RULES = { Put: 'putItem', Update: 'updateItem', Delete: 'deleteItem', ConditionCheck: 'deleteItem' } as const;

function writeOf(kind: WriteKind, part: Record<string, unknown>): Write {
  const showsItem = showsFailedItem(part);
  if (kind === 'ConditionCheck' && typeof part['ConditionExpression'] !== 'string') {
    throw validationError("1 validation error detected: Value null at 'transactItems.member.conditionCheck.conditionExpression' failed to satisfy constraint: Member must not be null");
  }
  const request = checked(RULES[kind], part);
  // Validated just now: an item, or a key, of attribute values.
  const target = (kind === 'Put' ? request['Item'] : request['Key']) as Item;
  return { kind, request, tableName: Named.parse(request).TableName, target, showsItem };
}
