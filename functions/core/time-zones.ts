import { zoneOffset } from './zone-offset';
import { dateOf, plusDays, type Instant, type PlainDate } from './dates';

const MINUTE = 60_000;
const DAY = 86_400_000;
const INSTANTS_KEPT = 10_000;
const known = new Map<string, Instant>();

/** The calendar date that the clocks show in `zone` (IANA name) at `at`. */
export function dateIn(zone: string, at: Instant): PlainDate {
  const ms = Date.parse(at);
  return dateOf(ms + zoneOffset(zone, ms));
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
  // The lines of a customer share their days and hours; looking one up costs a tenth of working it out.
  const key = `${date} ${minuteOfDay} ${zone}`;
  const kept = known.get(key);
  if (kept !== undefined) return kept;
  if (known.size >= INSTANTS_KEPT) known.clear();
  const at = workedOut(zone, date, minuteOfDay);
  known.set(key, at);
  return at;
}

function workedOut(zone: string, date: PlainDate, minuteOfDay: number): Instant {
  const shown = Date.parse(`${date}T00:00:00Z`) + minuteOfDay * MINUTE;
  // No clock is a day off UTC, so these are the offsets before and after a change that could concern this time.
  const before = zoneOffset(zone, shown - DAY);
  const after = zoneOffset(zone, shown + DAY);
  const isShown = (offset: number): boolean => zoneOffset(zone, shown - offset) === offset;
  const offset = isShown(before) || !isShown(after) ? before : after;
  return new Date(shown - offset).toISOString();
}

/** The first instant after the calendar date `date` has ended in `zone`. */
export const endOfDay = (zone: string, date: PlainDate): Instant => instantAt(zone, plusDays(date, 1), 0);

export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
