import os from 'node:os';
import type { Checked, Order } from './check-histories';
import { plantedBugs, type PlantedBug } from './planted-bugs';
import { timesFound } from './planting';
import { deploymentBundle, faultBundle } from './faults/bundles';
import { deploymentBugs } from './faults/deployment-bugs';
import { faultBugs } from './faults/fault-bugs';
import type { Answer, SeedsOrder } from './faults/simulate';
import { bundled, work, type Bundle } from './workers';

/*
 * Whether the simulations are any good: each planted bug goes into a copy of the code, and has to be found within a
 * thousand histories, or within a thousand seeds of faults where it is one of how the Lambdas hold together. Ends with 1 when one slips through or can't be planted any more.
 *
 *   npm run planted-bugs [part of a name]
 */

const SEED = 20_261_124;
const HISTORIES = 1000;
const SEEDS = 1000;
/** A run that takes longer is stuck, and finds nothing. */
const PATIENCE_MS = 300_000;

interface Outcome {
  bug: PlantedBug;
  isCaught: boolean;
  said: string;
}

async function main(): Promise<void> {
  const wanted = process.argv[2] ?? '';
  const queue = [...plantedBugs, ...faultBugs, ...deploymentBugs].filter(({ name }) => name.includes(wanted));
  const outcomes: Outcome[] = [];
  const one = async (): Promise<void> => {
    for (let bug = queue.shift(); bug !== undefined; bug = queue.shift()) {
      const outcome = await sought(bug);
      console.log(row(outcome));
      outcomes.push(outcome);
    }
  };
  console.log(row({ bug: { name: 'bug', breaks: 'breaks' }, said: 'found after' }));
  await Promise.all(Array.from({ length: os.availableParallelism() }, one));
  const missed = outcomes.filter(({ isCaught }) => !isCaught);
  console.log(`${outcomes.length - missed.length} of ${outcomes.length} planted bugs found`);
  for (const { bug, said } of missed) console.error(`not found: ${bug.name} (${said})`);
  if (missed.length > 0 || outcomes.length === 0) process.exitCode = 1;
}

async function sought(bug: PlantedBug): Promise<Outcome> {
  const found = timesFound(bug);
  if (found !== 1) return { bug, isCaught: false, said: `does not apply: its text is found ${found} times in ${bug.file}` };
  try {
    if (deploymentBugs.includes(bug)) return await soughtByFaults(bug, await deploymentBundle(bug), { deploys: true });
    return await (faultBugs.includes(bug) ? soughtByFaults(bug, await faultBundle(bug)) : soughtByHistories(bug));
  } catch (error) {
    return { bug, isCaught: false, said: String(error) };
  }
}

async function soughtByHistories(bug: PlantedBug): Promise<Outcome> {
  const checked = await only<Checked>(await bundled(bug), { seed: SEED, runs: HISTORIES, shrink: false } satisfies Order);
  if (checked?.failure === undefined) return { bug, isCaught: false, said: `slipped through ${HISTORIES} histories` };
  const { verdict, what } = checked.failure;
  return { bug, isCaught: true, said: `${checked.runs}${verdict === 'exception' ? ', by an exception' : ''}: ${what[0] ?? ''}` };
}

async function soughtByFaults(bug: PlantedBug, bundle: Bundle, settings: Pick<SeedsOrder, 'deploys'> = {}): Promise<Outcome> {
  const answer = await only<Answer>(bundle, { seed: SEED, count: SEEDS, isTraced: false, ...settings } satisfies SeedsOrder);
  if (answer?.failure === undefined) return { bug, isCaught: false, said: `slipped through ${SEEDS} seeds of faults` };
  return { bug, isCaught: true, said: `${answer.runs} (faults): ${answer.failure.breaches[0] ?? ''}` };
}

async function only<A>(bundle: Bundle, order: object): Promise<A | undefined> {
  const answered: { with?: A } = {};
  try {
    const orders = [order];
    await work(bundle, () => orders.pop(), (answer: A) => (answered.with = answer), PATIENCE_MS);
  } finally {
    bundle.remove();
  }
  return answered.with;
}

const row = ({ bug, said }: { bug: Record<'name' | 'breaks', string>; said: string }): string => `${bug.name.padEnd(64)} ${bug.breaks.padEnd(24)} ${said}`;

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
