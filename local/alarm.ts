import type { Clock } from './clock';

/** setTimeout takes no more than 2^31 - 1 ms; a longer wait is made of several. */
const LONGEST_WAIT_MS = 2_147_483_647;

/** Rings once when the stack's clock has reached a time, whether time passed or the clock was moved. */
export class Alarm {
  private at: number | undefined;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly clock: Clock,
    private readonly ring: () => void,
  ) {
    clock.onMoved(() => this.arm());
  }

  /** Replaces the time set before; undefined turns the alarm off. A time that has passed rings in the next turn. */
  set(epochMs: number | undefined): void {
    if (epochMs === this.at) return;
    this.at = epochMs;
    this.arm();
  }

  private arm(): void {
    clearTimeout(this.timer);
    if (this.at === undefined) return;
    const waitMs = Math.min(Math.max(0, this.at - this.clock.now()), LONGEST_WAIT_MS);
    this.timer = setTimeout(() => this.check(), waitMs);
    // What keeps the process alive is the server, never a wait.
    this.timer.unref();
  }

  private check(): void {
    if (this.at === undefined) return;
    if (this.clock.now() < this.at) {
      this.arm(); // timers may ring a millisecond early
      return;
    }
    this.at = undefined;
    this.ring();
  }
}
