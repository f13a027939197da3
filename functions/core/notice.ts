import type { Cancellation, OfferTerms, PaidWith } from './line';
import type { Instant, PlainDate } from './dates';
import type { Cause } from './events/incoming/delay';
import type { Money } from './money';
import type { NoticeKind } from './notice-kinds';

/*
 * A notice says what one mail tells one customer: facts, no words. Rendering finds the words.
 */

interface Part {
  orderId: string;
  lineId: string;
  name: string;
  imageUrl?: string | undefined;
  productUrl?: string | undefined;
  /** Units that this part is about. */
  quantity: number;
}

/** `stated` is the date from which the customer may cancel even after agreeing to no date. */
export type NoticeOffer = OfferTerms & { stated: PlainDate };

/** A part about waiting: it always carries the way out. */
export interface WaitingPart extends Part {
  kind: 'first' | 'later' | 'earlier' | 'unknown' | 'reminder' | 'weekly';
  orderKind: 'backorder' | 'pre-order';
  /** The date as it now stands; null when there is none that can be given. */
  shipBy: PlainDate | null;
  deliverBy?: { earliest: PlainDate; latest: PlainDate } | undefined;
  /** What the customer was told before; absent when they were told nothing, null when told that there is no date. */
  previousShipBy?: PlainDate | null | undefined;
  /** The first date that the customer was ever told; absent where that was `previousShipBy`, or there was none. */
  firstShipBy?: PlainDate | undefined;
  cause?: Cause | undefined;
  /** When the merchant last told or confirmed the date. */
  confirmedAt: Instant;
  /** Whether that is recent enough to speak of the date without saying how old the word is. */
  isConfirmedRecently: boolean;
  placedAt: Instant;
  /** The choice that the law asks to offer with this news, or that still waits for an answer. */
  offer?: NoticeOffer | undefined;
  /** What was given back for the wait and not told yet. */
  goodwill?: { amount: Money; ids: string[] } | undefined;
  /** What comes back on cancelling now: all that was paid, be it a deposit. */
  refundable: Money;
  /** What is still to be paid for these units, not before they ship; absent where all is paid. */
  balanceDue?: Money | undefined;
  paidWith?: PaidWith | undefined;
}

export interface ShippedPart extends Part {
  kind: 'shipped';
  orderKind: 'backorder' | 'pre-order';
  shipmentId: string;
  shippedAt: Instant;
  carrier?: string | undefined;
  trackingUrl?: string | undefined;
  /** Units that still wait after this shipment; 0 when it was the last. Their date follows. */
  stillWaiting: number;
  shipBy: PlainDate | null;
  refundable: Money;
  /** What these units still owed: it is due now that they have shipped. Absent where all is paid. */
  balanceDue?: Money | undefined;
}

export interface CancelledPart extends Part {
  kind: 'cancelled';
  cancellationId: string;
  by: Cancellation['by'];
  reason?: string | undefined;
  amount: Money;
  /** The date by which the refund is sent. */
  refundBy: PlainDate;
  /** Until when the customer can undo; null when there is no undoing. */
  undoUntil: Instant | null;
  /** What these units still owed: it was not collected and is not now. */
  balanceDue?: Money | undefined;
  /** True when the store said that the money was already sent back. */
  refundDone: boolean;
  /** What of the line still waits, and what cancelling that too gives back; absent where nothing does. */
  rest?: { quantity: number; refundable: Money } | undefined;
  paidWith?: PaidWith | undefined;
}

export interface RefundedPart extends Part {
  kind: 'refunded';
  cancellationId: string;
  /** What was sent. */
  amount: Money;
  /** What the customer was told to expect, where something else was sent. */
  amountTold?: Money | undefined;
  /** The day on which it was sent, in the merchant's calendar. */
  settledOn: PlainDate;
  paidWith?: PaidWith | undefined;
}

/** The money did not arrive where the store sent it. Nothing that the customer has to see to. */
export interface RefundFailedPart extends Part {
  kind: 'refund-failed';
  cancellationId: string;
  amount: Money;
  /** The date by which the refund has to be sent. */
  refundBy: PlainDate;
  /** That date has passed. */
  isOverdue: boolean;
  paidWith?: PaidWith | undefined;
}

/** The receipt for a "keep" that answered a choice which the law asks to offer. What it is about still waits, so it carries the way out. */
export interface ConsentedPart extends Part {
  kind: 'consented';
  orderKind: 'backorder' | 'pre-order';
  /** When the customer answered; names the answer. */
  consentedAt: Instant;
  /** What they agreed to, word for word. */
  words: string;
  /** The date that they agreed to, whatever stands by now; null when there was none. */
  shipBy: PlainDate | null;
  /** The last day that was agreed to: later than `shipBy` after consent in advance to a further delay. */
  until: PlainDate | null;
  /** What comes back on cancelling now. */
  refundable: Money;
  balanceDue?: Money | undefined;
}

/** An item that the customer asked about, and that is back. Nothing of it was ordered, paid or reserved, so it is no part. */
export interface BackInStockItem {
  sku: string;
  name: string;
  imageUrl?: string | undefined;
  productUrl?: string | undefined;
  requestedAt: Instant;
  /** When the store knew that it is back. */
  asOf: Instant;
}

export type NoticePart = WaitingPart | ShippedPart | CancelledPart | RefundedPart | RefundFailedPart | ConsentedPart;

export interface Notice {
  /** Derived from what is told, so that the same telling has the same id. */
  id: string;
  /** Of all parts the strictest: it sets the subject. */
  kind: NoticeKind;
  to: { email: string; name?: string | undefined; locale?: string | undefined; timeZone: string };
  /** Sorted: strictest kind first, then by order and line. Empty only where `alerts` is not. */
  parts: NoticePart[];
  /** What is back in stock besides; absent where nothing is. */
  alerts?: BackInStockItem[] | undefined;
  /** Of a weekly update: lines that wait as well and are not among `parts`, since nobody reads a thousand of them. */
  unlisted?: number | undefined;
}
