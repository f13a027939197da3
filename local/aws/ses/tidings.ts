import { Alarm } from '../../alarm';
import type { Clock } from '../../clock';
import type { Store, StoreOp } from '../../store';
import type { SesEvent } from './ses-event';

const PREFIX = 'ses/tiding/';

interface Tiding {
  /** Virtual epoch milliseconds. */
  dueAt: number;
  event: SesEvent;
}

/** Puts events on the default bus; what `ops` write is written with them. */
export type Publish = (events: readonly SesEvent[], ops: readonly StoreOp[]) => Promise<void>;

/**
 * Events on their way to the bus. They are written with the mail that they are about and come after SES has answered, in the
 * order of their times on the stack's clock. What waits when the process dies comes after the next start.
 */
export class Tidings {
  private readonly waiting = new Map<string, Tiding>();
  private readonly alarm: Alarm;
  private next = 0;
  private bringing: Promise<void> | undefined;
  private isStopped = false;

  private constructor(
    private readonly clock: Clock,
    private readonly publish: Publish,
    private readonly failed: (error: unknown) => void,
  ) {
    this.alarm = new Alarm(clock, () => this.bring());
  }

  static async open(store: Store, clock: Clock, publish: Publish, failed: (error: unknown) => void): Promise<Tidings> {
    const tidings = new Tidings(clock, publish, failed);
    for await (const [key, tiding] of store.entries<Tiding>(PREFIX)) {
      tidings.waiting.set(key, tiding);
      tidings.next = Number(key.slice(PREFIX.length)) + 1;
    }
    return tidings;
  }

  /** What to write for these, and what to do once it is on disk. */
  stage(tidings: readonly Tiding[]): { ops: StoreOp[]; commit(): void } {
    const keyed = tidings.map((tiding) => {
      const key = PREFIX + String(this.next).padStart(12, '0');
      this.next += 1;
      return { key, tiding };
    });
    return {
      ops: keyed.map(({ key, tiding: value }) => ({ type: 'put', key, value })),
      commit: () => {
        for (const { key, tiding } of keyed) this.waiting.set(key, tiding);
        // In a later turn: whoever sent the mail hears of it first.
        this.arm();
      },
    };
  }

  /** Brings what is due, from now on as it falls due. */
  start(): void {
    this.arm();
  }

  /** Resolves when nothing is being written any more. */
  async stop(): Promise<void> {
    this.isStopped = true;
    this.alarm.set(undefined);
    await this.bringing;
  }

  /** Whether something is due that is not on the bus yet. */
  isBusy(): boolean {
    return !this.isStopped && (this.bringing !== undefined || (this.nextAt() ?? Number.POSITIVE_INFINITY) <= this.clock.now());
  }

  /** Virtual epoch milliseconds. */
  nextAt(): number | undefined {
    let next: number | undefined;
    for (const { dueAt } of this.waiting.values()) if (next === undefined || dueAt < next) next = dueAt;
    return next;
  }

  private due(): [key: string, tiding: Tiding][] {
    const now = this.clock.now();
    return [...this.waiting].filter(([, { dueAt }]) => dueAt <= now).sort(([, a], [, b]) => a.dueAt - b.dueAt);
  }

  private arm(): void {
    if (!this.isStopped) this.alarm.set(this.nextAt());
  }

  private bring(): void {
    this.bringing ??= this.bringDue()
      .catch(this.failed)
      .finally(() => {
        this.bringing = undefined;
        this.arm();
      });
  }

  private async bringDue(): Promise<void> {
    for (let due = this.due(); due.length > 0 && !this.isStopped; due = this.due()) {
      await this.publish(
        due.map(([, { event }]) => event),
        due.map(([key]) => ({ type: 'del', key })),
      );
      for (const [key] of due) this.waiting.delete(key);
    }
  }
}
