import os from 'node:os';
import { parseArgs } from 'node:util';
import { deploymentBundle } from './faults/bundles';
import { scenarios } from './faults/scenarios';
import { toldOf, type Answer } from './faults/simulate';
import type { Order } from './faults/worker';
import { added, inWords, noFigures } from './faults/witness/findings';
import { work } from './workers';

/*
 * As many random lives of the whole house as wanted, with faults of every kind, on all cores; before them, every place in
 * which a process can die. Ends with 1 at the first that does not keep what was promised, and says from which seed it can be
 * seen again. In every fourth part of the seeds the next release is deployed in the middle of each life; with `--deploys`, in all.
 *
 *   npm run simulate -- --seeds 1000000 [--seed 7] [--deploys]
 */

const SEEDS_AT_ONCE = 50;
const DEPLOYED_ONE_IN = 4;
const PATIENCE_MS = 600_000;
const PROGRESS_MS = 5000;
const LINES_OF_TRACE = 400;

const { values } = parseArgs({ options: { seeds: { type: 'string', default: '10000' }, seed: { type: 'string' }, deploys: { type: 'boolean', default: false } } });

async function main(): Promise<void> {
  const count = whole('seeds', values.seeds);
  const first = whole('seed', values.seed ?? String(Date.now() % 2_000_000_000));
  const cores = os.availableParallelism();
  // Whoever names one seed wants to see that one.
  const deaths = values.seed !== undefined && count === 1 ? [] : deathsOf();
  console.log(`${deaths.length === 0 ? '' : 'every place to die in, then '}${grouped(count)} seeds from ${first}, on ${cores} ${cores === 1 ? 'core' : 'cores'}`);

  const bundle = await deploymentBundle();
  const began = performance.now();
  const figures = noFigures();
  let given = 0;
  let lives = 0;
  let failed: Answer | undefined;
  const next = (): Order | undefined => {
    if (failed !== undefined) return undefined;
    const scenario = deaths.shift();
    if (scenario !== undefined) return scenario;
    if (given >= count) return undefined;
    const order = { seed: first + given, count: Math.min(SEEDS_AT_ONCE, count - given), isTraced: true, deploys: values.deploys || isEveryFourth(given) };
    given += order.count;
    return order;
  };
  const took = (answer: Answer): void => {
    lives += answer.runs;
    added(figures, answer.figures);
    if (answer.failure !== undefined) failed ??= answer;
  };
  const progress = setInterval(() => console.log(`${grouped(lives)} lives, ${grouped(given)} of ${grouped(count)} seeds begun, ${rate(lives, began)} a second`), PROGRESS_MS);
  try {
    await Promise.all(Array.from({ length: cores }, () => work(bundle, next, took, PATIENCE_MS)));
  } finally {
    clearInterval(progress);
    bundle.remove();
  }
  for (const line of inWords(figures)) console.log(line);
  if (failed === undefined) {
    console.log(`${grouped(lives)} lives keep every promise, ${rate(lives, began)} a second`);
    return;
  }
  console.error(`${toldOf(failed, LINES_OF_TRACE)}\nagain: npm run simulate -- --seeds 1 --seed ${/\d+/.exec(failed.failure?.where ?? '')?.[0] ?? ''}${failed.failure?.where.includes('deployment') === true ? ' --deploys' : ''}`);
  process.exitCode = 1;
}

/** The last of every four parts, so that who asks for one seed lives through it as it is. */
const isEveryFourth = (given: number): boolean => (given / SEEDS_AT_ONCE) % DEPLOYED_ONE_IN === DEPLOYED_ONE_IN - 1;

const deathsOf = (): Order[] =>
  scenarios.flatMap(({ name, inPairs }): Order[] => [
    { scenario: name, deaths: inPairs ? 'two' : 'one' },
    { scenario: name, deaths: 'none', copies: 3 },
    { scenario: name, deaths: 'one', isSilent: true },
  ]);

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
