import { parseArgs } from 'node:util';
import os from 'node:os';
import { told, type Checked, type Order } from './check-histories';
import { bundled, work } from './workers';

/*
 * As many random histories as wanted, on all cores. Ends with 1 at the first that does not keep what was promised, and
 * says from which seed it can be seen again.
 *
 *   npm run histories -- --count 1000000 [--seed 7] [--whole]
 *
 * With --whole a failing history is shown as it was found: making it small takes as long as a thousand others.
 */

const RUNS_AT_ONCE = 1000;
const PATIENCE_MS = 600_000;
const PROGRESS_MS = 5000;

const { values } = parseArgs({ options: { count: { type: 'string', default: '100000' }, seed: { type: 'string' }, whole: { type: 'boolean', default: false } } });

async function main(): Promise<void> {
  const count = whole('count', values.count);
  const first = whole('seed', values.seed ?? String(Date.now() % 2_000_000_000));
  const cores = os.availableParallelism();
  console.log(`${grouped(count)} histories from seed ${first}, on ${cores} ${cores === 1 ? 'core' : 'cores'}`);

  const bundle = await bundled();
  const began = performance.now();
  let given = 0;
  let done = 0;
  let failed: Checked | undefined;
  const next = (): Order | undefined => {
    if (failed !== undefined || given >= count) return undefined;
    const order = { seed: first + given / RUNS_AT_ONCE, runs: Math.min(RUNS_AT_ONCE, count - given), shrink: !values.whole };
    given += order.runs;
    return order;
  };
  const took = (checked: Checked): void => {
    done += checked.runs;
    if (checked.failure !== undefined) failed ??= checked;
  };
  const progress = setInterval(() => console.log(`${grouped(done)} of ${grouped(count)}, ${rate(done, began)} a second`), PROGRESS_MS);
  try {
    await Promise.all(Array.from({ length: cores }, () => work(bundle, next, took, PATIENCE_MS)));
  } finally {
    clearInterval(progress);
    bundle.remove();
  }
  if (failed === undefined) {
    console.log(`${grouped(done)} histories from seed ${first} keep every promise, ${rate(done, began)} a second`);
    return;
  }
  console.error(`${told(failed)}\nagain: npm run histories -- --seed ${failed.seed} --count ${RUNS_AT_ONCE}`);
  process.exitCode = 1;
}

function whole(name: string, text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 0) throw new Error(`--${name}: expected a whole number, found ${text}`);
  return value;
}

const grouped = (count: number): string => count.toLocaleString('en');
const rate = (count: number, began: number): string => grouped(Math.round(count / ((performance.now() - began) / 1000)));

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
