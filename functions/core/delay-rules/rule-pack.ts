import type { Line, OfferTerms, Terms } from '../line';
import type { PlainDate } from '../dates';
import type { Policy } from '../merchant';

/** What the law of a market asks beyond what every customer is told anyway. */
export interface RulePack {
  name: Policy['rulePacks'][string];
  /** The markets (ISO countries) that it is for; merchant.json can say otherwise. */
  markets: readonly string[];
  /** What binds the merchant when a line opens; undefined where silence has no meaning. Days are the merchant's. */
  termsOf(order: { promised: PlainDate | null; placedOn: PlainDate; openedOn: PlainDate }): Terms | undefined;
  /** The choice that telling `shipBy` (null: no date) has to offer; undefined when it asks for none. */
  offerFor(line: Line, shipBy: PlainDate | null, policy: Policy): OfferTerms | undefined;
  /** The last day on which a refund may be sent, for a right to it that vested on `vested` (merchant's calendar). */
  refundBy(vested: PlainDate, policy: Policy): PlainDate;
  /** The last working day of this market before `date`. */
  workingDayBefore(date: PlainDate): PlainDate;
}
