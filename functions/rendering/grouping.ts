import type { NoticePart } from '../core/notice';
import type { Formats } from './formats';
import { weeksWaited } from './waiting';

/** Parts about which the same is true, in the order of the notice. Never empty. */
export type Group = [NoticePart, ...NoticePart[]];

/**
 * One statement for all parts that have kind, dates and cause in common. What a sentence says of one of them then
 * holds for each of them.
 */
export function groupsOf(parts: readonly NoticePart[], formats: Formats): Group[] {
  const groups = new Map<string, Group>();
  for (const part of parts) {
    const key = JSON.stringify(commonGround(part, formats));
    const group = groups.get(key);
    if (group) group.push(part);
    else groups.set(key, [part]);
  }
  return [...groups.values()];
}

function commonGround(part: NoticePart, formats: Formats): unknown[] {
  switch (part.kind) {
    case 'first':
    case 'later':
    case 'earlier':
    case 'unknown':
    case 'reminder':
    case 'weekly': {
      const { kind, orderKind, shipBy, deliverBy, cause } = part;
      const told = part.previousShipBy === undefined ? 'nothing' : part.previousShipBy;
      const weeks = kind === 'weekly' ? weeksWaited(formats.dateOf(part.placedAt), formats.today) : 0;
      return [kind, orderKind, shipBy, deliverBy?.earliest, deliverBy?.latest, told, cause?.code, cause?.text, formats.dateOf(part.confirmedAt), weeks, part.balanceDue !== undefined, part.isConfirmedRecently, part.offer?.kind, part.offer?.answerBy, part.offer?.stated, part.goodwill === undefined ? '' : part.refundable.currency];
    }
    case 'shipped':
      return [part.kind, part.orderKind, part.balanceDue?.currency, formats.dateOf(part.shippedAt), part.carrier, part.stillWaiting, part.stillWaiting > 0 ? part.shipBy : null];
    case 'cancelled':
      return [part.kind, part.by, part.reason, part.refundBy, part.undoUntil, part.refundDone, part.amount.currency, part.balanceDue !== undefined, part.rest?.quantity, part.paidWith?.label, part.paidWith?.last4];
    case 'refunded':
      return [part.kind, part.settledOn, part.amount.currency, part.amountTold?.currency, part.paidWith?.label, part.paidWith?.last4];
    case 'refund-failed':
      return [part.kind, part.refundBy, part.isOverdue, part.amount.currency];
    case 'consented':
      return [part.kind, part.orderKind, part.consentedAt, part.shipBy, part.until];
  }
}
