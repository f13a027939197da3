/*
 * Dates, money and Forthright's own terms in plain words. Instants are shown in the reader's zone; calendar dates
 * have none, so they are read and written in UTC.
 */

const format = (options) => new Intl.DateTimeFormat(undefined, options);
const dayAndTime = format({ weekday: 'short', day: 'numeric', month: 'short', year: 'numeric', hour: 'numeric', minute: '2-digit' });
const shortDay = format({ day: 'numeric', month: 'short' });
const time = format({ hour: 'numeric', minute: '2-digit' });
const calendarDay = format({ weekday: 'short', day: 'numeric', month: 'short', timeZone: 'UTC' });

export const whenExactly = (at) => dayAndTime.format(new Date(at));

/** The time for something of today, else the day. `now` in epoch milliseconds. */
export function when(at, now) {
  const [then, today] = [new Date(at), new Date(now)];
  return then.toDateString() === today.toDateString() ? time.format(then) : shortDay.format(then);
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
  shipped: 'Shipped',
  cancelled: 'Cancelled',
  refunded: 'Refunded',
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

/** `Tern & Tide <orders@…>` without the quotes of a header. */
export const sender = (from) => from.replace(/^"((?:[^"\\]|\\.)*)"/, (_all, name) => name.replaceAll(/\\(.)/g, '$1'));
