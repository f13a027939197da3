import { RunningStack } from './running-stack';

/* Whatever SES does, each customer has their first notice once, and nothing becomes a dead letter for it. */

let running: RunningStack;
beforeAll(async () => {
  running = await RunningStack.open();
}, 60_000);
afterAll(() => running.close());
afterEach(async () => {
  await running.shop.ses({ behave: true, account: { maxSendRate: 500, max24HourSend: -1, sending: 'on' } });
  expect(await running.shop.deadLetters()).toEqual([]);
});

let orders = 0;
async function ordered(): Promise<string> {
  orders += 1;
  await running.shop.order({ orderId: `b${orders}`, shipBy: await running.shop.day(60) });
  return `b${orders}@example.com`;
}
const first = async (email: string): Promise<number> => (await running.shop.mails(email)).filter(({ tags }) => tags.kind === 'first').length;

test.each(['throttled', 'throttling', 'quota', 'daily', 'paused', 'suspended'] as const)('%s, and told all the same within a day, once', async (answer) => {
  const email = await ordered();
  await running.shop.ses({ answers: [{ answer, to: email }] });
  await running.shop.advance('P1D');
  expect(await running.shop.ses({})).toMatchObject({ answers: [] });
  expect(await first(email)).toBe(1);
});

test('while the account is paused nobody is told, and everybody once it is on again', async () => {
  await running.shop.ses({ account: { sending: 'paused' } });
  const emails = [await ordered(), await ordered()];
  await running.shop.advance('PT3H');
  expect(await Promise.all(emails.map(first))).toEqual([0, 0]);
  await running.shop.ses({ account: { sending: 'on' } });
  await running.shop.advance('PT3H');
  expect(await Promise.all(emails.map(first))).toEqual([1, 1]);
});

test('a quota that is used up delays a notice until it frees', async () => {
  await running.shop.advance('PT25H');
  await running.shop.ses({ account: { max24HourSend: 1 } });
  const emails = [await ordered(), await ordered()];
  await running.shop.advance('PT3H');
  // Some other customer's mail may have had the one that was left.
  expect(await Promise.all(emails.map(first))).toContain(0);
  await running.shop.ses({ account: { max24HourSend: 100 } });
  await running.shop.advance('PT25H');
  expect(await Promise.all(emails.map(first))).toEqual([1, 1]);
});

test.each(['hang-up', 'error'] as const)('%s, and the mail was not taken: told once the time is over in which anything could be heard of it', async (answer) => {
  const email = await ordered();
  await running.shop.ses({ answers: [{ answer, taken: false, to: email }] });
  await running.shop.advance('PT14M');
  expect(await first(email)).toBe(0);
  await running.shop.advance('PT30M');
  expect(await first(email)).toBe(1);
});

test('an address that SES calls illegal is tried once, and the merchant hears of it', async () => {
  const email = await ordered();
  await running.shop.ses({ answers: [{ answer: 'bad-address', to: email }] });
  await running.shop.advance('P2D');
  expect(await first(email)).toBe(0);
  expect((await running.shop.events('Customer Unreachable')).map(({ detail }) => detail.customerKey)).toContain(`c-b${orders}`);
});
