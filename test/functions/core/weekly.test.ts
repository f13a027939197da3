import { Policy } from '../../../functions/core/merchant';
import { minuteOfDay, nextMorning, nextWorkingMorning, weeklyDueAt } from '../../../functions/core/weekly';
import { created, Told, told } from './customers-told';

const weekly = Policy.parse({ weekly: { fromHour: 10, toHour: 11 } }).weekly;
const hours = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / 3_600_000;

describe('the weekly update', () => {
  test.each([
    // Monday 23 November: the sixth day is a Sunday, the seventh a Monday.
    ['on the sixth day', 'Europe/Paris', '2026-11-26T14:00:00.000Z', '2026-12-02T09'],
    ['on the seventh day when the sixth is a Sunday and the hour allows it', 'Europe/Paris', '2026-11-23T14:00:00.000Z', '2026-11-30T09'],
    ['on the Sunday when the week would be over before Monday\'s hour', 'Europe/Paris', '2026-11-23T07:00:00.000Z', '2026-11-29T09'],
    ['on the fifth day, a Friday, when the sixth and seventh are no working days', 'Europe/Paris', '2026-11-22T14:00:00.000Z', '2026-11-27T09'],
    ['at the hour that the clocks show after the change to winter time', 'Europe/Paris', '2026-10-22T14:00:00.000Z', '2026-10-28T09'],
    ['at the hour that the clocks show after the change to summer time', 'Europe/Paris', '2027-03-25T14:00:00.000Z', '2027-03-31T08'],
    ['in the customer\'s morning on the far side of the date line', 'Pacific/Auckland', '2026-11-24T20:00:00.000Z', '2026-11-30T21'],
  ])('is due %s', (_rule, zone, last, hour) => {
    expect(weeklyDueAt({ key: 'ada' }, last, zone, weekly).slice(0, 13)).toBe(hour);
  });

  test('never leaves a week without a mail, whatever the zone and the moment of the last one', () => {
    for (const zone of ['Pacific/Kiritimati', 'Asia/Kolkata', 'America/St_Johns', 'Pacific/Niue', 'America/New_York']) {
      for (let hour = 0; hour < 24 * 14; hour += 1) {
        const last = new Date(Date.parse('2026-10-20T00:30:00.000Z') + hour * 3_600_000).toISOString();
        const gap = hours(last, weeklyDueAt({ key: `c${hour}` }, last, zone, Policy.parse({}).weekly));
        expect(gap).toBeGreaterThan(24 * 3);
        expect(gap).toBeLessThan(24 * 7);
      }
    }
  });

  test('comes for eight weeks, never two in one day, while nothing changes', () => {
    const ada = told({ shipBy: '2027-03-01' });
    ada.passTo('2027-01-18T14:00:45.000Z');
    expect(ada.mails.length).toBeGreaterThanOrEqual(9);
    for (const [index, mail] of ada.mails.entries()) {
      const next = ada.mails[index + 1];
      if (next === undefined) continue;
      expect(hours(mail.at, next.at)).toBeLessThanOrEqual(24 * 7);
      expect(mail.at.slice(0, 10)).not.toBe(next.at.slice(0, 10));
    }
  });

  test('tells several lines and orders in one mail', () => {
    const ada = new Told();
    for (const orderId of ['o1', 'o2', 'o3']) ada.fact({ type: 'Backorder Created', event: created({ orderId }) }, '2026-11-23T14:00:00.000Z');
    ada.passTo('2026-11-30T23:00:00.000Z');
    expect(ada.said).toEqual(['first: 2026-12-10, 2026-12-10, 2026-12-10', 'weekly: 2026-12-10, 2026-12-10, 2026-12-10']);
  });

  test('stays away from those who stopped it, while news still comes', () => {
    const ada = told({ shipBy: '2026-12-10' });
    ada.fact({ type: 'Weekly Stopped', click: { at: '2026-11-24T15:00:00.000Z' } }, '2026-11-24T15:00:00.000Z');
    expect(ada.passTo('2026-12-31T00:00:00.000Z').said).toEqual(['first: 2026-12-10', 'unknown: no date']);
  });
});

describe('the morning hour', () => {
  const early = Policy.parse({ weekly: { fromHour: 10, toHour: 12 } }).weekly;

  test('lies between the hours, spreads over them, and is the same each time for the same customer', () => {
    const minutes = Array.from({ length: 500 }, (_none, n) => minuteOfDay(`c${n}`, early));
    expect(Math.min(...minutes)).toBeGreaterThanOrEqual(600);
    expect(Math.max(...minutes)).toBeLessThan(720);
    expect(new Set(minutes).size).toBeGreaterThan(90);
    expect(minuteOfDay('ada', early)).toBe(minuteOfDay('ada', early));
  });

  test.each([
    ['the next day', '2026-11-23T15:00:00.000Z', '2026-11-24'],
    ['Monday after a Friday', '2026-11-27T15:00:00.000Z', '2026-11-30'],
    ['Monday after a Saturday', '2026-11-28T15:00:00.000Z', '2026-11-30'],
    ['Monday after a Sunday', '2026-11-29T15:00:00.000Z', '2026-11-30'],
  ])('of the next working day is that of %s', (_what, now, day) => {
    expect(nextWorkingMorning('ada', now, 'Europe/Paris', weekly)).toMatch(new RegExp(`^${day}T09:`));
  });

  test('of the next day may be that of a Saturday', () => {
    expect(nextMorning('ada', '2026-11-27T15:00:00.000Z', 'Europe/Paris', weekly)).toMatch(/^2026-11-28T09:/);
  });

  test('a week of one day is aimed at the first day, and never at the day of the last mail', () => {
    const daily = Policy.parse({ weekly: { day: 1, fromHour: 10, toHour: 11 } }).weekly;
    // Friday: the first day is a Saturday, the second a Sunday; the day itself is none.
    expect(weeklyDueAt({ key: 'ada' }, '2026-11-27T08:00:00.000Z', 'Europe/Paris', daily)).toMatch(/^2026-11-28T09:/);
    expect(weeklyDueAt({ key: 'ada' }, '2026-11-23T08:00:00.000Z', 'Europe/Paris', daily)).toMatch(/^2026-11-24T09:/);
  });
});
