/** A call of a neighbour, as the weather sees it. */
export interface Call {
  lambda: string;
  neighbour: 'table' | 'queue' | 'bus' | 'mail' | 'secrets';
  operation: string;
  /** Whether it changes anything. */
  isEffect: boolean;
}

/**
 * What becomes of a call. `dies`: the process does, before the neighbour had the request or after it did what was asked.
 * `lost`: the answer never comes. `refused`: the neighbour says no and has done nothing.
 */
export type Fate =
  | { kind: 'fine' }
  | { kind: 'dies'; applied: boolean }
  | { kind: 'lost'; applied: boolean }
  | { kind: 'refused'; error: Error; why: string };

/** Everything about a neighbour that is not in its contract. */
export interface Weather {
  /** How long a call takes, ms. */
  latencyMs(): number;
  fateOf(call: Call): Fate;
  /** How long until an index shows a write, ms. */
  lagMs(): number;
  /** How often a message arrives, 1 to 5, and after how long each time, ms. */
  deliveries(of: 'event' | 'message'): number[];
  /** Whether a message stays although it was handled. */
  keepsHandled(): boolean;
  /** Whether one of several entries is refused while the others are taken. */
  refusesEntry(): boolean;
  /** How many messages a batch has at most. */
  batchSize(): number;
  /** How long a poller is busy elsewhere while messages lie there, ms. */
  pollMs(): number;
  /** What becomes of a mail that SES took. */
  mailBecomes(): MailBecomes;
  /** Whether an event of SES never comes. */
  losesMailEvent(): boolean;
  /** How often the schedule fires in a minute: 1, or none, or 2. */
  minutes(): number;
  /** Whether a request that was on the wire when its process died still arrives. */
  stillArrives(): boolean;
}

/** As the receiving side has it. */
export type MailBecomes = 'delivered' | 'out-of-office' | 'delayed' | 'bounced' | 'transient' | 'suppressed' | 'complained' | 'rejected';

const MINUTE = 60_000;

/** A fault and by how much it may delay what was under way, ms. */
export interface Disturbance {
  at: number;
  what: string;
  delayMs: number;
}

/** What went wrong, and what that excuses. */
export class Disturbances {
  readonly all: Disturbance[] = [];
  readonly counts = new Map<string, number>();

  add(at: number, what: string, delayMs: number): void {
    this.all.push({ at, what, delayMs });
    this.counts.set(what, (this.counts.get(what) ?? 0) + 1);
  }

  /** How much later than in good weather something may be that began at `from` and is not there at `to`. */
  excuse(from: number, to: number): number {
    let sum = 0;
    for (let index = this.all.length - 1; index >= 0; index -= 1) {
      const { at, delayMs } = this.all[index]!;
      if (at <= to && at + delayMs >= from) sum += delayMs;
    }
    return sum;
  }
}

/** A message comes back after its visibility timeout; the next minute's schedule may be what helps. */
export const COMES_BACK = 2 * MINUTE;
/** A mail whose outcome nobody knows is given up after a quarter of an hour. */
export const GIVEN_UP = 18 * MINUTE;

/** After the last deed, the longest hold and a refund that was asked for late, and then nothing more to come. */
export const COMES_TO_REST_MS = 27 * 60 * MINUTE;
