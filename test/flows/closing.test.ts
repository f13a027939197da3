import { RunningStack } from './running-stack';
import { linkIn } from './shop';

let running: RunningStack;
beforeEach(async () => {
  running = await RunningStack.open();
}, 60_000);
afterEach(async () => {
  expect(running.failures).toEqual([]);
  await running.close();
});

const kinds = async (orderId = 'a'): Promise<(string | undefined)[]> => (await running.shop.mails(`${orderId}@example.com`)).map(({ tags }) => tags.kind);
const shipped = async (over: object = {}): Promise<void> =>
  running.shop.put('Order Shipped', { eventId: 'ship-1', orderId: 'a', lineId: 'l1', shipmentId: 's1', quantity: 1, shippedAt: await running.shop.now(), ...over });
const cancelled = (over: object = {}): Promise<void> =>
  running.shop.put('Order Cancelled', { eventId: 'cancel-1', orderId: 'a', lineId: 'l1', refund: 'needed', reason: 'The maker has closed', ...over });

test('a shipment is told once, and after it nothing more is said, however long', async () => {
  const { shop } = running;
  await shop.order({ orderId: 'a' });
  await shop.advance('P1D');
  await shipped({ carrier: 'USPS', trackingUrl: 'https://track.example/1' });
  await shipped({ carrier: 'USPS', trackingUrl: 'https://track.example/1' });
  await shop.advance('P30D');
  expect(await kinds()).toEqual(['first', 'shipped']);
  expect((await shop.mails()).at(-1)?.text).toContain('https://track.example/1');
});

test('a shipment that comes before its order closes it in silence: nothing was told that would have to be taken back', async () => {
  const { shop } = running;
  await shipped();
  await shop.settle();
  await shop.order({ orderId: 'a' });
  await shop.advance('P14D');
  expect(await kinds()).toEqual([]);
  expect((await shop.deadLetters()).length).toBe(0);
});

test('of two shipments that come before their order, the one too many is the merchant\'s to call back', async () => {
  const { shop } = running;
  await shipped();
  await shipped({ eventId: 'ship-2', shipmentId: 's2' });
  await shop.settle();
  await shop.order({ orderId: 'a' });
  await shop.advance('PT5M');
  // Which of the two came first is the queue's to say.
  expect(await shop.events('Shipped After Cancellation')).toMatchObject([{ detail: { orderId: 'a', shipmentId: expect.stringMatching(/^s[12]$/) as string, quantity: 1 } }]);
});

test('of three, two ship: the third still waits and can still be cancelled for its own price', async () => {
  const { shop } = running;
  await shop.order({ orderId: 'a', item: { sku: 'LAMP', name: 'Brass oil lamp', quantity: 3 }, paid: { amount: 10_000, currency: 'USD' } });
  await shop.advance('P1D');
  await shipped({ quantity: 2 });
  await shop.advance('P1D');
  const told = (await shop.mails('a@example.com')).at(-1);
  expect(told?.tags.kind).toBe('shipped');
  await shop.pressFirstButton(linkIn(told, '/cancel'));
  await shop.advance('PT5H');
  expect(await shop.refundsAsked()).toMatchObject([{ detail: { quantity: 1, amount: 3334 } }]);
});

test('the merchant cancels: told with the amount, refunded without an undo, and told again when the money is there', async () => {
  const { shop } = running;
  await shop.order({ orderId: 'a' });
  await shop.advance('P1D');
  await cancelled();
  await cancelled();
  await shop.advance('PT1H');
  const told = (await shop.mails('a@example.com')).at(-1);
  expect([told?.tags.kind, told?.text.includes('$59.00'), told?.text.includes('/undo')]).toEqual(['cancelled', true, false]);
  const [refund, ...none] = await shop.refundsAsked();
  expect(none).toEqual([]);
  expect(refund).toMatchObject({ detail: { orderId: 'a', amount: 5900, currency: 'USD', cause: 'merchant' } });

  const settled = { eventId: 'settled-1', refundId: refund?.detail.refundId, amount: 5900, currency: 'USD', settledAt: await shop.now() };
  await shop.put('Refund Settled', settled);
  await shop.put('Refund Settled', settled);
  await shop.advance('P14D');
  expect(await kinds()).toEqual(['first', 'cancelled', 'refunded']);
});

test('a refund of another amount is told as what was sent, and not as what was promised', async () => {
  const { shop } = running;
  await shop.order({ orderId: 'a' });
  await shop.advance('P1D');
  await cancelled();
  await shop.advance('PT1H');
  const [refund] = await shop.refundsAsked();
  await shop.put('Refund Settled', { eventId: 'settled-1', refundId: refund?.detail.refundId, amount: 5000, currency: 'USD', settledAt: await shop.now() });
  await shop.advance('P1D');
  const told = (await shop.mails('a@example.com')).at(-1);
  expect([told?.tags.kind, told?.subject.includes('$50.00'), told?.text.includes('We had told you $59.00')]).toEqual(['refunded', true, true]);
});

test('the merchant cancels and has paid already: one mail says both, and no refund is asked for', async () => {
  const { shop } = running;
  await shop.order({ orderId: 'a' });
  await shop.advance('P1D');
  await cancelled({ refund: 'done' });
  await shop.advance('P14D');
  expect(await kinds()).toEqual(['first', 'cancelled']);
  expect(await shop.refundsAsked()).toEqual([]);
});

test('an undo within the hold brings the order back, and no refund is asked for', async () => {
  const { shop } = running;
  await shop.order({ orderId: 'a' });
  await shop.advance('PT2M');
  await shop.pressFirstButton(linkIn((await shop.mails('a@example.com'))[0], '/cancel'));
  await shop.advance('PT1H');
  const undone = await shop.pressFirstButton(linkIn((await shop.mails('a@example.com')).at(-1), '/undo'));
  expect(undone.status).toBe(200);
  await shop.advance('P7D');
  expect(await shop.events('Cancellation Requested')).toHaveLength(1);
  expect(await shop.events('Cancellation Withdrawn')).toHaveLength(1);
  expect(await shop.refundsAsked()).toEqual([]);
  expect((await kinds()).at(-1)).toBe('weekly');
});

test('goods that left before the customer cancelled withdraw the cancellation while it is held', async () => {
  const { shop } = running;
  await shop.order({ orderId: 'a' });
  await shop.advance('PT2M');
  const before = await shop.now();
  await shop.advance('PT10M');
  await shop.pressFirstButton(linkIn((await shop.mails('a@example.com'))[0], '/cancel'));
  await shop.settle();
  await shipped({ shippedAt: before });
  await shop.advance('P2D');
  expect(await shop.events('Cancellation Withdrawn')).toHaveLength(1);
  expect(await shop.refundsAsked()).toEqual([]);
  expect((await kinds()).at(-1)).toBe('shipped');
});

test('goods that leave after the refund was asked for are the merchant\'s to call back', async () => {
  const { shop } = running;
  await shop.order({ orderId: 'a' });
  await shop.advance('PT2M');
  await shop.pressFirstButton(linkIn((await shop.mails('a@example.com'))[0], '/cancel'));
  await shop.advance('PT5H');
  await shipped();
  await shop.advance('P2D');
  expect(await shop.events('Shipped After Cancellation')).toMatchObject([{ detail: { orderId: 'a', shipmentId: 's1', quantity: 1 } }]);
  expect(await shop.refundsAsked()).toHaveLength(1);
});

test('a refund that fails is not told as paid', async () => {
  const { shop } = running;
  await shop.order({ orderId: 'a' });
  await shop.advance('PT2M');
  const link = linkIn((await shop.mails('a@example.com'))[0], '/cancel');
  await shop.pressFirstButton(link);
  await shop.advance('PT5H');
  const [refund] = await shop.refundsAsked();
  await shop.put('Refund Failed', { eventId: 'failed-1', refundId: refund?.detail.refundId, reason: 'The card was closed' });
  await shop.advance('P3D');
  expect(await kinds()).toEqual(['first', 'cancelled', 'refund-failed']);
  const page = await (await fetch(link)).text();
  expect(page).toContain('$59.00');
});

test('a new address gets the mails from then on, in all orders of the customer', async () => {
  const { shop } = running;
  await shop.order({ orderId: 'a' });
  await shop.advance('PT2M');
  await shop.put('Customer Updated', { eventId: 'u1', customer: { id: 'c-a', email: 'ada@new.example' } });
  await shop.advance('P8D');
  expect((await shop.mails()).map(({ to, tags }) => [to, tags.kind])).toEqual([
    ['a@example.com', 'first'],
    ['ada@new.example', 'weekly'],
  ]);
});

test('an erased customer is written to no more, and nothing personal is left in the table', async () => {
  const { shop } = running;
  await shop.order({ orderId: 'a' });
  await shop.advance('PT2M');
  await shop.put('Customer Erased', { eventId: 'e1', customer: { id: 'c-a' } });
  await shop.advance('P14D');
  expect(await kinds()).toEqual(['first']);
  const customer = await (await fetch(`${shop.deskUrl}/api/customers/c-a`)).text();
  for (const personal of ['a@example.com', 'Ada Park']) expect(customer).not.toContain(personal);
});
