import type { PlainDate } from '../dates';
import type { Policy } from '../merchant';

/** What the law of a market asks beyond what every customer is told anyway. */
export interface RulePack {
  name: Policy['rulePacks'][string];
  /** The last day on which a refund may be sent, for a right to it that vested on `vested` (merchant's calendar). */
  refundBy(vested: PlainDate, policy: Policy): PlainDate;
}
