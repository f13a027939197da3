import { CAUTIOUS, isRoutineShareUsed, slotsApart, type EpochMs, type Pace, type Urgency } from './pace';

/** Taken at most so far ahead. It is also what workers that die together leave unused. */
const AHEAD_MS: Readonly<Record<Urgency, number>> = { urgent: 1_000, routine: 500 };

/** One write takes slots for that long, or one slot where they are further apart. */
const LEASE_MS = 250;
const MOST_SLOTS = 10;

/** Longer than the call to SES may take, after which somebody else may ask. */
const ASKING_MS = 5_000;
/** While somebody asks for the first time. */
const LOOK_AGAIN_MS = 100;

/** A try that nothing was heard of by then has died. */
const PROBE_MS = 60_000;

/** No worker ever puts anything further ahead; what does lie there was put by one whose clock was wrong. */
const FURTHEST_SLOT_MS = 60_000;
const FURTHEST_QUESTION_MS = 600_000;
const FURTHEST_STOP_MS = 2 * 3_600_000;

/** Until then routine mail waits when its share of the day's quota is used up. */
const QUOTA_PATIENCE_MS = 3_600_000;

export interface Wish {
  urgency: Urgency;
  /** Mails of this worker that wait for a slot. */
  mails: number;
  /** How long it takes from here to the call to SES: a slot that is nearer could not be kept. */
  readyMs: number;
}

/**
 * What a worker does next. What has a `pace` is done only if that could be written over the one it was decided on.
 *
 * `slots`: these moments are yours. `later`: look again at that time. `ask`: ask SES for the account. `probe`: you, and
 * nobody else, find out whether mail leaves again. `stopped`: no mail before `until`.
 */
export type Step =
  | { kind: 'slots'; pace: Pace; slots: readonly EpochMs[] }
  | { kind: 'later'; at: EpochMs }
  | { kind: 'ask'; pace: Pace }
  | { kind: 'probe'; pace: Pace }
  | { kind: 'stopped'; why: 'quota' | 'paused'; until: EpochMs };

export function nextStep(stored: Pace, { urgency, mails, readyMs }: Wish, now: EpochMs): Step {
  const pace = trusted(stored, now);
  const { stopped } = pace;
  if (stopped !== undefined) {
    if (now < stopped.until) return { kind: 'stopped', ...stopped };
    return { kind: 'probe', pace: { ...pace, stopped: { ...stopped, until: now + PROBE_MS } } };
  }
  if (pace.askAt <= now) return { kind: 'ask', pace: { ...pace, askAt: now + ASKING_MS } };
  if (pace.account === undefined) return { kind: 'later', at: now + LOOK_AGAIN_MS };
  if (urgency === 'routine' && isRoutineShareUsed(pace)) return { kind: 'stopped', why: 'quota', until: now + QUOTA_PATIENCE_MS };
  const ahead = pace.nextSlotAt - now;
  if (ahead > AHEAD_MS[urgency]) return { kind: 'later', at: pace.nextSlotAt - AHEAD_MS[urgency] };
  return slotsFrom(Math.max(now + readyMs, pace.nextSlotAt), pace, mails);
}

function slotsFrom(first: EpochMs, pace: Pace, mails: number): Step {
  const apart = slotsApart(pace);
  const { ratePerSecond } = pace.account ?? CAUTIOUS;
  const atOnce = Math.min(MOST_SLOTS, Math.max(1, Math.floor((ratePerSecond * LEASE_MS) / 1000)));
  const count = Math.max(1, Math.min(mails, atOnce));
  const slots = Array.from({ length: count }, (_none, index) => first + index * apart);
  return { kind: 'slots', slots, pace: { ...pace, nextSlotAt: first + count * apart, taken: pace.taken + count } };
}

/** A moment late is late for one mail; two that are sent in one slot's time are more than SES takes. */
const LEAST_TOLERANCE_MS = 50;

const SOONEST_READY_MS = 50;
const LATEST_READY_MS = 500;

/** How long before its slot the next mail is to begin, after the last one took `tookMs`: at once as long as it, then by and by less. */
export const nextReadyMs = (readyMs: number, tookMs: number): number => Math.min(LATEST_READY_MS, Math.max(SOONEST_READY_MS, 1.5 * tookMs, 0.95 * readyMs));

/** Whether the mail of that slot may still leave at `now`. */
export const isInTime = (slot: EpochMs, pace: Pace, now: EpochMs): boolean => now - slot <= Math.max(LEAST_TOLERANCE_MS, slotsApart(pace));

function trusted(pace: Pace, now: EpochMs): Pace {
  const { nextSlotAt, askAt, stopped } = pace;
  const within = (at: EpochMs, furthestMs: number): EpochMs => (at > now + furthestMs ? now : at);
  const read = { nextSlotAt: within(nextSlotAt, FURTHEST_SLOT_MS), askAt: within(askAt, FURTHEST_QUESTION_MS) };
  return { ...pace, ...read, ...(stopped === undefined ? {} : { stopped: { ...stopped, until: within(stopped.until, FURTHEST_STOP_MS) } }) };
}
