import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { dateIn, endOfDay, instantAt, minuteIn } from '../../../functions/core/time-zones';
import { zoneOffset } from '../../../functions/core/zone-offset';

/*
 * Checked against Temporal, which shares no code with what is tested: at random, and around every change of the clocks.
 */

const ODD = ['Australia/Lord_Howe', 'Pacific/Apia', 'Asia/Kathmandu', 'America/St_Johns', 'Africa/Casablanca', 'America/Sao_Paulo', 'Europe/Dublin', 'Pacific/Kiritimati', 'Asia/Beirut'];
const FROM = Date.UTC(1970, 0, 2);
const TO = Date.UTC(2045, 0, 1);

const instantOf = (ms: number): string => new Date(ms).toISOString();
const zoned = (zone: string, at: string): Temporal.ZonedDateTime => Temporal.Instant.from(at).toZonedDateTimeISO(zone);
const dateByTemporal = (zone: string, at: string): string => zoned(zone, at).toPlainDate().toString();
const minuteByTemporal = (zone: string, at: string): number => zoned(zone, at).hour * 60 + zoned(zone, at).minute;
const instantByTemporal = (zone: string, date: string, minute: number): string =>
  instantOf(Temporal.PlainDate.from(date).toZonedDateTime({ timeZone: zone, plainTime: { hour: Math.floor(minute / 60), minute: minute % 60 } }).epochMilliseconds);
const endByTemporal = (zone: string, date: string): string => instantOf(Temporal.PlainDate.from(date).add({ days: 1 }).toZonedDateTime(zone).epochMilliseconds);

/** Every instant from 2005 to 2040 at which the clocks of the zone change. */
function changesOf(zone: string): number[] {
  const found: number[] = [];
  for (let at = zoned(zone, '2005-01-01T00:00:00Z').getTimeZoneTransition('next'); at !== null && at.year <= 2040; at = at.getTimeZoneTransition('next')) {
    found.push(at.epochMilliseconds);
  }
  return found;
}

const zone = fc.oneof(fc.constantFrom(...Intl.supportedValuesOf('timeZone')), fc.constantFrom(...ODD));
const moment = fc.integer({ min: FROM, max: TO }).map(instantOf);

test('random instants and times of day in random zones are what Temporal says', () => {
  fc.assert(
    fc.property(zone, moment, fc.nat(1439), (name, at, minute) => {
      const date = at.slice(0, 10);
      expect([dateIn(name, at), minuteIn(name, at), instantAt(name, date, minute), endOfDay(name, date)]).toEqual([
        dateByTemporal(name, at),
        minuteByTemporal(name, at),
        instantByTemporal(name, date, minute),
        endByTemporal(name, date),
      ]);
    }),
    { numRuns: 2000 },
  );
});

test.each(ODD)('around every clock change in %s', (name) => {
  for (const change of changesOf(name)) {
    for (const minutes of [-1440, -60, -30, -1, 0, 1, 30, 60, 1440]) {
      const at = instantOf(change + minutes * 60_000);
      expect(`${at} ${dateIn(name, at)}`).toBe(`${at} ${dateByTemporal(name, at)}`);
    }
    const day = zoned(name, instantOf(change)).toPlainDate();
    for (const date of [day.subtract({ days: 1 }), day, day.add({ days: 1 })].map(String)) {
      expect(endOfDay(name, date)).toBe(endByTemporal(name, date));
      for (const minute of [0, 30, 59, 60, 90, 119, 120, 149, 150, 180, 600, 1380, 1439]) {
        expect(`${date} ${minute} ${instantAt(name, date, minute)}`).toBe(`${date} ${minute} ${instantByTemporal(name, date, minute)}`);
      }
    }
  }
});

test.each([
  ['half an hour on Lord Howe', 'Australia/Lord_Howe', '2026-10-04', 135, '2026-10-03T15:45:00.000Z'],
  ['a quarter off in Kathmandu', 'Asia/Kathmandu', '2026-05-01', 600, '2026-05-01T04:15:00.000Z'],
  ['the day that Samoa left out', 'Pacific/Apia', '2011-12-30', 600, '2011-12-30T20:00:00.000Z'],
  ['a midnight that São Paulo left out', 'America/Sao_Paulo', '2018-11-04', 0, '2018-11-04T03:00:00.000Z'],
])('%s', (_rule, name, date, minute, at) => {
  expect(instantAt(name, date, minute)).toBe(at);
});

test('an offset is east ahead and west behind, to the second where clocks were set by the sun', () => {
  expect(zoneOffset('Asia/Kathmandu', TO)).toBe(345 * 60_000);
  expect(zoneOffset('America/St_Johns', Date.UTC(2026, 0, 1))).toBe(-210 * 60_000);
  expect(zoneOffset('America/New_York', Date.UTC(1850, 0, 1))).toBe(-((4 * 60 + 56) * 60 + 2) * 1000);
  expect(() => zoneOffset('Mars/Olympus', TO)).toThrow(RangeError);
});

test('years of days do not change what is known of any', () => {
  for (let day = 0; day < 9000; day += 1) zoneOffset('Europe/Paris', FROM + day * 86_400_000);
  expect(dateIn('Europe/Paris', '1971-07-01T23:30:00.000Z')).toBe('1971-07-02');
});
