import { dateOfDay, dayNumber } from './calendar-days';
import { plusDays, type Instant, type PlainDate } from './dates';
import { zoneOffset } from './zone-offset';

const MINUTE = 60_000;
const DAY = 86_400_000;

/** The calendar date that the clocks show in `zone` (IANA name) at `at`. */
export function dateIn(zone: string, at: Instant): PlainDate {
  const ms = Date.parse(at);
  return dateOfDay(Math.floor((ms + zoneOffset(zone, ms)) / DAY));
}

/** Minutes since midnight that the clocks show in `zone` at `at`. */
export function minuteIn(zone: string, at: Instant): number {
  const ms = Date.parse(at);
  const shown = ms + zoneOffset(zone, ms);
  return Math.floor((shown - Math.floor(shown / DAY) * DAY) / MINUTE);
}

/**
 * The instant at which clocks in `zone` show `minuteOfDay` (0 to 1439) on `date`.
 * A time that a spring clock change skips is moved forward; of one that comes twice, the first is meant.
 */
export function instantAt(zone: string, date: PlainDate, minuteOfDay: number): Instant {
  const shown = dayNumber(date) * DAY + minuteOfDay * MINUTE;
  // No clock is a day off UTC, so these are the offsets before and after a change that could concern this time.
  const before = zoneOffset(zone, shown - DAY);
  const after = zoneOffset(zone, shown + DAY);
  const isShown = (offset: number): boolean => zoneOffset(zone, shown - offset) === offset;
  const offset = isShown(before) || !isShown(after) ? before : after;
  return instantOf(shown - offset);
}

const times = new Map<number, string>();

/** `new Date(ms).toISOString()`, with times of the day kept: clocks show whole minutes, and those are few. */
function instantOf(ms: number): Instant {
  const day = Math.floor(ms / DAY);
  const rest = ms - day * DAY;
  const time = times.get(rest) ?? new Date(rest).toISOString().slice(-'T00:00:00.000Z'.length);
  times.set(rest, time);
  return `${dateOfDay(day)}${time}`;
}

/** The first instant after the calendar date `date` has ended in `zone`. */
export const endOfDay = (zone: string, date: PlainDate): Instant => instantAt(zone, plusDays(date, 1), 0);

const zones = new Set<string>();

/** Asking takes most of the time that an event takes to be read; names that were found to be zones are few, and stay zones. */
export function isTimeZone(name: string): boolean {
  if (zones.has(name)) return true;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    zones.add(name);
    return true;
  } catch {
    return false;
  }
}
