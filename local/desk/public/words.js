/*
 * Dates, money and Forthright's own terms in plain words. Instants are shown in the reader's zone; calendar dates
 * have none, so they are read and written in UTC.
 */

const format = (options) => new Intl.DateTimeFormat(undefined, options);
const dayAndTime = format({ weekday: 'short', day: 'numeric', month: 'short', year: 'numeric', hour: 'numeric', minute: '2-digit' });
const shortDay = format({ day: 'numeric', month: 'short' });
const dayOfAYear = format({ day: 'numeric', month: 'short', year: 'numeric' });
const dayOnly = format({ weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' });
const time = format({ hour: 'numeric', minute: '2-digit' });
const calendarDay = format({ weekday: 'short', day: 'numeric', month: 'short', timeZone: 'UTC' });

export const whenExactly = (at) => dayAndTime.format(new Date(at));

export const dayOf = (at) => dayOnly.format(new Date(at));
export const timeOf = (at) => time.format(new Date(at));

/** So near that a day without its year can mean only one. */
const NEARBY_MS = 300 * 86_400_000;

/** The time for something of today, else the day. `now` in epoch milliseconds. */
export function when(at, now) {
  const [then, today] = [new Date(at), new Date(now)];
  if (then.toDateString() === today.toDateString()) return time.format(then);
  return (Math.abs(then - today) < NEARBY_MS ? shortDay : dayOfAYear).format(then);
}

/** The day and the time, or the time alone for something of today. */
export function whenInOrder(at, now) {
  const day = when(at, now);
  return day === timeOf(at) ? day : `${day}, ${timeOf(at)}`;
}

/** A calendar date, or that there is none. */
export const date = (plain) => (plain ? calendarDay.format(new Date(`${plain}T00:00:00Z`)) : 'no date');

export function money({ amount, currency }) {
  const formatter = new Intl.NumberFormat(undefined, { style: 'currency', currency });
  return formatter.format(amount / 10 ** formatter.resolvedOptions().maximumFractionDigits);
}

export const plural = (count, one, many = `${one}s`) => `${count.toLocaleString()} ${count === 1 ? one : many}`;

/** "in 3 days", "2 hours ago" */
export function distance(at, now) {
  const seconds = (new Date(at).getTime() - now) / 1000;
  const [unit, size] = [['day', 86_400], ['hour', 3_600], ['minute', 60]].find(([, length]) => Math.abs(seconds) >= length) ?? ['second', 1];
  return new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' }).format(Math.round(seconds / size), unit);
}

const KINDS = {
  first: 'First notice',
  weekly: 'Weekly update',
  later: 'Later date',
  earlier: 'Earlier date',
  unknown: 'No date',
  reminder: 'Answer needed',
  shipped: 'Shipped',
  cancelled: 'Cancelled',
  refunded: 'Refunded',
  'refund-failed': 'Refund failed',
  consented: 'Answer on record',
  'back-in-stock': 'Back in stock',
};
export const kindName = (kind) => KINDS[kind] ?? kind ?? 'Mail';

const CAUSES = {
  'supplier-delay': 'the supplier is late',
  'port-congestion': 'held up in port',
  customs: 'held by customs',
  'labour-shortage': 'too few hands',
  'demand-surge': 'more orders than expected',
  'quality-hold': 'held for a quality check',
  weather: 'the weather',
  'production-fault': 'a fault in production',
  other: 'another reason',
};
export const causeName = (code) => CAUSES[code] ?? code;

/** The name that a mail program shows for `"Tern & Tide" <orders@…>`. */
export const sender = (from) => /^"((?:[^"\\]|\\.)*)"/.exec(from)?.[1].replaceAll(/\\(.)/g, '$1') ?? from.replace(/ *<.*/, '');
