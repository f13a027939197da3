/*
 * Calendar dates (`YYYY-MM-DD`) as numbers. Reading and writing dates is most of what deciding takes, and the same few thousand days
 * come again and again, so both are kept.
 */

const DAY = 86_400_000;
/** Sixty years of days; more than that come only from dates that nobody means. */
const DAYS_KEPT = 22_000;

const numbers = new Map<string, number>();
const dates = new Map<number, string>();

/** Days from 1 January 1970 to `date`. Throws a RangeError for what is no date. */
export function dayNumber(date: string): number {
  const kept = numbers.get(date);
  if (kept !== undefined) return kept;
  const day = Date.parse(`${date}T00:00:00Z`) / DAY;
  if (Number.isNaN(day)) throw new RangeError(`${date} is no date`);
  if (numbers.size >= DAYS_KEPT) numbers.clear();
  numbers.set(date, day);
  return day;
}

/** The date of a day number; the other way round. */
export function dateOfDay(day: number): string {
  const kept = dates.get(day);
  if (kept !== undefined) return kept;
  const date = new Date(day * DAY).toISOString().slice(0, -'T00:00:00.000Z'.length);
  if (dates.size >= DAYS_KEPT) dates.clear();
  dates.set(day, date);
  return date;
}
