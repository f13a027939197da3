import * as z from 'zod';

/** A calendar date that people agree on, `YYYY-MM-DD`. It has no time and no zone. Compares as a string. */
export const PlainDate = z.iso.date();
export type PlainDate = string;

/** A point in time in UTC, always `YYYY-MM-DDTHH:mm:ss.sssZ`. Compares as a string. */
export type Instant = string;

/** An instant from outside: any ISO 8601 offset is taken and turned into the one form that compares. */
export const InstantFromOutside = z.iso.datetime({ offset: true }).transform((text) => new Date(text).toISOString());

/** An instant read back from our own table. */
export const StoredInstant = z.iso.datetime({ precision: 3 });

const DAY = 86_400_000;
/** Sixty years of days; more than that come only from dates that nobody means. */
const DAYS_KEPT = 22_000;
const written = new Map<number, PlainDate>();

/** The UTC date of `ms` (epoch milliseconds). Kept by day, since writing it down takes longer than all else about a date. */
export function dateOf(ms: number): PlainDate {
  const day = Math.floor(ms / DAY);
  const kept = written.get(day);
  if (kept !== undefined) return kept;
  const date = new Date(day * DAY).toISOString().slice(0, -'T00:00:00.000Z'.length);
  if (written.size >= DAYS_KEPT) written.clear();
  written.set(day, date);
  return date;
}

const numbered = new Map<PlainDate, number>();

/** Days from 1 January 1970 to `date`; kept for the same reason. */
function dayNumber(date: PlainDate): number {
  const kept = numbered.get(date);
  if (kept !== undefined) return kept;
  const day = Date.parse(`${date}T00:00:00Z`) / DAY;
  if (numbered.size >= DAYS_KEPT) numbered.clear();
  numbered.set(date, day);
  return day;
}

export const plusDays = (date: PlainDate, days: number): PlainDate => dateOf((dayNumber(date) + days) * DAY);

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
  return instants.reduce((first, at) => (first === undefined || (at !== undefined && at < first) ? at : first), undefined);
}

/** Monday to Friday. */
export function isWeekday(date: PlainDate): boolean {
  const day = new Date(`${date}T00:00:00Z`).getUTCDay();
  return day !== 0 && day !== 6;
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
