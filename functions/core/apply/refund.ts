import type { Cancellation, Line } from '../line';
import type { Draft } from '../change';
import type { RefundFailed, RefundSettled } from '../events/incoming/refund';
import { sentPostings, unowedPostings } from '../ledger';
import { replaceCancellation } from '../standing';

/** The store sent the money. False for a refund that is not this customer's, or a repeat. */
export function settleRefund(draft: Draft, event: RefundSettled): boolean {
  const found = find(draft, event.refundId);
  if (!found || found.line.appliedIds.includes(event.eventId) || found.cancellation.state === 'settled') return false;
  const { line, cancellation } = found;
  const applied = { ...line, appliedIds: [...line.appliedIds, event.eventId] };
  const facts = { refundId: event.refundId, amount: event.amount, currency: event.currency, settledAt: event.settledAt };
  if (cancellation.state === 'withdrawn') {
    draft.note('merchant-task', [draft.putLine(applied)], event.eventId, { task: 'a cancellation that was undone was refunded', ...facts }, { postings: unowedPostings({ amount: event.amount, currency: event.currency }) });
    return true;
  }
  const differs = event.amount !== cancellation.amount.amount || event.currency !== cancellation.amount.currency;
  // What the customer is told is what was sent.
  const sent = differs ? { settledAmount: { amount: event.amount, currency: event.currency } } : {};
  const next = draft.putLine(replaceCancellation(applied, { ...cancellation, state: 'settled', settledAt: event.settledAt, ...sent }));
  draft.note('refund-settled', [next], event.eventId, facts, { postings: sentPostings(cancellation.amount, { amount: event.amount, currency: event.currency }) });
  if (differs) {
    draft.note('merchant-task', [next], `${event.eventId}-amount`, {
      task: 'the refund differs from what the customer was told',
      told: cancellation.amount.amount,
      toldCurrency: cancellation.amount.currency,
      ...facts,
    });
  }
  return true;
}

/** The store could not send the money: the merchant's to put right, and told to the customer as that. */
export function failRefund(draft: Draft, event: RefundFailed): boolean {
  const found = find(draft, event.refundId);
  if (!found || found.line.appliedIds.includes(event.eventId) || found.cancellation.state !== 'requested') return false;
  const { line, cancellation } = found;
  const next = draft.putLine({ ...replaceCancellation(line, { ...cancellation, state: 'failed' }), appliedIds: [...line.appliedIds, event.eventId] });
  draft.note('refund-failed', [next], event.eventId, { refundId: event.refundId, reason: event.reason });
  return true;
}

function find(draft: Draft, refundId: string): { line: Line; cancellation: Cancellation } | undefined {
  for (const line of draft.customer.lines) {
    const cancellation = line.cancellations.find((one) => one.refundId === refundId);
    if (cancellation) return { line, cancellation };
  }
  return undefined;
}
