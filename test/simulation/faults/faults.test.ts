import { toldOf, type Answer } from './simulate';
import { scenarios } from './scenarios';
import type { Answered, Order } from './worker';
import { faultBundle } from './bundles';
import { work, type Bundle } from '../workers';

/** What guards a landing is the same each time. `SEED=7 SEEDS=3000 npm test -- faults` looks elsewhere; `npm run simulate` at many more. */
const count = Number(process.env.SEEDS ?? 150);
const seed = Number(process.env.SEED ?? 20_261_126);
const PATIENCE_MS = 300_000;
const AT_ONCE = 25;

let bundle: Bundle;
beforeAll(async () => {
  bundle = await faultBundle();
}, PATIENCE_MS);
afterAll(() => bundle.remove());

/** The answers to the orders, on two processes. */
async function asked(orders: Order[]): Promise<Answered[]> {
  const answers: Answered[] = [];
  const next = (): Order | undefined => (answers.some(({ failure }) => failure !== undefined) ? undefined : orders.shift());
  await Promise.all([0, 1].map(() => work(bundle, next, (answer: Answered) => answers.push(answer), PATIENCE_MS)));
  return answers;
}

function expectKept(answers: readonly Answer[]): number {
  const failed = answers.find(({ failure }) => failure !== undefined);
  if (failed !== undefined) throw new Error(toldOf(failed, 200));
  return answers.reduce((sum, { runs }) => sum + runs, 0);
}

test('the same seed is the same life, step by step, whoever lives it and whatever was lived before', async () => {
  const [first] = await asked([{ hashOf: 7 }]);
  const again = await asked([{ hashOf: 8 }, { hashOf: 7 }, { hashOf: 9 }, { hashOf: 7 }]);
  const hashes = again.map(({ hash }) => hash);
  expect(hashes.filter((hash) => hash === first?.hash)).toHaveLength(2);
  expect(new Set(hashes).size).toBe(3);
}, PATIENCE_MS);

test.each(scenarios)('$name: wherever a process dies, with SES heard and unheard, the promises hold', async ({ name }) => {
  const runs = expectKept(await asked([{ scenario: name, deaths: 'one' }, { scenario: name, deaths: 'one', isSilent: true }]));
  // The calm one, and at least the first effect's two places, each time.
  expect(runs).toBeGreaterThanOrEqual(6);
}, PATIENCE_MS);

test('whatever arrives three times at the same moment is done once', async () => {
  expect(expectKept(await asked(scenarios.map(({ name }) => ({ scenario: name, deaths: 'none', copies: 3 }))))).toBe(scenarios.length);
}, PATIENCE_MS);

/** The pairs of the longer stories take minutes: `npm run simulate` lives through them first. */
const paired = scenarios.filter(({ name, inPairs }) => inPairs && name === 'the first notice');

test.each(paired)('$name: wherever two processes die, the promises hold', async ({ name }) => {
  expect(expectKept(await asked([{ scenario: name, deaths: 'two' }]))).toBeGreaterThan(100);
}, PATIENCE_MS);

test(`the promises hold in all weathers, in ${count} lives from seed ${seed}`, async () => {
  const orders = Array.from({ length: Math.ceil(count / AT_ONCE) }, (_none, n) => ({ seed: seed + n * AT_ONCE, count: Math.min(AT_ONCE, count - n * AT_ONCE), isTraced: true }));
  expect(expectKept(await asked(orders))).toBe(count);
}, PATIENCE_MS);
