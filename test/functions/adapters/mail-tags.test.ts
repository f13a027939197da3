import fc from 'fast-check';
import * as v from 'valibot';
import { tagsOf, type MailTags } from '../../../functions/adapters/mail-tags';
import { isOurs, TagsFromSes } from '../../../functions/email-feedback/tags-from-ses';

/** As SES gives tags back: each as a list, beside its own. */
const givenBack = (tags: Record<string, string>): Record<string, string[]> => ({ ...Object.fromEntries(Object.entries(tags).map(([name, value]) => [name, [value]])), 'ses:from-domain': ['shop.example'] });

const about = (over: Partial<MailTags> = {}): MailTags => ({ noticeId: 'a1b2', kind: 'first', attempt: 1, customerKey: 'ada', ...over });

test('a mail says which notice it is, which sending, whose, and that it is ours', () => {
  expect(tagsOf(about({ attempt: 2, kind: 'back-in-stock' }))).toEqual({ app: 'forthright', notice: 'a1b2', kind: 'back-in-stock', attempt: '2', customer: 'YWRh' });
});

test('whatever the key of a customer holds and however long it may be, SES takes the tags and they name the same customer', () => {
  const key = fc.string({ unit: 'binary', minLength: 1, maxLength: 64 }).map((id) => `guest-${id}`);
  fc.assert(
    fc.property(key, fc.constantFrom(1 as const, 2 as const), (customerKey, attempt) => {
      const tags = tagsOf(about({ customerKey, attempt }));
      for (const part of [...Object.keys(tags), ...Object.values(tags)]) expect(part).toMatch(/^[A-Za-z0-9_-]{1,256}$/);
      expect(v.parse(TagsFromSes, givenBack(tags))).toEqual(about({ customerKey, attempt }));
    }),
  );
});

test.each([
  [192, ['customer']],
  [193, ['customer', 'customer-2']],
  [384, ['customer', 'customer-2']],
  [385, ['customer', 'customer-2', 'customer-3']],
  [576, ['customer', 'customer-2', 'customer-3']],
])('a key of %d bytes goes over %j', (bytes, expected) => {
  const tags = tagsOf(about({ customerKey: 'k'.repeat(bytes) }));
  expect(Object.keys(tags).filter((name) => name.startsWith('customer'))).toEqual(expected);
  expect(v.parse(TagsFromSes, givenBack(tags)).customerKey).toBe('k'.repeat(bytes));
});

test('a key that no store can make is refused rather than cut', () => {
  expect(() => tagsOf(about({ customerKey: 'k'.repeat(577) }))).toThrow(RangeError);
  expect(() => tagsOf(about({ customerKey: `guest-${'ｋ'.repeat(128)}` }))).not.toThrow();
});

test.each([
  ['ours', { app: ['forthright'] }, true],
  ['of another system', { app: ['crm'] }, false],
  ['of one without tags', {}, false],
  ['of one that names several', { app: ['forthright', 'crm'] }, false],
  ['of nobody', undefined, false],
])('whose a mail is: %s', (_whose, tags, expected) => {
  expect(isOurs(tags)).toBe(expected);
});
