import { Draft } from './change';
import { contactBy } from './contacts';
import type { Customer } from './customer';
import { isSameLine } from './line';
import type { Profile, Sending } from './profile';
import { plusSeconds, type Instant } from './dates';
import { dueByUrgency, earlierOf, firstOf } from './due-by-urgency';
import type { Change, Setting } from './facts';
import { idOf, spread } from './ids';
import type { Notice } from './notice';
import type { NoticeKind } from './notice-kinds';
import { zoneOf } from './standing';
import { factsOf, tellingsOf } from './telling';
import { markTold } from './told';
import { nextWorkingMorning } from './weekly';

/*
 * A mail's way out. SES takes no idempotency key and a process can die at any instruction, so:
 *
 *   render, slot ──> commit `sending` ──> one call to SES, ──> commit `sent`
 *   nothing has      from here nobody     one try               promises stand, the week starts anew
 *   happened yet     else sends for       │
 *                    this customer        ├─ typed refusal ─> commit taken back: nothing was sent, due again
 *                                         │
 *                                         └─ died, timed out, no answer: nothing is known, nothing is sent again
 *                                              │
 *                      within 15 minutes       ├─ an SES event with our tag ─> `sent` after all (apply/mail-reported.ts)
 *                                              │
 *                      after 15 minutes        └─ `unknown` (giveUpOn): what binds the customer is told once more, a
 *                                                 weekly update on the next working day, all else counts as told
 *                                                   │
 *                      until it is told again       └─ an SES event with our tag ─> told after all, nothing is resent
 *
 * So a second copy goes out only if SES had the mail, the answer was lost, and no event came within 15 minutes; and a
 * mail is lost only if SES never had it twice in a row, or was never to be resent. Both are on record as `unknown`.
 */

/** Kinds that are worth a possible second copy: without them the customer would not know what binds them. */
const RESENT_ONCE: readonly NoticeKind[] = ['cancelled', 'refund-failed', 'refunded', 'consented', 'unknown', 'later', 'first', 'reminder'];

/** SES answered with a typed error: nothing was sent. */
export interface Refusal {
  class: 'throttled' | 'quota' | 'paused' | 'rejected' | 'unverified' | 'bad-address';
  message: string;
}

/** From here on this mail, and no other, may be on its way to the customer. */
export function beginSending(
  customer: Customer,
  notice: Notice,
  attempt: 1 | 2,
  rendered: { subject: string; wordsHash: string; text: string },
  setting: Setting,
  now: Instant,
): Change {
  const draft = new Draft(customer, setting, now);
  const { subject, wordsHash, text: words } = rendered;
  const telling = notice.parts.flatMap(tellingsOf);
  const alerts = notice.alerts?.map(({ sku, requestedAt, asOf }) => ({ sku, requestedAt, asOf }));
  draft.putProfile({ sending: { noticeId: notice.id, kind: notice.kind, since: now, attempt, subject, wordsHash, words, telling, alerts } });
  // What is told anew is not waited for any longer.
  const { unheard } = customer.profile;
  if (unheard?.telling.some((told) => telling.some((one) => isSameLine(one, told)))) draft.putProfile({ unheard: undefined });
  return dueStill(draft.finish(), customer);
}

/** SES has answered: it has the mail, and what it says is told from now on. */
export function recordSent(customer: Customer, sent: { messageId: string }, setting: Setting, now: Instant): Change {
  const draft = new Draft(customer, setting, now);
  const { sending } = customer.profile;
  if (sending === undefined) return draft.finish();
  settle(draft, sending, { ...sent, at: now }, setting);
  return dueAsBefore(draft.finish(), customer, setting, now);
}

/** The mail is out since `at`. Its words go on record, and the bus is to hear of it. */
export function settle(draft: Draft, sending: Sending, { messageId, at }: { messageId: string; at: Instant }, setting: Setting): void {
  const { profile } = draft.customer;
  markTold(draft, sending, setting, at);
  const isUnderWay = profile.sending?.noticeId === sending.noticeId;
  draft.putProfile({ ...(isUnderWay ? { sending: undefined } : {}), ...contactBy(profile, sending, at), retryAt: undefined, failures: 0 });
  draft.publish({
    detailType: 'Notice Sent',
    detail: {
      eventId: idOf('Notice Sent', sending.noticeId, String(sending.attempt)),
      noticeId: sending.noticeId,
      customerKey: profile.key,
      kind: sending.kind,
      at,
      lines: sending.telling.map(({ orderId, lineId, kind, shipBy }) => ({ orderId, lineId, kind, shipBy })),
      ...(sending.alerts === undefined ? {} : { alerts: sending.alerts.map(({ sku, asOf }) => ({ sku, asOf })) }),
    },
  });
  draft.note('notice-sent', sending.telling, `${sending.noticeId}-${sending.attempt}`, { ...factsOf(sending), messageId }, { ...(sending.erased ? {} : { words: sending.words }), at });
}

/**
 * The bus is told next, by whoever told the mail. Should they die, the schedule comes by when it would have come for the
 * mail.
 */
function dueAsBefore(change: Change, before: Customer, setting: Setting, now: Instant): Change {
  const { profile } = change.customer;
  if (profile.outbox.length > before.profile.outbox.length + 1 || before.profile.outbox.length > 0) return change;
  const told = { ...change.customer, profile: { ...profile, outbox: [] } };
  return dueStill(dueAt(change, dueByUrgency(told, setting, now)), before);
}

/**
 * Due as before, or sooner: from the mail's first commit to its last the due indexes stay as they are, and then move once. Each
 * move is two writes. Should its worker die, the schedule is there within a minute or two, and whoever it wakes says when to look after the mail.
 */
const dueStill = (change: Change, { profile }: Customer): Change => dueAt(change, earlierOf(profile.due ?? { prompt: profile.dueAt }, change.customer.profile.due));

const dueAt = (change: Change, due: Profile['due']): Change => ({ ...change, customer: { ...change.customer, profile: { ...change.customer.profile, dueAt: firstOf(due), due } } });

/** SES said no: what was to be told is still untold, and tried again when that makes sense. */
export function takeBack(customer: Customer, refusal: Refusal, setting: Setting, now: Instant): Change {
  const draft = new Draft(customer, setting, now);
  const { sending, email, key } = customer.profile;
  if (sending === undefined) return draft.finish();
  const failures = customer.profile.failures + 1;
  draft.putProfile({ sending: undefined, failures, retryAt: plusSeconds(now, patienceSeconds(refusal, failures, key)) });
  draft.note('notice-refused', sending.telling, `${sending.noticeId}-${now}`, { ...factsOf(sending), class: refusal.class });
  if (refusal.class === 'bad-address' || refusal.class === 'rejected') {
    draft.putProfile({ refusedAddress: email });
    const eventId = idOf('Customer Unreachable', key, sending.noticeId, now);
    draft.publish({ detailType: 'Customer Unreachable', detail: { eventId, customerKey: key, reason: refusal.class, at: now } });
    draft.note('merchant-task', sending.telling, eventId, { task: 'the address refuses mail', class: refusal.class });
  }
  return draft.finish();
}

/** The bus has taken these events. */
export function published(customer: Customer, eventIds: readonly string[], setting: Setting, now: Instant): Change {
  const draft = new Draft(customer, setting, now);
  draft.putProfile({ outbox: customer.profile.outbox.filter(({ detail }) => !eventIds.includes(detail.eventId)) });
  return draft.finish();
}

/**
 * Nothing was heard of a mail. What binds the customer is told once more, and counted; a weekly update is made up on
 * the next working day; all else, and a second try, counts as told rather than be sent twice.
 */
export function giveUpOn(draft: Draft, sending: Sending, setting: Setting, now: Instant): void {
  const { profile } = draft.customer;
  draft.putProfile({ sending: undefined });
  draft.note('notice-unknown', sending.telling, `${sending.noticeId}-${sending.attempt}`, factsOf(sending));
  const isBinding = RESENT_ONCE.includes(sending.kind);
  if (sending.kind === 'weekly') {
    const weeklyRetryAt = nextWorkingMorning(profile.key, now, zoneOf(draft.customer, setting.timeZone), setting.policy.weekly);
    draft.putProfile({ weeklyRetryAt, unheard: sending });
  } else if (isBinding && sending.attempt === 1) {
    draft.putProfile({ resent: [...profile.resent, sending.noticeId], unheard: sending });
  } else {
    markTold(draft, sending, setting, sending.since);
    // The week goes on from the last mail that is known to have gone out; where there is none it has to begin somewhere.
    if (profile.lastContactAt === undefined) draft.putProfile(contactBy(profile, sending, sending.since));
    if (isBinding) draft.note('merchant-task', sending.telling, sending.noticeId, { task: 'ask the customer: nobody knows whether a notice went out', noticeId: sending.noticeId });
  }
}

/** Jitter follows from the customer, so that those who were refused together don't come back together. */
function patienceSeconds(refusal: Refusal, failures: number, key: string): number {
  switch (refusal.class) {
    case 'throttled':
      return Math.min(900, 10 * 2 ** failures) + spread(`${key}-${failures}`, 20);
    case 'paused':
      return 900 + spread(key, 300);
    case 'quota':
    case 'unverified':
      return 3600 + spread(key, 600);
    case 'rejected':
    case 'bad-address':
      return 86_400;
  }
}
