import type { Browser, Frame, Page } from 'puppeteer-core';
import { RunningStack } from '../flows/running-stack';
import { linkIn } from '../flows/shop';
import { complaintsOf, DESK, openBrowser, openPage, overflow, PHONE, reads, textOf } from './browser';

/*
 * A customer reads the first notice, follows its link and leaves, or stays after all.
 */

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

/** Orders one lamp and opens the first notice at the desk, in a frame as the customer sees it. */
async function firstNotice(orderId: string): Promise<{ desk: Page; mail: Frame; complaints: string[] }> {
  const { shop } = running;
  await shop.order({ orderId });
  await shop.advance('PT2M');
  const [first] = await shop.mails(`${orderId}@example.com`);
  const { page, complaints } = await openPage(browser, DESK);
  await page.goto(`${shop.deskUrl}/#/inbox`);
  await page.waitForSelector(`.slot a[href$="${first!.id}"]`);
  await page.click(`.slot a[href$="${first!.id}"]`);
  const frame = await page.waitForSelector('.mail iframe');
  expect(await page.evaluate(`document.querySelector('.mail iframe').getAttribute('sandbox')`)).toBe('allow-popups allow-popups-to-escape-sandbox');
  return { desk: page, mail: (await frame!.contentFrame()), complaints };
}

/** What the bus and the inbox hold of an order, to see that nothing changed. */
async function standing(orderId: string): Promise<unknown> {
  const { shop } = running;
  await shop.settle();
  return {
    customer: await (await fetch(`${shop.deskUrl}/api/customers/c-${orderId}`)).json(),
    mails: (await shop.mails(`${orderId}@example.com`)).map(({ tags }) => tags.kind),
    cancelled: await shop.events('Cancellation Requested'),
  };
}

const press = (page: Page, selector: string) => Promise.all([page.waitForNavigation(), page.click(selector)]);

test('a mail is read, its link opened and one button pressed: cancelled, with the amount, and undone again', async () => {
  const { desk, mail, complaints } = await firstNotice('w1');
  await reads(mail, 'body', 'Your item is on backorder');
  await reads(mail, 'body', 'We are sorry');
  const before = await standing('w1');

  const opened = new Promise<Page | null>((resolve) => void browser.once('targetcreated', (target) => void target.page().then(resolve)));
  await mail.click('a[href$="/cancel"]');
  const page = (await opened)!;
  const complaintsThere = complaintsOf(page);
  await reads(page, 'h1', 'Cancel for a full refund');
  expect(await textOf(page, 'main button')).toBe('Cancel for a full refund of $59.00');
  await page.reload({ waitUntil: 'networkidle0' });
  expect(await standing('w1')).toEqual(before);

  await press(page, 'main button');
  await reads(page, 'h1', 'Cancelled, as you asked');
  expect(await textOf(page, 'main')).toMatch(/Your refund of \$59\.00 To be sent by \w+day, /);
  expect(await standing('w1')).toMatchObject({ mails: ['first', 'cancelled'], cancelled: [{ detail: { orderId: 'w1', quantity: 1 } }] });
  await desk.click('.rail a[href="#/customers"]');
  await reads(desk, '.customer-row', 'cancelled');

  expect(await textOf(page, 'main button')).toBe('Undo and keep my order');
  await press(page, 'main button');
  await reads(page, 'h1', 'Your order stands again');
  await running.shop.settle();
  expect(await running.shop.events('Cancellation Withdrawn')).toMatchObject([{ detail: { orderId: 'w1' } }]);
  await running.shop.advance('PT5H');
  expect(await running.shop.refundsAsked()).toEqual([]);
  expect([...complaints, ...complaintsThere]).toEqual([]);
  await Promise.all([page.close(), desk.close()]);
});

test('on a phone and without scripts it is the same', async () => {
  const { shop } = running;
  await shop.order({ orderId: 'w2' });
  await shop.advance('PT2M');
  const [first] = await shop.mails('w2@example.com');
  const { page, complaints } = await openPage(browser, { ...PHONE, scripts: false });
  const before = await standing('w2');
  for (const ending of ['/cancel', '/keep'] as const) {
    await page.goto(linkIn(first, ending));
    expect(await overflow(page)).toBe(0);
  }
  expect(await standing('w2')).toEqual(before);

  await page.goto(linkIn(first, '/cancel'));
  await press(page, 'main button');
  await reads(page, 'h1', 'Cancelled, as you asked');
  expect(await overflow(page)).toBe(0);
  await press(page, 'main button');
  await reads(page, 'h1', 'Your order stands again');
  await page.goto(linkIn(first, '/cancel'));
  await press(page, 'main button');
  await shop.advance('PT5H');
  expect(await shop.refundsAsked()).toMatchObject([{ detail: { orderId: 'w2', amount: 5900, currency: 'USD' } }]);
  await page.reload();
  expect(await textOf(page, 'main')).toContain('$59.00');
  expect(await page.evaluate(`[...document.querySelectorAll('main button')].some((button) => button.innerText.startsWith('Undo'))`)).toBe(false);
  expect(complaints).toEqual([]);
  await page.close();
});

test('the smallest phone and a forged link show a page that fits', async () => {
  const { shop } = running;
  const [first] = await shop.mails('w2@example.com');
  const { page } = await openPage(browser, { width: 320, height: 568, scripts: false });
  for (const link of [linkIn(first, '/cancel'), `${shop.deskUrl}/b/${'x'.repeat(90)}/cancel`]) {
    await page.goto(link);
    expect(await overflow(page)).toBe(0);
  }
  expect(await textOf(page, 'main')).not.toContain('lamp');
  await page.close();
});

test('a browser that runs scripts and opens every link of every mail, as a scanner does, changes nothing', async () => {
  const { shop } = running;
  const customer = { id: 'c-scanned', email: 'scanned@example.com', timeZone: 'America/Chicago' };
  await shop.order({ orderId: 'scanned', lineId: '1', customer, shipBy: await shop.day(60) });
  await shop.order({ orderId: 'scanned', lineId: '2', customer, shipBy: null });
  await shop.advance('P7D');
  await shop.pressFirstButton(linkIn((await shop.mails('scanned@example.com'))[0], '/cancel'));
  await shop.settle();
  const mails = await shop.mails('scanned@example.com');
  expect(mails.map(({ tags }) => tags.kind)).toEqual(['first', 'weekly', 'cancelled']);
  const before = await standing('scanned');
  const links = new Set(mails.flatMap(({ html, text, headers }) => [...`${html} ${text} ${JSON.stringify(headers)}`.matchAll(/http:\/\/localhost[^\s"'<>\\]+/g)].map(([link]) => link)));
  for (const kind of [/\/b\/[^/]+$/, /\/cancel$/, /\/keep$/, /\/undo$/, /\/u\//]) expect([...links].some((link) => kind.test(link))).toBe(true);
  const page = await browser.newPage();
  for (const link of links) await page.goto(link, { waitUntil: 'load' });
  await page.close();
  expect(await standing('scanned')).toEqual(before);
});

test('of a scanner that presses buttons the customer reads at once, and the link in that mail restores the order', async () => {
  const { shop } = running;
  await shop.order({ orderId: 'robbed', shipBy: await shop.day(60) });
  await shop.advance('PT2M');
  const [first] = await shop.mails('robbed@example.com');
  const page = await browser.newPage();
  for (const way of ['/keep', '/cancel'] as const) {
    await page.goto(linkIn(first, way));
    await press(page, 'main button');
  }
  await reads(page, 'h1', 'Cancelled, as you asked');
  await page.close();
  await shop.settle();
  const mails = await shop.mails('robbed@example.com');
  expect(mails.map(({ tags }) => tags.kind)).toEqual(['first', 'cancelled']);
  expect(mails[1]!.text).toContain('You can undo this until');

  const { page: phone } = await openPage(browser, { ...PHONE, scripts: false });
  await phone.goto(linkIn(mails[1], '/undo'));
  await press(phone, 'main button');
  await reads(phone, 'h1', 'Your order stands again');
  await phone.close();
  await shop.advance('P1D');
  const isTheirs = ({ detail }: { detail: Record<string, unknown> }): boolean => detail.orderId === 'robbed';
  expect((await shop.refundsAsked()).filter(isTheirs)).toEqual([]);
  expect((await shop.events('Cancellation Withdrawn')).filter(isTheirs)).toHaveLength(1);
});
