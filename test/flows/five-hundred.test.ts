import { RunningStack } from './running-stack';
import { linkIn, type Mail } from './shop';

/*
 * Five hundred customers, from the first notice to the last week: what a merchant with one late container lives through.
 */

const CUSTOMERS = 500;
const WEEK_MS = 7 * 86_400_000;

let running: RunningStack;
beforeAll(async () => {
  running = await RunningStack.open();
}, 120_000);
afterAll(() => running.close());

const email = (n: number): string => `c${n}@example.com`;
const numbers = Array.from({ length: CUSTOMERS }, (_none, n) => n);
const zones = ['America/Chicago', 'Europe/Berlin', 'Asia/Tokyo'];
/** Two in five wait for the lamp. */
const waitsForLamp = (n: number): boolean => n % 5 < 2;

const byCustomer = (mails: readonly Mail[]): Map<string, Mail[]> => {
  const found = new Map(numbers.map((n) => [email(n), [] as Mail[]]));
  for (const mail of mails) found.get(mail.to)?.push(mail);
  return found;
};

test('500 orders put in one go become 500 first notices, each exactly once', async () => {
  const { shop } = running;
  const orders = await Promise.all(
    numbers.map(async (n) => ({
      type: 'Backorder Created' as const,
      detail: await shop.created({
        orderId: `many-${n}`,
        customer: { id: `c${n}`, email: email(n), timeZone: zones[n % zones.length] },
        item: waitsForLamp(n) ? { sku: 'LAMP', name: 'Brass oil lamp', quantity: 1 } : { sku: 'KETTLE', name: 'Copper kettle', quantity: 1 },
        shipBy: await shop.day(21),
      }),
    })),
  );
  await shop.puts(orders);
  await shop.advance('PT2M');
  const mails = await shop.mails();
  expect(mails).toHaveLength(CUSTOMERS);
  expect(new Set(mails.map(({ to }) => to)).size).toBe(CUSTOMERS);
  expect(new Set(mails.map(({ tags }) => tags.kind))).toEqual(new Set(['first']));
}, 180_000);

test('a new date for one SKU reaches exactly its customers, once, with that date', async () => {
  const { shop } = running;
  const before = (await shop.mails()).length;
  const shipBy = await shop.day(100);
  await shop.put('ETA Changed', { eventId: 'slip-1', scope: { sku: 'LAMP' }, shipBy, asOf: await shop.now(), cause: { code: 'port-congestion' } });
  await shop.advance('PT12M');
  const told = (await shop.mails()).slice(before);
  expect(told.map(({ to }) => to).sort()).toEqual(numbers.filter(waitsForLamp).map(email).sort());
  const day = Number(shipBy.slice(8));
  for (const mail of told) {
    expect(mail.tags.kind).toBe('later');
    expect(mail.text).toMatch(new RegExp(`\\b${day}\\b`));
  }
}, 180_000);

test('half of them cancel by their links, and each of those has exactly one refund id after the hold', async () => {
  const { shop } = running;
  const leaving = numbers.filter((n) => n % 2 === 0);
  const latest = byCustomer(await shop.mails());
  for (const n of leaving) {
    const answer = await shop.pressFirstButton(linkIn(latest.get(email(n))?.at(-1), '/cancel'));
    expect(answer.status).toBe(200);
  }
  await shop.advance('PT5H');
  const refunds = await shop.refundsAsked();
  expect(refunds.map(({ detail }) => detail.orderId).sort()).toEqual(leaving.map((n) => `many-${n}`).sort());
  expect(new Set(refunds.map(({ detail }) => detail.refundId)).size).toBe(leaving.length);
  const settledAt = await shop.now();
  await shop.puts(refunds.map(({ detail: { refundId, amount, currency } }) => ({ type: 'Refund Settled' as const, detail: { eventId: `settled-${String(refundId)}`, refundId, amount, currency, settledAt } })));
  await shop.settle();
}, 180_000);

test('over four weeks each who waits hears at least every seven days, and never twice in one day', async () => {
  const { shop } = running;
  const start = Date.parse(await shop.now());
  // A month in one request may take a slow machine longer than a client waits for an answer.
  for (let week = 1; week <= 4; week += 1) await shop.advance('P7D');
  const end = Date.parse(await shop.now());
  const mails = byCustomer(await shop.mails());
  for (const n of numbers.filter((one) => one % 2 === 1)) {
    const sent = (mails.get(email(n)) ?? []).map(({ at }) => Date.parse(at));
    const gaps = [...sent, end].slice(1).map((at, index) => at - (sent[index] ?? 0));
    expect(Math.max(...gaps)).toBeLessThanOrEqual(WEEK_MS);
    const zone = zones[n % zones.length];
    const days = sent.filter((at) => at > start).map((at) => new Intl.DateTimeFormat('en-CA', { timeZone: zone }).format(at));
    expect(new Set(days).size).toBe(days.length);
  }
  for (const n of numbers.filter((one) => one % 2 === 0)) {
    const after = (mails.get(email(n)) ?? []).filter(({ at }) => Date.parse(at) > start);
    expect(after).toEqual([]);
  }
  expect(await shop.refundsAsked()).toHaveLength(CUSTOMERS / 2);
  expect(await shop.deadLetters()).toEqual([]);
  expect(running.failures).toEqual([]);
}, 600_000);
