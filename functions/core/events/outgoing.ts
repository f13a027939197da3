import * as v from 'valibot';
import { PlainDate, StoredInstant } from '../dates';
import { Money } from '../money';
import { Integer, object } from '../shapes';

/*
 * What we tell the store, with source `forthright`. Each detail carries `eventId`; the same fact has the same id
 * however often it is published. Where they leave, `schema` is added. `sequence` grows with each change of the line, since events can overtake each other.
 */

const line = { eventId: v.string(), orderId: v.string(), lineId: v.string(), sequence: Integer };

export const CancellationRequested = object({ ...line, cancellationId: v.string(), quantity: Integer, at: StoredInstant, holdUntil: StoredInstant });
export const CancellationWithdrawn = object({ ...line, cancellationId: v.string(), quantity: Integer, at: StoredInstant });

/** `refundId` is the idempotency key: pay it once, however often this arrives. */
export const RefundRequested = object({
  ...line,
  refundId: v.string(),
  cancellationId: v.string(),
  quantity: Integer,
  amount: Money.entries.amount,
  currency: Money.entries.currency,
  cause: v.picklist(['customer', 'merchant', 'silence', 'no-offer']),
  dueBy: PlainDate,
});

export const NoticeSent = object({
  eventId: v.string(),
  noticeId: v.string(),
  customerKey: v.string(),
  kind: v.string(),
  at: StoredInstant,
  lines: v.array(object({ orderId: v.string(), lineId: v.string(), kind: v.string(), shipBy: v.nullable(PlainDate) })),
  /** Items that the mail said are back in stock. */
  alerts: v.optional(v.array(object({ sku: v.string(), asOf: StoredInstant }))),
});

/** `until` is the last day that was agreed to; `wordsHash` the SHA-256, hex, of the words that were agreed to. */
export const DelayConsented = object({ ...line, shipBy: v.nullable(PlainDate), until: v.nullable(PlainDate), wordsHash: v.string(), at: StoredInstant });

/** A merchant's task: goods left although the customer had cancelled and is being refunded. */
export const ShippedAfterCancellation = object({ ...line, shipmentId: v.string(), quantity: Integer, shippedAt: StoredInstant });

/** A merchant's task: the last day for sending this money is near. Before it, on the morning of the working day before. */
export const RefundOverdue = object({
  ...line,
  refundId: v.string(),
  amount: Money.entries.amount,
  currency: Money.entries.currency,
  dueBy: PlainDate,
  /** `unanswered`: neither `Refund Settled` nor `Refund Failed` came. `failed`: the last answer was `Refund Failed`. */
  state: v.picklist(['unanswered', 'failed']),
});

/**
 * A merchant's task: mail to this customer does not arrive, and none is written until `Customer Updated` names an address.
 * `reason`: `rejected`, `bad-address` (SES would not take it), `bounced`, `suppressed`, `soft-bounced` (three times in a row),
 * `complained` (marked as spam).
 */
export const CustomerUnreachable = object({ eventId: v.string(), customerKey: v.string(), reason: v.string(), at: StoredInstant });

/** A merchant's task: say whether the date still holds. */
export const EtaConfirmationNeeded = object({ ...line, shipBy: v.nullable(PlainDate), reason: v.picklist(['promise-in-the-past', 'promise-passes-soon', 'promise-passed', 'promise-far-away']) });

/** A partial refund for a long wait, for the shop to carry out; `goodwillId` is the idempotency key, `percent` of the price in all. */
export const GoodwillGranted = object({
  ...line,
  goodwillId: v.string(),
  lateDays: Integer,
  percent: Integer,
  amount: Money.entries.amount,
  currency: Money.entries.currency,
  at: StoredInstant,
});

/** Every event that leaves, by the `detail-type` it travels under. */
export const outgoing = {
  'Cancellation Requested': CancellationRequested,
  'Cancellation Withdrawn': CancellationWithdrawn,
  'Refund Requested': RefundRequested,
  'Notice Sent': NoticeSent,
  'Delay Consented': DelayConsented,
  'Shipped After Cancellation': ShippedAfterCancellation,
  'Refund Overdue': RefundOverdue,
  'Customer Unreachable': CustomerUnreachable,
  'ETA Confirmation Needed': EtaConfirmationNeeded,
  'Goodwill Granted': GoodwillGranted,
} as const;
export type OutgoingDetailType = keyof typeof outgoing;

/** An event to publish, kept with the customer until the bus has taken it. */
export type OutgoingEvent = { [T in OutgoingDetailType]: { detailType: T; detail: v.InferOutput<(typeof outgoing)[T]> } }[OutgoingDetailType];
