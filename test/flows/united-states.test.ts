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

const kinds = async (to: string): Promise<(string | undefined)[]> => (await running.shop.mails(to)).map(({ tags }) => tags.kind);

test('a long delay: who agrees goes on waiting, who says nothing is reminded, cancelled and refunded, who answers too late is told so', async () => {
  const { shop } = running;
  for (const orderId of ['keeps', 'silent']) await shop.order({ orderId, market: 'US', shipBy: await shop.day(10) });
  await shop.advance('PT2M');
  await shop.put('ETA Changed', { eventId: 'slip', scope: { sku: 'LAMP' }, shipBy: await shop.day(70), asOf: await shop.now(), cause: { code: 'customs' } });
  await shop.advance('PT12M');
  const [, notice] = await shop.mails('keeps@example.com');
  expect(notice?.text).toMatch(/cancelled automatically/);

  const page = await (await fetch(linkIn(notice, '/keep'))).text();
  const [, words = ''] = /“(I agree to wait for [^”]+)”/.exec(page) ?? [];
  expect(words).toContain('Brass oil lamp');
  const kept = await shop.pressFirstButton(linkIn(notice, '/keep'));
  expect(kept.status).toBe(200);
  expect(kept.html).toContain(words);
  await shop.settle();
  // The answer itself is confirmed at once, on the day of the notice, with the words and the way out.
  const receipt = (await shop.mails('keeps@example.com')).at(-1);
  expect(receipt?.tags.kind).toBe('consented');
  expect(receipt?.text).toContain(words);
  expect((await fetch(linkIn(receipt, '/cancel'))).status).toBe(200);
  const [consent] = await shop.events('Delay Consented');
  expect(consent?.detail).toMatchObject({ orderId: 'keeps', until: expect.stringMatching(/^\d{4}-\d{2}-\d{2}$/) as string, wordsHash: expect.stringMatching(/^[0-9a-f]{64}$/) as string });

  await shop.advance('P43D');
  expect(await kinds('silent@example.com')).toEqual(expect.arrayContaining(['first', 'later', 'weekly', 'reminder', 'cancelled']));
  expect(await kinds('keeps@example.com')).not.toContain('cancelled');
  expect((await kinds('keeps@example.com')).filter((kind) => kind === 'consented')).toHaveLength(1);
  expect(await shop.refundsAsked()).toMatchObject([{ detail: { orderId: 'silent', amount: 5900, cause: 'silence' } }]);

  const [, told] = await shop.mails('silent@example.com');
  const late = await fetch(linkIn(told, '/keep'));
  expect(await late.text()).not.toMatch(/<button[^>]*>Keep/);
}, 120_000);

test('without word from the shop the date is taken back in time, and the customer is offered the choice that the law asks for', async () => {
  const { shop } = running;
  await shop.order({ orderId: 'a', market: 'US', shipBy: await shop.day(6) });
  await shop.advance('P7D');
  expect((await shop.events('ETA Confirmation Needed')).map(({ detail }) => (detail as { reason?: string }).reason)).toEqual(['promise-passes-soon', 'promise-passed']);
  const mails = await shop.mails('a@example.com');
  expect(mails.at(-1)?.tags.kind).toBe('unknown');
  expect(mails.at(-1)?.text).toMatch(/unless you agree by .* to wait without a date/);
});

test('a date that moves while everything is cancelled is the one that is told after the undo', async () => {
  const { shop } = running;
  await shop.order({ orderId: 'a' });
  await shop.advance('PT2M');
  const [first] = await shop.mails('a@example.com');
  await shop.pressFirstButton(linkIn(first, '/cancel'));
  await shop.advance('PT1M');
  const shipBy = await shop.day(40);
  await shop.put('ETA Changed', { eventId: 'slip', scope: { sku: 'LAMP' }, shipBy, asOf: await shop.now() });
  await shop.advance('PT2M');
  await shop.pressFirstButton(linkIn((await shop.mails('a@example.com')).at(-1), '/undo'));
  await shop.advance('PT12M');
  const last = (await shop.mails('a@example.com')).at(-1);
  expect(last?.tags.kind).toBe('later');
  expect(last?.text).toContain(new Intl.DateTimeFormat('en', { month: 'long', day: 'numeric', timeZone: 'UTC' }).format(new Date(shipBy)));
});
