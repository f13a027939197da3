import { withAlerts } from './back-in-stock';
import { askForDate } from './apply/ask-merchant';
import { addCancellation } from './apply/cancel';
import { Draft } from './change';
import { composeAnswer, composeChanges, composeWeekly } from './compose';
import type { Customer } from './customer';
import { plusHours, plusSeconds, type Instant } from './dates';
import { isToBeCancelled, lastDay, pendingOffer } from './delay-rules/terms';
import { askDueAt, changesDueAt, SENDING_PATIENCE_SECONDS, weeklyUpdateDueAt, WORKER_SECONDS } from './due';
import type { Change, Facts, Setting } from './facts';
import { grantGoodwill } from './goodwill';
import { momentOf, type Moment } from './moment';
import type { Notice } from './notice';
import { requestRefunds } from './refunds';
import { giveUpOn } from './sending';
import { isReachable, waitingUnits } from './standing';

/** What to do now, beside committing the change: publish the outbox, always, and tell the notice, if there is one. */
export interface Attended extends Change {
  act: { kind: 'none' } | { kind: 'tell'; notice: Notice; attempt: 1 | 2 };
}

/**
 * Compares what is true with what was told and with the calendar. Call it again after each act: it names one at a
 * time, the most urgent first, and `none` with the next `dueAt` when all is done.
 */
export function attend(customer: Customer, setting: Setting, now: Instant, facts: Facts = {}): Attended {
  const draft = new Draft(customer, setting, now);
  const at = momentOf(setting, now);
  giveUpOnLostMail(draft, setting, now);
  requestRefunds(draft, setting, now);
  // A mail that is on its way may say that the line waits: what it started is finished first.
  if (draft.customer.profile.sending === undefined) {
    cancelLapsed(draft, setting, at);
    askForWord(draft, setting, at);
  }
  const occasion = noticeDue(draft.customer, setting, at);
  const spending = occasion === undefined ? [] : grantGoodwill(draft, occasion, setting, facts, at);
  const notice = withAlerts(spending.length === 0 ? occasion : noticeDue(draft.customer, setting, at), draft.customer, setting, now);
  const act: Attended['act'] =
    notice === undefined ? { kind: 'none' } : { kind: 'tell', notice, attempt: draft.customer.profile.resent.includes(notice.id) ? 2 : 1 };
  const { isUntouched } = draft;
  // The mail's own commits say what is next.
  if (isUntouched && notice !== undefined) return { customer, record: [], closed: [], act };
  const change = draft.finish();
  const isDueBy = ({ profile: { dueAt } }: Customer): boolean => dueAt !== undefined && dueAt <= now;
  // Due is due: where only the moment would differ, a write is saved.
  if (isUntouched && isDueBy(customer) && (isDueBy(change.customer) || isAtWork(customer, now))) return { ...change, customer, act };
  return { ...change, act, ...(spending.length === 0 ? {} : { spending }) };
}

/** The worker with the mail may still live, and is about to say when the customer is due: a word of anybody else only makes it commit again. */
const isAtWork = ({ profile: { sending } }: Customer, now: Instant): boolean => sending !== undefined && plusSeconds(sending.since, WORKER_SECONDS) > now;

/** A mail of which nothing was heard: it is never sent again at once, since it may have gone out. */
function giveUpOnLostMail(draft: Draft, setting: Setting, now: Instant): void {
  const { sending } = draft.customer.profile;
  if (sending !== undefined && plusSeconds(sending.since, SENDING_PATIENCE_SECONDS) <= now) giveUpOn(draft, sending, setting, now);
}

/** The day that the law lets a line wait has ended: the right to a refund vested with it, and nobody has to ask for it. */
function cancelLapsed(draft: Draft, setting: Setting, at: Moment): void {
  for (const line of draft.customer.lines) {
    const vestedOn = lastDay(line);
    if (waitingUnits(line) === 0 || vestedOn === null || vestedOn === undefined || !isToBeCancelled(line, at)) continue;
    const by = pendingOffer(line) === undefined ? 'no-offer' : 'silence';
    const holdUntil = plusHours(at.now, setting.policy.hold.automaticHours);
    addCancellation(draft, line, { by, quantity: waitingUnits(line), at: at.now, holdUntil, vestedOn }, setting);
  }
}

/** A promise is about to pass and nobody has confirmed it: once for each date. */
function askForWord(draft: Draft, setting: Setting, at: Moment): void {
  for (const line of draft.customer.lines) {
    const due = askDueAt(line, setting, at);
    if (due === undefined || due > at.now || line.eta.shipBy === null) continue;
    const asked = draft.putLine({ ...line, askedAbout: line.eta.shipBy });
    if (line.eta.shipBy >= at.today) askForDate(draft, asked, 'promise-passes-soon');
  }
}

function noticeDue(customer: Customer, setting: Setting, at: Moment): Notice | undefined {
  const { now } = at;
  const { profile } = customer;
  if (profile.sending !== undefined || !isReachable(customer)) return undefined;
  if (profile.retryAt !== undefined && profile.retryAt > now) return undefined;
  const answer = composeAnswer(customer, setting, at);
  if (answer) return answer;
  const isDue = (at: Instant | undefined): boolean => at !== undefined && at <= now;
  const weekly = isDue(weeklyUpdateDueAt(customer, setting, at));
  if (!weekly && !isDue(changesDueAt(customer, setting, at))) return undefined;
  // A week that ends with news is told as news: one mail says both.
  return composeChanges(customer, setting, at) ?? (weekly ? composeWeekly(customer, setting, at) : undefined);
}
