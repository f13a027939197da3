import { statSync } from 'node:fs';
import path from 'node:path';
import type { Browser } from 'puppeteer-core';
import { openBrowser, openPage, reads } from '../../test/browser/browser';
import { RunningStack } from '../../test/flows/running-stack';

/*
 * Takes the README's pictures anew, from a stack of its own: npx tsx docs/pictures/take.ts
 */

const MOST_BYTES = 300 * 1024;
const file = (name: string): string => path.join(__dirname, name);

async function main(): Promise<void> {
  const browser = await openBrowser();
  const running = await RunningStack.open();
  try {
    await tellEightWeeks(running);
    await firstNoticeOnPhone(running, browser);
    await desk(running, browser);
  } finally {
    await browser.close();
    await running.close();
  }
}

/** The story of the pictures is told as a visitor of the desk would have it told. */
async function tellEightWeeks({ shop, stack }: RunningStack): Promise<void> {
  await fetch(`${stack.deskUrl}/api/stories/eight-weeks`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' });
  for (;;) {
    const { telling } = (await (await fetch(`${stack.deskUrl}/api/summary`)).json()) as { telling: { state: string } };
    if (telling.state === 'done') return;
    if (telling.state === 'failed') throw new Error('the story could not be told');
    await shop.settle();
  }
}

async function firstNoticeOnPhone({ shop, stack }: RunningStack, browser: Browser): Promise<void> {
  const mail = (await shop.mails('jonas.whitlock@example.com')).find(({ tags }) => tags.kind === 'first');
  if (mail === undefined) throw new Error('there is no first notice');
  const { page } = await openPage(browser, { width: 390, height: 844, scripts: false });
  await page.setViewport({ width: 390, height: 844, deviceScaleFactor: 2, isMobile: true });
  await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: 'light' }]);
  await page.goto(`${stack.deskUrl}/api/mails/${encodeURIComponent(mail.id)}/html`);
  await page.screenshot({ path: file('first-notice-phone.png') });
  await page.close();
}

async function desk({ shop, stack }: RunningStack, browser: Browser): Promise<void> {
  const mail = (await shop.mails('maya.okafor@example.com')).find(({ tags }) => tags.kind === 'later');
  if (mail === undefined) throw new Error('there is no later date');
  const { page } = await openPage(browser, { width: 1280, height: 800 });
  await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: 'light' }]);
  await page.goto(`${stack.deskUrl}/#/inbox/${encodeURIComponent(mail.id)}?to=${encodeURIComponent(mail.to)}`);
  const frame = await (await page.waitForSelector('.mail iframe'))?.contentFrame();
  if (frame === undefined) throw new Error('the mail is not shown');
  await reads(frame, 'body', 'Hello Maya');
  await page.waitForSelector('.slot [aria-current]');
  await page.screenshot({ path: file('desk.png') });
  await page.close();
}

function weigh(): void {
  for (const name of ['first-notice-phone.png', 'desk.png']) {
    const { size } = statSync(file(name));
    process.stdout.write(`${name}: ${Math.round(size / 1024)} KB\n`);
    if (size > MOST_BYTES) throw new Error(`${name} is larger than ${MOST_BYTES / 1024} KB`);
  }
}

main()
  .then(weigh)
  .catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exitCode = 1;
  });
