import type { Cancellation, PaidWith } from './line';
import type { Instant, PlainDate } from './dates';
import type { NoticeOffer } from './notice';
import type { Money } from './money';

/*
 * What the customer's page shows: facts, no words. Where each line stands decides which buttons there are.
 */

export interface PageCancellation {
  by: Cancellation['by'];
  quantity: number;
  amount: Money;
  /** What these units still owed: it was not collected and is not now. */
  balanceDue?: Money | undefined;
  /** The date by which the refund is sent. */
  refundBy: PlainDate;
  /** Until when it can be undone; absent when it can't be (any more). */
  undoUntil?: Instant | undefined;
  refund: 'waiting-for-hold' | 'requested' | 'settled' | 'failed';
  settledOn?: PlainDate | undefined;
}

export interface PageLine {
  orderId: string;
  lineId: string;
  name: string;
  imageUrl?: string | undefined;
  productUrl?: string | undefined;
  orderKind: 'backorder' | 'pre-order';
  /** Units that were ordered. */
  ordered: number;
  /** Units that still wait; 0 when nothing does. */
  waiting: number;
  shipped: number;
  placedAt: Instant;
  /** The date as it now stands; null when none can be given. Of no meaning when nothing waits. */
  shipBy: PlainDate | null;
  deliverBy?: { earliest: PlainDate; latest: PlainDate } | undefined;
  /** Every date the customer was told, oldest first. */
  promises: { shipBy: PlainDate | null; toldAt: Instant }[];
  /** What cancelling now gives back; present while something waits. */
  refundable?: Money | undefined;
  /** What cancelling so many of the units that wait gives back: all of them first, then fewer. Absent where only one waits. */
  refundableFor?: { quantity: number; refundable: Money }[] | undefined;
  /** What is still to be paid for the units that wait, not before they ship; absent where all is paid. */
  balanceDue?: Money | undefined;
  paidWith?: PaidWith | undefined;
  cancellations: PageCancellation[];
  shipments: { shippedAt: Instant; quantity: number; carrier?: string | undefined; trackingUrl?: string | undefined }[];
  /** What was given back for the wait. */
  goodwill: { amount: Money; at: Instant }[];
  /** The last "keep my order", with the last day that was agreed to and the words. */
  kept?: { at: Instant; shipBy: PlainDate | null; until: PlainDate | null; words: string } | undefined;
  /** The choice that waits for an answer, or that comes with the date as it now stands. */
  offer?: NoticeOffer | undefined;
}

export interface PageView {
  /** What the link in the mail named. `undo` is offered wherever something can be undone, too. */
  intent: 'view' | 'cancel' | 'keep' | 'undo';
  /** What a press just did, or why it did nothing. */
  outcome?: 'cancelled' | 'cancelled-in-part' | 'undone' | 'kept' | 'weekly-stopped' | 'weekly-resumed' | 'changed-meanwhile' | 'too-late' | 'too-late-to-agree' | undefined;
  lines: PageLine[];
  /** What stands at the top, where the link was about something else than an order. */
  leads?: 'weekly' | undefined;
  weekly: 'on' | 'off';
  /** The state that was shown; goes back with the form. */
  seen: string;
  locale?: string | undefined;
  timeZone: string;
}
