import * as v from 'valibot';
import { PlainDate, StoredInstant } from './dates';
import { Cause } from './events/incoming/delay';
import { Money } from './money';
import { NoticeKind } from './notice-kinds';
import { Count, DateOrNone, OptionalAmount, OptionalDate, OptionalInstant, OptionalText, OptionalWindow, Text, Texts } from './stored';
import { Integer, object } from './shapes';

/*
 * What a customer waits for: an order line, and all that was promised, shipped, cancelled and agreed to about it. These schemas
 * parse what is read back from the table, so they are its definition too.
 */

/** The ship date that the merchant last reported, and where it came from. */
export const Eta = object({
  shipBy: DateOrNone,
  deliverBy: OptionalWindow,
  cause: v.optional(Cause),
  /** When the merchant knew it. The newest wins; a tie goes to the narrower scope. */
  asOf: StoredInstant,
  scope: v.picklist(['created', 'sku', 'supplierOrder', 'line']),
  /** When the merchant last said that it still holds; never before `asOf`. */
  confirmedAt: StoredInstant,
});
export type Eta = v.InferOutput<typeof Eta>;

/** An ETA that the customer was told. */
export const ToldPromise = object({
  shipBy: DateOrNone,
  deliverBy: OptionalWindow,
  toldAt: StoredInstant,
  noticeId: Text,
  kind: NoticeKind,
});
export type ToldPromise = v.InferOutput<typeof ToldPromise>;

export const Shipment = object({
  shipmentId: Text,
  quantity: Count,
  /** What these units had paid, and the tax in it. */
  amount: Money,
  tax: OptionalAmount,
  shippedAt: StoredInstant,
  carrier: OptionalText,
  trackingUrl: OptionalText,
  /** The notice that told the customer; absent while they don't know. */
  toldBy: OptionalText,
});
export type Shipment = v.InferOutput<typeof Shipment>;

/**
 * Units that were taken out of a line, and their money.
 *
 * `held` can still be undone until `holdUntil`; `withdrawn` was undone and leads to no refund;
 * `requested` has its refund on the way to the store; `settled` and `failed` are the store's answer.
 */
export const Cancellation = object({
  /** Derived from line and number; the refund id is derived from it in turn. */
  id: Text,
  refundId: Text,
  /** `silence`: no answer to an offer that needed one. `no-offer`: the date ended, and no new one was offered in time. */
  by: v.picklist(['customer', 'merchant', 'silence', 'no-offer']),
  quantity: Count,
  amount: Money,
  /** The tax in `amount`. */
  tax: OptionalAmount,
  at: StoredInstant,
  holdUntil: StoredInstant,
  /** The date by which the refund has to be sent, in the merchant's calendar. */
  refundBy: PlainDate,
  reason: OptionalText,
  /** The store's own `Order Cancelled` for these units: it ends the undo. */
  acknowledgedBy: OptionalText,
  state: v.picklist(['held', 'withdrawn', 'requested', 'settled', 'failed']),
  settledAt: OptionalInstant,
  /** When the refund was asked for, first and last: once more each day while nobody answers. */
  requestedAt: OptionalInstant,
  askedAgainAt: OptionalInstant,
  /** When the merchant was told that the money is about to be late. */
  overdueAt: OptionalInstant,
  /** What the store says it sent, where that is not `amount`. */
  settledAmount: v.optional(Money),
  /** The notice that said "cancelled"; absent while the customer was not told by mail. */
  cancelToldBy: OptionalText,
  /** The notice that said "refunded". */
  refundToldBy: OptionalText,
  /** The notice that said that the refund did not go through. */
  failureToldBy: OptionalText,
});
export type Cancellation = v.InferOutput<typeof Cancellation>;

/** What it was paid with, as far as the buyer recognizes it: `label` is a name such as "Visa". Personal. */
export const PaidWith = object({ label: OptionalText, last4: Text });
export type PaidWith = v.InferOutput<typeof PaidWith>;

/** 16 CFR 435.2(b): how a delay compares with what was stated or agreed to before. */
export const OfferKind = v.picklist(['short', 'long', 'indefinite', 'renewed']);

/** "Keep my order": what the customer agreed to. */
export const Consent = object({
  at: StoredInstant,
  /** The date as it stood; null when there was none. */
  shipBy: DateOrNone,
  /** The last day that was agreed to: later than `shipBy` after consent in advance to a further delay. */
  until: DateOrNone,
  /** What was agreed to, as the customer read it, and its SHA-256, hex. */
  words: Text,
  wordsHash: Text,
  /** The choice that it answers, where the law asked to offer one: such an answer is confirmed by mail, any other on the page alone. */
  answers: v.optional(OfferKind),
  /** The notice that confirmed it; absent while the customer was not told by mail. */
  toldBy: OptionalText,
});
export type Consent = v.InferOutput<typeof Consent>;

/** A choice that the law of the line's market asks the merchant to offer, as it was made in a notice. */
export const OfferTerms = object({
  kind: OfferKind,
  /** The new date; null when none can be given. */
  shipBy: DateOrNone,
  /** The last day, in the merchant's calendar, on which an answer counts. */
  answerBy: PlainDate,
  /** What no answer means: that the date is agreed to, or that the order is cancelled after `answerBy`. */
  silence: v.picklist(['agrees', 'cancels']),
  /** The day to which consent in advance to a further delay was asked for. */
  furtherUntil: OptionalDate,
});
export type OfferTerms = v.InferOutput<typeof OfferTerms>;

export const Offer = object({
  ...OfferTerms.entries,
  noticeId: Text,
  madeAt: StoredInstant,
  /** The mail did not arrive: the offer was not made. */
  bouncedAt: OptionalInstant,
  /** The date went back to one that binds anyway. */
  withdrawnBy: OptionalText,
  remindedBy: OptionalText,
});
export type Offer = v.InferOutput<typeof Offer>;

/** What the law of the line's market holds the merchant to. Absent where silence has no meaning. */
export const Terms = object({
  /** The ship date stated to the buyer, else what the law puts in its place. */
  stated: PlainDate,
  offers: v.array(Offer),
});
export type Terms = v.InferOutput<typeof Terms>;

/** A part of the price that was given back for a long wait. */
export const Goodwill = object({
  /** The shop's idempotency key: derived from line and step. */
  id: Text,
  /** The step: days late, and percent of the price in all. */
  lateDays: Count,
  percent: Count,
  /** Units that waited then, and for which it is. */
  quantity: Count,
  amount: Money,
  at: StoredInstant,
  toldBy: OptionalText,
});
export type Goodwill = v.InferOutput<typeof Goodwill>;

/** One order line: a SKU and a quantity that are paid for and wait. */
export const Line = object({
  orderId: Text,
  lineId: Text,
  placedAt: StoredInstant,
  openedAt: StoredInstant,
  /** When the bus took the event that opened it: from then on the customer waits for word. Absent in rows of before. */
  reportedAt: OptionalInstant,
  market: Text,
  kind: v.picklist(['backorder', 'pre-order']),
  item: object({
    sku: Text,
    name: Text,
    quantity: Count,
    imageUrl: OptionalText,
    productUrl: OptionalText,
  }),
  paid: Money,
  /** The tax that is part of `paid`, in its minor units. */
  tax: OptionalAmount,
  paidWith: v.optional(PaidWith),
  balanceDue: v.optional(Money),
  supplierOrder: OptionalText,
  channel: OptionalText,
  eta: Eta,
  promises: v.array(ToldPromise),
  /** The first moment since which what is true differs from what was told; starts the settle window. */
  changedAt: OptionalInstant,
  shipments: v.array(Shipment),
  cancellations: v.array(Cancellation),
  consents: v.array(Consent),
  terms: v.optional(Terms),
  goodwill: v.optional(v.array(Goodwill)),
  /** The step, in days late, that was on record as missed for want of budget. */
  goodwillMissed: v.optional(Integer),
  /** The date about which the merchant was asked for word. */
  askedAbout: OptionalDate,
  /** Ids of the events that were applied to this line, so that a repeat changes nothing. */
  appliedIds: Texts,
  /** Grows with each change; carried by outgoing events and by the page's forms. */
  sequence: Integer,
});
export type Line = v.InferOutput<typeof Line>;

export const isSameLine = (a: { orderId: string; lineId: string }, b: { orderId: string; lineId: string }): boolean =>
  a.orderId === b.orderId && a.lineId === b.lineId;
