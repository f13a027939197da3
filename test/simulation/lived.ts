import { Policy } from '../../functions/core/merchant';
import { factOf, type History } from './actions';
import { breaches } from './promises';
import { World } from './world';

const DAY = 86_400_000;
const setting = { policy: Policy.parse({}), timeZone: 'America/New_York', market: 'US' };

/** Lives through a history and at least sixty days of it, and returns the promises that were not kept, in words. */
export function lived(given: History): string[] {
  const start = Date.UTC(2026, 0, 1 + given.startDay, 15);
  const world = new World(setting, start);
  for (const [number, step] of given.steps.entries()) {
    world.passTo(world.time + step.wait * 60_000);
    const fact = factOf(step, number, world, given);
    if (fact === undefined) continue;
    world.take(fact);
    if (step.repeat) world.take(fact);
  }
  // Nothing is left to happen: holds end, days and weeks go by.
  const end = Math.max(world.time + 30 * DAY, start + 60 * DAY);
  world.passTo(end);
  const recorded = new Set(world.record.flatMap(({ what, facts }) => (what === 'notice-sent' ? [String(facts.noticeId)] : [])));
  return breaches({ seen: world.seen, recorded, end, customerZone: given.zone, merchantZone: setting.timeZone });
}
