import type { Store } from './store';

const KEY = 'clock';

/**
 * The time of this stack: the machine's own plus an offset, which only grows. It runs at the machine's pace and can be
 * moved ahead. Worker threads read the offset from `shared`: one signed 64-bit integer of milliseconds, by
 * `Atomics.load(new BigInt64Array(shared), 0)`.
 */
export class Clock {
  readonly shared = new SharedArrayBuffer(8);
  private readonly offset = new BigInt64Array(this.shared);
  private readonly listeners: (() => void)[] = [];
  private moving: Promise<void> = Promise.resolve();

  private constructor(private readonly store: Store, offsetMs: number) {
    Atomics.store(this.offset, 0, BigInt(offsetMs));
  }

  /** Goes on where an earlier run of the same store left the clock. */
  static async open(store: Store): Promise<Clock> {
    const saved = await store.get<{ offsetMs: number }>(KEY);
    return new Clock(store, saved?.offsetMs ?? 0);
  }

  /** Virtual epoch milliseconds. */
  now(): number {
    return Date.now() + Number(Atomics.load(this.offset, 0));
  }

  /**
   * Makes it `epochMs` (virtual). Nobody reads the new time before it is on disk: else a crash could take back a time
   * that mails were already dated with. A time that has passed leaves the clock as it is, for it never goes backwards.
   */
  moveTo(epochMs: number): Promise<void> {
    const move = async (): Promise<void> => {
      if (!(epochMs > this.now())) return;
      const offsetMs = Math.trunc(epochMs) - Date.now();
      await this.store.batch([{ type: 'put', key: KEY, value: { offsetMs } }]);
      Atomics.store(this.offset, 0, BigInt(offsetMs));
      for (const listener of this.listeners) listener();
    };
    const moved = this.moving.then(move);
    this.moving = moved.catch(() => undefined);
    return moved;
  }

  /** Called after each move; not as time passes by itself. */
  onMoved(listener: () => void): void {
    this.listeners.push(listener);
  }
}
