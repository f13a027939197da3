import { readCommand } from '../../infra/cost/command';
import { type Counts, readCounts } from '../../infra/cost/counts';
import { estimate, perThousand } from '../../infra/cost/estimate';
import { billOf, type Prices, readPrices, unknownPrices } from '../../infra/cost/prices';
import { purposeOf } from '../../infra/cost/purposes';
import { mailTable, monthTable } from '../../infra/cost/tables';
import { NOTHING } from '../../infra/cost/usage';
import { InvalidCommandError } from '../../infra/terminal/arguments';
import { ofType, synthesizeProject } from './synthesized';

const prices = readPrices();
const counts = readCounts();

/* Bills worked out by hand, with the prices of us-east-1 that the file has. */
test.each([
  ['a thousand mails', { mails: 1000 }, { SES: 0.1 }],
  ['a million write units', { writeUnits: 1_000_000 }, { DynamoDB: 0.625 }],
  ['eight million read units', { readUnits: 8_000_000 }, { DynamoDB: 1 }],
  ['a million invocations of 100 ms with 512 MB', { invocations: 1_000_000, lambdaMilliseconds: 100_000_000 }, { Lambda: 0.86667 }],
  ['five million requests of SQS', { sqsRequests: 5_000_000 }, { SQS: 2 }],
  ['a million events of our own', { customEvents: 1_000_000 }, { EventBridge: 1 }],
  ['twenty thousand calls for the keyring', { secretCalls: 20_000 }, { 'Secrets Manager': 0.1 }],
  ['two gigabytes of log', { logBytes: 2_147_483_648 }, { CloudWatch: 1 }],
])('%s', (_what, usage, expected) => {
  const bill = billOf(prices, { ...NOTHING, ...usage }, 512);
  for (const [service, dollars] of Object.entries(bill)) expect([service, dollars]).toEqual([service, expect.closeTo(service in expected ? Object.values(expected)[0]! : 0, 5)]);
});

test('a price that could not be found out is in no sum, and is said', () => {
  const unknown: Prices = { ...prices, prices: { ...prices.prices, customEvent: { ...prices.prices.customEvent, dollars: null } } };
  expect(billOf(unknown, { ...NOTHING, customEvents: 1_000_000 }, 512).EventBridge).toBe(0);
  expect(unknownPrices(unknown)).toContain(prices.prices.customEvent.what);
  expect(mailTable(counts, unknown).join('\n')).toContain(`not in any sum, since its price could not be found out: ${prices.prices.customEvent.what}`);
});

test('every price says of when it is, and nothing that is priced was invented: what has no source has no price', () => {
  for (const [name, { dollars, source }] of Object.entries(prices.prices)) expect([name, dollars === null]).toEqual([name, /^Not found/.test(source)]);
});

/** A shop in round numbers: each kind of mail takes a mail, and nothing else. */
const round: Counts = {
  ...counts,
  mails: {
    first: { usage: { ...NOTHING, mails: 1 }, parts: [] },
    moved: { usage: { ...NOTHING, mails: 1 }, parts: [] },
    weekly: { usage: { ...NOTHING, mails: 1, writeUnits: 16 }, parts: [] },
    shipped: { usage: { ...NOTHING, mails: 1 }, parts: [] },
  },
  scheduleRun: NOTHING,
  alarms: 30,
  metrics: 10,
  queuesFed: 6,
};

test('a month: each order is told of once, moved and shipped, and who waits hears every week', () => {
  const { mails, bill, fixed, total } = estimate({ orders: 1000, open: 700, moves: 2 }, round, prices);
  // 30.4375 days are 4.348 weeks.
  expect(mails).toEqual({ first: 1000, moved: 2000, weekly: 3043.75, shipped: 1000 });
  expect(bill.SES).toBeCloseTo(0.704375, 6);
  // 43,830 minutes: 8,766 questions for the keys, and as many for the account with two writes each. In each minute Lambda asks each
  // queue 15 times: 3.94 million requests.
  expect(fixed.map(({ dollars }) => Number(dollars.toFixed(4)))).toEqual([0, 0.0548, 1.5779, 3, 3, 3, 0.4]);
  expect(total).toBeCloseTo(0.704375 + 0.0304375 + 0.0547875 + 1.57788 + 9.4, 4);
});

test('what is above the price of SES is told as a part of it', () => {
  expect(perThousand('weekly', round, prices).overSes).toBeCloseTo(0.1, 6);
  expect(perThousand('first', round, prices).overSes).toBe(0);
});

test('the tables have a row for each kind of mail and for each service', () => {
  const lines = [...mailTable(counts, prices), ...monthTable({ orders: 100_000, open: 20_000, moves: 1 }, counts, prices)];
  for (const name of ['first notice', 'a date that moved', 'weekly update', 'shipped']) expect(lines.filter((line) => line.startsWith(name))).toHaveLength(2);
  for (const service of ['SES', 'DynamoDB', 'Lambda', 'SQS', 'EventBridge', 'CloudWatch', 'Secrets Manager']) expect(lines.filter((line) => new RegExp(`^${service} +[0-9.]+$`).test(line))).toHaveLength(1);
});

test('every request to the table that a mail takes says what it is for', () => {
  const parts = Object.values(counts.mails).flatMap((mail) => mail.parts);
  expect(parts.length).toBeGreaterThan(0);
  expect(parts.filter((part) => purposeOf(part) === undefined).map(({ lambda, operation }) => `${lambda} ${operation}`)).toEqual([]);
});

test('alarms, queues and memory are counted as the template has them', async () => {
  const { service, wiring } = await synthesizeProject();
  expect({ alarms: counts.alarms, queuesFed: counts.queuesFed, memory: [counts.lambdaMegabytes] }).toEqual({
    alarms: Object.keys(ofType(service, 'AWS::CloudWatch::Alarm')).length,
    queuesFed: wiring.mappings.length,
    memory: [...new Set(wiring.functions.map(({ memoryMegabytes }) => memoryMegabytes))],
  });
}, 60_000);

test.each([
  [['--orders', '5'], '--orders and --open: expected both'],
  [['--moves', '5'], '--moves: expected --orders and --open with it'],
  [['--orders', '5', '--open', '-1'], "Option '--open' argument is ambiguous"],
  [['--orders', '5', '--open', 'many'], '--open many: expected a number from 0 to 1000000000'],
])('%j is answered with what was expected', (argv, message) => {
  expect(() => readCommand(argv)).toThrow(InvalidCommandError);
  expect(() => readCommand(argv)).toThrow(message);
});
