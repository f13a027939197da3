import { count } from '../../bench/cost/count';
import { readCounts } from '../../infra/cost/counts';
import { RunningStack } from './running-stack';

/* `npm run cost` reckons with counts in a file: here a small shop is counted once more. */

const CUSTOMERS = 4;

test('mails take what the counts say, as near as a small shop can tell', async () => {
  const counts = readCounts();
  const running = await RunningStack.open();
  try {
    const counted = await count(running.stack, running.shop, CUSTOMERS, 0);
    const units = (of: Pick<typeof counts, 'mails'>) =>
      Object.entries(of.mails).flatMap(([kind, { usage }]) => [
        [`${kind} writes`, usage.writeUnits],
        [`${kind} mails and events`, usage.mails + usage.mailEvents],
      ] as const);
    const expected = new Map(units(counts));
    for (const [what, found] of units(counted)) {
      const before = expected.get(what) ?? 0;
      // What many share, such as the date of a SKU, weighs more among few; a commit that was done again weighs a little.
      expect([what, found / before > 0.9, found / before < 1.2, found, before]).toEqual([what, true, true, found, before]);
    }
  } finally {
    await running.close();
  }
}, 180_000);
