import type { Consent, Line, Offer, OfferTerms, Terms } from '../line';
import { plusDays, plusHours, type Instant, type PlainDate } from '../dates';
import type { Policy } from '../merchant';
import { MORNING_AFTER_MINUTES } from '../moment';
import type { NoticeOffer } from '../notice';
import { instantAt } from '../time-zones';
import { rulePackFor } from './choose';
import { bindingDate, pendingOffer, standingOffers } from './terms';

/** What a mail that tells `shipBy` offers, or that still waits for an answer; undefined where the law asks for neither. */
export function offerOf(line: Line, shipBy: PlainDate | null, policy: Policy): NoticeOffer | undefined {
  const offer = rulePackFor(line.market, policy).offerFor(line, shipBy, policy);
  return offer === undefined || line.terms === undefined ? undefined : { ...offer, stated: line.terms.stated };
}

/**
 * The choice that a "keep" answers when `shipBy` stands: one that is offered with that date or waits for an answer, else one that
 * was offered with it and had none yet. Consent in advance to a further delay answers it once more. Undefined where the law
 * offered none.
 */
export function choiceAnswered(line: Line, shipBy: PlainDate | null, isFurther: boolean, policy: Policy): Consent['answers'] {
  const asked = offerOf(line, shipBy, policy);
  if (asked !== undefined) return asked.kind;
  const last = standingOffers(line).at(-1);
  if (last === undefined || last.shipBy !== shipBy || last.withdrawnBy !== undefined) return undefined;
  return isFurther || line.consents.every(({ at }) => at < last.madeAt) ? last.kind : undefined;
}

/** The terms after a notice that told `shipBy` with or without an offer. Telling the same offer again makes no new one. */
export function termsTold(line: Line, shipBy: PlainDate | null, offer: OfferTerms | undefined, noticeId: string, at: Instant): Terms | undefined {
  const { terms } = line;
  if (terms === undefined) return undefined;
  const pending = pendingOffer(line);
  if (offer !== undefined) {
    const isSame = pending?.kind === offer.kind && pending.shipBy === offer.shipBy;
    return isSame ? terms : { ...terms, offers: [...terms.offers, { ...offer, noticeId, madeAt: at }] };
  }
  const binding = bindingDate(line);
  const isBackInTime = shipBy !== null && binding !== null && binding !== undefined && shipBy <= binding;
  return pending !== undefined && isBackInTime ? { ...terms, offers: terms.offers.map((one) => withdrawn(one, noticeId)) } : terms;
}

/** All of them: should the last turn out not to have arrived, the one before it waits for no answer either. */
const withdrawn = (offer: Offer, noticeId: string): Offer => (offer.silence === 'cancels' && offer.withdrawnBy === undefined ? { ...offer, withdrawnBy: noticeId } : offer);

export const withOffer = (terms: Terms, offer: Offer): Terms => ({
  ...terms,
  offers: terms.offers.map((other) => (other.noticeId === offer.noticeId && other.madeAt === offer.madeAt ? offer : other)),
});

/** When the customer is reminded of an offer that waits for an answer: once before its end. Undefined when it is too fresh for that. */
export function reminderDueAt(line: Line, zone: string, { consent }: Policy): Instant | undefined {
  const pending = pendingOffer(line);
  const isReminded = line.terms?.offers.some(({ answerBy, remindedBy }) => answerBy === pending?.answerBy && remindedBy !== undefined) === true;
  if (pending === undefined || isReminded) return undefined;
  const at = instantAt(zone, plusDays(pending.answerBy, -consent.reminderDays), MORNING_AFTER_MINUTES);
  return at > plusHours(pending.madeAt, 24) ? at : undefined;
}
