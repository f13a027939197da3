import { DynamoDBClient, GetItemCommand, ProvisionedThroughputExceededException, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { readPace } from '../../../../functions/adapters/pacing/pace-row';
import { Pacer, type Turn } from '../../../../functions/adapters/pacing/pacer';
import { toStored } from '../../../../functions/adapters/table';
import type { Outcome } from '../../../../functions/core/pacing/answers';
import type { Account, Urgency } from '../../../../functions/core/pacing/pace';
import { MINUTES_BETWEEN_QUESTIONS, QUESTIONS } from '../../../../infra/cost/usage';
import { openProductTable } from '../open-table';
import { VirtualTime } from './virtual-time';

const START = Date.parse('2026-11-23T15:00:00Z');
const MINUTE = 60_000;

let opened: Awaited<ReturnType<typeof openProductTable>>;
let time: VirtualTime;
let account: Account | Error | undefined;
let asked: number;
let said: string[];

beforeEach(async () => {
  opened = await openProductTable();
  time = new VirtualTime(START);
  time.countsCallsOf(opened.table.client, () => 0);
  account = { ratePerSecond: 10, dailyQuota: 50_000, sentInDay: 0, maySend: true };
  asked = 0;
  said = [];
  jest.spyOn(Math, 'random').mockReturnValue(0);
  jest.spyOn(process.stdout, 'write').mockImplementation((line) => {
    const { level, what } = JSON.parse(String(line)) as { level: string; what: string };
    said.push(`${level}: ${what}`);
    return true;
  });
});
afterEach(async () => {
  jest.restoreAllMocks();
  await opened.close();
});

const newPacer = (table = opened.table): Pacer =>
  new Pacer({
    table,
    time,
    askAccount: () => {
      asked += 1;
      return account instanceof Error ? Promise.reject(account) : Promise.resolve(account);
    },
  });

/** What the mail was told, and when it left or was refused, in ms since the start. */
interface Came {
  at: number;
  turn: Turn;
}

async function leave(pacer: Pacer, urgency: Urgency = 'urgent'): Promise<Came> {
  const turn = await pacer.take(urgency);
  if (turn.go) await turn.untilSlot();
  return { at: time.now() - START, turn };
}

/** Runs the clock until what was begun has ended. */
async function end<T>(began: Promise<T>): Promise<T> {
  await time.run(START + 365 * 24 * 60 * MINUTE, began);
  return began;
}
const all = (pacer: Pacer, mails: number, urgency?: Urgency): Promise<Came[]> => end(Promise.all(Array.from({ length: mails }, () => leave(pacer, urgency))));
const answers = async (turn: Turn, outcome: Outcome): Promise<void> => {
  if (!turn.go) throw new Error('the mail did not leave');
  await end(turn.report(outcome));
};
const refusals = (came: readonly Came[]): (string | undefined)[] => came.map(({ turn }) => (turn.go ? undefined : `${turn.why} ${(Date.parse(turn.until) - time.now()) / 1000}`));
const later = (ms: number): Promise<void> => time.run(time.now() + ms);
const stopped = async (): Promise<unknown> => (await end(readPace(opened.table))).pace.stopped;

test('what is asked by the clock takes as many writes as the cost model reckons with, and comes as often', async () => {
  const versionAfter = async (mails: number): Promise<number> => {
    await all(newPacer(), mails);
    return (await end(readPace(opened.table))).version;
  };
  const first = await versionAfter(1);
  expect(first - 1).toBe(QUESTIONS.writeUnits);
  await later(MINUTES_BETWEEN_QUESTIONS * MINUTE - 1_000);
  expect(await versionAfter(1)).toBe(first + 1);
  await later(1_000);
  expect(await versionAfter(1)).toBe(first + 2 + QUESTIONS.writeUnits);
  expect(asked).toBe(2);
});

describe('slots', () => {
  test('mails of one worker leave one after the other, at the rate of the account', async () => {
    const came = await all(newPacer(), 4);
    const gaps = came.map(({ at }) => at).sort((a, b) => a - b).map((at, index, ats) => Math.round(at - (ats[index - 1] ?? at)));
    expect(gaps).toEqual([0, 102, 102, 102]);
  });

  test('workers that contend for them never get the same', async () => {
    const workers = Array.from({ length: 5 }, () => newPacer());
    const came = (await end(Promise.all(workers.flatMap((worker) => [leave(worker), leave(worker), leave(worker)])))).map(({ at }) => at).sort((a, b) => a - b);
    expect(came).toHaveLength(15);
    for (const [index, at] of came.slice(1).entries()) expect(Math.round(at - (came[index] ?? 0))).toBeGreaterThanOrEqual(102);
  });

  test('those of a worker that died are gone, and nobody makes up for them', async () => {
    const dying = newPacer();
    void Promise.all(Array.from({ length: 5 }, () => dying.take('urgent')));
    await later(100);
    await later(10_000);
    const came = await all(newPacer(), 3);
    expect(came.map(({ at }) => Math.round(at - 10_100))).toEqual([50, 152, 254]);
  });

  test('a mail whose commit took too long takes another slot', async () => {
    const pacer = newPacer();
    const slow = (async (): Promise<number> => {
      const turn = await pacer.take('urgent');
      await time.wait(400);
      if (turn.go) await turn.untilSlot();
      return time.now() - START;
    })();
    const other = leave(pacer);
    const [slowAt, { at }] = await end(Promise.all([slow, other]));
    expect(Math.round(at)).toBe(152);
    // From then on this worker begins earlier: half a second before the slot.
    expect(Math.round(slowAt)).toBe(900);
  });

  test('urgent mail is served beside routine mail of the same worker, not behind it', async () => {
    const pacer = newPacer();
    const flood = Promise.all(Array.from({ length: 30 }, () => leave(pacer, 'routine')));
    await later(700);
    const { at } = await end(leave(pacer));
    expect(at - 700).toBeLessThan(800);
    expect(Math.max(...(await end(flood)).map((one) => one.at))).toBeGreaterThan(3_000);
  });

  test('a worker whose time is nearly over lets its mails come back', async () => {
    const pacer = newPacer();
    pacer.within(() => 11_000);
    expect(refusals(await all(pacer, 2))).toEqual(['busy 10', 'busy 10']);
  });

  test('a worker waits no longer than it may', async () => {
    const pacer = newPacer();
    const ends = START + 20_000;
    pacer.within(() => ends - time.now());
    const came = await all(pacer, 200, 'routine');
    const left = came.filter(({ turn }) => turn.go);
    expect(left.length).toBeGreaterThan(70);
    expect(Math.max(...left.map(({ at }) => at))).toBeLessThan(9_000);
    expect(came.filter(({ turn }) => !turn.go && turn.why === 'busy')).toHaveLength(200 - left.length);
  });

  test('a clock that is moved on by weeks leaves nobody waiting', async () => {
    const pacer = newPacer();
    await all(pacer, 3);
    await later(21 * 24 * 60 * MINUTE);
    const before = time.now() - START;
    const [{ at }] = (await all(pacer, 1)) as [Came];
    expect(at - before).toBeLessThan(100);
  });
});

describe('the account', () => {
  test('is asked once for all workers, and again after five minutes', async () => {
    const workers = [newPacer(), newPacer(), newPacer()];
    await end(Promise.all(workers.map((worker) => leave(worker))));
    expect(asked).toBe(1);
    await later(5 * MINUTE);
    account = { ratePerSecond: 100, sentInDay: 0, maySend: true };
    await end(Promise.all(workers.map((worker) => leave(worker))));
    expect(asked).toBe(2);
    expect((await end(readPace(opened.table))).pace.account?.ratePerSecond).toBe(100);
  });

  test('that does not answer is taken for a new one, and asked again after a minute', async () => {
    account = new Error('down');
    const came = await all(newPacer(), 2);
    expect(Math.round(came[1]!.at - came[0]!.at)).toBe(1_020);
    await later(MINUTE);
    account = { ratePerSecond: 10, sentInDay: 0, maySend: true };
    await all(newPacer(), 1);
    expect([asked, (await end(readPace(opened.table))).pace.account?.ratePerSecond]).toEqual([2, 10]);
  });

  test('that was known and does not answer keeps its rate', async () => {
    await all(newPacer(), 1);
    await later(5 * MINUTE);
    account = new Error('down');
    const came = await all(newPacer(), 2);
    expect(Math.round(came[1]!.at - came[0]!.at)).toBe(102);
    expect(said).toContain('warn: SES was asked for the account and did not answer');
  });

  test('of which the worker died that asked is asked by another', async () => {
    const dying = new Pacer({ table: opened.table, time, askAccount: () => new Promise(() => undefined) });
    void dying.take('urgent');
    await later(1);
    const [{ at }] = (await all(newPacer(), 1)) as [Came];
    expect(at).toBeGreaterThanOrEqual(5_000);
    expect(at).toBeLessThan(5_300);
  });
});

describe('an account that SES has paused', () => {
  const pause = async (): Promise<void> => {
    const [{ turn }] = (await all(newPacer(), 1)) as [Came];
    await answers(turn, 'paused');
  };

  test('stops all workers for a quarter of an hour, and rings', async () => {
    await pause();
    expect(refusals([...(await all(newPacer(), 2)), ...(await all(newPacer(), 1, 'routine'))])).toEqual(['paused 900', 'paused 900', 'paused 900']);
    expect(said.filter((line) => line.startsWith('error'))).toEqual(['error: no mail leaves']);
  });

  test('is tried by exactly one mail then, which ends the stop when SES takes it', async () => {
    await pause();
    await later(15 * MINUTE);
    const workers = Array.from({ length: 4 }, () => newPacer());
    const came = await end(Promise.all(workers.flatMap((worker) => [leave(worker), leave(worker, 'routine')])));
    const [probe, ...more] = came.filter(({ turn }) => turn.go);
    expect(more).toEqual([]);
    expect(refusals(came).filter((one) => one !== undefined)).toEqual(Array<string>(7).fill('paused 60'));
    await answers(probe!.turn, 'sent');
    expect(await stopped()).toBeUndefined();
    expect(refusals(await all(newPacer(), 2))).toEqual([undefined, undefined]);
    expect(said).toContain('info: mail leaves again');
  });

  test('stays stopped when the one mail is refused too, and rings again', async () => {
    await pause();
    await later(15 * MINUTE);
    const [{ turn }] = (await all(newPacer(), 1)) as [Came];
    await answers(turn, 'paused');
    expect(refusals(await all(newPacer(), 1))).toEqual(['paused 900']);
    expect(said.filter((line) => line === 'error: no mail leaves')).toHaveLength(2);
  });

  test('is tried by another after a minute when the one that tried has died', async () => {
    await pause();
    await later(15 * MINUTE);
    const [{ turn }] = (await all(newPacer(), 1)) as [Came];
    expect(turn.go).toBe(true);
    await later(MINUTE - 1);
    expect(refusals(await all(newPacer(), 1))).toEqual(['paused 0.001']);
    await later(1);
    expect(refusals(await all(newPacer(), 1))).toEqual([undefined]);
  });

  test('is not tried by mail while SES itself says that it is paused', async () => {
    await pause();
    await later(15 * MINUTE);
    account = { ratePerSecond: 10, sentInDay: 0, maySend: false };
    expect(refusals(await all(newPacer(), 3))).toEqual(['paused 900', 'paused 900', 'paused 900']);
  });

  test('is noticed by asking, before a mail is refused', async () => {
    account = { ratePerSecond: 10, sentInDay: 0, maySend: false };
    expect(refusals(await all(newPacer(), 2))).toEqual(['paused 900', 'paused 900']);
    expect(said).toContain('error: no mail leaves');
  });

  test('is tried by mail also when SES does not say how the account stands', async () => {
    await pause();
    await later(15 * MINUTE);
    account = new Error('down');
    expect(refusals(await all(newPacer(), 2))).toEqual([undefined, 'paused 60']);
  });
});

describe('the quota of the day', () => {
  test('that is used up stops all workers for an hour; free again, mail leaves without a try', async () => {
    const [{ turn }] = (await all(newPacer(), 1)) as [Came];
    await answers(turn, 'quota');
    expect(refusals(await all(newPacer(), 1))).toEqual(['quota 3600']);
    await later(60 * MINUTE);
    expect(refusals(await all(newPacer(), 3))).toEqual([undefined, undefined, undefined]);
    expect(await stopped()).toBeUndefined();
  });

  test('that SES still says is used up goes on to stop them, and no mail is tried', async () => {
    account = { ratePerSecond: 10, dailyQuota: 200, sentInDay: 200, maySend: true };
    expect(refusals(await all(newPacer(), 1))).toEqual(['quota 3600']);
    await later(60 * MINUTE);
    expect(refusals(await all(newPacer(), 2))).toEqual(['quota 3600', 'quota 3600']);
    expect(asked).toBe(2);
  });

  test('leaves its last tenth to what may not wait', async () => {
    account = { ratePerSecond: 10, dailyQuota: 200, sentInDay: 178, maySend: true };
    const pacer = newPacer();
    expect((await all(pacer, 3, 'routine')).map(({ turn }) => (turn.go ? 'left' : turn.why))).toEqual(['left', 'left', 'quota']);
    expect(refusals(await all(pacer, 3))).toEqual([undefined, undefined, undefined]);
  });
});

test('when SES takes no more for a moment, every worker pauses for a second', async () => {
  const [{ turn }] = (await all(newPacer(), 1)) as [Came];
  const before = time.now() - START;
  await answers(turn, 'throttled');
  const [{ at }] = (await all(newPacer(), 1)) as [Came];
  expect(at - before).toBeGreaterThanOrEqual(1_000);
  expect(at - before).toBeLessThan(1_200);
});

describe('a table that fails', () => {
  test('lets the mail fail before anything was committed for it', async () => {
    const client = new DynamoDBClient({ region: 'us-east-1' });
    const failing = mockClient(client);
    failing.on(GetItemCommand).resolves({});
    failing.on(PutItemCommand).rejects(new ProvisionedThroughputExceededException({ $metadata: {}, message: 'too much' }));
    await expect(newPacer({ client, name: 'Forthright', recordMonths: 84 }).take('urgent')).rejects.toThrow('too much');
  });

  test('keeps an answer of SES from the others, but not from being recorded', async () => {
    const [{ turn }] = (await all(newPacer(), 1)) as [Came];
    const failing = mockClient(opened.table.client);
    failing.rejects(new Error('down'));
    if (turn.go) await expect(turn.report('paused')).resolves.toBeUndefined();
    failing.restore();
    expect(said).toContain('warn: an answer of SES was not told to the others');
  });

  test('holding a row of another shape stops everything, rather than sending without a pace', async () => {
    await end(opened.table.client.send(new PutItemCommand({ TableName: opened.table.name, Item: toStored({ pk: 'P#SENDING', sk: 'PACE', schema: 1, version: 1, data: { nextSlotAt: 'soon' } }) })));
    await expect(end(newPacer().take('urgent'))).rejects.toThrow('pace row');
  });
});
