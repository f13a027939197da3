import type { Draft } from './change';
import type { Cancellation, Line } from './line';
import type { Instant } from './dates';
import type { LineRef, Setting } from './facts';
import { idOf } from './ids';
import { askAgainAt, overdueAt } from './refunds-due';
import { replaceCancellation } from './standing';

/*
 * From the end of a hold to the money:
 *
 *   held ──hold over──> requested ──Refund Settled──> settled
 *                         │   ▲ └───Refund Failed───> failed ──Refund Settled──> settled
 *                         └───┘
 *         once more each day while nobody answers, under the same id
 *
 * Whoever carries it out pays an id once. While the money is not where it belongs, the merchant hears of it before the day
 * on which it has to be sent.
 */

/** Holds that are over: from here the cancellation can't be undone, and its money is asked for until it is answered for. */
export function requestRefunds(draft: Draft, setting: Setting, now: Instant): void {
  const owed = draft.customer.lines.flatMap((line) => line.cancellations.map(({ id }) => ({ line, id })));
  for (const { line, id } of owed) {
    ask(draft, find(draft, line, id), now);
    warnOfDelay(draft, find(draft, line, id), setting, now);
  }
}

interface Found {
  line: Line;
  one: Cancellation;
}

/** The cancellation as it is now. */
function find(draft: Draft, ref: LineRef, id: string): Found | undefined {
  const line = draft.line(ref);
  const one = line?.cancellations.find((other) => other.id === id);
  return line && one && { line, one };
}

function ask(draft: Draft, found: Found | undefined, now: Instant): void {
  if (found === undefined) return;
  const { line, one } = found;
  if (one.state === 'held' && one.holdUntil <= now) {
    const next = draft.putLine(replaceCancellation(line, { ...one, state: 'requested', requestedAt: now }));
    publishRequest(draft, next, one);
    draft.note('refund-requested', [line], one.refundId, { refundId: one.refundId, amount: one.amount.amount, currency: one.amount.currency });
  } else if (one.state === 'requested' && askAgainAt(one) <= now) {
    const next = draft.putLine(replaceCancellation(line, { ...one, askedAgainAt: now }));
    publishRequest(draft, next, one);
    draft.note('merchant-task', [line], `${one.refundId}-${now}`, { task: 'see why nobody answers for this refund', refundId: one.refundId, amount: one.amount.amount, currency: one.amount.currency, dueBy: one.refundBy });
  }
}

/** The same refund has the same event id, however often it is asked for. */
function publishRequest(draft: Draft, { orderId, lineId, sequence }: Line, one: Cancellation): void {
  draft.publish({
    detailType: 'Refund Requested',
    detail: {
      eventId: idOf('Refund Requested', one.refundId),
      orderId,
      lineId,
      sequence,
      refundId: one.refundId,
      cancellationId: one.id,
      quantity: one.quantity,
      amount: one.amount.amount,
      currency: one.amount.currency,
      cause: one.by,
      dueBy: one.refundBy,
    },
  });
}

/** 16 CFR 435.1(b): sent within seven working days. The merchant hears of it on the morning of the working day before the last. */
function warnOfDelay(draft: Draft, found: Found | undefined, setting: Setting, now: Instant): void {
  if (found === undefined) return;
  const { line, one } = found;
  const due = overdueAt(line, one, setting);
  if (due === undefined || due > now) return;
  const next = draft.putLine(replaceCancellation(line, { ...one, overdueAt: now }));
  const { orderId, lineId, sequence } = next;
  const eventId = idOf('Refund Overdue', one.refundId);
  draft.publish({
    detailType: 'Refund Overdue',
    detail: { eventId, orderId, lineId, sequence, refundId: one.refundId, amount: one.amount.amount, currency: one.amount.currency, dueBy: one.refundBy, state: one.state === 'failed' ? 'failed' : 'unanswered' },
  });
  draft.note('merchant-task', [next], eventId, { task: 'send this refund: its last day is near', refundId: one.refundId, dueBy: one.refundBy });
}
