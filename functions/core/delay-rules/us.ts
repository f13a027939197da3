import type { Line, Offer, OfferTerms } from '../line';
import { plusDays, plusWorkingDays, workingDayBefore, type PlainDate } from '../dates';
import type { Policy } from '../merchant';
import type { RulePack } from './rule-pack';
import { bindingDate, pendingOffer } from './terms';
import { isUsWorkingDay } from './us-holidays';

/** 435.2(a)(1): the time to ship where none was stated, from the order; and 435.2(b)(1): the line between short and long. */
const THIRTY_DAYS = 30;

/**
 * The Mail, Internet, or Telephone Order Merchandise Rule, 16 CFR Part 435. A delay is a date after the one that binds.
 * The first one offers by its length; every further one has to be agreed to.
 */
export const usPack: RulePack = {
  name: 'us',
  markets: ['US'],
  // A date that had passed before we heard of the order can't be offered for in time: what binds is the day on which we did.
  termsOf: ({ promised, placedOn, openedOn }) => ({ stated: later(promised ?? plusDays(placedOn, THIRTY_DAYS), openedOn), offers: [] }),
  offerFor(line, shipBy, policy) {
    const binding = bindingDate(line);
    if (binding === undefined || binding === null) return undefined;
    if (shipBy !== null && shipBy <= binding) return undefined;
    const pending = pendingOffer(line);
    if (pending !== undefined) return offer(kindAfter(pending, shipBy), shipBy, pending.answerBy, policy);
    // As long as the stated date binds, no delay has been agreed to, and the next one is the first.
    return binding === line.terms?.stated ? firstOffer(line, shipBy, policy) : offer('renewed', shipBy, binding, policy);
  },
  refundBy: (vested, policy) => plusWorkingDays(vested, policy.refundWorkingDays, isUsWorkingDay),
  workingDayBefore: (date) => workingDayBefore(date, isUsWorkingDay),
};

/** 435.2(b)(1)(ii) and (iii). The 30 days count from the stated date. */
function firstOffer({ terms }: Line, shipBy: PlainDate | null, policy: Policy): OfferTerms | undefined {
  if (terms === undefined) return undefined;
  const thirty = plusDays(terms.stated, THIRTY_DAYS);
  if (shipBy === null) return offer('indefinite', shipBy, thirty, policy);
  return shipBy <= thirty ? offer('short', shipBy, shipBy, policy) : offer('long', shipBy, thirty, policy);
}

/** A further slip while an answer is awaited asks anew; a nearer date only changes what is asked for. Its end stays. */
function kindAfter(pending: Offer, shipBy: PlainDate | null): OfferTerms['kind'] {
  const isWorse = pending.shipBy !== null && (shipBy === null || shipBy > pending.shipBy);
  if (isWorse) return 'renewed';
  return pending.kind === 'indefinite' && shipBy !== null ? 'long' : pending.kind;
}

const offer = (kind: OfferTerms['kind'], shipBy: PlainDate | null, answerBy: PlainDate, { consent }: Policy): OfferTerms => ({
  kind,
  shipBy,
  answerBy,
  silence: kind === 'short' ? 'agrees' : 'cancels',
  // 435.2(b)(1)(iv): only beside a definite date.
  ...(shipBy === null || consent.furtherDays === 0 ? {} : { furtherUntil: plusDays(shipBy, consent.furtherDays) }),
});

const later = (a: PlainDate, b: PlainDate): PlainDate => (a > b ? a : b);
