import type { Store, StoreOp } from '../../store';
import type { BusEvent } from './event';

const PREFIX = 'event/';

/** Every event that a bus took, oldest first: on disk, and in memory for whoever looks. */
export class EventLog {
  private constructor(private readonly kept: BusEvent[], private next: number) {}

  static async open(store: Store): Promise<EventLog> {
    const kept: BusEvent[] = [];
    let next = 0;
    for await (const [key, event] of store.entries<BusEvent>(PREFIX)) {
      kept.push(event);
      next = Number(key.slice(PREFIX.length)) + 1;
    }
    return new EventLog(kept, next);
  }

  /** What to write for these, and what to do once it is on disk. */
  stage(events: readonly BusEvent[]): { ops: StoreOp[]; commit(): void } {
    const ops = events.map((value): StoreOp => {
      // Keys in the order of their numbers are in the order of arrival.
      const key = PREFIX + String(this.next).padStart(12, '0');
      this.next += 1;
      return { type: 'put', key, value };
    });
    return { ops, commit: () => void this.kept.push(...events) };
  }

  all(): readonly BusEvent[] {
    return this.kept;
  }
}
