import { formatsFor } from '../../functions/rendering/formats';
import { localeFor, wordsFor } from '../../functions/rendering/words';
import { mailOf, noticeWith, waitingPart } from './reading';

const now = '2026-11-24T15:12:00.000Z';

test.each(['Pacific/Pago_Pago', 'America/New_York', 'UTC', 'Asia/Kolkata', 'Pacific/Kiritimati'])('a calendar date is the same date in %s', (zone) => {
  const formats = formatsFor('en', zone, now);
  expect([formats.date('2026-12-08'), formats.day('2026-01-01'), formats.shortDay('2026-12-31')]).toEqual(['Tuesday, December 8', 'January 1', 'Dec 31']);
});

test.each(['Pacific/Pago_Pago', 'Pacific/Kiritimati'])('a mail read in %s tells the very date of the state', (timeZone) => {
  const notice = noticeWith(waitingPart());
  expect(mailOf({ ...notice, to: { ...notice.to, timeZone } }).text).toContain('Expected to ship by\nTuesday, December 8');
});

test('the process may run in any zone', () => {
  const before = process.env.TZ;
  try {
    for (const zone of ['Pacific/Pago_Pago', 'Pacific/Kiritimati']) {
      process.env.TZ = zone;
      expect(formatsFor('en', 'UTC', now).date('2026-12-08')).toBe('Tuesday, December 8');
    }
  } finally {
    if (before === undefined) delete process.env.TZ;
    else process.env.TZ = before;
  }
});

test('a year is named only where it is not the reader’s own', () => {
  expect(formatsFor('en', 'UTC', now).date('2027-01-08')).toBe('Friday, January 8, 2027');
  // In Kiritimati the new year has begun 14 hours before it does in UTC.
  expect(formatsFor('en', 'Pacific/Kiritimati', '2026-12-31T12:00:00.000Z').date('2027-01-08')).toBe('Friday, January 8');
});

test('a moment is told on the reader’s clock, with its zone', () => {
  expect(formatsFor('en-US', 'America/New_York', now).moment('2026-11-24T19:12:00.000Z')).toBe('Tuesday, November 24 at 2:12 PM EST');
  expect(formatsFor('en-US', 'UTC', now).moment('2026-11-24T19:12:00.000Z')).toBe('Tuesday, November 24 at 7:12 PM UTC');
});

test.each([
  [5900, 'USD', '$59.00'],
  [5, 'USD', '$0.05'],
  [0, 'EUR', '€0.00'],
  [5900, 'JPY', '¥5,900'],
  [5900, 'KWD', 'KWD\u00a05.900'],
  [9_007_199_254_740_991, 'USD', '$90,071,992,547,409.91'],
])('%i minor units of %s are %s', (amount, currency, written) => {
  expect(formatsFor('en-US', 'UTC', now).money({ amount, currency })).toBe(written);
});

test.each([
  [['en-GB', 'de'], 'en-GB'],
  [['tlh-AT', 'en-AU'], 'en-AU'],
  [['tlh', undefined], 'en'],
  [['de-AT', 'en-AU'], 'de-AT'],
  [['pt_BR'], 'pt-BR'],
  [['zh-TW'], 'zh-Hans-TW'],
  [['in-ID'], 'id-ID'],
  [['not a tag', 'en'], 'en'],
  [['en-US-u-ca-buddhist-nu-thai'], 'en-US'],
])('of %j we write in %s', (wishes, locale) => expect(localeFor(...wishes)).toBe(locale));

test.each([
  ['de', 'Dienstag, 8. Dezember', '59,00 $'],
  ['fr', 'mardi 8 décembre', '59,00 $US'],
  ['pt-BR', 'terça-feira, 8 de dezembro', 'US$ 59,00'],
  ['th', 'วันอังคารที่ 8 ธันวาคม', 'US$59.00'],
  ['ar-SA', 'الثلاثاء، ٨ ديسمبر', '\u200f٥٩٫٠٠ US$\u200e'],
])('in %s the day and the amount are %s and %s: the Gregorian day also where a region counts others', (locale, day, amount) => {
  const formats = formatsFor(locale, 'UTC', now);
  expect([formats.date('2026-12-08'), formats.money({ amount: 5900, currency: 'USD' }).replaceAll('\u00a0', ' ')]).toEqual([day, amount]);
});

test('Thai readers see Buddhist years, and French and Brazilian ones the first of a month as such', () => {
  expect(formatsFor('th', 'UTC', now).date('2027-01-08')).toContain('2570');
  expect(formatsFor('pt-BR', 'UTC', now).date('2026-12-01')).toBe('terça-feira, 1º de dezembro');
  expect([formatsFor('fr', 'UTC', now).date('2026-12-01'), formatsFor('fr', 'UTC', now).date('2026-12-11')]).toEqual(['mardi 1er décembre', 'vendredi 11 décembre']);
});

test.each([
  [0, '1 minute'],
  [3_599_999, '59 minutes'],
  [3_600_000, '1 hour'],
  [14_000_000, '3 hours and 53 minutes'],
])('%i milliseconds are %s', (milliseconds, written) => expect(formatsFor('en', 'UTC', now).duration(milliseconds)).toBe(written));

test('a value that looks like a placeholder stays the text it is', () => {
  const say = wordsFor('en', formatsFor('en', 'UTC', now));
  expect(say('mail.greeting', { name: '{name} $& {count}' })).toBe('Hello {name} $& {count},');
});

test('a sentence that lacks a value throws', () => {
  const say = wordsFor('en', formatsFor('en', 'UTC', now));
  expect(() => say('mail.greeting')).toThrow('the message "mail.greeting" needs a value for {name}');
  expect(() => say('mail.greeting', { other: 'x' })).toThrow('{name}');
});
