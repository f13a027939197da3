import { RunningStack } from './running-stack';
import { linkIn } from './shop';

let running: RunningStack;
beforeAll(async () => {
  running = await RunningStack.open();
}, 120_000);
afterAll(() => running.close());

test('from an event on the bus to a mail, from a click on its link to one refund request', async () => {
  const { shop } = running;
  await shop.order({ orderId: 'a1' });
  await shop.advance('PT2M');
  const [first, ...none] = await shop.mails('a1@example.com');
  expect(none).toEqual([]);
  expect(first?.subject).toContain('Brass oil lamp');

  const done = await shop.pressFirstButton(linkIn(first, '/cancel'));
  expect(done.status).toBe(200);
  expect(done.html).toContain('$59.00');
  await shop.settle();
  expect(await shop.events('Cancellation Requested')).toMatchObject([{ source: 'forthright', detail: { orderId: 'a1', lineId: 'l1', quantity: 1 } }]);

  await shop.advance('PT3H59M');
  expect(await shop.refundsAsked()).toEqual([]);
  await shop.advance('PT2M');
  expect(await shop.refundsAsked()).toMatchObject([{ source: 'forthright', detail: { orderId: 'a1', amount: 5900, currency: 'USD' } }]);
  await shop.advance('P56D');
  expect(await shop.refundsAsked()).toHaveLength(1);
  expect((await shop.mails('a1@example.com')).map(({ tags }) => tags.kind)).toEqual(['first', 'cancelled']);
  expect(running.failures).toEqual([]);
}, 120_000);

test('a refund that does not go through is told once, and once more when the money was sent after all', async () => {
  const { shop } = running;
  await shop.order({ orderId: 'b1', paidWith: { label: 'Visa', last4: '4242' } });
  await shop.advance('PT2M');
  const [first] = await shop.mails('b1@example.com');
  expect(first?.text).toContain('Paid with Visa ending in 4242');
  const page = await shop.pressFirstButton(linkIn(first, '/cancel'));
  expect(page.html).toContain('It goes back to Visa ending in 4242');
  await shop.advance('PT5H');
  const refundId = (await shop.refundsAsked()).find(({ detail }) => detail.orderId === 'b1')?.detail.refundId;
  for (const eventId of ['failed-1', 'failed-1', 'failed-2']) await shop.put('Refund Failed', { eventId, refundId, reason: 'The card was closed' });
  await shop.advance('P1D');
  const told = (await shop.mails('b1@example.com')).at(-1);
  expect(told?.tags.kind).toBe('refund-failed');
  expect(told?.text).toContain('the refund of $59.00 did not go through');
  expect(told?.text).toContain('you do not need to do anything');
  expect(told?.text).not.toContain('The card was closed');

  await shop.put('Refund Settled', { eventId: 'settled', refundId, amount: 5900, currency: 'USD', settledAt: await shop.now() });
  await shop.advance('P20D');
  expect((await shop.mails('b1@example.com')).map(({ tags }) => tags.kind)).toEqual(['first', 'cancelled', 'refund-failed', 'refunded']);
  expect(running.failures).toEqual([]);
}, 120_000);
