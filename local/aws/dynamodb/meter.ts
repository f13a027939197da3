import type { Item, Table } from 'dynalite/db/index.js';
import { type Cost, TRANSACTION_FACTOR, addTo, readUnits, unitsOf, writeCost } from './capacity';
import type { Units } from './consumption';

export type CapacityDetail = 'INDEXES' | 'TOTAL' | 'NONE' | undefined;

/** Counts what one request consumes, also when it is refused in the end, and tells it as ReturnConsumedCapacity asks. */
export class Meter {
  private readonly reads = new Map<string, Cost>();
  private readonly writes = new Map<string, Cost>();
  private factor = 1;

  /** From here on each item counts twice. */
  inTransaction(): void {
    this.factor = TRANSACTION_FACTOR;
  }

  wrote(table: Table, before: Item | undefined, after: Item | undefined): void {
    addTo(costOf(this.writes, table.TableName), writeCost(table, before, after), this.factor);
  }

  /** An item (0 bytes where there is none), or a page of `index`. */
  read(tableName: string, bytes: number, consistent: boolean, index?: string): void {
    const units = readUnits(bytes, consistent || this.factor > 1);
    addTo(costOf(this.reads, tableName), index === undefined ? { table: units, indexes: {} } : { table: 0, indexes: { [index]: units } }, this.factor);
  }

  units(): Units {
    return { read: total(this.reads), write: total(this.writes) };
  }

  /** One entry a table, or undefined where nobody asked. */
  consumed(detail: CapacityDetail): Record<string, unknown>[] | undefined {
    if (detail === undefined || detail === 'NONE') return undefined;
    return [...new Set([...this.reads.keys(), ...this.writes.keys()])].map((tableName) => {
      const cost: Cost = { table: 0, indexes: {} };
      const [read, write] = [this.reads.get(tableName), this.writes.get(tableName)];
      if (read) addTo(cost, read);
      if (write) addTo(cost, write);
      return {
        TableName: tableName,
        CapacityUnits: unitsOf(cost),
        // Only transactions tell the two kinds apart.
        ...(this.factor > 1 && read ? { ReadCapacityUnits: unitsOf(read) } : {}),
        ...(this.factor > 1 && write ? { WriteCapacityUnits: unitsOf(write) } : {}),
        ...(detail === 'INDEXES' ? inDetail(cost) : {}),
      };
    });
  }
}

function inDetail(cost: Cost): Record<string, unknown> {
  const indexes = Object.entries(cost.indexes).map(([name, units]) => [name, { CapacityUnits: units }] as const);
  return { Table: { CapacityUnits: cost.table }, ...(indexes.length > 0 ? { GlobalSecondaryIndexes: Object.fromEntries(indexes) } : {}) };
}

function costOf(costs: Map<string, Cost>, tableName: string): Cost {
  const cost = costs.get(tableName) ?? { table: 0, indexes: {} };
  costs.set(tableName, cost);
  return cost;
}

function total(costs: Map<string, Cost>): number {
  return [...costs.values()].reduce((sum, cost) => sum + unitsOf(cost), 0);
}
