import type { Refusal } from '../sending';
import { CAUTIOUS, isQuotaUsed, type Account, type EpochMs, type Pace } from './pace';

/*
 * What SES's answers do to the pace of all workers. A stop is one for everybody:
 *
 *   sending ── quota | paused ──> stopped ── its time is over ──> one worker tries ── taken ──> sending
 *                                    ▲                                  │
 *                                    └── quota | paused, or not heard ──┘
 */

/** What became of a mail that had a slot. */
export type Outcome = Refusal['class'] | 'sent';

const ASK_EVERY_MS = 300_000;
const ASK_AGAIN_MS = 60_000;

const STOP_MS: Readonly<Record<'quota' | 'paused', number>> = { quota: 3_600_000, paused: 900_000 };

/** The first time SES takes no more, all workers pause for a second, and each time in a row for twice as long. */
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 16_000;
/** After that long without, the next is a first one again. */
const CALM_MS = 60_000;

/** The pace after an answer; the same object when there is nothing to write. `isProbe`: the mail was the one try after a stop. */
export function afterAnswer(pace: Pace, outcome: Outcome, isProbe: boolean, now: EpochMs): Pace {
  switch (outcome) {
    case 'throttled':
      return slowedDown(pace, now);
    case 'quota':
    case 'paused':
      // Mails that were on their way together all say the same.
      if (pace.stopped?.why === outcome && pace.stopped.until > now && !isProbe) return pace;
      return stop(pace, outcome, now);
    case 'sent':
    case 'rejected':
    case 'bad-address':
      // SES looked at the mail itself: it sends. What was on its way since before the stop proves nothing.
      return isProbe ? resumed(pace, now) : pace;
    case 'unverified':
      return pace;
  }
}

/** The pace after SES was asked; `undefined` when it did not answer: what is known of the account goes on to hold. */
export function afterQuestion(pace: Pace, account: Account | undefined, now: EpochMs): Pace {
  if (account === undefined) return { ...pace, account: pace.account ?? CAUTIOUS, askAt: now + ASK_AGAIN_MS };
  const known = { ...pace, account, taken: 0, askAt: now + ASK_EVERY_MS };
  if (!account.maySend) return stop(known, 'paused', now);
  if (isQuotaUsed(account)) return stop(known, 'quota', now);
  return pace.stopped?.why === 'quota' ? resumed(known, now) : known;
}

const stop = (pace: Pace, why: 'quota' | 'paused', now: EpochMs): Pace => ({ ...pace, stopped: { why, until: now + STOP_MS[why] } });

function resumed({ stopped, ...pace }: Pace, now: EpochMs): Pace {
  return stopped === undefined ? pace : { ...pace, nextSlotAt: Math.max(pace.nextSlotAt, now) };
}

/** Pushes ahead what nobody has taken yet, for a moment that grows while it does not help. */
function slowedDown(pace: Pace, now: EpochMs): Pace {
  const { slowed } = pace;
  if (slowed !== undefined && now < slowed.until) return pace;
  const times = slowed !== undefined && now < slowed.until + CALM_MS ? slowed.times + 1 : 1;
  const pauseMs = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (times - 1));
  const until = Math.max(now, pace.nextSlotAt) + pauseMs;
  return { ...pace, nextSlotAt: until, slowed: { until, times } };
}
