import { markChange } from './apply/move-date';
import { markAlertsTold } from './apply/stock-alert';
import { askForDate } from './apply/ask-merchant';
import { Draft } from './change';
import type { Customer, Line, OfferTerms, RecordEntry, Sending } from './customer';
import { earliest, plusSeconds, type Instant } from './dates';
import { termsTold, withOffer } from './delay-rules/offering';
import { pendingOffer } from './delay-rules/terms';
import { nextDueAt } from './due';
import type { Change, Setting } from './facts';
import { idOf, spread } from './ids';
import type { Notice, NoticePart } from './notice';
import type { NoticeKind } from './notice-kinds';
import { dateTold, zoneOf } from './standing';
import { nextWorkingMorning } from './weekly';

/*
 * A mail's way out. SES takes no idempotency key and a process can die at any instruction, so:
 *
 *   compose ──> commit `sending` ──> one call to SES ──> commit `sent`
 *               from here nobody     │                   promises stand, the week starts anew
 *               else sends for       ├─ typed refusal ─> commit taken back: nothing was sent, due again
 *               this customer        └─ died, timed out: nothing is known. Never resent at once;
 *                                       after 15 minutes it is `unknown` (giveUpOn)
 */

/** Kinds that are worth a possible second copy: without them the customer would not know what binds them. */
const RESENT_ONCE: readonly NoticeKind[] = ['cancelled', 'refunded', 'unknown', 'later', 'first', 'reminder'];

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
  rendered: { subject: string; wordsHash: string },
  setting: Setting,
  now: Instant,
): Change {
  const draft = new Draft(customer, setting, now);
  const { subject, wordsHash } = rendered;
  const telling = notice.parts.flatMap(tellingsOf);
  const alerts = notice.alerts?.map(({ sku, requestedAt, asOf }) => ({ sku, requestedAt, asOf }));
  draft.putProfile({ sending: { noticeId: notice.id, kind: notice.kind, since: now, attempt, subject, wordsHash, telling, alerts } });
  return draft.finish();
}

/** SES has it: what it says is now told. `text` is the mail's text part, word for word. */
export function recordSent(customer: Customer, sent: { messageId: string; text: string }, setting: Setting, now: Instant): Change {
  const draft = new Draft(customer, setting, now);
  const { sending } = customer.profile;
  if (sending === undefined) return draft.finish();
  markTold(draft, sending, setting, now);
  draft.putProfile({ sending: undefined, ...contactBy(sending, now), retryAt: undefined, failures: 0 });
  draft.publish({
    detailType: 'Notice Sent',
    detail: {
      eventId: idOf('Notice Sent', sending.noticeId, String(sending.attempt)),
      noticeId: sending.noticeId,
      customerKey: customer.profile.key,
      kind: sending.kind,
      at: now,
      lines: sending.telling.map(({ orderId, lineId, kind, shipBy }) => ({ orderId, lineId, kind, shipBy })),
      ...(sending.alerts === undefined ? {} : { alerts: sending.alerts.map(({ sku, asOf }) => ({ sku, asOf })) }),
    },
  });
  draft.note('notice-sent', sending.telling, `${sending.noticeId}-${sending.attempt}`, { ...factsOf(sending), messageId: sent.messageId }, sending.erased ? {} : { words: sent.text });
  return dueAsBefore(draft.finish(), customer, setting, now);
}

/**
 * The bus is told next, by whoever told the mail. Should they die, the schedule comes by when it would have come for the
 * mail: the due index need not move for it, which would be a fifth of what a weekly update costs.
 */
function dueAsBefore(change: Change, before: Customer, setting: Setting, now: Instant): Change {
  const { profile } = change.customer;
  if (profile.outbox.length > before.profile.outbox.length + 1 || before.profile.outbox.length > 0) return change;
  const dueAt = earliest(before.profile.dueAt, nextDueAt({ ...change.customer, profile: { ...profile, outbox: [] } }, setting, now));
  return { ...change, customer: { ...change.customer, profile: { ...profile, dueAt } } };
}

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
  if (sending.kind === 'weekly') {
    draft.putProfile({ retryAt: nextWorkingMorning(profile.key, now, zoneOf(draft.customer, setting.timeZone), setting.policy.weekly) });
  } else if (sending.attempt === 1 && RESENT_ONCE.includes(sending.kind)) {
    draft.putProfile({ resent: [...profile.resent, sending.noticeId] });
  } else {
    markTold(draft, sending, setting, sending.since);
    draft.putProfile(contactBy(sending, sending.since));
  }
}

/** A mail about stock alone says nothing of the orders that wait: their week goes on. */
const contactBy = ({ kind }: Sending, at: Instant): { lastContactAt?: Instant } => (kind === 'back-in-stock' ? {} : { lastContactAt: at });

function markTold(draft: Draft, sending: Sending, setting: Setting, at: Instant): void {
  markAlertsTold(draft, sending, at);
  for (const told of sending.telling) {
    const line = draft.line(told);
    if (line === undefined) continue;
    const toldLine = withGoodwillTold(withTold(line, told, sending.noticeId, at), told, sending.noticeId);
    // What moved on while the mail was on its way differs again: its settle window starts now. A mail that says nothing of
    // the date leaves the window as it is.
    const changedAt = isAboutDate(told) ? undefined : line.changedAt;
    const marked = markChange({ ...toldLine, changedAt }, setting, at);
    // An update that only repeats what was told leaves the line as it is.
    const next = told.kind === 'weekly' && toldLine === line && marked.changedAt === line.changedAt ? line : draft.putLine(marked);
    const passed = told.kind === 'unknown' && next.eta.shipBy !== null && told.shipBy === null;
    if (passed) askForDate(draft, next, 'promise-passed');
  }
}

const isAboutDate = ({ kind }: Sending['telling'][number]): boolean => kind !== 'cancelled' && kind !== 'refunded' && kind !== 'shipped';

function withTold(line: Line, told: Sending['telling'][number], noticeId: string, at: Instant): Line {
  switch (told.kind) {
    case 'cancelled':
      return { ...line, cancellations: line.cancellations.map((one) => (one.id === told.about ? { ...one, cancelToldBy: noticeId } : one)) };
    case 'refunded':
      return { ...line, cancellations: line.cancellations.map((one) => (one.id === told.about ? { ...one, refundToldBy: noticeId } : one)) };
    case 'shipped':
      return { ...line, shipments: line.shipments.map((one) => (one.shipmentId === told.about ? { ...one, toldBy: noticeId } : one)) };
    case 'weekly':
      // A move too small to be told as a change is told by the next mail that shows it.
      return dateTold(line) === told.shipBy ? withTerms(line, told, noticeId, at) : withPromise(line, told, noticeId, at);
    case 'reminder':
      // It may be the first to arrive with the date as it now stands: then the choice that it offers is a new one.
      return withReminder(withTerms(line, told, noticeId, at), noticeId);
    case 'first':
    case 'later':
    case 'earlier':
    case 'unknown':
      return withPromise(line, told, noticeId, at);
    case 'back-in-stock':
      return line;
  }
}

function withGoodwillTold(line: Line, { goodwill: ids }: Sending['telling'][number], noticeId: string): Line {
  return ids === undefined ? line : { ...line, goodwill: line.goodwill?.map((one) => (ids.includes(one.id) ? { ...one, toldBy: noticeId } : one)) };
}

function withPromise(line: Line, told: Sending['telling'][number], noticeId: string, at: Instant): Line {
  const { shipBy, deliverBy, kind } = told;
  return { ...withTerms(line, told, noticeId, at), promises: [...line.promises, { shipBy, deliverBy, toldAt: at, noticeId, kind }] };
}

function withTerms(line: Line, { shipBy, offer }: Sending['telling'][number], noticeId: string, at: Instant): Line {
  const terms = termsTold(line, shipBy, offer, noticeId, at);
  return terms === line.terms ? line : { ...line, terms };
}

function withReminder(line: Line, noticeId: string): Line {
  const pending = pendingOffer(line);
  return line.terms === undefined || pending === undefined ? line : { ...line, terms: withOffer(line.terms, { ...pending, remindedBy: noticeId }) };
}

function tellingsOf(part: NoticePart): Sending['telling'] {
  const { kind, orderId, lineId } = part;
  switch (part.kind) {
    case 'cancelled': {
      const told = { kind, orderId, lineId, shipBy: null, about: part.cancellationId };
      // The one mail that says both needs no second one about the money.
      return part.refundDone ? [told, { ...told, kind: 'refunded' }] : [told];
    }
    case 'refunded':
      return [{ kind, orderId, lineId, shipBy: null, about: part.cancellationId }];
    case 'shipped':
      return [{ kind, orderId, lineId, shipBy: part.shipBy, about: part.shipmentId }];
    case 'first':
    case 'later':
    case 'earlier':
    case 'unknown':
    case 'reminder':
    case 'weekly':
      return [{ kind, orderId, lineId, shipBy: part.shipBy, deliverBy: part.deliverBy, ...(part.goodwill === undefined ? {} : { goodwill: part.goodwill.ids }), ...(part.offer === undefined ? {} : { offer: termsOnly(part.offer) }) }];
  }
}

const termsOnly = ({ kind, shipBy, answerBy, silence, furtherUntil }: OfferTerms): OfferTerms => ({ kind, shipBy, answerBy, silence, furtherUntil });

const factsOf = (sending: Sending): RecordEntry['facts'] => ({
  noticeId: sending.noticeId,
  kind: sending.kind,
  attempt: sending.attempt,
  subject: sending.subject,
  wordsHash: sending.wordsHash,
  dates: sending.telling.map(({ shipBy }) => shipBy ?? 'unknown').join(','),
  ...(sending.alerts === undefined ? {} : { skus: sending.alerts.map(({ sku }) => sku).join(',') }),
  ...offersIn(sending),
});

/** The kind of each choice offered and its last day, for whoever has to show that it was offered in time. */
function offersIn({ telling }: Sending): RecordEntry['facts'] {
  const offers = telling.flatMap(({ offer }) => (offer === undefined ? [] : [`${offer.kind} until ${offer.answerBy}`]));
  return offers.length === 0 ? {} : { offers: offers.join(', ') };
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
