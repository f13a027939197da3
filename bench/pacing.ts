import { fork, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as elapsed } from 'node:timers/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { buildSync } from 'esbuild';
import * as z from 'zod';
import { readPace } from '../functions/adapters/pacing/pace-row';
import { PacingAccount } from './pacing-account';

/*
 * Whether workers that share an account keep to its rate and use it: processes of their own, the embedded database over
 * HTTP, an SES that takes 60 to 250 ms a mail. For each case the mean while there is work, as a share of the rate, the most
 * mails in any second, and how long urgent mails waited until their call to SES. `own delay` is the longest that the process
 * which notes arrivals was kept from it: a busy machine makes bursts of mails that came apart.
 *
 * Whatever else runs on the machine is measured with it; on Linux `chrt -r 2` in front, as root, keeps it out.
 *
 *   SECONDS=20 npx tsx bench/pacing.ts [rate a second ..., 14 50]
 */

const WORKERS = 8;
/** A batch of the queue. */
const ROUTINE_AT_ONCE = 10;
/** Workers that start, and their first connections, are no part of it. */
const WARM_UP_MS = 3_000;

interface Case {
  what: string;
  slowness: number;
  killsHalf: boolean;
  routine: boolean;
  /** Of all workers together. */
  urgentPerSecond: number;
}
const CASES: readonly Case[] = [
  { what: 'flood', slowness: 1, killsHalf: false, routine: true, urgentPerSecond: 0 },
  { what: 'half the workers killed midway', slowness: 1, killsHalf: true, routine: true, urgentPerSecond: 0 },
  { what: 'SES twice as slow', slowness: 2, killsHalf: false, routine: true, urgentPerSecond: 0 },
  { what: 'killed, and SES twice as slow', slowness: 2, killsHalf: true, routine: true, urgentPerSecond: 0 },
  { what: 'urgent alone, 2 a second', slowness: 1, killsHalf: false, routine: false, urgentPerSecond: 2 },
  { what: 'flood, and urgent 2 a second', slowness: 1, killsHalf: false, routine: true, urgentPerSecond: 2 },
];

const env = { ...process.env, NODE_NO_WARNINGS: '1' };

const Database = z.object({ dynamodb: z.url(), table: z.string() });
const Waited = z.object({ waitedMs: z.number() });

async function main(): Promise<void> {
  const seconds = Number(process.env.SECONDS ?? 20);
  const rates = process.argv.slice(2).map(Number);
  const folder = mkdtempSync(path.join(tmpdir(), 'bench-'));
  const worker = path.join(folder, 'worker.cjs');
  buildSync({ entryPoints: [path.join(__dirname, 'pacing-worker.ts')], outfile: worker, bundle: true, platform: 'node', target: 'node20', mainFields: ['module', 'main'] });
  console.log(['rate', 'case'.padEnd(32), 'mean', 'worst second', 'writes a mail', 'urgent: p50', 'p99', 'worst', 'own delay'].join('\t'));
  for (const rate of rates.length === 0 ? [14, 50] : rates) {
    for (const one of CASES) await measure(one, rate, seconds, worker);
  }
  rmSync(folder, { recursive: true });
}

async function measure(one: Case, rate: number, seconds: number, worker: string): Promise<void> {
  const database = fork(path.join(__dirname, 'pacing-database.ts'), { execArgv: ['--import', 'tsx'], env });
  const { dynamodb, table } = Database.parse(await new Promise((resolve) => database.once('message', resolve)));
  const account = await PacingAccount.open(rate, one.slowness);
  const order = { dynamodb, table, ses: account.url, routineAtOnce: one.routine ? ROUTINE_AT_ONCE : 0, urgentPerSecond: one.urgentPerSecond / WORKERS };
  const waits: number[] = [];
  const workers: ChildProcess[] = Array.from({ length: WORKERS }, () => fork(worker, [JSON.stringify(order)], { env }));
  for (const child of workers) child.on('message', (message) => waits.push(Waited.parse(message).waitedMs));
  while (account.arrivals.length === 0) await elapsed(20);
  await elapsed(WARM_UP_MS);
  waits.length = 0;

  const own = monitorEventLoopDelay({ resolution: 5 });
  own.enable();
  const from = performance.now();
  await elapsed((seconds * 1000) / 2);
  if (one.killsHalf) for (const child of workers.slice(WORKERS / 2)) child.kill('SIGKILL');
  await elapsed((seconds * 1000) / 2);
  const until = performance.now();
  const mails = account.arrivals.length;
  for (const child of workers) child.kill('SIGKILL');
  const client = new DynamoDBClient({ endpoint: dynamodb, region: 'us-east-1', credentials: { accessKeyId: 'bench', secretAccessKey: 'any' } });
  const { version } = await readPace({ client, name: table, recordMonths: 84 });
  database.kill('SIGKILL');
  await account.close();

  const measured = account.arrivals.filter((at) => at >= from && at < until);
  const mean = measured.length / ((until - from) / 1000) / rate;
  const most = mostInASecond(measured);
  waits.sort((a, b) => a - b);
  const at = (share: number): string => (waits.length === 0 ? '-' : `${Math.round(waits[Math.min(waits.length - 1, Math.floor(waits.length * share))] ?? 0)} ms`);
  const shown = one.routine ? percent(mean) : '-';
  console.log([rate, one.what.padEnd(32), shown, `${most} (${percent(most / rate)})`, (version / mails).toFixed(2), at(0.5), at(0.99), at(1), `${Math.round(own.max / 1e6)} ms`].join('\t'));
}

function mostInASecond(arrivals: readonly number[]): number {
  let most = 0;
  let first = 0;
  for (const [index, at] of arrivals.entries()) {
    while (at - (arrivals[first] ?? at) >= 1000) first += 1;
    most = Math.max(most, index - first + 1);
  }
  return most;
}

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;

void main();
