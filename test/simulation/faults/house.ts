import { Chance } from './chance';
import { SimulatedTable } from './dynamodb/table';
import type { Release } from './lambda-code';
import { Timeline, type Planned } from './timeline';
import { Trace } from './trace';
import { COMES_BACK, Disturbances, GIVEN_UP, type Call, type Weather } from './weather';

/** One run of a Lambda. When its process dies, nothing of it goes on: its promises never settle. */
export class Invocation {
  isAlive = true;
  /** What went wrong on the way: it explains a failure. */
  readonly faults: string[] = [];
  readonly underWay = new Map<Planned, () => void>();

  constructor(
    readonly lambda: string,
    readonly number: number,
    readonly release: Release,
    private readonly died: () => void,
  ) {}

  get name(): string {
    return `${this.lambda} ${this.number}${this.release === 'next' ? ' (next)' : ''}`;
  }

  die(): void {
    this.isAlive = false;
    this.died();
  }
}

const LOST_AFTER_MS = 5000;
/** What was refused is tried again within that. */
const TRIED_AGAIN_MS = 2000;

/** What all parts of a simulated house have in common: the clock, chance, the weather, and one way to call a neighbour. */
export class House {
  readonly chance: Chance;
  readonly timeline: Timeline;
  readonly trace: Trace;
  readonly disturbances = new Disturbances();
  readonly table: SimulatedTable;
  /** Who wrote a customer's profile, in order, by partition. */
  private readonly writers = new Map<string, (Invocation | undefined)[]>();
  private writing: Invocation | undefined;

  constructor(
    seed: number,
    start: number,
    readonly weather: Weather,
    isTraced: boolean,
  ) {
    this.chance = new Chance(seed, 0);
    this.timeline = new Timeline(start, new Chance(seed, 1));
    this.trace = new Trace(isTraced);
    this.table = new SimulatedTable(() => this.timeline.now, () => weather.lagMs());
    this.table.rows.onWrite(({ pk, sk }) => {
      if (sk === 'A#PROFILE') this.writers.set(pk, [...(this.writers.get(pk) ?? []), this.writing]);
    });
  }

  get now(): number {
    return this.timeline.now;
  }

  note(what: string): void {
    this.trace.note(this.now, what);
  }

  after(ms: number, what: string, run: () => void): Planned {
    return this.timeline.plan(this.now + ms, what, run);
  }

  /** A pause of an invocation; ends never if its process does. */
  pause(by: Invocation, ms: number): Promise<void> {
    return new Promise((resolve) => {
      this.after(ms, 'pause', () => {
        if (by.isAlive) resolve();
      });
    });
  }

  /**
   * Calls a neighbour: a moment later `perform` happens as a whole and is answered, unless the weather has it otherwise.
   * Whoever else is under way may come first.
   */
  call<T>(by: Invocation, call: Call, about: string, request: () => T): Promise<T> {
    const perform = (): T => this.writtenBy(by, request);
    return new Promise((resolve, reject) => {
      const planned = this.after(this.weather.latencyMs(), about, () => {
        by.underWay.delete(planned);
        if (!by.isAlive) return;
        const fate = this.weather.fateOf(call);
        if (fate.kind !== 'fine') by.faults.push(fate.kind === 'refused' ? fate.why : fate.kind);
        switch (fate.kind) {
          case 'fine':
            this.note(`${by.name}: ${about}`);
            settle(perform, resolve, reject);
            return;
          case 'dies':
            this.note(`${by.name}: ${about} -- dies ${fate.applied ? 'after' : 'before'} it`);
            if (fate.applied) attempted(perform);
            this.disturb(`died ${fate.applied ? 'after' : 'before'} ${call.operation}`, this.delay());
            this.kill(by);
            return;
          case 'lost':
            this.note(`${by.name}: ${about} -- ${fate.applied ? 'the answer is' : 'it is'} lost`);
            if (fate.applied) {
              attempted(perform);
              this.watchFor(by);
            }
            this.disturb(`lost the ${fate.applied ? 'answer to' : 'request of'} ${call.operation}`, 2 * LOST_AFTER_MS);
            this.after(fate.applied ? LOST_AFTER_MS : 50, 'lost', () => {
              if (by.isAlive) reject(lostError());
            });
            return;
          case 'refused':
            this.disturb(`refused ${call.operation}: ${fate.why}`, TRIED_AGAIN_MS);
            this.note(`${by.name}: ${about} -- refused, ${fate.why}`);
            reject(fate.error);
            return;
        }
      });
      by.underWay.set(planned, () => attempted(perform));
    });
  }

  private writtenBy<T>(by: Invocation, request: () => T): T {
    this.writing = by;
    try {
      return request();
    } finally {
      this.writing = undefined;
    }
  }

  /** Whoever writes over it before the second try leaves nobody to know whose commit it was: then it is as if the process had died. */
  private watchFor(by: Invocation): void {
    const own = [...this.writers].filter(([, writers]) => writers.at(-1) === by).map(([pk, writers]) => ({ pk, known: writers.length }));
    this.after(LOST_AFTER_MS + TRIED_AGAIN_MS, 'a second try', () => {
      const isWrittenOver = own.some(({ pk, known }) => this.writers.get(pk)?.slice(known).some((writer) => writer !== by));
      if (isWrittenOver) this.disturb('a commit written over before its second try', this.delay());
    });
  }

  /** Ends a process. What it had sent may still arrive. */
  kill(by: Invocation): void {
    for (const [planned, perform] of by.underWay) {
      const arrives = this.weather.stillArrives();
      const { what } = planned;
      planned.run = arrives
        ? () => {
            this.note(`${by.name}, dead: ${what}`);
            perform();
            this.disturb('arrived after its process', this.delay());
          }
        : undefined;
    }
    by.die();
  }

  disturb(what: string, delayMs: number): void {
    this.disturbances.add(this.now, what, delayMs);
  }

  /** What a run costs that fails or dies now: a mail that is in sending may have to be given up first. */
  delay(): number {
    for (const { sk, data } of this.table.rows.all()) if (sk?.S === 'A#PROFILE' && data?.M?.sending !== undefined) return GIVEN_UP;
    return COMES_BACK;
  }
}

function settle<T>(perform: () => T, resolve: (value: T) => void, reject: (error: unknown) => void): void {
  try {
    resolve(perform());
  } catch (error) {
    reject(error);
  }
}

/** Nobody hears what comes of it. */
function attempted(perform: () => unknown): void {
  try {
    perform();
  } catch {
    // a neighbour's refusal that reaches nobody
  }
}

function lostError(): Error {
  const error = new Error('the connection timed out');
  error.name = 'TimeoutError';
  return error;
}
