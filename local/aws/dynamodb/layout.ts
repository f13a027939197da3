import { type Index, type Item, type Table, createKey } from 'dynalite/db/index.js';
import type { KeyRange } from './disk';

/**
 * Where things lie in the one database. Table and index names hold no `~`, so no prefix begins another.
 *
 *   table~<table>                                     its description (JSON)
 *   item~<table>~<item key>                           an item (JSON)
 *   index~<table>~<index>~<index key>/<item key>      its projection in an index (JSON)
 *   token~<ten minutes>~<client request token>        a transaction that was done (JSON)
 *
 * An index key of dynalite ends in six hex digits of a hash of the item key: with a few thousand items under one
 * index key two would meet and one be lost. The whole item key behind it keeps them apart.
 */
export const TABLES = 'table~';
export const TOKENS = 'token~';

export function tableKey(table: string): string {
  return TABLES + table;
}

export function itemPrefix(table: string): string {
  return `item~${table}~`;
}

export function indexPrefix(table: string, index: string): string {
  return `index~${table}~${index}~`;
}

export function indexEntryKey(prefix: string, indexKey: string, itemKey: string): string {
  return `${prefix}${indexKey}/${itemKey}`;
}

export function indexesOf(table: Table): readonly Index[] {
  return table.GlobalSecondaryIndexes ?? [];
}

/** Everything under a prefix that ends in `~`. */
export function under(prefix: string): KeyRange {
  return { gte: prefix, lt: `${prefix.slice(0, -1)}\x7f` };
}

/** Items are written by this folder alone, so what is read back is what was validated. */
export function itemFrom(text: string | undefined): Item | undefined {
  return text === undefined ? undefined : (JSON.parse(text) as Item);
}

/**
 * The range of a query of dynalite, moved under its prefix. A page of an index that starts after an item must start
 * after that item's whole key, or the item would come again.
 */
export function rangeUnder(prefix: string, range: KeyRange, startsAfter: { item: Item; table: Table } | undefined): KeyRange {
  const tail = startsAfter === undefined ? '' : `/${createKey(startsAfter.item, startsAfter.table)}`;
  const backwards = range.reverse === true;
  const whole = under(prefix);
  const moved: KeyRange = { reverse: backwards };
  if (range.gt !== undefined) moved.gt = prefix + range.gt + (backwards ? '' : tail);
  else moved.gte = range.gte === undefined ? (whole.gte ?? prefix) : prefix + range.gte;
  if (range.lte !== undefined) moved.lte = prefix + range.lte;
  else moved.lt = range.lt === undefined ? (whole.lt ?? prefix) : prefix + range.lt + (backwards ? tail : '');
  return moved;
}
