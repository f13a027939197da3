import type { OfferTerms } from './line';
import type { Sending, Telling } from './profile';
import type { RecordEntry } from './record';
import type { NoticePart } from './notice';

/*
 * What a mail will have told once it is out: kept while it is on its way, marked as told after, and put on record.
 */

/** What a part of a notice will have told once the mail is out. */
export function tellingsOf(part: NoticePart): Telling[] {
  const { kind, orderId, lineId } = part;
  switch (part.kind) {
    case 'cancelled': {
      const told = { kind, orderId, lineId, shipBy: null, about: part.cancellationId };
      // The one mail that says both needs no second one about the money.
      return part.refundDone ? [told, { ...told, kind: 'refunded' }] : [told];
    }
    case 'refunded':
    case 'refund-failed':
      return [{ kind, orderId, lineId, shipBy: null, about: part.cancellationId }];
    case 'consented':
      return [{ kind, orderId, lineId, shipBy: part.shipBy, about: part.consentedAt }];
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

/** What the record says of a mail, whatever became of it; of one to somebody who was erased, what an erasure leaves of it. */
export const factsOf = (sending: Sending): RecordEntry['facts'] => ({
  noticeId: sending.noticeId,
  kind: sending.kind,
  attempt: sending.attempt,
  ...(sending.erased === true ? {} : { subject: sending.subject }),
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
