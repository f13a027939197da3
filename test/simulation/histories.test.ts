import { check, told } from './check-histories';

/** What guards a landing is the same each time. `SEED=7 HISTORIES=50000 npm test -- histories` looks elsewhere; `npm run histories` at many more. */
const runs = Number(process.env.HISTORIES ?? 5000);
const seed = Number(process.env.SEED ?? 20_261_124);

test(`the promises hold over ${runs} random histories of sixty days and more, seed ${seed}`, () => {
  const checked = check({ seed, runs, shrink: process.env.SHRINK !== 'no' });
  if (checked.failure !== undefined) throw new Error(told(checked));
  expect(checked.runs).toBe(runs);
}, 600_000);
