import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DUE_SHARDS } from '../functions/adapters/keys';
import { readMerchant } from '../infra/merchant-file';
import { type LocalStack, startStack } from '../local/stack';
import { synthesized } from '../local/synthesis';
import { Shop } from '../test/flows/shop';

/*
 * What the local stack takes for its parts: start, event to line, event to mail, a burst, a week. And what the product
 * takes of DynamoDB for a first notice and for a weekly update, in units counted by AWS's documented rules.
 *
 *   npx tsx bench/local-stack.ts [orders in the burst, 500]
 */

const ROOT = path.join(__dirname, '..');
const orders = Number(process.argv[2] ?? 500);

async function main(): Promise<void> {
  const assembly = await synthesized(ROOT, () => console.log('synthesizing first; not measured'));
  const data = mkdtempSync(path.join(tmpdir(), 'bench-'));
  const { notices, updates } = readMerchant(ROOT).senders;
  const began = performance.now();
  const stack = await startStack({ assembly, verified: [notices, updates], port: 0, awsPort: 0, data, fresh: true, failed: (error) => console.error(error) });
  console.log(`start, assembly at hand: ${since(began)} ms`);
  const shop = new Shop(stack.deskUrl, stack.awsUrl);

  // The settle window is the product's own wait; what is measured is what the machine adds.
  const single: number[] = [];
  for (let n = 0; n < 20; n += 1) {
    await shop.order({ orderId: `single-${n}` });
    await shop.settle();
    const from = performance.now();
    await shop.advance('PT46S');
    single.push(performance.now() - from);
  }
  single.sort((a, b) => a - b);
  console.log(`one order, from the end of its settle window to its mail: median ${single[10]?.toFixed(0)} ms, slowest ${single[19]?.toFixed(0)} ms`);

  const burst = await Promise.all(Array.from({ length: orders }, (_none, n) => shop.created({ orderId: `burst-${n}` })));
  stack.dynamodb.consumption.reset();
  const taken = performance.now();
  await shop.puts(burst.map((detail) => ({ type: 'Backorder Created' as const, detail })));
  console.log(`${orders} orders taken by the bus: ${rate(orders, taken)} a second`);
  await shop.settle();
  console.log(`... opened as lines: ${rate(orders, taken)} a second`);
  const told = performance.now();
  await shop.advance('PT2M');
  console.log(`... told by mail: ${rate(orders, told)} a second`);
  tellUnits('a line opened and told', stack, orders);

  const before = stack.ses.count();
  const week = performance.now();
  await shop.advance('P7D');
  const mails = stack.ses.count() - before;
  console.log(`a week of clock, ${mails} mails: ${rate(mails, week)} mails a second, ${since(week)} ms`);
  tellUnits('a weekly update', stack, mails);
  shop.close();
  await stack.close();
  rmSync(data, { recursive: true });
}

/** Without what the local clock reads, and with the schedule apart: it reads as much for none as for many. */
function tellUnits(what: string, { dynamodb }: LocalStack, count: number): void {
  const own = dynamodb.consumption.totals().filter(({ caller }) => caller !== 'local-clock' && caller !== 'store');
  const isSchedule = ({ caller }: { caller: string }): boolean => caller.startsWith('WeeklyUpdates');
  const sum = (of: 'readUnits' | 'writeUnits'): string => (own.filter((one) => !isSchedule(one)).reduce((total, one) => total + one[of], 0) / count).toFixed(1);
  const schedule = own.filter(isSchedule);
  const runs = schedule.filter(({ operation }) => operation === 'Query').reduce((total, { calls }) => total + calls, 0) / (2 * DUE_SHARDS);
  const read = schedule.reduce((total, { readUnits }) => total + readUnits, 0);
  console.log(`${what}: ${sum('writeUnits')} write units, ${sum('readUnits')} read units${runs === 0 ? '' : `; a run of the schedule ${(read / runs).toFixed(1)} read units`}`);
  dynamodb.consumption.reset();
}

const since = (from: number): string => (performance.now() - from).toFixed(0);
const rate = (count: number, from: number): string => (count / ((performance.now() - from) / 1000)).toFixed(0);

void main();
