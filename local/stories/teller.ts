import type { Instant } from '../../functions/core/dates';
import type { Step, StoreEvent, Story } from './story';

/** What telling a story needs: the bus, and a clock that can be moved. */
export interface Stage {
  now(): number;
  advanceTo(epochMs: number): Promise<void>;
  /** Resolves when all that was put on the bus has been dealt with. */
  settle(): Promise<void>;
  put(events: readonly StoreEvent[]): Promise<void>;
}

/** How far a story has come. `told` has what happened in the shop so far, oldest first. */
export interface Telling {
  id: string;
  title: string;
  state: 'running' | 'done' | 'failed';
  startedAt: Instant;
  endsAt: Instant;
  /** 0 to 1, by the clock. */
  progress: number;
  told: { at: Instant; says: string }[];
  /** Why it failed. */
  reason?: string;
}

export type Begun = { kind: 'begun'; telling: Telling } | { kind: 'busy'; telling: Telling };

/** Tells stories, one at a time. */
export class Teller {
  #telling: Telling | undefined;
  #end: Promise<void> = Promise.resolve();

  constructor(private readonly stage: Stage) {}

  /** The story that is being told, else the last one that was. */
  current(): Telling | undefined {
    if (this.#telling?.state === 'running') this.#telling.progress = this.#progressOf(this.#telling);
    return this.#telling;
  }

  running(): Telling | undefined {
    return this.#telling?.state === 'running' ? this.#telling : undefined;
  }

  begin(story: Story): Begun {
    const running = this.running();
    if (running) return { kind: 'busy', telling: running };
    const start = new Date(this.stage.now()).toISOString();
    const steps = story.tell(start);
    const telling: Telling = { id: story.id, title: story.title, state: 'running', startedAt: start, endsAt: endOf(steps, start), progress: 0, told: [] };
    this.#telling = telling;
    this.#end = this.#tell(telling, steps);
    return { kind: 'begun', telling };
  }

  /** Resolves when the story that is being told has come to its end, well or not. */
  async ended(): Promise<void> {
    await this.#end;
  }

  async #tell(telling: Telling, steps: readonly Step[]): Promise<void> {
    try {
      for (const step of steps) await this.#do(step, telling);
      telling.state = 'done';
      telling.progress = 1;
    } catch (error) {
      telling.state = 'failed';
      telling.reason = error instanceof Error ? error.message : String(error);
    }
  }

  async #do(step: Step, telling: Telling): Promise<void> {
    switch (step.kind) {
      case 'put':
        telling.told.push({ at: new Date(this.stage.now()).toISOString(), says: step.says });
        await this.stage.put(step.events);
        return this.stage.settle();
      case 'clock':
        // Real time goes on while a story is told, so the clock may already stand later than two steps that are close.
        if (Date.parse(step.to) > this.stage.now()) await this.stage.advanceTo(Date.parse(step.to));
    }
  }

  #progressOf({ startedAt, endsAt }: Telling): number {
    const [from, to] = [Date.parse(startedAt), Date.parse(endsAt)];
    return Math.min(1, Math.max(0, (this.stage.now() - from) / Math.max(1, to - from)));
  }
}

const endOf = (steps: readonly Step[], start: Instant): Instant =>
  steps.reduce((end, step) => (step.kind === 'clock' && step.to > end ? step.to : end), start);
