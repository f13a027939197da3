import fc from 'fast-check';
import * as v from 'valibot';
import { z } from 'zod';
import { InstantFromOutside, PlainDate, StoredInstant } from '../../../functions/core/dates';
import { problemsOf } from '../../../functions/core/english';
import { EmailAddress } from '../../../functions/core/events/incoming/buyer';
import { HttpsUrl } from '../../../functions/core/events/incoming/fields';
import { Finite, Integer, looseObject, object, Url } from '../../../functions/core/shapes';

/*
 * What merchants and stores are told, and that it is taken and refused as it has always been: the words, and what counts as a date,
 * an address or a whole number, are zod's, which had both before.
 */

const told = (schema: v.GenericSchema, value: unknown): string[] => problemsOf([], v.safeParse(schema, value).issues ?? []);

const Person = object({ name: v.string(), age: v.optional(Integer), of: object({ town: v.picklist(['Ulm', 'Bonn']) }) });

test.each<[string, unknown, string[]]>([
  ['nothing', undefined, [': Invalid input: expected object, received undefined']],
  ['null', null, [': Invalid input: expected object, received null']],
  ['a list', [], [': Invalid input: expected object, received array']],
  ['no field', {}, ['name: Invalid input: expected string, received undefined', 'of: Invalid input: expected object, received undefined']],
  ['a list within', { name: 'Ada', of: [] }, ['of: Invalid input: expected object, received array']],
  ['a field that is undefined', { name: undefined, age: undefined, of: { town: 'Ulm' } }, ['name: Invalid input: expected string, received undefined']],
  ['a missing field within', { name: 'Ada', of: {} }, ['of.town: Invalid option: expected one of "Ulm"|"Bonn"']],
])('an object that is %s', (_what, value, problems) => {
  expect(told(Person, value)).toEqual(problems);
});

test('unknown fields are dropped by an object and kept by a loose one, which takes no list either', () => {
  expect(v.parse(object({ a: Integer }), { a: 1, b: 2 })).toEqual({ a: 1 });
  expect(v.parse(looseObject({ a: Integer }), { a: 1, b: 2 })).toEqual({ a: 1, b: 2 });
  expect(told(looseObject({ a: v.optional(Integer) }), [])).toEqual([': Invalid input: expected object, received array']);
});

test('a field that is left out of an object is unknown to what is left', () => {
  expect(v.parse(v.omit(object({ a: Integer, b: Integer }), ['b']), { a: 1, b: 'x' })).toEqual({ a: 1 });
});

const said: [string, v.GenericSchema, z.ZodType, unknown[]][] = [
  ['a text', v.pipe(v.string(), v.minLength(1), v.maxCodePoints(3)), z.string().min(1).max(3), ['', 'abcd', '\u{1F600}'.repeat(3), 1, null, ['a', 'b'], Number.NaN, Infinity, {}]],
  ['a start', v.pipe(v.string(), v.startsWith('arn:')), z.string().startsWith('arn:'), ['arn:x', 'x', '']],
  ['a pattern', v.pipe(v.string(), v.regex(/^[A-Z]{3}$/)), z.string().regex(/^[A-Z]{3}$/), ['EUR', 'eur']],
  ['a list', v.pipe(v.array(v.boolean()), v.minLength(1), v.maxLength(2)), z.array(z.boolean()).min(1).max(2), [[], [true, true, false], ['x'], 'x', undefined]],
  ['a number', v.pipe(Finite, v.minValue(0), v.maxValue(9)), z.number().gte(0).lte(9), [-1, 10, '1', null, Number.NaN, Infinity]],
  ['a count', v.pipe(Integer, v.gtValue(0)), z.int().positive(), [0, -1, 1.5, Number.NaN, Infinity, -Infinity, 2 ** 53, '1', undefined]],
  ['a word', v.literal('on'), z.literal('on'), ['off', 1, undefined]],
  ['one of a word', v.picklist(['on']), z.enum(['on']), ['off', undefined]],
  ['either of two', v.union([v.string(), v.boolean()]), z.union([z.string(), z.boolean()]), [1, undefined, []]],
  ['an address', Url, z.url(), ['x', 'https://a.example', 1]],
  ['a kind', v.variant('is', [object({ is: v.literal('a') }), object({ is: v.literal('b') })]), z.discriminatedUnion('is', [z.object({ is: z.literal('a') }), z.object({ is: z.literal('b') })]), [{}, { is: 'c' }, 1, null]],
];

test.each(said)('what is said of %s that is none', (_what, schema, before, values) => {
  for (const value of values) {
    const { error } = before.safeParse(value);
    expect({ value, told: told(schema, value) }).toEqual({ value, told: (error?.issues ?? []).map(({ path, message }) => `${path.join('.')}: ${message}`) });
  }
});

test('a strict object names the field that it does not know, or lacks', () => {
  const strict = v.strictObject({ a: v.string() });
  expect(told(strict, { a: 'x', b: 1 })).toEqual(['b: Unrecognized key: "b"']);
  expect(told(strict, {})).toEqual(['a: Missing key: "a"']);
});

// Apart from what is compared with zod below: Node 20's URL.canParse, which zod asks, refuses it once V8 has compiled the call.
test('a host may have an umlaut, however often one is read', () => {
  const told = new Set(Array.from({ length: 20_000 }, () => v.safeParse(HttpsUrl, 'https://ä.example/b').success));
  expect([...told]).toEqual([true]);
});

const twoDigits = (most: number): fc.Arbitrary<string> => fc.integer({ min: 0, max: most }).map((n) => String(n).padStart(2, '0'));
const dates = fc.tuple(fc.integer({ min: 1890, max: 2110 }), twoDigits(13), twoDigits(32)).map((parts) => parts.join('-'));
const times = fc.tuple(twoDigits(25), twoDigits(61), twoDigits(61)).map((parts) => parts.join(':'));
const instants = fc.tuple(dates, fc.constantFrom('T', 't', ' '), times, fc.constantFrom('', '.1', '.123', '.1234', '.'), fc.constantFrom('Z', 'z', '', '+02:00', '-23:59', '+24:00', '+0200')).map((parts) => parts.join(''));
const urls = fc
  .tuple(fc.constantFrom('https://', 'http://', 'https:', 'HTTPS://', ' https://', 'https://u:p@', '//', 'mailto:'), fc.constantFrom('a.example', 'localhost', '1.2.3.4', 'a-.example', '[::1]', 'xn--4ca.example', 'a..b', 'a_b.co', ''), fc.constantFrom('', '/', ':80', '/ä b', '?x', '#\n', '\t '))
  .map((parts) => parts.join(''));
const emails = fc.oneof(fc.emailAddress(), fc.tuple(fc.stringMatching(/^[a-z.'+_@ "-]{0,6}$/), fc.constantFrom('@', '@@', ''), fc.stringMatching(/^[a-z.-]{0,8}$/)).map((parts) => parts.join('')));

test.each<[string, v.GenericSchema, z.ZodType, fc.Arbitrary<string>]>([
  ['a date', PlainDate, z.iso.date(), fc.oneof(dates, instants)],
  ['an instant from outside', InstantFromOutside, z.iso.datetime({ offset: true }).transform((text) => new Date(text).toISOString()), fc.oneof(instants, dates)],
  ['an instant of ours', StoredInstant, z.iso.datetime({ precision: 3 }), instants],
  ['an address of a page', HttpsUrl, z.url({ protocol: /^https$/, hostname: z.regexes.domain }), urls],
  ['an address of a person', EmailAddress, z.email(), emails],
])('%s is what it has always been', (_what, schema, before, texts) => {
  fc.assert(
    fc.property(fc.oneof(texts, fc.string()), (text) => {
      const [now, then] = [v.safeParse(schema, text), before.safeParse(text)];
      expect(now.success ? now.output : told(schema, text)).toEqual(then.success ? then.data : then.error.issues.map(({ message }) => `: ${message}`));
    }),
    { numRuns: 2000 },
  );
});
