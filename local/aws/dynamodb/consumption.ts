export interface Units {
  read: number;
  write: number;
}

export interface ConsumedBy {
  /** The access key id: each Lambda of the stack has its own. */
  caller: string;
  /** `PutItem`, `Query`, ... */
  operation: string;
  /** Requests, the refused ones too. */
  calls: number;
  readUnits: number;
  writeUnits: number;
}

/** Adds up who consumed what since the last reset. Lives in memory: it is for measuring, not for keeping. */
export class Consumption {
  private entries = new Map<string, ConsumedBy>();

  record(caller: string, operation: string, units: Units): void {
    const key = `${caller} ${operation}`;
    const entry = this.entries.get(key) ?? { caller, operation, calls: 0, readUnits: 0, writeUnits: 0 };
    entry.calls += 1;
    entry.readUnits += units.read;
    entry.writeUnits += units.write;
    this.entries.set(key, entry);
  }

  /** By caller and operation, in alphabetical order. Copies. */
  totals(): ConsumedBy[] {
    return [...this.entries.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, entry]) => ({ ...entry }));
  }

  /** Of one caller, or of all. */
  units(caller?: string): Units {
    const mine = [...this.entries.values()].filter((entry) => caller === undefined || entry.caller === caller);
    return { read: mine.reduce((sum, entry) => sum + entry.readUnits, 0), write: mine.reduce((sum, entry) => sum + entry.writeUnits, 0) };
  }

  reset(): void {
    this.entries = new Map();
  }
}
