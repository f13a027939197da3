import { SendEmailCommand, SESv2Client } from '@aws-sdk/client-sesv2';
import { readFileSync } from 'node:fs';
import type { RecordEntry } from '../../functions/core/record';
import { RunningStack } from './running-stack';

/* From the mail that SES takes to what is known of it, by way of the default bus, as in the account. */

let running: RunningStack;
beforeAll(async () => {
  running = await RunningStack.open();
}, 60_000);
afterAll(async () => {
  expect(running.failures).toEqual([]);
  await running.close();
});
afterEach(() => running.shop.ses({ behave: true }));

let orders = 0;
/** A customer of this test alone, with an order that is to be told; where the law of their market asks for more than news, if told. */
async function ordered({ email, market = 'GB' }: { email?: string; market?: string } = {}): Promise<{ key: string; orderId: string; email: string }> {
  orders += 1;
  const orderId = `f${orders}`;
  const key = `c-${orderId}`;
  const to = email ?? `${orderId}@example.com`;
  await running.shop.order({ orderId, market, customer: { id: key, email: to, name: 'Ada Park' } });
  return { key, orderId, email: to };
}

const aboutMail = (record: readonly RecordEntry[]): RecordEntry[] => record.filter(({ what }) => ['notice-delivered', 'notice-delayed', 'notice-rejected', 'notice-bounced', 'notice-complained'].includes(what));
const heard = async (key: string): Promise<string[]> => aboutMail(await running.shop.record(key)).map(({ what }) => what);
const log = (): string => readFileSync(running.stack.logFile, 'utf8');

test.each([
  ['success', ['notice-delivered'], {}],
  ['bounce', ['notice-bounced'], { type: 'permanent', reason: 'Permanent General 5.1.1' }],
  ['suppressionlist', ['notice-bounced'], { type: 'suppressed', reason: 'Permanent OnAccountSuppressionList 5.1.1' }],
  ['complaint', ['notice-delivered', 'notice-complained'], { reason: 'abuse' }],
  ['ooto', ['notice-delivered', 'notice-bounced'], { type: 'transient', reason: 'Transient General 4.0.0', arrived: true }],
])('of a mail to %s@ the record says what became of it: %j', async (box, whats, last) => {
  const { key } = await ordered({ email: `${box}+${orders}@simulator.amazonses.com` });
  await running.shop.advance('PT2M');
  const entries = aboutMail(await running.shop.record(key));
  expect(entries.map(({ what }) => what).sort()).toEqual([...whats].sort());
  const sent = (await running.shop.record(key)).find(({ what }) => what === 'notice-sent');
  expect(entries.find(({ what }) => what === whats.at(-1))?.facts).toMatchObject({ noticeId: sent?.facts.noticeId, messageId: sent?.facts.messageId, attempt: 1, ...last });
});

test('a customer whose key is long, and written in other letters, is found again', async () => {
  const key = '顧客'.repeat(64);
  await running.shop.order({ orderId: 'long', customer: { id: key, email: 'long@example.com' } });
  await running.shop.advance('PT2M');
  expect(await heard(key)).toEqual(['notice-delivered']);
});

test('the tags of a mail name nobody: no address, no name', async () => {
  const { email } = await ordered();
  await running.shop.advance('PT2M');
  const [mail] = await running.shop.mails(email);
  expect(Object.keys(mail?.tags ?? {}).sort()).toEqual(['app', 'attempt', 'customer', 'kind', 'notice']);
  const read = Object.values(mail?.tags ?? {}).map((value) => `${value} ${Buffer.from(value, 'base64url').toString()}`).join(' ');
  expect(read).not.toMatch(/example\.com|Ada|Park/);
});

test('events that come five times are heard once', async () => {
  await running.shop.ses({ events: { rules: [{ afterSeconds: [0, 0, 1, 60, 3600] }] } });
  const { key } = await ordered({ email: 'complaint+often@simulator.amazonses.com' });
  await running.shop.advance('PT2H');
  expect((await heard(key)).sort()).toEqual(['notice-complained', 'notice-delivered']);
});

test('events that come in the wrong order, hours late, say the same, each with its own time', async () => {
  await running.shop.ses({ events: { rules: [{ eventType: 'Send', afterSeconds: [10_800] }, { eventType: 'Delivery', afterSeconds: [7200] }] } });
  const { key } = await ordered({ email: 'complaint+late@simulator.amazonses.com' });
  await running.shop.advance('PT2M');
  expect(await heard(key)).toEqual(['notice-complained']);
  await running.shop.advance('PT4H');
  const entries = aboutMail(await running.shop.record(key));
  expect(entries.map(({ what }) => what).sort()).toEqual(['notice-complained', 'notice-delivered']);
  const [one, other] = entries;
  expect(one?.at).toBe(other?.at);
});

test('events that a restart finds on their way arrive all the same', async () => {
  await running.shop.ses({ events: { rules: [{ afterSeconds: [600] }] } });
  const { key } = await ordered();
  await running.shop.advance('PT2M');
  expect(await heard(key)).toEqual([]);
  await running.restart();
  await running.shop.advance('PT10M');
  expect(await heard(key)).toEqual(['notice-delivered']);
});

test('to an address on the suppression list of the account SES sends nothing: the record says so, and the address stays on it', async () => {
  const { key, email } = await ordered();
  await running.shop.ses({ suppress: [email.toUpperCase()] });
  await running.shop.advance('PT2M');
  const entries = aboutMail(await running.shop.record(key));
  expect(entries).toMatchObject([{ what: 'notice-bounced', facts: { type: 'suppressed' } }]);
  expect(await running.shop.ses({})).toMatchObject({ suppressed: expect.arrayContaining([expect.objectContaining({ address: email })]) as unknown });
});

test('a notice that the law asks for and that bounced counts as not made', async () => {
  const { key, orderId, email } = await ordered({ market: 'US' });
  await running.shop.advance('PT2M');
  await running.shop.ses({ outcomes: [{ to: email, outcome: 'bounced' }] });
  await running.shop.put('ETA Changed', { eventId: `eta-${orderId}`, scope: { orderId, lineId: 'l1' }, shipBy: await running.shop.day(80), asOf: await running.shop.now() });
  await running.shop.advance('PT15M');
  expect((await running.shop.record(key)).map(({ what }) => what)).toContain('offer-not-made');
});

describe('mails of other systems in the account', () => {
  /** As another system might, even by a set of ours. */
  async function send(tags: Record<string, string>): Promise<void> {
    const [ours] = await running.stack.ses.mails({ limit: 1 });
    const client = new SESv2Client({ endpoint: running.shop.awsUrl, region: 'us-east-1', credentials: { accessKeyId: 'crm', secretAccessKey: 'any' } });
    await client.send(
      new SendEmailCommand({
        FromEmailAddress: ours?.from,
        Destination: { ToAddresses: ['secret@example.com'] },
        ConfigurationSetName: ours?.configurationSet,
        EmailTags: Object.entries(tags).map(([Name, Value]) => ({ Name, Value })),
        Content: { Simple: { Subject: { Data: 'Spring sale' }, Body: { Text: { Data: 'Buy.' } } } },
      }),
    );
    client.destroy();
    await running.shop.advance('PT15M');
  }
  const letters = async (): Promise<(string | undefined)[]> => (await running.shop.deadLetters()).map(({ reason }) => reason);
  const invocations = (): number => running.stack.bridge.log().filter(({ source }) => source === 'aws.ses').length;

  beforeAll(async () => {
    await ordered();
    await running.shop.advance('PT2M');
  });

  test.each([
    ['without tags', {}],
    ['with tags of their own', { app: 'crm', notice: 'n1', customer: 'x' }],
  ])('%s are told of on the bus, and nobody here minds', async (_what, tags) => {
    const [before, onBus, said] = [await letters(), invocations(), log().length];
    await send(tags);
    expect(invocations()).toBeGreaterThan(onBus);
    expect(await letters()).toEqual(before);
    expect(log().slice(said)).not.toMatch(/EmailFeedback/);
  });

  test('a mail that says it is ours and does not say whose ends among the dead letters, with path and reason and without its address', async () => {
    const before = await letters();
    const said = log().length;
    await send({ app: 'forthright', notice: 'n1', kind: 'first', attempt: '3', customer: 'YWRh' });
    expect((await letters()).slice(before.length)).toEqual(Array.from({ length: 2 }, () => expect.stringMatching(/^detail\.mail\.tags\.attempt/) as unknown));
    expect(log().slice(said)).toMatch(/"problems":"detail\.mail\.tags\.attempt/);
    expect(log().slice(said)).not.toContain('secret@example.com');
  });
});
