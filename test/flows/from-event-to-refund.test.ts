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
