import { markChange } from './apply/move-date';
import type { Draft } from './change';
import type { Customer } from './customer';
import type { Line, Offer, ToldPromise } from './line';
import type { Profile } from './profile';
import type { Instant } from './dates';
import { withOffer } from './delay-rules/offering';
import { pendingOffer } from './delay-rules/terms';
import type { LineRef, Setting } from './facts';

/*
 * A mail that did not arrive has told nothing. What it told is taken back, so that whatever of it is still true differs
 * from what was told and is told again as soon as there is a way to reach the customer. The record keeps both.
 */

/** Lines of which the notice told something that is still the last word. */
export const linesToldBy = (lines: readonly Line[], noticeId: string): LineRef[] =>
  lines.filter((line) => isToldBy(line, noticeId)).map(({ orderId, lineId }) => ({ orderId, lineId }));

export function markUntold(draft: Draft, noticeId: string, setting: Setting, at: Instant, now: Instant): void {
  for (const line of draft.customer.lines) {
    if (!isToldBy(line, noticeId)) continue;
    const lost = offersOf(line, noticeId);
    const without = withoutWordOf(line, noticeId, at, othersThan(noticeId, draft.customer));
    const next = draft.putLine(markChange(lost.length === 0 ? without : unasked(without), setting, now));
    for (const offer of lost) takeBackOffer(draft, next, offer);
  }
  for (const alert of draft.customer.alerts) {
    if (alert.state !== 'told' || alert.told?.noticeId !== noticeId) continue;
    draft.putAlert({ ...alert, state: 'waiting', back: { asOf: alert.told.asOf, since: now, again: true }, told: undefined });
  }
}

/** Who was never asked has not been silent: what was cancelled for want of an answer is told as what it was. */
function unasked(line: Line): Line {
  if (pendingOffer(line) !== undefined) return line;
  return { ...line, cancellations: line.cancellations.map((one) => (one.by === 'silence' && one.state !== 'withdrawn' ? { ...one, by: 'no-offer' } : one)) };
}

/** What the notice offered was not offered. At the deadline it is as if it had never been sent. */
function takeBackOffer(draft: Draft, line: Line, { noticeId, kind, answerBy }: Offer): void {
  draft.note('offer-not-made', [line], noticeId, { noticeId, kind, answerBy });
  draft.note('merchant-task', [line], noticeId, { task: 'reach the customer: a notice that the law asks for did not arrive', noticeId });
}

const offersOf = ({ terms }: Line, noticeId: string): Offer[] => terms?.offers.filter((offer) => offer.noticeId === noticeId && offer.bouncedAt === undefined) ?? [];

const isToldBy = (line: Line, noticeId: string): boolean =>
  line.promises.some((one) => one.noticeId === noticeId) ||
  line.shipments.some(({ toldBy }) => toldBy === noticeId) ||
  line.cancellations.some(({ cancelToldBy, refundToldBy, failureToldBy }) => [cancelToldBy, refundToldBy, failureToldBy].includes(noticeId)) ||
  line.consents.some(({ toldBy }) => toldBy === noticeId) ||
  line.goodwill?.some(({ toldBy }) => toldBy === noticeId) === true ||
  offersOf(line, noticeId).length > 0;

type Contact = NonNullable<Profile['contacts']>[number];

/** Mails of late that did arrive. */
const othersThan = (noticeId: string, { profile }: Customer): Contact[] => profile.contacts?.filter((one) => one.noticeId !== noticeId) ?? [];

/** A weekly update says again what was the last word about everything, a reminder what was the last word about its line. */
const isRepeating = ({ kind, noticeId }: Contact, { terms }: Line): boolean => kind === 'weekly' || terms?.offers.some(({ remindedBy }) => remindedBy === noticeId) === true;

function promisesWithout(line: Line, noticeId: string, others: readonly Contact[]): ToldPromise[] {
  const { promises } = line;
  const updates = others.filter((one) => isRepeating(one, line));
  return promises.flatMap((one, n) => {
    if (one.noticeId !== noticeId) return one;
    const next = promises[n + 1]?.toldAt;
    const repeated = updates.find(({ at }) => at > one.toldAt && (next === undefined || at < next));
    return repeated === undefined ? [] : { ...one, noticeId: repeated.noticeId, toldAt: repeated.at };
  });
}

function withoutWordOf(line: Line, noticeId: string, at: Instant, others: readonly Contact[]): Line {
  const unlessIt = (toldBy: string | undefined): string | undefined => (toldBy === noticeId ? undefined : toldBy);
  return {
    ...line,
    promises: promisesWithout(line, noticeId, others),
    shipments: line.shipments.map((one) => ({ ...one, toldBy: unlessIt(one.toldBy) })),
    cancellations: line.cancellations.map((one) => ({ ...one, cancelToldBy: unlessIt(one.cancelToldBy), refundToldBy: unlessIt(one.refundToldBy), failureToldBy: unlessIt(one.failureToldBy) })),
    consents: line.consents.map((one) => ({ ...one, toldBy: unlessIt(one.toldBy) })),
    goodwill: line.goodwill?.map((one) => ({ ...one, toldBy: unlessIt(one.toldBy) })),
    terms: line.terms && offersOf(line, noticeId).reduce((terms, offer) => withOffer(terms, { ...offer, bouncedAt: at }), line.terms),
    changedAt: undefined,
  };
}
