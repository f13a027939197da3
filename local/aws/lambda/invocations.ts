export interface InvocationsOf {
  /** Its logical id. */
  functionName: string;
  count: number;
  /** Each rounded up to a whole millisecond, as Lambda bills them. Of this machine's time, not of the stack's clock. */
  milliseconds: number;
}

/** Counts how often and how long each function ran since the last reset. Lives in memory: it is for measuring, not for keeping. */
export class Invocations {
  private entries = new Map<string, InvocationsOf>();

  record(functionName: string, milliseconds: number): void {
    const entry = this.entries.get(functionName) ?? { functionName, count: 0, milliseconds: 0 };
    entry.count += 1;
    entry.milliseconds += Math.ceil(milliseconds);
    this.entries.set(functionName, entry);
  }

  /** Copies. */
  totals(): InvocationsOf[] {
    return [...this.entries.values()].map((entry) => ({ ...entry }));
  }

  reset(): void {
    this.entries = new Map();
  }
}
