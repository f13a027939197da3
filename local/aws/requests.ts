export interface RequestsOf {
  /** The access key id: each Lambda of the stack has its own. */
  caller: string;
  /** As in the credential scope: sqs, events, ... */
  service: string;
  /** `SendMessage`, or for a REST service method and path. */
  operation: string;
  calls: number;
}

/** Counts who asked what since the last reset. Lives in memory: it is for measuring, not for keeping. */
export class Requests {
  private entries = new Map<string, RequestsOf>();

  record(caller: string, service: string, operation: string): void {
    const key = `${caller} ${service} ${operation}`;
    const entry = this.entries.get(key) ?? { caller, service, operation, calls: 0 };
    entry.calls += 1;
    this.entries.set(key, entry);
  }

  /** Copies. */
  totals(): RequestsOf[] {
    return [...this.entries.values()].map((entry) => ({ ...entry }));
  }

  reset(): void {
    this.entries = new Map();
  }
}
