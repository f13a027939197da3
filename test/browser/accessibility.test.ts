import type axe from 'axe-core';
import type { Browser } from 'puppeteer-core';
import { mailsIn, pagesIn, type Sample } from '../rendering/samples';
import { lemonLane } from '../../templates/samples/merchants';
import { RULES, violations } from './axe';
import { openBrowser } from './browser';
import { Stage } from './stage';

/*
 * axe-core on every mail and every state of every page.
 */

/** Rules that can't hold in a mail, and why. */
const notInMails = {
  'landmark-one-main': 'a mail is shown inside the page of a mail program, and that page has the one main landmark',
  'region': 'the same: the mail is an article within the landmarks of another page',
};

let browser: Browser;
let stage: Stage;
beforeAll(async () => {
  browser = await openBrowser();
  stage = await Stage.open(browser, { width: 390, height: 844 });
}, 180_000);
afterAll(() => browser.close());

/** Which scheme is shown decides about colours alone, so that in the dark only they are looked at again. */
async function problemsOf({ name, html }: Sample, rules: axe.RunOptions['rules'] = {}): Promise<string[]> {
  await stage.paint('light');
  await stage.show(html);
  const light = await violations(stage.page, { runOnly: RULES, rules });
  await stage.paint('dark');
  const dark = await violations(stage.page, { runOnly: { type: 'rule', values: ['color-contrast', 'link-in-text-block'] } });
  return [...light.map((each) => ({ ...each, scheme: 'light' })), ...dark.map((each) => ({ ...each, scheme: 'dark' }))].map(({ rule, at, scheme }) => `${name}, ${scheme}: ${rule} at ${at.join('\n')}`);
}

const excused = Object.fromEntries(Object.keys(notInMails).map((rule) => [rule, { enabled: false }]));

async function problemsOfAll(samples: readonly Sample[], rules: axe.RunOptions['rules'] = {}): Promise<string[]> {
  const problems: string[] = [];
  for (const sample of samples) problems.push(...(await problemsOf(sample, rules)));
  return problems;
}

test.each(['en', 'ar', 'th'])('no page in %s, light or dark, breaks a rule', async (locale) => {
  const pages = pagesIn(locale);
  expect(pages.length).toBeGreaterThan(30);
  expect(await problemsOfAll(pages)).toEqual([]);
}, 180_000);

test.each(['en', 'ar', 'th'])('no mail in %s, light or dark, breaks a rule', async (locale) => {
  const mails = mailsIn(locale);
  expect(mails.length).toBeGreaterThan(50);
  expect(await problemsOfAll(mails, excused)).toEqual([]);
}, 180_000);

test('a shop with a logo and a colour that is too light for words breaks none either', async () => {
  const some = (samples: Sample[]): Sample[] => samples.filter(({ name }) => /(first|weekly|later-long|cancelled|cancel-some-of-several|too-late|waiting|not-found) en$/.test(name));
  expect(await problemsOfAll(some(pagesIn('en', lemonLane)))).toEqual([]);
  expect(await problemsOfAll(some(mailsIn('en', lemonLane)), excused)).toEqual([]);
});

test('what is broken on purpose is found', async () => {
  const page = pagesIn('en').find(({ name }) => name === 'page cancel-some en')!;
  const broken = (html: string): Promise<string[]> => problemsOf({ name: 'broken', html });
  expect(await broken(page.html.replace('<html lang="en"', '<html'))).toEqual([expect.stringContaining('html-has-lang')]);
  expect(await broken(page.html.replace(/<label>[^<]*/, '<div>').replace('</label>', '</div>'))).toEqual([expect.stringContaining('select-name')]);
  expect(await broken(page.html.replace('--muted: #59636a', '--muted: #b9c3ca'))).toEqual([expect.stringContaining('light: color-contrast')]);
  expect(await broken(page.html.replace('--muted: #aab4ba', '--muted: #59636a'))).toEqual([expect.stringContaining('dark: color-contrast')]);
});
