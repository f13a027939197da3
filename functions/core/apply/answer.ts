import type { Draft } from '../change';
import type { Instant } from '../dates';
import type { Click, Setting } from '../facts';
import { idOf } from '../ids';
import { dateThatStands, waitingUnits } from '../standing';
import { dateIn } from '../time-zones';

/** "Keep my order": the customer agrees to the date as it now stands. Pressing twice is agreeing once. */
export function keep(draft: Draft, click: Click, setting: Setting): boolean {
  const today = dateIn(setting.timeZone, click.at);
  const lines = click.lines
    .flatMap((ref) => draft.line(ref) ?? [])
    .filter((line) => {
      const last = line.consents.at(-1);
      return waitingUnits(line) > 0 && (last === undefined || last.shipBy !== dateThatStands(line, today));
    });
  for (const line of lines) {
    const shipBy = dateThatStands(line, today);
    const next = draft.putLine({ ...line, consents: [...line.consents, { at: click.at, shipBy }] });
    const { orderId, lineId, sequence } = next;
    const eventId = idOf('Delay Consented', orderId, lineId, String(next.consents.length));
    draft.publish({ detailType: 'Delay Consented', detail: { eventId, orderId, lineId, sequence, shipBy, at: click.at } });
    draft.note('consented', [next], eventId, { shipBy });
  }
  return lines.length > 0;
}

/** The weekly update, and nothing else, is the customer's to stop. */
export function setWeekly(draft: Draft, weekly: 'on' | 'off', at: Instant): boolean {
  if (draft.customer.profile.weekly === weekly) return false;
  draft.putProfile({ weekly });
  draft.note('preference-changed', [], `${weekly}-${at}`, { weekly });
  return true;
}
