import type { Browser, Page } from 'puppeteer-core';
import { RunningStack } from '../flows/running-stack';
import { DESK, openBrowser, openPage, overflow, PHONE, reads, textOf } from './browser';

/*
 * The desk as people use it: they press, read and type. It runs whole, on the stack that `npm start` runs.
 */

const VIEWS = ['#/', '#/inbox', '#/customers', '#/events', '#/gallery', '#/dead-letters'];
const STORY_MS = 180_000;

let running: RunningStack;
let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
  running = await RunningStack.open();
}, 120_000);
afterAll(async () => {
  await browser.close();
  await running.close();
});

const go = (page: Page, view: string) => page.goto(`${running.stack.deskUrl}/${view}`);
const follow = async (page: Page, view: string, words: string): Promise<void> => {
  await page.click(`.rail a[href="#/${view}"]`);
  await reads(page, `main.${view}`, words);
};

test('an empty desk says what to do, on a desk and on a phone', async () => {
  for (const window of [DESK, PHONE]) {
    const { page, complaints } = await openPage(browser, window);
    await go(page, '#/');
    expect(await textOf(page, 'main button')).toBe('Show eight weeks');
    await reads(page, '.cards', 'A supplier slips two weeks');
    await reads(page, '.telling', running.stack.awsUrl);
    await follow(page, 'inbox', 'No mail yet');
    await follow(page, 'customers', 'Nobody waits yet');
    await follow(page, 'events', 'The bus is quiet');
    await follow(page, 'dead-letters', 'Nothing lies here');
    expect(complaints).toEqual([]);
    await page.close();
  }
});

test('one press tells eight weeks, and what became of everybody can be read', async () => {
  const { shop } = running;
  const { page, complaints } = await openPage(browser, DESK);
  await go(page, '#/');
  const began = await shop.now();
  await page.click('.primary');
  await page.waitForSelector('progress');
  await page.waitForFunction(`document.querySelector('.telling h2').innerText.endsWith('the end')`, { timeout: STORY_MS });
  expect(Date.parse(await shop.now()) - Date.parse(began)).toBeGreaterThanOrEqual(56 * 86_400_000);
  expect(await shop.deadLetters()).toEqual([]);
  const mails = await shop.mails();
  expect(new Set(mails.map(({ tags }) => tags.kind))).toEqual(new Set(['first', 'weekly', 'reminder', 'later', 'earlier', 'unknown', 'shipped', 'cancelled', 'back-in-stock']));

  await follow(page, 'inbox', `${mails.length} mails`);
  await page.type('.inbox input', 'Backorder: Oak wall barometer');
  await reads(page, '.found', '1 mail');
  await page.waitForFunction(`document.querySelectorAll('.slot').length === 1`);
  await page.click('.slot a');
  const mail = await (await page.waitForSelector('.mail iframe'))?.contentFrame();
  await reads(mail!, 'body', 'Hello Samir Haddad');
  await page.click('[role=tab]:nth-child(2)');
  await reads(page, '.mail .text', 'Oak wall barometer');
  await page.click('[role=tab]:nth-child(3)');
  await reads(page, '.headers', 'samir.haddad@example.com');

  await follow(page, 'customers', '12 customers');
  await page.click('.customer-row[href="#/customers/samir-haddad"]');
  await reads(page, '.state', 'Waits for 1 × Oak wall barometer');
  await reads(page, '.promises', 'no date');
  await reads(page, '.record', 'No ship date at the moment');

  await follow(page, 'events', 'Notice Sent');
  await page.select('select', 'ETA Changed');
  await page.waitForFunction(`[...document.querySelectorAll('.event .type')].every((type) => type.innerText === 'ETA Changed')`);
  expect(complaints).toEqual([]);
  await page.close();
}, 240_000);

test('the arrow keys open one mail after the other', async () => {
  const { page } = await openPage(browser, DESK);
  const [newest, second] = (await running.shop.mails()).reverse();
  await go(page, '#/inbox');
  await page.waitForSelector('.slot a');
  await page.focus('.slot a');
  await page.keyboard.press('Enter');
  await reads(page, '.mail h2', newest!.subject);
  await page.focus('.slot a');
  await page.keyboard.press('ArrowDown');
  await page.waitForFunction(`location.hash === ${JSON.stringify(`#/inbox/${encodeURIComponent(second!.id)}`)}`);
  await reads(page, '.mail h2', second!.subject);
  await page.close();
});

test('no view is wider than a phone', async () => {
  const { page, complaints } = await openPage(browser, PHONE);
  const [mail] = await running.shop.mails();
  for (const view of [...VIEWS, `#/inbox/${encodeURIComponent(mail!.id)}`, '#/customers/samir-haddad']) {
    await go(page, view);
    await page.waitForSelector('.card, .slot, .customer-row, .event, .record, .empty, main.gallery iframe');
    expect({ view, beyond: await overflow(page) }).toEqual({ view, beyond: 0 });
  }
  expect(complaints).toEqual([]);
  await page.close();
});

test('a press moves the clock, and what it moved to is shown', async () => {
  const { shop } = running;
  const { page } = await openPage(browser, DESK);
  await go(page, '#/');
  await page.waitForSelector('.moves button');
  const before = Date.parse(await shop.now());
  await page.click('.moves button:nth-child(3)');
  await page.waitForFunction(`Date.parse(document.querySelector('.now time').dateTime) >= ${before + 7 * 86_400_000}`);
  expect(Date.parse(await shop.now()) - before).toBeGreaterThanOrEqual(7 * 86_400_000);
  await page.close();
});

test('an event that is wrong lies among the dead letters, with its path and what was expected', async () => {
  const { page } = await openPage(browser, DESK);
  await go(page, '#/dead-letters');
  await running.shop.put('ETA Changed', { eventId: 'wrong-1', scope: { sku: 'LAMP' }, shipBy: '2027-13-01', asOf: await running.shop.now() });
  await reads(page, '.event.dead', 'detail.shipBy: Invalid ISO date');
  expect(await textOf(page, '.rail .alarming')).toBe('1');
  await page.close();
});
