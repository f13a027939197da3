import { count } from '../../bench/cost/count';
import { readCounts } from '../../infra/cost/counts';
import { RunningStack } from './running-stack';

/* `npm run cost` reckons with counts in a file: here a small shop is counted once more. */

const CUSTOMERS = 4;
/** On a machine with other work, two workers meet more often over one customer, and a commit is done again: that only ever adds. */
const COUNTINGS = 3;
/** What many share, such as the date of a SKU, weighs more among few. A transaction more for each mail would be a third. */
const LEAST = 0.9;
const MOST = 1.3;

test('mails take what the counts say, as near as a small shop can tell', async () => {
  const expected = figures(readCounts());
  const least = new Map<string, number>();
  const far = (): unknown[] => [...expected].map(([what, before]) => ({ what, before, found: least.get(what) ?? 0 })).filter(({ before, found }) => !(found > before * LEAST && found < before * MOST));
  for (let counted = 0; counted < COUNTINGS && (counted === 0 || far().length > 0); counted += 1) {
    for (const [what, found] of figures(await countedAnew())) least.set(what, Math.min(found, least.get(what) ?? Infinity));
  }
  expect([...least.keys()]).toEqual([...expected.keys()]);
  expect(far()).toEqual([]);
}, 300_000);

const figures = ({ mails }: Pick<ReturnType<typeof readCounts>, 'mails'>): ReadonlyMap<string, number> =>
  new Map(
    Object.entries(mails).flatMap(([kind, { usage }]) => [
      [`${kind} writes`, usage.writeUnits],
      [`${kind} mails and events`, usage.mails + usage.mailEvents],
    ]),
  );

async function countedAnew(): ReturnType<typeof count> {
  const running = await RunningStack.open();
  try {
    return await count(running.stack, running.shop, CUSTOMERS, 0);
  } finally {
    await running.close();
  }
}
