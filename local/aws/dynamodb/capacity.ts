import type { Index, Item, Table } from 'dynalite/db/index.js';
import { itemSize } from './item-size';
import { indexesOf } from './layout';

/**
 * Units by AWS's documented rules, whatever the engine below does.
 *
 * - A write unit is up to 1 KB of the larger of the item before and after; a refused condition costs what it looked at.
 * - An index costs nothing where its entry stays as it is, one write (of the larger entry) where an entry comes, goes or
 *   changes, two where its key changes. ("Using Global Secondary Indexes", Provisioned throughput considerations.)
 * - A read unit is up to 4 KB read consistently, half of one otherwise, at least one step.
 * - A transaction writes and reads each of its items twice. Its index entries follow afterwards by themselves, outside
 *   the transaction, and so cost what they always do.
 */
export const TRANSACTION_FACTOR = 2;

/** Units of one table and of each of its indexes that were touched. */
export interface Cost {
  table: number;
  indexes: Record<string, number>;
}

export function writeUnits(bytes: number): number {
  return Math.max(1, Math.ceil(bytes / 1024));
}

/** Of what one item or one page amounts to in bytes, rounded up as a whole. */
export function readUnits(bytes: number, consistent: boolean): number {
  return Math.max(1, Math.ceil(bytes / 4096)) / (consistent ? 1 : 2);
}

/** What it costs to turn `before` into `after`; the same item twice is a mere check. */
export function writeCost(table: Table, before: Item | undefined, after: Item | undefined): Cost {
  const cost: Cost = { table: writeUnits(larger(before, after)), indexes: {} };
  if (before === after) return cost;
  for (const index of indexesOf(table)) {
    const units = indexUnits(table, index, before, after);
    if (units > 0) cost.indexes[index.IndexName] = units;
  }
  return cost;
}

export function addTo(total: Cost, cost: Cost, tableFactor = 1): void {
  total.table += cost.table * tableFactor;
  for (const [name, units] of Object.entries(cost.indexes)) total.indexes[name] = (total.indexes[name] ?? 0) + units;
}

export function unitsOf(cost: Cost): number {
  return Object.values(cost.indexes).reduce((sum, units) => sum + units, cost.table);
}

function indexUnits(table: Table, index: Index, before: Item | undefined, after: Item | undefined): number {
  const gone = projected(table, index, before);
  const come = projected(table, index, after);
  if (gone === undefined && come === undefined) return 0;
  if (gone === undefined || come === undefined) return writeUnits(larger(gone, come));
  if (JSON.stringify(gone) === JSON.stringify(come)) return 0;
  const sameKey = index.KeySchema.every(({ AttributeName: name }) => JSON.stringify(gone[name]) === JSON.stringify(come[name]));
  return sameKey ? writeUnits(larger(gone, come)) : writeUnits(itemSize(gone)) + writeUnits(itemSize(come));
}

/** The item's entry in the index, its attributes in a fixed order; undefined where it has none (a sparse index). */
function projected(table: Table, index: Index, item: Item | undefined): Item | undefined {
  if (item === undefined || !index.KeySchema.every(({ AttributeName: name }) => item[name] !== undefined)) return undefined;
  const { ProjectionType: type, NonKeyAttributes: others = [] } = index.Projection;
  const names = type === 'ALL' ? Object.keys(item) : [...[...table.KeySchema, ...index.KeySchema].map((key) => key.AttributeName), ...others];
  const entry: Item = {};
  for (const name of [...new Set(names)].sort()) {
    const value = item[name];
    if (value !== undefined) entry[name] = value;
  }
  return entry;
}

function larger(one: Item | undefined, other: Item | undefined): number {
  return Math.max(one === undefined ? 0 : itemSize(one), other === undefined ? 0 : itemSize(other));
}
