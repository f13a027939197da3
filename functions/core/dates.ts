import * as v from 'valibot';
import { dateOfDay, dayNumber } from './calendar-days';

/** A day that the calendar has: no 30 February, and a 29th of it in leap years alone. */
const DAY = '(?:(?:\\d\\d[2468][048]|\\d\\d[13579][26]|\\d\\d0[48]|[02468][048]00|[13579][26]00)-02-29|\\d{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\\d|30)|02-(?:0[1-9]|1\\d|2[0-8])))';
/** Hours and minutes, of a day or of an offset. */
const HOURS = '(?:[01]\\d|2[0-3]):[0-5]\\d';

/** A calendar date that people agree on, `YYYY-MM-DD`. It has no time and no zone. Compares as a string. */
export const PlainDate = v.pipe(v.string(), v.regex(new RegExp(`^${DAY}$`), 'Invalid ISO date'));
export type PlainDate = string;

/** A point in time in UTC, always `YYYY-MM-DDTHH:mm:ss.sssZ`. Compares as a string. */
export type Instant = string;

/** An instant from outside: any ISO 8601 offset is taken and turned into the one form that compares. */
export const InstantFromOutside = v.pipe(
  v.string(),
  v.regex(new RegExp(`^${DAY}T${HOURS}:[0-5]\\d(?:\\.\\d+)?(?:Z|[+-]${HOURS})$`), 'Invalid ISO datetime'),
  v.transform((text) => new Date(text).toISOString()),
);

/** An instant read back from our own table. */
export const StoredInstant = v.pipe(v.string(), v.regex(new RegExp(`^${DAY}T${HOURS}:[0-5]\\d\\.\\d{3}Z$`), 'Invalid ISO datetime'));

export function plusDays(date: PlainDate, days: number): PlainDate {
  return dateOfDay(dayNumber(date) + days);
}

/** Whole days from `from` to `to`; negative when `to` is earlier. */
export function daysBetween(from: PlainDate, to: PlainDate): number {
  return dayNumber(to) - dayNumber(from);
}

export function plusSeconds(at: Instant, seconds: number): Instant {
  return new Date(Date.parse(at) + seconds * 1000).toISOString();
}

export function plusHours(at: Instant, hours: number): Instant {
  return plusSeconds(at, hours * 3600);
}

export function earliest(...instants: readonly (Instant | undefined)[]): Instant | undefined {
  let first: Instant | undefined;
  for (const at of instants) if (at !== undefined && (first === undefined || at < first)) first = at;
  return first;
}

/** Monday to Friday. */
export function isWeekday(date: PlainDate): boolean {
  const day = new Date(`${date}T00:00:00Z`).getUTCDay();
  return day !== 0 && day !== 6;
}

/** The last working day before `date`. */
export function workingDayBefore(date: PlainDate, isWorkingDay: (d: PlainDate) => boolean = isWeekday): PlainDate {
  let at = plusDays(date, -1);
  while (!isWorkingDay(at)) at = plusDays(at, -1);
  return at;
}

/** The working day `days` working days after `date`; `date` itself does not count. */
export function plusWorkingDays(date: PlainDate, days: number, isWorkingDay: (d: PlainDate) => boolean = isWeekday): PlainDate {
  let at = date;
  for (let left = days; left > 0; ) {
    at = plusDays(at, 1);
    if (isWorkingDay(at)) left -= 1;
  }
  return at;
}
