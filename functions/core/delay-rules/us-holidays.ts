import { isWeekday, plusDays, type PlainDate } from '../dates';

/*
 * US federal holidays, 5 U.S.C. 6103(a). One that falls on a Saturday is kept on the Friday before, one on a Sunday on the
 * Monday after: 6103(b) and Executive Order 11582.
 */

const MONDAY = 1;
const THURSDAY = 4;

/** Monday to Friday, less the federal holidays. */
export const isUsWorkingDay = (date: PlainDate): boolean => isWeekday(date) && !observedIn(Number(date.slice(0, 4))).has(date);

/** Each day of a delay is asked about, and a year's holidays are the same each time. */
const years = new Map<number, ReadonlySet<PlainDate>>();

/** New Year's Day of the next year may be kept in this one. */
function observedIn(year: number): ReadonlySet<PlainDate> {
  const known = years.get(year);
  if (known !== undefined) return known;
  const days = new Set([...holidaysOf(year), ...holidaysOf(year + 1)].map(observed));
  years.set(year, days);
  return days;
}

function holidaysOf(year: number): PlainDate[] {
  return [
    `${year}-01-01`, // New Year's Day
    nth(3, MONDAY, year, 1), // Birthday of Martin Luther King, Jr.
    nth(3, MONDAY, year, 2), // Washington's Birthday
    plusDays(nth(1, MONDAY, year, 6), -7), // Memorial Day, the last Monday in May
    `${year}-06-19`, // Juneteenth National Independence Day
    `${year}-07-04`, // Independence Day
    nth(1, MONDAY, year, 9), // Labor Day
    nth(2, MONDAY, year, 10), // Columbus Day
    `${year}-11-11`, // Veterans Day
    nth(4, THURSDAY, year, 11), // Thanksgiving Day
    `${year}-12-25`, // Christmas Day
  ];
}

/** The nth such weekday of a month; `month` 1 to 12. */
function nth(n: number, weekday: number, year: number, month: number): PlainDate {
  const first = `${year}-${String(month).padStart(2, '0')}-01`;
  return plusDays(first, ((weekday - dayOfWeek(first) + 7) % 7) + (n - 1) * 7);
}

function observed(date: PlainDate): PlainDate {
  const day = dayOfWeek(date);
  if (day === 6) return plusDays(date, -1);
  return day === 0 ? plusDays(date, 1) : date;
}

/** 0 is Sunday. */
const dayOfWeek = (date: PlainDate): number => new Date(`${date}T00:00:00Z`).getUTCDay();
