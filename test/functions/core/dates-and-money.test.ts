import * as v from 'valibot';
import { dateOfDay, dayNumber } from '../../../functions/core/calendar-days';
import { daysBetween, earliest, InstantFromOutside, isWeekday, plusDays, plusHours, plusWorkingDays, StoredInstant } from '../../../functions/core/dates';
import { less, Money, shareOf, sumOf } from '../../../functions/core/money';
import { dateIn, endOfDay, instantAt, isTimeZone, minuteIn } from '../../../functions/core/time-zones';

test.each([
  ['a leap day', '2028-02-28', 1, '2028-02-29'],
  ['the end of a year', '2026-12-31', 1, '2027-01-01'],
  ['backwards over a month', '2026-03-01', -1, '2026-02-28'],
])('days are added over %s', (_rule, from, days, to) => {
  expect(plusDays(from, days)).toBe(to);
  expect(daysBetween(from, to)).toBe(days);
});

test('working days skip the weekend', () => {
  expect(plusWorkingDays('2026-11-27', 1)).toBe('2026-11-30');
  expect(plusWorkingDays('2026-11-28', 7)).toBe('2026-12-08');
  expect([isWeekday('2026-11-27'), isWeekday('2026-11-28')]).toEqual([true, false]);
});

test.each([
  ['Pacific/Kiritimati', '2026-11-23T10:00:00.000Z', '2026-11-24'],
  ['Pacific/Niue', '2026-11-23T10:59:59.999Z', '2026-11-22'],
  ['UTC', '2026-11-23T23:59:59.999Z', '2026-11-23'],
])('the date in %s', (zone, at, date) => {
  expect(dateIn(zone, at)).toBe(date);
});

test.each([
  ['an hour that the spring change skips is moved forward', '2027-03-28', 150, '2027-03-28T01:30:00.000Z'],
  ['of an hour that comes twice in autumn the first is meant', '2026-10-25', 150, '2026-10-25T00:30:00.000Z'],
])('%s', (_rule, date, minute, at) => {
  expect(instantAt('Europe/Paris', date, minute)).toBe(at);
});

test('a day ends when the next begins, also on the day of a clock change', () => {
  expect(endOfDay('America/New_York', '2026-10-31')).toBe('2026-11-01T04:00:00.000Z');
  expect(endOfDay('America/New_York', '2026-11-01')).toBe('2026-11-02T05:00:00.000Z');
});

test('parts of money are rounded down, and the last takes what is left', () => {
  const paid = { amount: 1000, currency: 'JPY' };
  const first = shareOf(paid, 1, 3);
  const second = shareOf(less(paid, [first]), 1, 2);
  const third = shareOf(less(paid, [first, second]), 1, 1);
  expect([first.amount, second.amount, third.amount]).toEqual([333, 333, 334]);
});

test('more units than there are, or another currency, is refused', () => {
  expect(() => shareOf({ amount: 1, currency: 'USD' }, 2, 1)).toThrow('cannot take 2 of 1 units');
  expect(() => less({ amount: 1, currency: 'USD' }, [{ amount: 1, currency: 'EUR' }])).toThrow('cannot take EUR from USD');
});

test('units there are none of, or less than none, have no share', () => {
  expect(shareOf({ amount: 7, currency: 'USD' }, 0, 3)).toEqual({ amount: 0, currency: 'USD' });
  expect(() => shareOf({ amount: 7, currency: 'USD' }, -1, 3)).toThrow(new RangeError('cannot take -1 of 3 units'));
});

test('a share of more than a double can hold is exact', () => {
  expect(shareOf({ amount: 9_007_199_254_740_991, currency: 'IDR' }, 2, 3).amount).toBe(6_004_799_503_160_660);
});

test('a sum is of one currency, and of something', () => {
  expect(sumOf([{ amount: 5, currency: 'USD' }])).toEqual({ amount: 5, currency: 'USD' });
  expect(sumOf([{ amount: 5, currency: 'USD' }, { amount: 7, currency: 'USD' }, { amount: 1, currency: 'USD' }])).toEqual({ amount: 13, currency: 'USD' });
  expect(() => sumOf([{ amount: 5, currency: 'USD' }, { amount: 7, currency: 'EUR' }])).toThrow(new RangeError('cannot add EUR to USD'));
  expect(() => sumOf([])).toThrow(new RangeError('a sum needs at least one amount'));
});

test.each(['usd', 'US', 'USDX', 'xUSD', ''])('%j is no currency', (currency) => {
  expect(v.safeParse(Money, { amount: 1, currency }).issues?.map(({ message }) => message)).toEqual(['expected an ISO 4217 code such as EUR']);
});

test.each(['2026-13-01', 'tomorrow', ''])('%j is no day', (date) => {
  expect(() => dayNumber(date)).toThrow(new RangeError(`${date} is no date`));
});

test('days and dates are each other\'s other way round, also far away and for more of them than anybody means', () => {
  expect([dayNumber('1970-01-01'), dayNumber('1969-12-31'), dateOfDay(20_780)]).toEqual([0, -1, '2026-11-23']);
  for (let day = 0; day < 50_000; day += 1) {
    const date = dateOfDay(day);
    if (dayNumber(date) !== day || date !== new Date(day * 86_400_000).toISOString().slice(0, 10)) throw new Error(`${date} is ${dayNumber(date)}, and was ${day}`);
  }
  expect(dateOfDay(49_999)).toBe('2106-11-23');
});

test('a zone knows its offset on more days than anybody means, and on both sides of a change', () => {
  for (let day = 0; day < 9000; day += 1) {
    const at = new Date(Date.UTC(2020, 0, 1 + day, 12)).toISOString();
    if (minuteIn('Asia/Kathmandu', at) !== (12 + 5) * 60 + 45) throw new Error(`noon is ${minuteIn('Asia/Kathmandu', at)} at ${at}`);
  }
  const berlin = (at: string): number => minuteIn('Europe/Berlin', at);
  expect([berlin('2026-03-29T00:59:00.000Z'), berlin('2026-03-29T01:00:00.000Z'), berlin('2026-03-28T23:00:00.000Z'), berlin('2026-03-30T00:00:00.000Z')]).toEqual([119, 180, 0, 120]);
  // New York was 4:56:02 behind until 1883.
  expect(dateIn('America/New_York', '1880-01-01T04:56:01.000Z')).toBe('1879-12-31');
  expect(dateIn('America/New_York', '1880-01-01T04:56:02.000Z')).toBe('1880-01-01');
});

test.each([['Europe/Paris', true], ['UTC', true], ['Mars/Olympus', false], ['', false]])('%j as a time zone: %j', (name, isOne) => {
  expect(isTimeZone(name)).toBe(isOne);
});

test('instants: of any offset from outside, of one form inside', () => {
  expect(v.parse(InstantFromOutside, '2026-11-23T15:30:00+01:30')).toBe('2026-11-23T14:00:00.000Z');
  expect(v.safeParse(InstantFromOutside, '2026-11-23T15:30').success).toBe(false);
  expect(v.safeParse(StoredInstant, '2026-11-23T14:00:00.000Z').success).toBe(true);
  for (const other of ['2026-11-23T14:00:00Z', '2026-11-23T14:00:00.0000Z', '2026-11-23T15:00:00.000+01:00']) expect(v.safeParse(StoredInstant, other).success).toBe(false);
  expect(plusHours('2026-11-23T14:00:00.000Z', 0.5)).toBe('2026-11-23T14:30:00.000Z');
});

test('the earliest of what there is', () => {
  expect(earliest()).toBeUndefined();
  expect(earliest(undefined, undefined)).toBeUndefined();
  expect(earliest('2026-11-24', undefined, '2026-11-23', '2026-11-25')).toBe('2026-11-23');
  expect(earliest(undefined, '2026-11-24')).toBe('2026-11-24');
});
