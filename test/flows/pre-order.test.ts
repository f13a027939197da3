import { RunningStack } from './running-stack';
import { linkIn } from './shop';

let running: RunningStack;
beforeAll(async () => {
  running = await RunningStack.open();
}, 60_000);
afterAll(async () => {
  expect(running.failures).toEqual([]);
  await running.close();
});

const preOrder = {
  kind: 'pre-order',
  item: { sku: 'ATLAS', name: 'Tide atlas', quantity: 1 },
  paid: { amount: 2000, currency: 'USD' },
  balanceDue: { amount: 5500, currency: 'USD' },
  cause: undefined,
} as const;

test('a pre-order is told of as a release, from the first mail to the refund of the deposit and of nothing else', async () => {
  const { shop } = running;
  await shop.order({ orderId: 'p1', ...preOrder });
  await shop.advance('P7D');
  await shop.put('ETA Changed', { eventId: 'moved', scope: { sku: 'ATLAS' }, shipBy: await shop.day(40), asOf: await shop.now() });
  await shop.advance('PT12M');
  const mails = await shop.mails('p1@example.com');
  expect(mails.map(({ subject }) => subject.split(':')[0])).toEqual(['Pre-order', 'Pre-order update', 'Release moved']);
  for (const { text } of mails) {
    for (const fact of ['Deposit paid: $20.00', 'Balance, not collected yet: $55.00', 'We do not collect the balance before we ship it']) expect(text).toContain(fact);
    expect(text).not.toMatch(/backorder|out of stock/i);
  }

  const link = linkIn(mails.at(-1), '/cancel');
  const page = await (await fetch(link)).text();
  for (const fact of ['You have paid a deposit of $20.00.', 'The balance of $55.00 is not collected before we ship.', 'Cancel for a full refund of your deposit of $20.00']) expect(page).toContain(fact);
  const { html } = await shop.pressFirstButton(link);
  expect(html).toContain('The balance of $55.00 was not collected and will not be.');
  await shop.advance('PT5H');
  expect(await shop.refundsAsked()).toMatchObject([{ detail: { orderId: 'p1', amount: 2000, currency: 'USD' } }]);
  expect((await shop.mails('p1@example.com')).at(-1)?.text).toContain('your deposit; the balance was not collected and will not be');
});

test('a balance in another currency than what was paid is refused', async () => {
  const { shop } = running;
  await shop.order({ orderId: 'p2', ...preOrder, balanceDue: { amount: 5500, currency: 'EUR' } });
  await shop.advance('PT30M');
  expect((await shop.deadLetters()).filter(({ body }) => body.includes('"p2"'))).toHaveLength(1);
  expect(await shop.mails('p2@example.com')).toEqual([]);
});
