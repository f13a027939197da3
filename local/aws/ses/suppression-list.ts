import type { Store, StoreOp } from '../../store';

const PREFIX = 'ses/suppressed/';

export interface Suppressed {
  /** In lower case: to SES, addresses that differ in case alone are one. */
  address: string;
  reason: 'BOUNCE' | 'COMPLAINT';
  /** ISO 8601 on the stack's clock. */
  at: string;
}

/**
 * The account's list of addresses that SES takes mail for and sends none to ("Using the Amazon SES account-level suppression
 * list", Developer Guide). Hard bounces and complaints put addresses on it, and only somebody takes them off. Kept on disk.
 */
export class SuppressionList {
  private constructor(
    private readonly store: Store,
    private readonly entries: Map<string, Suppressed>,
  ) {}

  static async open(store: Store): Promise<SuppressionList> {
    const entries = new Map<string, Suppressed>();
    for await (const [, entry] of store.entries<Suppressed>(PREFIX)) entries.set(entry.address, entry);
    return new SuppressionList(store, entries);
  }

  find(address: string): Suppressed | undefined {
    return this.entries.get(address.toLowerCase());
  }

  all(): Suppressed[] {
    return [...this.entries.values()];
  }

  async put(address: string, reason: Suppressed['reason'], at: string): Promise<void> {
    const { ops, commit } = this.stage([{ address: address.toLowerCase(), reason, at }]);
    await this.store.batch(ops);
    commit();
  }

  /** What to write for these, and what to do once it is on disk. */
  stage(entries: readonly Suppressed[]): { ops: StoreOp[]; commit: () => void } {
    return {
      ops: entries.map((entry) => ({ type: 'put', key: PREFIX + entry.address, value: entry })),
      commit: () => {
        for (const entry of entries) this.entries.set(entry.address, entry);
      },
    };
  }

  /** Says whether it was on the list. */
  async remove(address: string): Promise<boolean> {
    const key = address.toLowerCase();
    if (!this.entries.has(key)) return false;
    await this.store.batch([{ type: 'del', key: PREFIX + key }]);
    return this.entries.delete(key);
  }
}
