import { RunningStack } from './running-stack';
import { linkIn } from './shop';

/*
 * A shop that gives back 10 % after 14 days and 20 % in all after 28, as long as the month has not cost 15.00. A lamp costs
 * 59.00, so that the month holds two lamps' first steps.
 */

let running: RunningStack;
beforeEach(async () => {
  const steps = [{ lateDays: 14, percent: 10 }, { lateDays: 28, percent: 20 }];
  running = await RunningStack.open({ goodwill: { steps, monthlyBudget: { USD: 1500 } } });
}, 60_000);
afterEach(async () => {
  expect(running.failures).toEqual([]);
  await running.close();
});

test('a long wait is made up for step by step, told in the weekly mail and on the page, within the budget of the month', async () => {
  const { shop } = running;
  const orders = ['one', 'two', 'three'];
  // The clock of the stack: the first day of a month far enough away that no month ends within the next three weeks.
  const [year = '', month = ''] = (await shop.now()).split('-');
  const first = new Date(Date.UTC(Number(year), Number(month), 1, 15));
  await shop.advance(`PT${Math.ceil((first.getTime() - Date.parse(await shop.now())) / 60_000)}M`);
  for (const orderId of orders) await shop.order({ orderId, shipBy: await shop.day(3) });
  await shop.advance('PT2M');
  await shop.put('ETA Changed', { eventId: 'slip', scope: { sku: 'LAMP' }, shipBy: await shop.day(90), asOf: await shop.now() });

  await shop.advance('P25D');
  const granted = await shop.events('Goodwill Granted');
  expect(granted.map(({ detail }) => detail)).toMatchObject([
    { lateDays: 14, percent: 10, amount: 590, currency: 'USD' },
    { lateDays: 14, percent: 10, amount: 590, currency: 'USD' },
  ]);
  const lucky = granted.map(({ detail }) => String(detail.orderId));
  const [unlucky = ''] = orders.filter((one) => !lucky.includes(one));
  const told = async (orderId: string) => (await shop.mails(`${orderId}@example.com`)).filter(({ text }) => text.includes('giving you back'));
  for (const orderId of lucky) {
    const mails = await told(orderId);
    expect(mails.map(({ tags }) => tags.kind)).toEqual(['weekly']);
    expect(mails[0]?.text).toContain('$5.90');
    expect(mails[0]?.text).toContain('$53.10');
  }
  expect(await told(unlucky)).toEqual([]);

  // Cancelling gives back the rest, and the page goes on to show what was given before.
  const [luckiest = ''] = lucky;
  const cancelled = await shop.pressFirstButton(linkIn((await told(luckiest))[0], '/cancel'));
  expect(cancelled.html).toContain('$53.10');
  expect(cancelled.html).toContain('$5.90');
  await shop.advance('PT5H');
  expect((await shop.refundsAsked()).map(({ detail }) => detail)).toMatchObject([{ orderId: luckiest, amount: 5310, currency: 'USD', cause: 'customer' }]);

  // The next month has room again: who got nothing gets both steps at once, within the budget or not at all.
  await shop.advance('P21D');
  const later = (await shop.events('Goodwill Granted')).slice(2).map(({ detail }) => ({ orderId: detail.orderId, percent: detail.percent, amount: detail.amount }));
  const total = later.reduce((sum, { amount }) => sum + Number(amount), 0);
  expect(later.length).toBeGreaterThan(0);
  expect(later.every(({ percent }) => percent === 20)).toBe(true);
  expect(total).toBeLessThanOrEqual(1500);
  expect(await shop.deadLetters()).toEqual([]);
}, 180_000);
