import { readFileSync } from 'node:fs';
import type { MetricName } from '../../functions/core/metrics';
import { metricsIn, type Published } from '../emf';
import { RunningStack } from './running-stack';
import { linkIn } from './shop';

/*
 * A story on a whole stack, and what its Lambdas publish of it: CloudWatch is not here, so the lines of the log are read as it
 * reads them. That nothing in them is personal is looked for when the stack is closed.
 */

let running: RunningStack;
beforeAll(async () => {
  running = await RunningStack.open();
}, 60_000);
afterAll(() => running.close());

let log = '';
/** What the Lambdas have written, once they have nothing more to do. */
async function readLog(): Promise<void> {
  await running.shop.settle();
  log = readFileSync(running.stack.logFile, 'utf8');
}

const published = (metric: MetricName): Published[] => metricsIn(log).filter((one) => one.metric === metric);
const values = (metric: MetricName): number[] => published(metric).filter(({ dimensions }) => dimensions.Kind === undefined).flatMap((one) => one.values);
const total = (metric: MetricName): number => values(metric).reduce((sum, value) => sum + value, 0);

function byKind(metric: MetricName): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const { dimensions: { Kind: kind }, values: some } of published(metric)) if (kind !== undefined) sums[kind] = some.reduce((sum, value) => sum + value, sums[kind] ?? 0);
  return sums;
}

/** What Lambdas wrote, without the time and the name that this machine's log puts before it. Node's own warnings are no JSON, and are left out. */
const written = (): string[] => [...log.matchAll(/^\S+ \S+ (\{.*)$/gm)].map(([, line = '']) => line);

async function mailsByKind(): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { tags: { kind = '' } } of await running.shop.mails()) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}

test('three first notices: three are counted, and each took less than the two minutes that are promised', async () => {
  const { shop } = running;
  await shop.puts(await Promise.all(['a', 'b', 'c'].map(async (orderId) => ({ type: 'Backorder Created' as const, detail: await shop.created({ orderId }) }))));
  await shop.advance('PT2M');
  await readLog();
  expect(byKind('NoticesSent')).toEqual({ first: 3 });
  expect(total('NoticesSent')).toBe(3);
  const seconds = values('FirstNoticeSeconds');
  expect(seconds).toHaveLength(3);
  // They settle for 45 seconds.
  for (const one of seconds) expect([one, one >= 44 && one < 120]).toEqual([one, true]);
});

test('an answer that is lost: one is unknown, and its customer was told late', async () => {
  const { shop } = running;
  await shop.ses({ answers: [{ answer: 'hang-up', taken: false }] });
  await shop.order({ orderId: 'd' });
  await shop.advance('PT30M');
  await readLog();
  expect(byKind('NoticesUnknown')).toEqual({ first: 1 });
  expect(byKind('NoticesSent')).toEqual({ first: 4 });
  expect(Math.max(...values('FirstNoticeSeconds'))).toBeGreaterThan(15 * 60);
});

test('a mail that SES refuses, one that bounces and one that is marked as spam: each is counted as what it was', async () => {
  const { shop } = running;
  await shop.ses({ answers: [{ answer: 'throttled' }] });
  await shop.order({ orderId: 'e', customer: { id: 'c-e', email: 'bounce@simulator.amazonses.com' } });
  await shop.advance('PT5M');
  await shop.order({ orderId: 'f', customer: { id: 'c-f', email: 'complaint@simulator.amazonses.com' } });
  await shop.advance('PT5M');
  await readLog();
  expect([byKind('NoticesTakenBack'), byKind('NoticesBounced'), byKind('NoticesComplained')]).toEqual([{ first: 1 }, { first: 1 }, { first: 1 }]);
  expect(total('SenderRefused')).toBe(0);
});

test('a refund that nobody answers for: asked for once, and each day since says how long', async () => {
  const { shop } = running;
  const [mail] = await shop.mails('a@example.com');
  expect((await shop.pressFirstButton(linkIn(mail, '/cancel'))).status).toBe(200);
  await shop.advance('P2DT5H');
  await readLog();
  expect(total('RefundsRequested')).toBe(1);
  expect(values('RefundUnansweredSeconds').map((seconds) => Math.round(seconds / 86_400))).toEqual([1, 2]);
  await shop.put('Refund Settled', { eventId: 'settled', refundId: (await shop.refundsAsked())[0]?.detail.refundId, amount: 5900, currency: 'USD', settledAt: await shop.now() });
  await shop.advance('PT5M');
  await readLog();
  expect([total('RefundsSettled'), total('RefundsFailed'), total('RefundsOverdue')]).toEqual([1, 0, 0]);
});

test('a link that no key of ours has signed is counted', async () => {
  const [mail] = await running.shop.mails('b@example.com');
  const link = linkIn(mail, '/cancel').replace(/\.[^./]+\/cancel$/, '.AAAAAAAAAAAAAAAAAAAAAA/cancel');
  expect((await fetch(link)).status).toBe(404);
  await readLog();
  expect(total('LinksRefused')).toBe(1);
});

test('after a week the numbers say what the inbox shows, kind by kind, and nobody was overdue', async () => {
  const before = written().length;
  await running.shop.advance('P7D');
  await readLog();
  expect(await mailsByKind()).toMatchObject({ weekly: 3 });
  // Less than a kilobyte of log a mail, even where mails go out one by one, which costs the most.
  const ofMails = written().slice(before).filter((line) => !line.includes('"function":"ForthrightService-WeeklyUpdates'));
  expect(Buffer.byteLength(ofMails.join('\n')) / 3).toBeLessThan(1024);
  expect(byKind('NoticesSent')).toEqual(await mailsByKind());
  for (const metric of ['UrgentOverdueSeconds', 'RoutineOverdueSeconds'] as const) {
    expect(values(metric).length).toBeGreaterThan(5);
    expect(Math.max(...values(metric))).toBeLessThan(900);
  }
  expect(total('NoticesUnwritten') + total('SendingStopped') + total('NoticesDoubled')).toBe(0);
});

test('every line is JSON that says when, how bad, what, which function and which request', () => {
  const lines = written();
  expect(lines.length).toBeGreaterThan(30);
  for (const line of lines) {
    expect(JSON.parse(line)).toMatchObject({
      timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT/) as unknown,
      level: expect.stringMatching(/^(info|warn|error)$/) as unknown,
      what: expect.any(String) as unknown,
      function: expect.stringMatching(/^ForthrightService-/) as unknown,
      requestId: expect.any(String) as unknown,
    });
  }
});
