import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import type { Notice } from '../../functions/core/notice';
import { problemsOfMails } from '../../templates/checking/mails';
import { ternAndTide } from '../../templates/samples/merchants';
import { sampleNotices } from '../../templates/samples/notices';
import { hrefsOf, links, mailOf } from './reading';

/*
 * Every language says what the English says: the same dates, money, items, links and sentences of the law, with an apology in
 * every mail about waiting, and in words of its own.
 */

const folder = path.join(__dirname, '../../templates');
const textsOf = (file: string): Record<string, string> => JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as Record<string, string>;
const languages = readdirSync(path.join(folder, 'locales')).map((file) => path.basename(file, '.json'));
const english = textsOf('locales/en.json');

/** What an apology sounds like. */
const apologies: Record<string, RegExp> = {
  ar: /نعتذر|آسف|عذر/,
  de: /leid|entschuldig|bedauer/i,
  en: /sorry/i,
  es: /sentimos|lamentamos|disculp/i,
  fr: /désolés|excus|regrett/i,
  id: /maaf/i,
  ms: /maaf/i,
  pt: /sentimos|lamentamos|desculp/i,
  th: /ขออภัย|ขอโทษ|เสียใจ/,
  vi: /xin lỗi|rất tiếc|cáo lỗi/i,
  zh: /抱歉|歉意|对不起/,
};

test('there are eleven languages, and for each it is known what an apology sounds like', () => {
  expect(languages).toEqual(Object.keys(apologies));
});

const inLanguage = (notice: Notice, locale: string): Notice => ({ ...notice, to: { ...notice.to, locale } });
const waits = ({ parts }: Notice): boolean => parts.some(({ kind }) => ['first', 'later', 'unknown', 'weekly', 'reminder'].includes(kind));

describe.each(languages)('in %s', (language) => {
  test('every mail holds the dates, the money, the links, the sentences of the law and the sender, in HTML and in text', () => {
    expect(problemsOfMails(ternAndTide, [language])).toEqual([]);
  }, 60_000);

  test.each(Object.entries<Notice>(sampleNotices))('the mail "%s" has the links, items and orders of the English one', (_sample, notice) => {
    const [own, other] = [mailOf(inLanguage(notice, language)), mailOf(inLanguage(notice, 'en'))];
    expect(hrefsOf(own.html)).toEqual(hrefsOf(other.html));
    const inText = (text: string): string[] => [...text.matchAll(/https:\S+/g)].map(([link]) => link).sort();
    expect(inText(own.text)).toEqual(inText(other.text));
    for (const { name, orderId } of notice.parts) {
      expect(own.text).toContain(name);
      expect(own.text).toContain(orderId);
    }
    if (waits(notice)) expect(own.text).toMatch(apologies[language]!);
    expect(own.headers).toEqual(other.headers);
    expect(own.subject.length).toBeLessThanOrEqual(200);
  });

  test('nothing is promised with an exclamation mark, and no quotation mark swallows a value', () => {
    for (const file of [`locales/${language}.json`, `voices/warm/${language}.json`]) {
      const loud = Object.entries(textsOf(file)).filter(([, text]) => /[!！¡']/.test(text));
      expect(loud).toEqual([]);
    }
  });
});

test.each(languages.filter((language) => language !== 'en'))('%s says in its own words all but the frame of a title', (language) => {
  const own = textsOf(`locales/${language}.json`);
  const same = Object.keys(english).filter((key) => own[key] === english[key] && /\p{L}{3}/u.test(english[key]!.replace(/\{\w+\}/g, '')));
  expect(same).toEqual([]);
});

test('a mail in every language but English has the sentences of the law in English, too', () => {
  const sentence = 'unless you agree to the new date by Sunday, December 27';
  for (const language of languages) expect(mailOf(inLanguage(sampleNotices['later-long'], language)).text.split(sentence)).toHaveLength(2);
});

test('numbers of days are in the forms of the language', () => {
  const wait = (days: number): string => {
    const notice = sampleNotices.later;
    const [part] = notice.parts;
    if (part?.kind !== 'later') throw new Error('expected a later date');
    const shipBy = new Date(Date.parse('2026-11-27T00:00:00Z') + days * 86_400_000).toISOString().slice(0, 10);
    return mailOf(inLanguage({ ...notice, parts: [{ ...part, shipBy }] }, 'ar')).text;
  };
  expect([1, 2, 3, 11, 100].map((days) => wait(days).split('\n').find((line) => line.includes('أبلغناك به') && !line.includes('نعتذر')))).toEqual([
    'متأخر يومًا واحدًا عن الموعد الذي أبلغناك به',
    'متأخر يومين عن الموعد الذي أبلغناك به',
    expect.stringContaining('3 أيام'),
    expect.stringContaining('11 يومًا'),
    expect.stringContaining('100 يوم'),
  ]);
});

test('the links are those of the customer who reads the mail', () => {
  expect(hrefsOf(mailOf(sampleNotices.weekly).html)).toContain(`${links.all()}#weekly`);
});
