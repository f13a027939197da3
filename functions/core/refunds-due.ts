import type { Cancellation, Line } from './line';
import { earliest, plusHours, type Instant } from './dates';
import { rulePackFor } from './delay-rules/choose';
import type { Setting } from './facts';
import { MORNING_AFTER_MINUTES } from './moment';
import { instantAt } from './time-zones';

const ASK_AGAIN_AFTER_HOURS = 24;

/** When something about the line's refunds is next to do; undefined when nothing is. May lie in the past. */
export function refundsDueAt(line: Line, setting: Setting): Instant | undefined {
  return earliest(
    ...line.cancellations.flatMap((one) => [
      one.state === 'held' ? one.holdUntil : undefined,
      one.state === 'requested' ? askAgainAt(one) : undefined,
      overdueAt(line, one, setting),
    ]),
  );
}

/** Rows of before the first asking was dated ended their hold when it began. */
export const askAgainAt = ({ askedAgainAt, requestedAt, holdUntil }: Cancellation): Instant => plusHours(askedAgainAt ?? requestedAt ?? holdUntil, ASK_AGAIN_AFTER_HOURS);

/** When the merchant is told that the money is about to be late; undefined when it is not, or they were. */
export function overdueAt(line: Line, { state, overdueAt: told, refundBy }: Cancellation, { policy, timeZone }: Setting): Instant | undefined {
  if (told !== undefined || (state !== 'requested' && state !== 'failed')) return undefined;
  return instantAt(timeZone, rulePackFor(line.market, policy).workingDayBefore(refundBy), MORNING_AFTER_MINUTES);
}
