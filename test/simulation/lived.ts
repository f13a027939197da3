import type { Setting } from '../../functions/core/facts';
import { Policy } from '../../functions/core/merchant';
import type { History, Shop } from './actions';
import { factOf } from './fact-of';
import { breaches } from './promises';
import { World } from './world';

const DAY = 86_400_000;
const STEPS = [{ lateDays: 7, percent: 10 }, { lateDays: 21, percent: 25 }];
const BUDGETS = { ample: 10_000_000, tight: 1500 };

/** Lives through a history and at least sixty days of it, and returns the promises that were not kept, in words. */
export function lived(given: History): string[] {
  const setting = settingOf(given.shop, given.currency);
  const start = Date.UTC(2026, 0, 1 + given.startDay, 15);
  const world = new World(setting, start);
  for (const [number, step] of given.steps.entries()) {
    // No two things happen in the same millisecond: which was first could not be told from their times.
    world.passTo(world.time + step.wait * 60_000 + 1);
    const fact = factOf(step, number, world, given);
    if (fact === undefined) continue;
    world.take(fact);
    if (step.repeat) world.take(fact);
  }
  // Nothing is left to happen: holds end, days and weeks go by.
  const end = Math.max(world.time + 30 * DAY, start + 60 * DAY);
  if (given.shop.paysAfterDays !== null) pay(world, world.time + given.shop.paysAfterDays * DAY);
  world.passTo(end);
  const { policy, timeZone } = setting;
  return breaches({ seen: world.seen, end, customerZone: given.zone, merchantZone: timeZone, goodwill: policy.goodwill, furtherDays: given.shop.furtherDays });
}

/** Sends all the money that was asked for. */
function pay(world: World, at: number): void {
  world.passTo(at);
  for (const { refundId, amount, currency } of world.refundsAsked) {
    world.take({ type: 'Refund Settled', event: { eventId: `paid ${refundId}`, refundId, amount, currency, settledAt: new Date(world.time).toISOString() } });
  }
}

function settingOf({ goodwill, furtherDays }: Shop, currency: string): Setting {
  const given = goodwill === 'none' ? {} : { goodwill: { steps: STEPS, monthlyBudget: { [currency]: BUDGETS[goodwill] } } };
  return { policy: Policy.parse({ consent: { furtherDays }, ...given }), timeZone: 'America/New_York', market: 'US' };
}
