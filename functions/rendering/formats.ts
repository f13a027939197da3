import type { Instant, PlainDate } from '../core/dates';
import type { Money } from '../core/money';
import { dateIn } from '../core/time-zones';

/*
 * Dates and money as people read them. Building an Intl formatter costs a hundred times as much as using it,
 * so each is built once a locale.
 */

/** Formats of one locale, as seen on `today` in `timeZone`. A year is named only where it is not this one. */
export interface Formats {
  /** The calendar date on which the reader reads. */
  today: PlainDate;
  /** "Tuesday, December 9" */
  date(date: PlainDate): string;
  /** "December 9" */
  day(date: PlainDate): string;
  /** "Dec 9" */
  shortDay(date: PlainDate): string;
  /** The calendar date on which something happened, where the reader lives. */
  dateOf(at: Instant): PlainDate;
  /** "Tuesday, December 9 at 4:12 PM EST" */
  moment(at: Instant): string;
  /** "3 hours and 52 minutes", rounded down; what is under a minute is "1 minute". */
  duration(milliseconds: number): string;
  money(money: Money): string;
  number(value: number): string;
}

export function formatsFor(locale: string, timeZone: string, now: Instant): Formats {
  const today = dateIn(timeZone, now);
  const written = (shape: Intl.DateTimeFormatOptions) => (date: PlainDate) => {
    const year = date.slice(0, 4) === today.slice(0, 4) ? {} : ({ year: 'numeric' } as const);
    // A calendar date has no zone. Noon in UTC, written in UTC, is that very date wherever this runs and whoever reads.
    return withFirst(locale, tidy(dateFormat(locale, { ...shape, ...year, timeZone: 'UTC' }).format(new Date(`${date}T12:00:00Z`))));
  };
  const date = written({ weekday: 'long', month: 'long', day: 'numeric' });
  return {
    today,
    date,
    day: written({ month: 'long', day: 'numeric' }),
    shortDay: written({ month: 'short', day: 'numeric' }),
    dateOf: (at) => dateIn(timeZone, at),
    // Versions of Node differ in the space before "PM"; with a plain one the same mail has the same words everywhere.
    moment: (at) => withFirst(locale, tidy(momentFormat(locale, timeZone, dateIn(timeZone, at).slice(0, 4) !== today.slice(0, 4)).format(new Date(at))).replaceAll('\u00a0', ' ')),
    duration: (milliseconds) => writtenDuration(locale, milliseconds),
    money: (amount) => writtenMoney(locale, amount),
    number: (value) => numberFormat(locale).format(value),
  };
}

function momentFormat(locale: string, timeZone: string, withYear: boolean): Intl.DateTimeFormat {
  return dateFormat(locale, {
    weekday: 'long',
    month: 'long',
    day: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
    timeZoneName: 'short',
    timeZone,
    ...(withYear ? { year: 'numeric' as const } : {}),
  });
}

function writtenDuration(locale: string, milliseconds: number): string {
  const minutes = Math.max(1, Math.floor(milliseconds / 60_000));
  const parts: [number, string][] = [[Math.floor(minutes / 60), 'hour'], [minutes % 60, 'minute']];
  return tidy(listFormat(locale).format(parts.filter(([count]) => count > 0).map(([count, unit]) => unitFormat(locale, unit).format(count))));
}

/** Minor units are shifted as text: no amount passes through a binary fraction. */
function writtenMoney(locale: string, { amount, currency }: Money): string {
  const { format, digits } = moneyFormat(locale, currency);
  const padded = String(amount).padStart(digits + 1, '0');
  const decimal: `${number}` = digits === 0 ? `${amount}` : (`${padded.slice(0, -digits)}.${padded.slice(-digits)}` as `${number}`);
  return tidy(format.format(decimal)).replace(/(?<=^\u200f.*[A-Z]\p{Sc})$/u, LEFT_TO_RIGHT);
}

/** Amid Arabic "US$" is shown as "$US" unless something that runs from left to right follows the sign (UAX #9, N1). */
const LEFT_TO_RIGHT = '\u200e';

/** French and Portuguese count the first day of a month, and only that; CLDR's patterns do not know it. */
function withFirst(locale: string, text: string): string {
  const ordinal = locale.startsWith('fr') ? '1er' : locale.startsWith('pt') ? '1º' : '1';
  return text.replace(/(?<=^|\s)1(?=\s\p{L})/u, ordinal);
}

/** Narrow spaces show as boxes in old mail programs; a no-break space does the same work. */
const tidy = (text: string): string => text.replace(/[\u202f\u2009]/g, '\u00a0');

/** Thai readers count Buddhist years; elsewhere shops write the Gregorian calendar, also where a region's own is another. */
const dateFormat = remembered((locale: string, options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, { calendar: locale.startsWith('th') ? 'buddhist' : 'gregory', ...options }));
const moneyFormat = remembered((locale: string, currency: string) => {
  const format = new Intl.NumberFormat(locale, { style: 'currency', currency });
  // Asking for it takes longer than writing an amount.
  return { format, digits: format.resolvedOptions().maximumFractionDigits ?? 2 };
});
const numberFormat = remembered((locale: string) => new Intl.NumberFormat(locale));

const unitFormat = remembered((locale: string, unit: string) => new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' }));
const listFormat = remembered((locale: string) => new Intl.ListFormat(locale, { type: 'conjunction' }));

function remembered<A extends readonly unknown[], R>(make: (...args: A) => R): (...args: A) => R {
  const made = new Map<string, R>();
  return (...args) => {
    const key = JSON.stringify(args);
    const found = made.get(key);
    if (found !== undefined) return found;
    const fresh = make(...args);
    made.set(key, fresh);
    return fresh;
  };
}
