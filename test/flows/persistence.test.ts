import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as elapsed } from 'node:timers/promises';
import { linkIn } from './shop';
import { Started } from './started';

let data: string;
let started: Started | undefined;
beforeEach(async () => {
  data = await mkdtemp(path.join(tmpdir(), 'kept-'));
});
afterEach(async () => {
  await started?.end('SIGKILL');
  await rm(data, { recursive: true });
});

async function restarted(signal: 'SIGTERM' | 'SIGKILL', ...more: string[]): Promise<Started['shop']> {
  await started?.end(signal);
  started = await Started.on(data, ...more);
  return started.shop;
}

test('a restart finds mails, customers, events and the clock as they were, and the old links still work', async () => {
  let shop = await restarted('SIGTERM');
  await shop.order({ orderId: 'a' });
  await shop.advance('P7D');
  const [mails, events, now] = [await shop.mails(), await shop.events('Notice Sent'), await shop.now()];
  expect(mails.map(({ tags }) => tags.kind)).toEqual(['first', 'weekly']);
  expect(await started?.end('SIGTERM')).toBe(0);

  shop = await restarted('SIGTERM');
  expect(await shop.mails()).toEqual(mails);
  expect(await shop.events('Notice Sent')).toEqual(events);
  expect(Date.parse(await shop.now())).toBeGreaterThanOrEqual(Date.parse(now));
  // The port is another one: what is kept is the key that signed the link.
  const link = new URL(linkIn(mails[0], '/cancel'));
  expect((await shop.pressFirstButton(`${shop.deskUrl}${link.pathname}`)).status).toBe(200);
  await shop.advance('PT5H');
  expect(await shop.refundsAsked()).toHaveLength(1);
}, 120_000);

test('--fresh begins anew', async () => {
  let shop = await restarted('SIGTERM');
  await shop.order({ orderId: 'a' });
  await shop.advance('P7D');
  shop = await restarted('SIGTERM', '--fresh');
  expect(await shop.mails()).toEqual([]);
  expect(Math.abs(Date.parse(await shop.now()) - Date.now())).toBeLessThan(60_000);
}, 120_000);

/*
 * Killed while events are being taken in, mails written and the clock moved. What was accepted must come to its end; a
 * mail whose sending was cut off may come a second time, and then the record says that nobody could know.
 */
test.each([30, 250, 700])('kill -9 after %d ms of work loses nothing', async (ms) => {
  const COUNT = 60;
  let shop = await restarted('SIGTERM');
  const orders = await Promise.all(Array.from({ length: COUNT }, (_none, n) => shop.created({ orderId: `k${n}` })));
  await shop.puts(orders.map((detail) => ({ type: 'Backorder Created' as const, detail })));
  const cutOff = shop.advance('PT2M').catch(() => undefined);
  await elapsed(ms);
  shop = await restarted('SIGKILL');
  await cutOff;
  await shop.advance('PT30M');
  const told = await Promise.all(orders.map(async ({ orderId }) => (await shop.mails(`${orderId}@example.com`)).length));
  expect(told.filter((count) => count === 0)).toEqual([]);
  for (const [index, count] of told.entries()) {
    if (count === 1) continue;
    const { record } = (await (await fetch(`${shop.deskUrl}/api/customers/c-k${index}`)).json()) as { record: { what: string }[] };
    expect([count, record.filter(({ what }) => what === 'notice-unknown').length]).toEqual([2, 1]);
  }
  expect(await shop.deadLetters()).toEqual([]);
}, 120_000);

test('kill -9 between a cancellation and its refund: there is one refund id, once', async () => {
  let shop = await restarted('SIGTERM');
  await shop.order({ orderId: 'a' });
  await shop.advance('PT2M');
  const link = linkIn((await shop.mails())[0], '/cancel');
  expect((await shop.pressFirstButton(link)).status).toBe(200);
  shop = await restarted('SIGKILL');
  await shop.advance('P1D');
  expect(new Set((await shop.refundsAsked()).map(({ detail }) => detail.refundId)).size).toBe(1);
  expect((await shop.mails()).map(({ tags }) => tags.kind)).toEqual(['first', 'cancelled']);
}, 120_000);
