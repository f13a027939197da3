import { setImmediate as turn, setTimeout as elapsed } from 'node:timers/promises';
import { Alarm } from './alarm';
import type { Clock } from './clock';

const SECOND_MS = 1000;
/** How often a stack at work is looked at while somebody waits for it to settle. */
const LOOK_MS = 2;
/** Whose worker has died within the last half minute, the next tick leaves as they are, and the one after it does not. */
const FRUITLESS_TICKS = 2;

export interface TimelineParts {
  clock: Clock;
  /** True while anything is being handled or could be handled at once. */
  isBusy(): boolean;
  queues: { nextVisibleAt(): number | undefined };
  schedules: readonly { nextAt(after: number): number; fire(at: number): Promise<void> }[];
  due: { at(now: number): Promise<{ overdue: number; next: number | undefined }> };
  /** Told of what went wrong in the background. */
  failed: (error: unknown) => void;
}

/**
 * What happens as the clock goes: schedules fire when their time has come, by itself or because somebody moved the clock.
 *
 * A move does not jump. It goes from one due instant to the next, and at each waits until everything is done, so that
 * eight weeks moved are what eight weeks lived would have been. Minutes in which nothing is due are skipped. Instants
 * less than a second apart count as one, since neither SQS nor EventBridge keeps time more closely.
 */
export class Timeline {
  private readonly alarms: Alarm[];
  private moves: Promise<void> = Promise.resolve();
  private firing = 0;
  private isMoving = false;
  private isRunning = false;

  constructor(private readonly parts: TimelineParts) {
    this.alarms = parts.schedules.map((schedule) => new Alarm(parts.clock, () => void this.ring(schedule)));
  }

  start(): void {
    this.isRunning = true;
    this.arm();
  }

  stop(): void {
    this.isRunning = false;
    for (const alarm of this.alarms) alarm.set(undefined);
  }

  /** Resolves when nothing is ready and nothing is being handled. What waits for its time goes on waiting. */
  async settle(): Promise<void> {
    for (;;) {
      while (this.firing > 0 || this.parts.isBusy()) await elapsed(LOOK_MS);
      // What a last step has set off may show only in the next turn.
      await turn();
      if (this.firing === 0 && !this.parts.isBusy()) return;
    }
  }

  /**
   * Moves the clock to `epochMs`, virtual; resolves when everything that fell due until then is done. Moves wait for
   * one another.
   */
  advanceTo(epochMs: number): Promise<void> {
    const moved = this.moves.then(() => this.move(epochMs));
    this.moves = moved.catch(() => undefined);
    return moved;
  }

  private async move(target: number): Promise<void> {
    const { clock, due } = this.parts;
    this.isMoving = true;
    for (const alarm of this.alarms) alarm.set(undefined);
    try {
      await this.settle();
      // Who is still due after a tick is woken by the next one: the schedule wakes only so many at a time. But who
      // stays due whatever ticks must not make this go through every minute of eight weeks.
      let fruitless = 0;
      let waiting = await due.at(clock.now());
      for (;;) {
        const step = this.nextStep(waiting.overdue > 0 && fruitless < FRUITLESS_TICKS ? clock.now() : waiting.next);
        if (step === undefined || step.at > target) break;
        await clock.moveTo(step.at);
        if (step.isTick) await this.fire(this.parts.schedules.filter((schedule) => schedule.nextAt(step.at - 1) === step.at));
        await this.settle();
        const before = waiting.overdue;
        waiting = await due.at(clock.now());
        fruitless = step.isTick && before > 0 && waiting.overdue >= before ? fruitless + 1 : 0;
      }
      await clock.moveTo(target);
      if ((await due.at(clock.now())).overdue > 0) await this.fire(this.parts.schedules);
      await this.settle();
    } finally {
      this.isMoving = false;
      this.arm();
    }
  }

  /** The next instant at which there is something to do, and whether it is a tick of a schedule. */
  private nextStep(nextDue: number | undefined): { at: number; isTick: boolean } | undefined {
    const { clock, queues } = this.parts;
    const now = clock.now();
    const tick = nextDue === undefined ? undefined : this.tickFrom(Math.max(nextDue - 1, now));
    const visible = queues.nextVisibleAt();
    const message = visible === undefined ? undefined : Math.max(now, Math.ceil(visible / SECOND_MS) * SECOND_MS);
    if (tick !== undefined && (message === undefined || tick <= message)) return { at: tick, isTick: true };
    return message === undefined ? undefined : { at: message, isTick: false };
  }

  private tickFrom(after: number): number | undefined {
    const ticks = this.parts.schedules.map((schedule) => schedule.nextAt(after));
    return ticks.length === 0 ? undefined : Math.min(...ticks);
  }

  private async fire(schedules: TimelineParts['schedules']): Promise<void> {
    this.firing += 1;
    try {
      await Promise.all(schedules.map((schedule) => schedule.fire(this.parts.clock.now())));
    } finally {
      this.firing -= 1;
    }
  }

  private async ring(schedule: TimelineParts['schedules'][number]): Promise<void> {
    if (this.isMoving || !this.isRunning) return;
    try {
      await this.fire([schedule]);
    } catch (error) {
      this.parts.failed(error);
    } finally {
      this.arm();
    }
  }

  private arm(): void {
    if (!this.isRunning || this.isMoving) return;
    for (const [index, schedule] of this.parts.schedules.entries()) this.alarms[index]?.set(schedule.nextAt(this.parts.clock.now()));
  }
}
