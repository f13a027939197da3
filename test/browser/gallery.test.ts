import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Frame, Page } from 'puppeteer-core';
import { makeGallery, type Made } from '../../local/gallery/make';
import { RunningStack } from '../flows/running-stack';
import { RULES, violations } from './axe';
import { DESK, openBrowser, openPage, overflow, PHONE, reads, textOf } from './browser';

/*
 * The gallery as somebody uses it who has changed a template: opened from disk, and in the desk.
 */

/** On a machine that has much else to do. */
const MAKING_MS = 60_000;
const ROOT = path.join(__dirname, '../..');

let folder: string;
let made: Made;
let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
  folder = await mkdtemp(path.join(tmpdir(), 'gallery-'));
  made = await makeGallery(ROOT, path.join(folder, 'gallery'));
}, 120_000);
afterAll(async () => {
  await browser.close();
  await rm(folder, { recursive: true });
});

const addressOf = (place = ''): string => `${pathToFileURL(made.page).href}#${place}`;
const card = (id: string): string => `[id=${JSON.stringify(id)}]`;

/** What the frame of a mail or a page shows. */
interface Look {
  lang: string;
  dir: string;
  /** In pixels, of the frame; nothing in it is wider. */
  width: number;
  background: string;
  /** How many pixels wide the first picture is: 0 where there is none. */
  picture: number;
}
const LIGHT = 'rgb(243, 244, 242)';
const DARK = 'rgb(18, 21, 23)';
const ENGLISH: Look = { lang: 'en', dir: 'ltr', width: 390, background: LIGHT, picture: 64 };

const lookAt = (id: string): string => `(() => {
  const frame = document.querySelector(${JSON.stringify(`${card(id)} iframe`)});
  const page = frame?.contentDocument;
  if (!page?.body || page.readyState !== 'complete') return undefined;
  const { lang, dir, scrollWidth } = page.documentElement;
  return { lang, dir, width: Math.max(frame.clientWidth, scrollWidth), background: frame.contentWindow.getComputedStyle(page.body).backgroundColor, picture: page.images[0]?.naturalWidth };
})()`;

/** Waits until it shows this; else tells what it shows. */
async function shows(where: Page | Frame, id: string, look: Look): Promise<void> {
  const isSo = where.waitForFunction(`JSON.stringify(${lookAt(id)}) === ${JSON.stringify(JSON.stringify(look))}`, { polling: 50 });
  await isSo.catch(async () => expect(await where.evaluate(lookAt(id))).toEqual(look));
}
const choose = (page: Page, choice: string): Promise<void> => page.click(`[data-choice=${choice}]`);

test('a mail is shown with what an inbox says of it, its size and its links', async () => {
  const { page, complaints } = await openPage(browser, DESK);
  await page.goto(addressOf('at=mail/later'));
  await shows(page, 'mail/later', ENGLISH);
  const mail = card('mail/later');
  expect(await textOf(page, `${mail} .subject`)).toBe('Delayed: Enamel kettle, sea green, now expected to ship by December 11 (order 1042)');
  expect(await textOf(page, `${mail} .begins`)).toMatch(/^We are sorry about the wait\. Keep your order or cancel it/);
  expect(await textOf(page, `${mail} h3`)).toMatch(/^later ?later-date ?\d+\.\d KB$/);
  await page.click(`${mail} summary`);
  expect(await textOf(page, `${mail} li:nth-child(4)`)).toMatch(/^Cancel for a full refund of \$59\.00 https:\/\/orders\.shop\.example\/b\/\S+\/cancel$/);
  expect(complaints).toEqual([]);
  await page.close();
});

test.each(['mail/first', 'order/cancel'])('language, colours, width and images change what the frame of %s shows', async (id) => {
  const { page, complaints } = await openPage(browser, DESK);
  await page.goto(addressOf(`at=${id}`));
  await shows(page, id, ENGLISH);
  await choose(page, 'scheme-dark');
  await shows(page, id, { ...ENGLISH, background: DARK });
  for (const width of [320, 640, 390]) {
    await choose(page, `width-${width}`);
    await shows(page, id, { ...ENGLISH, background: DARK, width });
  }
  await choose(page, 'images-off');
  await shows(page, id, { ...ENGLISH, background: DARK, picture: 0 });
  await page.select('select', 'ar');
  await shows(page, id, { ...ENGLISH, background: DARK, picture: 0, lang: 'ar', dir: 'rtl' });
  await page.select('select', 'th');
  for (const choice of ['scheme-light', 'images-on']) await choose(page, choice);
  await shows(page, id, { ...ENGLISH, lang: 'th' });
  expect(complaints).toEqual([]);
  await page.close();
}, 90_000);

test('the text part is shown in the direction of its language', async () => {
  const { page, complaints } = await openPage(browser, DESK);
  await page.goto(addressOf('language=ar&part=text'));
  await reads(page, `${card('mail/first')} pre`, 'Ada Lindqvist');
  expect(String(await page.evaluate(`getComputedStyle(document.querySelector('pre')).direction`))).toBe('rtl');
  expect(String(await page.evaluate(`getComputedStyle(document.querySelector('.row')).direction`))).toBe('rtl');
  await page.select('select', 'th');
  await reads(page, `${card('mail/first')} pre`, 'สวัสดี');
  expect(String(await page.evaluate(`getComputedStyle(document.querySelector('pre')).direction`))).toBe('ltr');
  expect(complaints).toEqual([]);
  await page.close();
});

test('the address says how it is looked at and at what, and brings back just that', async () => {
  const { page } = await openPage(browser, DESK);
  await page.goto(addressOf());
  await shows(page, 'mail/first', ENGLISH);
  for (const choice of ['scheme-dark', 'width-320']) await choose(page, choice);
  await page.select('select', 'de');
  await page.click('nav a[href="#at=alert/stopped"]');
  const { hash } = new URL(page.url());
  await page.close();
  const again = await openPage(browser, DESK);
  await again.page.goto(addressOf(hash.slice(1)));
  await shows(again.page, 'alert/stopped', { ...ENGLISH, lang: 'de', background: DARK, width: 320 });
  expect(again.complaints).toEqual([]);
  await again.page.close();
});

test('every mail and page is shown in full, none is cut off and none fails', async () => {
  const { page, complaints } = await openPage(browser, DESK);
  await page.goto(addressOf('language=vi'));
  await shows(page, 'mail/first', { ...ENGLISH, lang: 'vi' });
  const ids = (await page.evaluate(`[...document.querySelectorAll('article')].map(({ id }) => id)`)) as string[];
  expect(ids).toHaveLength(made.mails + made.pages);
  for (const id of ids) {
    await page.evaluate(`document.getElementById(${JSON.stringify(id)}).scrollIntoView()`);
    await page.waitForFunction(`(() => { const frame = document.querySelector(${JSON.stringify(`${card(id)} iframe`)}); const page = frame?.contentDocument?.documentElement; return page?.lang === 'vi' && frame.clientHeight > 200 && page.scrollHeight === frame.clientHeight; })()`);
  }
  expect(complaints).toEqual([]);
  await page.close();
}, 90_000);

test('a mail that is larger than it should be is marked', async () => {
  const { page } = await openPage(browser, DESK);
  // The samples are all small enough: here they may be no larger than the smaller ones are.
  await page.evaluateOnNewDocument(`let index; Object.defineProperty(globalThis, 'galleryIndex', { get: () => index, set: (given) => (index = { ...given, largestKb: 30 }) })`);
  await page.goto(addressOf());
  await shows(page, 'mail/first', ENGLISH);
  const markOf = async (id: string): Promise<string> => String(await page.evaluate(`document.querySelector(${JSON.stringify(`${card(id)} .size`)}).className`));
  expect([await markOf('mail/first'), await markOf('mail/first-three-items')]).toEqual(['size', 'size large']);
  await page.close();
});

test('on a phone there is nothing beside it', async () => {
  const { page, complaints } = await openPage(browser, PHONE);
  await page.goto(addressOf());
  await shows(page, 'mail/first', ENGLISH);
  expect(await overflow(page)).toBe(0);
  expect(complaints).toEqual([]);
  await page.close();
});

test.each(['light', 'dark'] as const)('whoever looks at it, in %s colours, finds no rule of axe broken around the frames', async (scheme) => {
  const { page } = await openPage(browser, DESK);
  await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
  await page.goto(addressOf());
  await shows(page, 'mail/first', ENGLISH);
  expect(await violations(page, { runOnly: RULES, iframes: false })).toEqual([]);
  await page.close();
}, 60_000);

test('the desk shows it too, and a language when it is chosen', async () => {
  const running = await RunningStack.open();
  try {
    const { page, complaints } = await openPage(browser, DESK);
    await page.goto(running.stack.deskUrl);
    await page.click('.rail a[href="#/gallery"]');
    const gallery = await (await page.waitForSelector('main.gallery iframe'))?.contentFrame();
    // Made only now, beside a stack that runs.
    await gallery!.waitForSelector('select', { timeout: MAKING_MS });
    await shows(gallery!, 'mail/first', ENGLISH);
    await gallery!.select('select', 'th');
    await shows(gallery!, 'mail/first', { ...ENGLISH, lang: 'th' });
    expect(complaints).toEqual([]);
    await page.close();
  } finally {
    await running.close();
  }
}, 120_000);
