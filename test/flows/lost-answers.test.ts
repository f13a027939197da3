import { RunningStack } from './running-stack';
import { linkIn } from './shop';

/*
 * What happens when SES has a mail and nobody knows, and when a mail that SES had does not arrive: on a whole stack, with an
 * SES that is told to misbehave.
 */

let running: RunningStack;
beforeEach(async () => {
  running = await RunningStack.open();
}, 60_000);
afterEach(async () => {
  await running.close();
});

const TO = 'a@example.com';
const KEY = 'c-a';
const kinds = async (to = TO): Promise<(string | undefined)[]> => (await running.shop.mails(to)).map(({ tags }) => tags.kind);
const whats = async (): Promise<string[]> => (await running.shop.record(KEY)).map(({ what }) => what);
/** SES takes the next mail, and whoever sent it hears nothing. */
const loseAnswer = (taken: boolean): Promise<unknown> => running.shop.ses({ answers: [{ answer: 'hang-up', taken }] });
const loseEvents = (): Promise<unknown> => running.shop.ses({ events: { rules: [{ afterSeconds: [] }] } });

test('the answer is lost and the event comes: the mail is told, once, with its words', async () => {
  const { shop } = running;
  await loseAnswer(true);
  await shop.order({ orderId: 'a' });
  await shop.advance('PT1H');
  expect(await kinds()).toEqual(['first']);
  const sent = (await shop.record(KEY)).filter(({ what }) => what === 'notice-sent');
  expect(sent).toHaveLength(1);
  expect(sent[0]?.words).toBe((await shop.mails(TO))[0]?.text);
  expect(await whats()).not.toContain('notice-unknown');
  expect(await shop.events('Notice Sent')).toHaveLength(1);
});

test('answer and event are both lost: after a quarter of an hour the first notice is told once more, and no more than that', async () => {
  const { shop } = running;
  await loseAnswer(true);
  await loseEvents();
  await shop.order({ orderId: 'a' });
  await shop.advance('PT5M');
  expect(await kinds()).toEqual(['first']);
  await shop.advance('P1D');
  const mails = await shop.mails(TO);
  expect(mails.map(({ tags }) => [tags.kind, tags.attempt])).toEqual([['first', '1'], ['first', '2']]);
  expect(mails[0]?.tags.notice).toBe(mails[1]?.tags.notice);
  expect((await whats()).filter((what) => what.startsWith('notice-'))).toEqual(['notice-unknown', 'notice-sent']);
});

test('SES never had it: nothing was told, and the customer hears within minutes of the quarter of an hour', async () => {
  const { shop } = running;
  await loseAnswer(false);
  await shop.order({ orderId: 'a' });
  await shop.advance('PT5M');
  expect(await kinds()).toEqual([]);
  await shop.advance('PT15M');
  expect(await kinds()).toEqual(['first']);
});

test('the event comes an hour late, after the resend: the record says that the customer has two', async () => {
  const { shop } = running;
  await loseAnswer(true);
  await shop.ses({ events: { rules: [{ eventType: 'Send', afterSeconds: [3600] }, { afterSeconds: [] }] } });
  await shop.order({ orderId: 'a' });
  await shop.advance('PT2H');
  expect(await kinds()).toEqual(['first', 'first']);
  // By when it happened, and that was before anybody gave it up.
  expect((await whats()).filter((what) => what.startsWith('notice-'))).toEqual(['notice-doubled', 'notice-unknown', 'notice-sent']);
});

test('an address that bounced: nothing is written there, the store hears of it, and all that is still true is told at the new one', async () => {
  const { shop } = running;
  await shop.ses({ outcomes: [{ to: TO, outcome: 'bounced' }] });
  await shop.order({ orderId: 'a' });
  await shop.advance('P2D');
  await shop.put('ETA Changed', { eventId: 'eta-1', scope: { sku: 'LAMP' }, shipBy: await shop.day(30), asOf: await shop.now() });
  await shop.advance('P14D');
  expect(await kinds()).toEqual(['first']);
  expect(await shop.events('Customer Unreachable')).toMatchObject([{ detail: { customerKey: KEY, reason: 'bounced' } }]);
  await shop.put('Customer Updated', { eventId: 'u-1', customer: { id: KEY, email: 'a@new.example' } });
  await shop.advance('PT15M');
  const [told, ...more] = await shop.mails('a@new.example');
  expect([told?.tags.kind, more]).toEqual(['first', []]);
  expect((await shop.pressFirstButton(linkIn(told, '/cancel'))).status).toBe(200);
});

test('a refund that nobody answers is asked for again each day with the same id, the shop is warned, and the answer ends it', async () => {
  const { shop } = running;
  await shop.order({ orderId: 'a', shipBy: await shop.day(60) });
  await shop.advance('PT5M');
  await shop.pressFirstButton(linkIn((await shop.mails(TO))[0], '/cancel'));
  await shop.advance('PT5H');
  await shop.advance('P12D');
  const asked = await shop.events('Refund Requested');
  expect(asked).toHaveLength(13);
  expect(new Set(asked.map(({ detail }) => `${String(detail.eventId)} ${String(detail.refundId)}`)).size).toBe(1);
  const [overdue, ...none] = await shop.events('Refund Overdue');
  expect(none).toEqual([]);
  const { refundId, amount, currency, dueBy } = asked[0]?.detail ?? {};
  expect(overdue?.detail).toMatchObject({ refundId, amount, currency, dueBy, state: 'unanswered' });
  expect((overdue?.at ?? '').slice(0, 10) < String(dueBy)).toBe(true);
  await shop.put('Refund Settled', { eventId: 's-1', refundId, amount, currency, settledAt: await shop.now() });
  await shop.advance('P3D');
  expect(await shop.events('Refund Requested')).toHaveLength(13);
  expect((await kinds()).at(-1)).toBe('refunded');
});
