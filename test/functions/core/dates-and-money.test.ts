import { daysBetween, isWeekday, plusDays, plusWorkingDays } from '../../../functions/core/dates';
import { less, shareOf } from '../../../functions/core/money';
import { dateIn, endOfDay, instantAt } from '../../../functions/core/time-zones';

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
