import * as v from 'valibot';
import type { NoticeKind } from '../notice-kinds';
import { Finite, Integer, object } from '../shapes';

/*
 * How fast mail may leave. SES takes so many a second and so many a day from the whole account, so all workers share one
 * row: in it they take slots, one for each mail, evenly apart.
 *
 *   now                    nextSlotAt
 *    │  s   s   s   s   s   │              slots that are taken and whose moment is yet to come
 *    ├─── routine, 0.5 s ───┤              nobody takes routine slots while more than that is taken,
 *    ├─────────── urgent, 1 s ─────────┤   so that whoever has to tell what binds is well within a second of them
 *
 * A slot whose moment has passed unused is gone: it is never made up for, or what was left idle would come as a burst.
 */

/** Milliseconds since 1970. Slots are fractions of one apart at high rates. */
export type EpochMs = number;

/** What SES says of the account: GetAccount, SES API v2. */
export const Account = object({
  ratePerSecond: v.pipe(Finite, v.gtValue(0)),
  /** Mails in any 24 hours; absent when there is no such limit. */
  dailyQuota: v.optional(v.pipe(Finite, v.minValue(0))),
  sentInDay: v.pipe(Finite, v.minValue(0)),
  /** False while SES, or the merchant, has paused the account. */
  maySend: v.boolean(),
});
export type Account = v.InferOutput<typeof Account>;

export const Pace = object({
  /** The moment of the next slot that nobody has. */
  nextSlotAt: Finite,
  /** Absent until SES was asked for the first time. */
  account: v.optional(Account),
  /** Slots taken since the account was asked. */
  taken: v.pipe(Integer, v.minValue(0)),
  /** When the account is to be asked next. Moved ahead by whoever asks, so that one does. */
  askAt: Finite,
  /** SES took no more for a moment: until when nobody takes slots for it, and how often that has come in a row. */
  slowed: v.optional(object({ until: Finite, times: v.pipe(Integer, v.gtValue(0)) })),
  /** Nothing leaves before `until`; then one worker tries. */
  stopped: v.optional(object({ why: v.picklist(['quota', 'paused']), until: Finite })),
});
export type Pace = v.InferOutput<typeof Pace>;

/** Before the first mail of all. */
export const UNKNOWN_PACE: Pace = { nextSlotAt: 0, taken: 0, askAt: 0 };

/** What is assumed of an account that can't be asked: what SES gives to new ones. */
export const CAUTIOUS: Account = { ratePerSecond: 1, sentInDay: 0, maySend: true };

/** `routine` mail binds nobody to anything and may wait for all else. */
export type Urgency = 'urgent' | 'routine';

export const urgencyOf = (kind: NoticeKind): Urgency => (kind === 'weekly' || kind === 'back-in-stock' ? 'routine' : 'urgent');

/**
 * Of the account's rate: calls reach SES a little later than their slots, each by another while, and SES counts by arrival.
 * What is left makes up for that.
 */
const SHARE_OF_RATE = 0.98;

/** Milliseconds from one slot to the next. */
export const slotsApart = ({ account = CAUTIOUS }: Pace): number => 1000 / (account.ratePerSecond * SHARE_OF_RATE);

/** Of the day's quota: the rest is kept for what may not wait, however much routine mail there is. */
const ROUTINE_SHARE_OF_QUOTA = 0.9;

export const isQuotaUsed = ({ dailyQuota, sentInDay }: Account): boolean => dailyQuota !== undefined && sentInDay >= dailyQuota;

/** Counts slots taken since SES was asked as mails. */
export const isRoutineShareUsed = ({ account = CAUTIOUS, taken }: Pace): boolean =>
  account.dailyQuota !== undefined && account.sentInDay + taken >= account.dailyQuota * ROUTINE_SHARE_OF_QUOTA;

/** Percent of the day's quota, for whoever watches; undefined where SES sets none. The mails of the whole account count. */
export function quotaUsedPercent({ account = CAUTIOUS, taken }: Pace): number | undefined {
  const { dailyQuota, sentInDay } = account;
  return dailyQuota === undefined || dailyQuota === 0 ? undefined : (100 * (sentInDay + taken)) / dailyQuota;
}

/** As much routine work as is sent within that time is queued ahead, so that the queue is never empty and never a burden. */
const ROUTINE_AHEAD_SECONDS = 90;
/** As many as it takes for somebody to find out whether mail leaves again. */
const A_FEW = 10;

/** How many customers' routine mail may wait in the queue at `now`. */
export function routineAhead(pace: Pace, now: EpochMs): number {
  const { stopped, account = CAUTIOUS } = pace;
  if (stopped !== undefined) return now < stopped.until ? 0 : A_FEW;
  if (isRoutineShareUsed(pace)) return now < pace.askAt ? 0 : A_FEW;
  return Math.max(A_FEW, Math.floor(account.ratePerSecond * ROUTINE_AHEAD_SECONDS));
}
