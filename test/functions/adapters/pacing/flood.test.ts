import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { Pacer } from '../../../../functions/adapters/pacing/pacer';
import type { Account, Urgency } from '../../../../functions/core/pacing/pace';
import { openProductTable } from '../open-table';
import { VirtualTime } from './virtual-time';

/*
 * Several workers on one table, each with ten mails at once, on a clock of its own: what bench/pacing.ts measures in real
 * time. SES takes 60 to 250 ms a mail, the table 2 to 12 ms a call.
 */

const START = Date.parse('2026-11-23T15:00:00Z');
const SECONDS = 12;
const WORKERS = 6;
const MAILS_AT_ONCE = 10;

let opened: Awaited<ReturnType<typeof openProductTable>>;
beforeEach(async () => {
  jest.spyOn(process.stdout, 'write').mockReturnValue(true);
  opened = await openProductTable();
});
afterEach(async () => {
  jest.restoreAllMocks();
  await opened.close();
});

interface Flood {
  rate: number;
  slowness?: number;
  killsHalf?: boolean;
  urgentEveryMs?: number;
}

interface Measured {
  mean: number;
  worst: number;
  urgentWaits: number[];
}

async function flood({ rate, slowness = 1, killsHalf = false, urgentEveryMs }: Flood): Promise<Measured> {
  const time = new VirtualTime(START);
  let seed = 7;
  const random = (): number => (seed = (seed * 16_807) % 2_147_483_647) / 2_147_483_647;
  jest.spyOn(Math, 'random').mockImplementation(random);
  const [arrivals, urgentWaits]: [number[], number[]] = [[], []];
  const half = START + (SECONDS * 1000) / 2;
  const isAlive = (worker: number): boolean => !killsHalf || worker < WORKERS / 2 || time.now() < half;

  const endpoint = (await opened.table.client.config.endpoint?.())!;
  const workers = Array.from({ length: WORKERS }, (_none, worker) => {
    const own = time.while(() => isAlive(worker));
    const client = new DynamoDBClient({ endpoint, region: 'us-east-1', credentials: { accessKeyId: 'worker', secretAccessKey: 'any' } });
    time.countsCallsOf(client, () => 2 + 10 * random(), own);
    const askAccount = (): Promise<Account> => Promise.resolve({ ratePerSecond: rate, sentInDay: 0, maySend: true });
    return { own, client, pacer: new Pacer({ table: { ...opened.table, client }, time: own, askAccount }) };
  });
  const mail = async (worker: number, urgency: Urgency): Promise<void> => {
    const { own, pacer } = workers[worker]!;
    const asked = own.now();
    const turn = await pacer.take(urgency);
    if (!turn.go) throw new Error(`no slot: ${turn.why}`);
    await own.wait(5 + 30 * random());
    await turn.untilSlot();
    arrivals.push(own.now());
    if (urgency === 'urgent') urgentWaits.push(own.now() - asked);
    await own.wait((60 + 190 * random()) * slowness);
    await turn.report('sent');
  };
  for (let n = 0; n < WORKERS * MAILS_AT_ONCE; n += 1) {
    const worker = n % WORKERS;
    void (async () => {
      for (;;) await mail(worker, 'routine');
    })();
  }
  if (urgentEveryMs !== undefined) {
    void (async () => {
      for (let n = 0; ; n += 1) {
        await time.wait(urgentEveryMs);
        void mail(n % WORKERS, 'urgent');
      }
    })();
  }
  await time.run(START + SECONDS * 1000);
  for (const { client } of workers) client.destroy();
  const from = START + 1_000;
  return { mean: arrivals.filter((at) => at >= from).length / (SECONDS - 1) / rate, worst: mostInASecond(arrivals), urgentWaits };
}

function mostInASecond(arrivals: number[]): number {
  arrivals.sort((a, b) => a - b);
  return Math.max(...arrivals.map((at, index) => index + 1 - arrivals.findIndex((other) => at - other < 1000)));
}

/** A twentieth above the rate, or one mail. */
const mostAllowed = (rate: number): number => Math.max(rate + 1, rate * 1.05);

test.each<[string, Flood]>([
  ['a flood', { rate: 50 }],
  ['a flood at the rate that new accounts start with', { rate: 14 }],
  ['half the workers killed midway', { rate: 50, killsHalf: true }],
  ['SES twice as slow', { rate: 50, slowness: 2 }],
  ['half the workers killed, and SES twice as slow', { rate: 50, killsHalf: true, slowness: 2 }],
])('%s uses what SES allows, and no more in any second', async (_what, given) => {
  const { mean, worst } = await flood(given);
  expect(mean).toBeGreaterThanOrEqual(0.95);
  expect(worst).toBeLessThanOrEqual(mostAllowed(given.rate));
}, 120_000);

test('in a flood of weekly updates urgent mails leave within a second, and the account is used as before', async () => {
  const { mean, worst, urgentWaits } = await flood({ rate: 50, urgentEveryMs: 400 });
  expect(urgentWaits.length).toBeGreaterThan(20);
  expect(Math.max(...urgentWaits)).toBeLessThan(1_000);
  expect(mean).toBeGreaterThanOrEqual(0.95);
  expect(worst).toBeLessThanOrEqual(mostAllowed(50));
}, 120_000);
