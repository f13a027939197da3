import { plusDays, type Instant, type PlainDate } from './dates';
import type { Setting } from './facts';
import { dateIn, minuteIn } from './time-zones';

/** The hour, in the merchant's zone, at which what ended with yesterday is acted on: nobody is written to at midnight. */
export const MORNING_AFTER_MINUTES = 9 * 60;

/** On the day of a promise that nobody confirmed: late enough to have waited for word, early enough to be a valid offer. */
export const LAST_CALL_MINUTES = 12 * 60;

/** A point in time as the merchant's calendar sees it. */
export interface Moment {
  now: Instant;
  /** The merchant's zone, in which legal deadlines are counted. */
  zone: string;
  today: PlainDate;
  /** Minutes since midnight on the merchant's clock. */
  minute: number;
  /** Word of a date that is to be kept today has to be from this day or later. */
  wordSince: PlainDate;
}

export function momentOf({ timeZone, policy }: Setting, now: Instant): Moment {
  const today = dateIn(timeZone, now);
  return { now, zone: timeZone, today, minute: minuteIn(timeZone, now), wordSince: askOn(today, policy) };
}

/** The day at whose beginning the merchant is asked whether `shipBy` holds: 72 hours before it ends, by default. */
export const askOn = (shipBy: PlainDate, policy: Setting['policy']): PlainDate => plusDays(shipBy, 1 - policy.dates.askDaysBefore);

/** Whether what ended with `day` is to be acted on by now: from the next morning on. */
export const isMorningAfter = (day: PlainDate, at: Moment): boolean => {
  const next = plusDays(day, 1);
  return next < at.today || (next === at.today && at.minute >= MORNING_AFTER_MINUTES);
};
