import type { Line } from '../line';
import { plusDays, type Instant } from '../dates';
import type { Draft } from '../change';
import type { Setting } from '../facts';
import { idOf } from '../ids';
import { dateIn } from '../time-zones';

type Reason = 'promise-in-the-past' | 'promise-passes-soon' | 'promise-passed' | 'promise-far-away';

const tasks: Readonly<Record<Reason, string>> = {
  'promise-in-the-past': 'say when it ships',
  'promise-passes-soon': 'say whether it ships by its date',
  'promise-passed': 'say when it ships',
  'promise-far-away': 'see whether the customer should wait that long',
};

/** A task for the merchant about the date that is on record. */
export function askForDate(draft: Draft, line: Line, reason: Reason): void {
  const { orderId, lineId, sequence } = line;
  const eventId = idOf('ETA Confirmation Needed', orderId, lineId, reason, String(sequence));
  draft.publish({ detailType: 'ETA Confirmation Needed', detail: { eventId, orderId, lineId, sequence, shipBy: line.eta.shipBy, reason } });
  draft.note('merchant-task', [line], eventId, { task: tasks[reason], reason, shipBy: line.eta.shipBy });
}

/** A promise that lies far away is kept less often: the merchant hears of it while it is fresh. */
export function warnOfFarDate(draft: Draft, line: Line, { timeZone, policy }: Setting, now: Instant): void {
  const { shipBy } = line.eta;
  if (shipBy !== null && shipBy > plusDays(dateIn(timeZone, now), policy.dates.farAwayDays)) askForDate(draft, line, 'promise-far-away');
}
