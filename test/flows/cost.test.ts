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
      // What many share, such as the date of a SKU, weighs more among few. Where two workers meet over one of four customers, a
      // commit is done again, which is as much as a tenth. A transaction more for each mail would be a third.
      expect([what, found / before > 0.9, found / before < 1.3, found, before]).toEqual([what, true, true, found, before]);
    }
  } finally {
    await running.close();
  }
}, 180_000);
