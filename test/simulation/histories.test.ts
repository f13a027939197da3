import { told, type Checked, type Order } from './check-histories';
import { bundled, work } from './workers';

/** What guards a landing is the same each time. `SEED=7 HISTORIES=50000 npm test -- histories` looks elsewhere; `npm run histories` at many more. */
const runs = Number(process.env.HISTORIES ?? 5000);
const seed = Number(process.env.SEED ?? 20_261_124);
const shrink = process.env.SHRINK !== 'no';
const AT_ONCE = 250;
const PATIENCE_MS = 600_000;

function* orders(): Generator<Order, undefined> {
  for (let given = 0; given < runs; given += AT_ONCE) yield { seed: seed + given / AT_ONCE, runs: Math.min(AT_ONCE, runs - given), shrink };
}

test(`the promises hold over ${runs} random histories of sixty days and more, from seed ${seed}`, async () => {
  // In a process of its own: there the core runs as it is bundled, half as long as in here.
  const bundle = await bundled();
  const left = orders();
  const checked: Checked[] = [];
  const failed = (): Checked | undefined => checked.find(({ failure }) => failure !== undefined);
  try {
    await work(bundle, () => (failed() === undefined ? left.next().value : undefined), (one: Checked) => checked.push(one), PATIENCE_MS);
  } finally {
    bundle.remove();
  }
  const found = failed();
  if (found !== undefined) throw new Error(told(found));
  expect(checked.reduce((sum, one) => sum + one.runs, 0)).toBe(runs);
}, PATIENCE_MS);
