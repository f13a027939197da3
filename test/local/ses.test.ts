import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import {
  DeleteSuppressedDestinationCommand,
  GetAccountCommand,
  GetSuppressedDestinationCommand,
  ListSuppressedDestinationsCommand,
  PutSuppressedDestinationCommand,
  SendEmailCommand,
  SESv2Client,
} from '@aws-sdk/client-sesv2';
import { Gateway } from '../../local/aws/gateway';
import { SesOrders } from '../../local/aws/ses/program';
import { Ses } from '../../local/aws/ses/ses';
import type { SesEvent } from '../../local/aws/ses/ses-event';
import { Clock } from '../../local/clock';
import { Store } from '../../local/store';

let dir: string;
let store: Store;
let clock: Clock;
let ses: Ses;
let gateway: Gateway;
let client: SESv2Client;
let told: SesEvent[];

const settings = { region: 'us-east-1', credentials: { accessKeyId: 'store', secretAccessKey: 'any' }, maxAttempts: 1 };

async function open(): Promise<void> {
  store = await Store.open(dir);
  clock = await Clock.open(store);
  ses = await Ses.open({
    store,
    clock,
    publish: async (events, ops) => {
      await store.batch(ops);
      told.push(...events);
    },
    isTold: ({ configurationSet }) => configurationSet === 'notices',
    failed: (error) => expect(error).toBeUndefined(),
  });
  ses.senders.defineIdentity('shop.example');
  for (const set of ['notices', 'quiet']) ses.senders.defineConfigurationSet(set);
  gateway = await Gateway.listen(0, [ses]);
  client = new SESv2Client({ ...settings, endpoint: gateway.origin });
  ses.start();
}

async function shut(): Promise<void> {
  client.destroy();
  await gateway.close();
  await ses.stop();
  await store.close();
}

async function restart(): Promise<void> {
  await shut();
  await open();
}

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'ses-'));
  told = [];
  await open();
});
afterEach(async () => {
  await shut();
  await rm(dir, { recursive: true });
});

const mail = (over: { from?: string; to?: string; tag?: string; set?: string } = {}): SendEmailCommand =>
  new SendEmailCommand({
    FromEmailAddress: `"Shop" <${over.from ?? 'orders@shop.example'}>`,
    Destination: { ToAddresses: [over.to ?? 'ada@example.com'] },
    ConfigurationSetName: over.set ?? 'notices',
    EmailTags: [{ Name: 'kind', Value: over.tag ?? 'first' }],
    Content: { Simple: { Subject: { Data: 'Grüße' }, Body: { Html: { Data: '<p>h</p>' }, Text: { Data: 't' } }, Headers: [{ Name: 'X-A', Value: 'b' }] } },
  });
const send = (over: Parameters<typeof mail>[0] = {}): Promise<{ MessageId?: string | undefined }> => client.send(mail(over));
const order = (orders: unknown): Promise<void> => ses.order(SesOrders.parse(orders));
async function quiet(): Promise<void> {
  while (ses.isBusy()) await turn();
}
const later = (seconds: number): Promise<void> => clock.moveTo(clock.now() + seconds * 1000);
/** Sends, and says what was told of it at once. */
async function toldOf(over: Parameters<typeof mail>[0] = {}): Promise<string[]> {
  await quiet();
  told = [];
  await send(over);
  await quiet();
  return told.map(({ detailType }) => detailType);
}
const detail = (index: number): unknown => told[index]?.detail;

test('every example of docs/local-ses.md is an order that is taken', async () => {
  const examples = [...readFileSync(join(__dirname, '../../docs/local-ses.md'), 'utf8').matchAll(/```json\n(.*?)```/gs)].map(([, json]) => JSON.parse(json ?? '') as unknown);
  expect(examples).toHaveLength(5);
  for (const example of [...examples, { behave: true }]) await order(example);
});

test('keeps what it took, over a restart, and says so on the bus', async () => {
  const { MessageId: id } = await send();
  await quiet();
  expect(told.map(({ detailType }) => detailType)).toEqual(['Email Sent', 'Email Delivered']);
  await restart();
  expect(await ses.mails()).toMatchObject([{ id, to: 'ada@example.com', subject: 'Grüße', html: '<p>h</p>', text: 't', headers: { 'X-A': 'b' }, tags: { kind: 'first' } }]);
});

test('an event names the mail as SES does: every tag as a list, and its own tags beside ours', async () => {
  const { MessageId: messageId } = await send();
  await quiet();
  const [stored] = await ses.mails();
  expect(detail(0)).toMatchObject({
    eventType: 'Send',
    mail: {
      timestamp: stored?.at,
      messageId,
      source: '"Shop" <orders@shop.example>',
      destination: ['ada@example.com'],
      tags: { kind: ['first'], 'ses:configuration-set': ['notices'], 'ses:from-domain': ['shop.example'] },
    },
    send: {},
  });
});

test('of a set without a destination nothing is told', async () => {
  expect(await toldOf({ set: 'quiet' })).toEqual([]);
});

test.each([
  ['a sender that nobody verified', { from: 'orders@other.example' }, 'MessageRejected'],
  ['an address that is none', { to: 'ada@@example' }, 'BadRequestException'],
  ['a tag with a space', { tag: 'a b' }, 'BadRequestException'],
  ['a set that is not there', { set: 'gone' }, 'NotFoundException'],
])('refuses %s and keeps nothing', async (_what, over, name) => {
  await expect(send(over)).rejects.toMatchObject({ name });
  expect(ses.count()).toBe(0);
});

describe('the simulator', () => {
  test.each([
    ['success@', ['Email Sent', 'Email Delivered']],
    ['bounce@', ['Email Sent', 'Email Bounced']],
    ['complaint+ada@', ['Email Sent', 'Email Delivered', 'Email Complaint Received']],
    ['suppressionlist@', ['Email Sent', 'Email Bounced']],
  ])('%s', async (box, expected) => {
    expect(await toldOf({ to: `${box}simulator.amazonses.com` })).toEqual(expected);
  });

  test('ooto@: the automatic answer comes a while after the mail has arrived', async () => {
    expect(await toldOf({ to: 'ooto@simulator.amazonses.com' })).toEqual(['Email Sent', 'Email Delivered']);
    await later(10);
    await quiet();
    expect(told.map(({ detailType }) => detailType)).toEqual(['Email Sent', 'Email Delivered', 'Email Bounced']);
  });

  test('does not put its own addresses on the suppression list', async () => {
    for (const box of ['bounce', 'complaint']) await send({ to: `${box}@simulator.amazonses.com` });
    expect(ses.state().suppressed).toEqual([]);
  });
});

describe('what is told to become of a mail', () => {
  test.each([
    ['delayed', 'Email Delivery Delayed', { deliveryDelay: { delayType: 'MailboxFull' } }],
    ['bounced', 'Email Bounced', { bounce: { bounceType: 'Permanent', bounceSubType: 'General' } }],
    ['transient', 'Email Bounced', { bounce: { bounceType: 'Transient' } }],
    ['undetermined', 'Email Bounced', { bounce: { bounceType: 'Undetermined' } }],
    ['suppressed', 'Email Bounced', { bounce: { bounceType: 'Permanent', bounceSubType: 'OnAccountSuppressionList' } }],
    ['complained', 'Email Complaint Received', { complaint: { complaintFeedbackType: 'abuse' } }],
    ['rejected', 'Email Rejected', { reject: { reason: 'Bad content' } }],
    ['rendering-failed', 'Email Rendering Failed', { eventType: 'Rendering Failure' }],
  ])('%s', async (outcome, last, said) => {
    await order({ outcomes: [{ to: 'ada@example.com', outcome }] });
    expect(await toldOf({ to: 'bob@example.com' })).toEqual(['Email Sent', 'Email Delivered']);
    expect((await toldOf()).at(-1)).toBe(last);
    expect(told.at(-1)?.detail).toMatchObject(said);
  });
});

describe('the suppression list', () => {
  test.each(['bounced', 'complained'])('an address that %s comes on it: from then on mail for it is taken and never sent, over a restart too', async (outcome) => {
    await order({ outcomes: [{ outcome }] });
    await send();
    await restart();
    expect(await toldOf({ to: 'ADA@example.com' })).toEqual(['Email Sent', 'Email Bounced']);
    expect(detail(1)).toMatchObject({ bounce: { bounceSubType: 'OnAccountSuppressionList' } });
  });

  test.each(['transient', 'undetermined', 'delayed', 'out-of-office'])('an address that %s does not', async (outcome) => {
    await order({ outcomes: [{ outcome }] });
    await send();
    expect(await toldOf()).toEqual(['Email Sent', 'Email Delivered']);
  });

  test('is read and changed as SES has it', async () => {
    await client.send(new PutSuppressedDestinationCommand({ EmailAddress: 'ada@example.com', Reason: 'COMPLAINT' }));
    const { SuppressedDestination: found } = await client.send(new GetSuppressedDestinationCommand({ EmailAddress: 'ada@example.com' }));
    expect(found).toMatchObject({ EmailAddress: 'ada@example.com', Reason: 'COMPLAINT' });
    expect((await client.send(new ListSuppressedDestinationsCommand({}))).SuppressedDestinationSummaries).toHaveLength(1);
    await client.send(new DeleteSuppressedDestinationCommand({ EmailAddress: 'ada@example.com' }));
    await expect(client.send(new GetSuppressedDestinationCommand({ EmailAddress: 'ada@example.com' }))).rejects.toMatchObject({ name: 'NotFoundException' });
    expect(await toldOf()).toEqual(['Email Sent', 'Email Delivered']);
  });
});

describe('the account', () => {
  test('sends so many a second and no more, and as many in the next', async () => {
    await order({ account: { maxSendRate: 3 } });
    const answers = await Promise.allSettled(Array.from({ length: 5 }, () => send()));
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
    await expect(send()).rejects.toMatchObject({ name: 'TooManyRequestsException', message: 'Maximum sending rate exceeded.' });
    await later(1);
    await send();
    expect(ses.count()).toBe(4);
  });

  test('sends so many in any 24 hours, counted over a restart', async () => {
    await order({ account: { max24HourSend: 2 } });
    await send();
    await later(3600);
    await send();
    await restart();
    await expect(send()).rejects.toMatchObject({ name: 'LimitExceededException', message: 'Daily message quota exceeded.' });
    expect((await client.send(new GetAccountCommand({}))).SendQuota).toEqual({ Max24HourSend: 2, MaxSendRate: 500, SentLast24Hours: 2 });
    await later(23 * 3600);
    await send();
  });

  test.each([
    ['paused', 'SendingPausedException', 'HEALTHY'],
    ['suspended', 'AccountSuspendedException', 'SHUTDOWN'],
  ])('that is %s sends nothing and says so, over a restart too, until it is on again', async (sending, name, status) => {
    await order({ account: { sending } });
    await restart();
    await expect(send()).rejects.toMatchObject({ name });
    expect(await client.send(new GetAccountCommand({}))).toMatchObject({ SendingEnabled: false, EnforcementStatus: status });
    await order({ account: { sending: 'on' } });
    await send();
    expect(await client.send(new GetAccountCommand({}))).toMatchObject({ SendingEnabled: true, SendQuota: { SentLast24Hours: 1 } });
  });
});

describe('an answer that was ordered', () => {
  test.each([
    ['throttled', 'TooManyRequestsException'],
    ['throttling', 'ThrottlingException'],
    ['quota', 'LimitExceededException'],
    ['daily', 'ThrottlingException'],
    ['paused', 'SendingPausedException'],
    ['suspended', 'AccountSuspendedException'],
    ['rejected', 'MessageRejected'],
    ['unverified', 'MessageRejected'],
    ['mail-from', 'MailFromDomainNotVerifiedException'],
    ['bad-address', 'BadRequestException'],
  ])('%s is %s, as often as ordered, and nothing is taken', async (answer, name) => {
    await order({ answers: [{ answer, times: 2 }] });
    for (let times = 0; times < 2; times += 1) await expect(send()).rejects.toMatchObject({ name });
    expect(ses.count()).toBe(0);
    await send();
    expect(ses.count()).toBe(1);
  });

  test.each([
    ['error', true],
    ['error', false],
    ['hang-up', true],
    ['hang-up', false],
    ['late', true],
    ['late', false],
  ])('%s, mail taken: %s; whoever sent it cannot tell', async (answer, taken) => {
    const impatient = new SESv2Client({ ...settings, endpoint: gateway.origin, requestHandler: { requestTimeout: 50, throwOnRequestTimeout: true } });
    await order({ answers: [{ answer, taken, afterMs: 500 }] });
    const error: unknown = await impatient.send(mail()).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(Error);
    expect(['SendingPausedException', 'MessageRejected', 'BadRequestException']).not.toContain((error as Error).name);
    await quiet();
    expect([ses.count(), told.length]).toEqual(taken ? [1, 2] : [0, 0]);
    impatient.destroy();
  });

  test('late, to one who waits for it, is as good as in time', async () => {
    await order({ answers: [{ answer: 'late', taken: true, afterMs: 20 }] });
    expect((await send()).MessageId).toBe((await ses.mails())[0]?.id);
  });

  test('for one address leaves the others alone', async () => {
    await order({ answers: [{ answer: 'rejected', to: 'ada@example.com' }] });
    await send({ to: 'bob@example.com' });
    await expect(send({ to: 'Ada@example.com' })).rejects.toMatchObject({ name: 'MessageRejected' });
  });

  test('is taken back by good behaviour', async () => {
    await order({ answers: [{ answer: 'rejected', times: 99 }] });
    await order({ behave: true });
    await send();
  });
});

describe('events', () => {
  test.each<[string, unknown, string[]]>([
    ['are lost', { rules: [{ afterSeconds: [] }] }, []],
    ['are lost by their type', { rules: [{ eventType: 'Send', afterSeconds: [] }] }, ['Email Delivered']],
    ['come twice', { rules: [{ eventType: 'Delivery', afterSeconds: [0, 0] }] }, ['Email Sent', 'Email Delivered', 'Email Delivered']],
    ['of another address come as always', { rules: [{ to: 'bob@example.com', afterSeconds: [] }] }, ['Email Sent', 'Email Delivered']],
  ])('%s', async (_what, events, expected) => {
    await order({ events });
    expect(await toldOf()).toEqual(expected);
  });

  test('come late, in another order, with the time at which it happened, and over a restart', async () => {
    await order({ events: { rules: [{ eventType: 'Send', afterSeconds: [7200] }] } });
    expect(await toldOf()).toEqual(['Email Delivered']);
    await restart();
    expect(ses.isBusy()).toBe(false);
    await later(7199);
    expect(ses.isBusy()).toBe(false);
    await later(1);
    expect(ses.isBusy()).toBe(true);
    await quiet();
    expect(told.map(({ detailType }) => detailType)).toEqual(['Email Delivered', 'Email Sent']);
    expect(detail(1)).toMatchObject({ mail: { timestamp: (await ses.mails())[0]?.at } });
  });

  test('meet the same chance from the same seed, and another from another', async () => {
    const lived = async (seed: number): Promise<string[]> => {
      await order({ events: { chance: { seed, lost: 0.3, doubled: 0.3, late: 0.3, upToSeconds: 100 } } });
      told = [];
      for (let mails = 0; mails < 20; mails += 1) await send({ tag: `m${mails}` });
      await later(100);
      await quiet();
      return told.map(({ detail: { eventType, mail: about } }) => `${(about as { tags: { kind: string[] } }).tags.kind[0] ?? ''} ${eventType}`).sort();
    };
    const first = await lived(1);
    expect(first.length).not.toBe(40);
    expect(new Set(first).size).toBeLessThan(first.length);
    await shut();
    await rm(dir, { recursive: true });
    dir = await mkdtemp(join(tmpdir(), 'ses-'));
    await open();
    expect(await lived(1)).toEqual(first);
    expect(await lived(2)).not.toEqual(first);
  });
});
