import { plusDays, plusWorkingDays } from '../../../../functions/core/dates';
import { isUsWorkingDay } from '../../../../functions/core/delay-rules/us-holidays';

/** Weekdays of a year on which the federal government is closed. */
function closedWeekdays(year: number): string[] {
  const closed: string[] = [];
  for (let date = `${year}-01-01`; date.startsWith(String(year)); date = plusDays(date, 1)) {
    const day = new Date(`${date}T00:00:00Z`).getUTCDay();
    if (day > 0 && day < 6 && !isUsWorkingDay(date)) closed.push(date.slice(5));
  }
  return closed;
}

// As the Office of Personnel Management has published them.
test.each([
  [2021, ['01-01', '01-18', '02-15', '05-31', '06-18', '07-05', '09-06', '10-11', '11-11', '11-25', '12-24', '12-31']],
  [2026, ['01-01', '01-19', '02-16', '05-25', '06-19', '07-03', '09-07', '10-12', '11-11', '11-26', '12-25']],
  [2027, ['01-01', '01-18', '02-15', '05-31', '06-18', '07-05', '09-06', '10-11', '11-11', '11-25', '12-24', '12-31']],
])('in %d these weekdays are holidays', (year, holidays) => {
  expect(closedWeekdays(year)).toEqual(holidays);
});

test('seven working days over Thanksgiving and a weekend', () => {
  expect(plusWorkingDays('2026-11-20', 7, isUsWorkingDay)).toBe('2026-12-02');
});

test('Saturday and Sunday are no working days', () => {
  expect([isUsWorkingDay('2026-11-28'), isUsWorkingDay('2026-11-29'), isUsWorkingDay('2026-11-30')]).toEqual([false, false, true]);
});
