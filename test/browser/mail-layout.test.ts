import type { Browser } from 'puppeteer-core';
import { catalogues } from '../../build/templates/catalogues';
import { renderPage } from '../../functions/rendering/page';
import { lemonLane } from '../../templates/samples/merchants';
import { readAt, sampleNotices } from '../../templates/samples/notices';
import { samplePages } from '../../templates/samples/pages';
import { merchantWithWords, noticeWithWords, pageWithWords } from '../rendering/hostile-words';
import { elementsOf } from '../rendering/reading';
import { mailIn, mailsIn, type Sample } from '../rendering/samples';
import { openBrowser } from './browser';
import { layoutProblems, lostWithoutPictures } from './layout';
import { Stage, type Setting } from './stage';

/*
 * Every mail in every language on phones: nothing sticks out, lies on anything else or is too small to read or to press, with
 * pictures and without.
 */

const LANGUAGES = Object.keys(catalogues);
const PHONES: Setting[] = [{ width: 320, height: 568 }, { width: 390, height: 844 }];
const MAIL = { buttons: '.button', leastText: 14 };

let browser: Browser;
let stage: Stage;
let withoutPictures: Stage;
beforeAll(async () => {
  browser = await openBrowser();
  stage = await Stage.open(browser, PHONES[0]!);
  withoutPictures = await Stage.open(browser, { ...PHONES[0]!, pictures: false });
}, 60_000);
afterAll(() => browser.close());

async function problemsOf(mails: readonly Sample[]): Promise<string[]> {
  const problems: string[] = [];
  for (const phone of PHONES) {
    await stage.resize(phone);
    for (const { name, html } of mails) {
      await stage.show(html);
      problems.push(...(await layoutProblems(stage, MAIL)).map((problem) => `${name} at ${phone.width} px: ${problem}`));
    }
  }
  return problems;
}

test.each(LANGUAGES)('every mail in %s fits on a phone', async (locale) => {
  const mails = mailsIn(locale);
  expect(mails.length).toBeGreaterThan(50);
  expect(await problemsOf(mails)).toEqual([]);
}, 60_000);

test('with pictures switched off nothing is lost', async () => {
  const problems: string[] = [];
  const shown: string[] = [];
  for (const { name, html } of [...mailsIn('en', lemonLane), ...mailsIn('ar', lemonLane)]) {
    await withoutPictures.show(html);
    shown.push(...elementsOf(html).filter(({ tag }) => tag === 'img').map(() => name));
    problems.push(...[...(await layoutProblems(withoutPictures, MAIL)), ...(await lostWithoutPictures(withoutPictures))].map((problem) => `${name}: ${problem}`));
  }
  expect(shown.length).toBeGreaterThan(100);
  expect(problems).toEqual([]);
}, 60_000);

test.each([
  ['a mail wider than a phone', 'table { min-width: 340px }', / px beyond the edge/],
  ['a low button', '.button a { padding: 0 !important; line-height: 20px !important }', /<td> .* px high/],
  ['small words', '.soft { font-size: 12px !important }', /is written in 12px/],
])('%s would be found', async (_what, css, problem) => {
  const [first] = mailsIn('en');
  expect((await problemsOf([{ name: 'broken', html: first!.html.replace('</head>', `<style>${css}</style></head>`) }])).filter((each) => problem.test(each))).not.toEqual([]);
});

test('a logo without words and a picture that stands alone would be missed', async () => {
  const [first] = mailsIn('en', lemonLane);
  await withoutPictures.show(first!.html.replace('alt="Lemon Lane" height="32" style="', 'alt="Lemon Lane" style="display:inline-block;overflow:hidden;width:9px;').replaceAll('class="name"', 'hidden'));
  expect(await lostWithoutPictures(withoutPictures)).toHaveLength(2);
});

const LONG = 'W'.repeat(500);

test.each(['en', 'ar'])('words of 500 characters without a space break where the phone ends, in a mail and on a page in %s', async (locale) => {
  const problems: string[] = [];
  await stage.resize(PHONES[0]!);
  for (const sample of ['first', 'later-long', 'cancelled-by-merchant', 'shipped', 'consented', 'weekly-paid-with', 'back-in-stock'] as const) {
    await stage.show(mailIn(noticeWithWords(sampleNotices[sample], LONG), locale, merchantWithWords(LONG)).html);
    problems.push(...(await layoutProblems(stage, MAIL)).map((problem) => `mail ${sample}: ${problem}`));
  }
  for (const state of ['cancel', 'cancel-some', 'kept', 'too-late'] as const) {
    await stage.show(renderPage({ ...pageWithWords(samplePages[state], LONG), locale }, merchantWithWords(LONG), { self: '/b/t', base: '/b/t' }, readAt));
    problems.push(...(await layoutProblems(stage, { buttons: 'button, select', leastText: 14 })).map((problem) => `page ${state}: ${problem}`));
  }
  expect(problems).toEqual([]);
});
