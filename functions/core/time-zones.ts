import { Temporal } from 'temporal-polyfill';
import type { Instant, PlainDate } from './dates';

/** The calendar date that the clocks show in `zone` (IANA name) at `at`. */
export function dateIn(zone: string, at: Instant): PlainDate {
  return Temporal.Instant.from(at).toZonedDateTimeISO(zone).toPlainDate().toString();
}

/** Minutes since midnight that the clocks show in `zone` at `at`. */
export function minuteIn(zone: string, at: Instant): number {
  const { hour, minute } = Temporal.Instant.from(at).toZonedDateTimeISO(zone);
  return hour * 60 + minute;
}

/**
 * The instant at which clocks in `zone` show `minuteOfDay` (0 to 1439) on `date`.
 * A time that a spring clock change skips is moved forward; of one that comes twice, the first is meant.
 */
export function instantAt(zone: string, date: PlainDate, minuteOfDay: number): Instant {
  const time = new Temporal.PlainTime(Math.floor(minuteOfDay / 60), minuteOfDay % 60);
  const at = Temporal.PlainDate.from(date).toZonedDateTime({ timeZone: zone, plainTime: time }).toInstant();
  return new Date(at.epochMilliseconds).toISOString();
}

/** The first instant after the calendar date `date` has ended in `zone`. */
export function endOfDay(zone: string, date: PlainDate): Instant {
  const next = Temporal.PlainDate.from(date).add({ days: 1 }).toZonedDateTime(zone).toInstant();
  return new Date(next.epochMilliseconds).toISOString();
}

export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
