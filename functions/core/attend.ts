import { replaceCancellation } from './apply/cancel';
import { withAlerts } from './back-in-stock';
import { Draft } from './change';
import { composeAnswer, composeChanges, composeWeekly } from './compose';
import type { Customer } from './customer';
import { plusSeconds, type Instant } from './dates';
import { changesDueAt, SENDING_PATIENCE_SECONDS, weeklyUpdateDueAt } from './due';
import type { Change, Setting } from './facts';
import { idOf } from './ids';
import type { Notice } from './notice';
import { giveUpOn } from './sending';
import { isReachable } from './standing';

/** What to do now, beside committing the change: publish the outbox, always, and tell the notice, if there is one. */
export interface Attended extends Change {
  act: { kind: 'none' } | { kind: 'tell'; notice: Notice; attempt: 1 | 2 };
}

/**
 * Compares what is true with what was told and with the calendar. Call it again after each act: it names one at a
 * time, the most urgent first, and `none` with the next `dueAt` when all is done.
 */
export function attend(customer: Customer, setting: Setting, now: Instant): Attended {
  const draft = new Draft(customer, setting, now);
  giveUpOnLostMail(draft, setting, now);
  requestRefunds(draft, now);
  const notice = withAlerts(noticeDue(draft.customer, setting, now), draft.customer, setting, now);
  const act: Attended['act'] =
    notice === undefined ? { kind: 'none' } : { kind: 'tell', notice, attempt: draft.customer.profile.resent.includes(notice.id) ? 2 : 1 };
  const change = draft.finish();
  const isDueBy = ({ profile: { dueAt } }: Customer): boolean => dueAt !== undefined && dueAt <= now;
  const isUntouched = draft.customer === customer && change.closed.length === 0;
  // Due is due: where only the moment would differ, or the mail's own commits say what is next, a write is saved.
  if (isUntouched && (notice !== undefined || (isDueBy(customer) && isDueBy(change.customer)))) return { ...change, customer, act };
  return { ...change, act };
}

/** A mail of which nothing was heard: it is never sent again at once, since it may have gone out. */
function giveUpOnLostMail(draft: Draft, setting: Setting, now: Instant): void {
  const { sending } = draft.customer.profile;
  if (sending !== undefined && plusSeconds(sending.since, SENDING_PATIENCE_SECONDS) <= now) giveUpOn(draft, sending, setting, now);
}

/** Holds that are over: from here the cancellation can't be undone, and its money is asked for. */
function requestRefunds(draft: Draft, now: Instant): void {
  for (const line of draft.customer.lines) {
    for (const one of line.cancellations) {
      if (one.state !== 'held' || one.holdUntil > now) continue;
      const current = draft.line(line) ?? line;
      const next = draft.putLine(replaceCancellation(current, { ...one, state: 'requested' }));
      draft.publish({
        detailType: 'Refund Requested',
        detail: {
          eventId: idOf('Refund Requested', one.refundId),
          orderId: line.orderId,
          lineId: line.lineId,
          sequence: next.sequence,
          refundId: one.refundId,
          cancellationId: one.id,
          quantity: one.quantity,
          amount: one.amount.amount,
          currency: one.amount.currency,
          cause: one.by,
          dueBy: one.refundBy,
        },
      });
      draft.note('refund-requested', [line], one.refundId, { refundId: one.refundId, amount: one.amount.amount, currency: one.amount.currency });
    }
  }
}

function noticeDue(customer: Customer, setting: Setting, now: Instant): Notice | undefined {
  const { profile } = customer;
  if (profile.sending !== undefined || !isReachable(customer)) return undefined;
  if (profile.retryAt !== undefined && profile.retryAt > now) return undefined;
  const answer = composeAnswer(customer, setting, now);
  if (answer) return answer;
  const isDue = (at: Instant | undefined): boolean => at !== undefined && at <= now;
  const weekly = isDue(weeklyUpdateDueAt(customer, setting));
  if (!weekly && !isDue(changesDueAt(customer, setting, now))) return undefined;
  // A week that ends with news is told as news: one mail says both.
  return composeChanges(customer, setting, now) ?? (weekly ? composeWeekly(customer, setting, now) : undefined);
}
