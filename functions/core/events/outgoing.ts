import * as z from 'zod/mini';
import { PlainDate, StoredInstant } from '../dates';
import { Money } from '../money';

/*
 * What we tell the store, with source `forthright`. Each detail carries `eventId`; the same fact has the same id
 * however often it is published. Where they leave, `schema` is added. `sequence` grows with each change of the line, since events can overtake each other.
 */

const line = { eventId: z.string(), orderId: z.string(), lineId: z.string(), sequence: z.int() };

export const CancellationRequested = z.object({ ...line, cancellationId: z.string(), quantity: z.int(), at: StoredInstant, holdUntil: StoredInstant });
export const CancellationWithdrawn = z.object({ ...line, cancellationId: z.string(), quantity: z.int(), at: StoredInstant });

/** `refundId` is the idempotency key: pay it once, however often this arrives. */
export const RefundRequested = z.object({
  ...line,
  refundId: z.string(),
  cancellationId: z.string(),
  quantity: z.int(),
  amount: Money.shape.amount,
  currency: Money.shape.currency,
  cause: z.enum(['customer', 'merchant', 'silence', 'no-offer']),
  dueBy: PlainDate,
});

export const NoticeSent = z.object({
  eventId: z.string(),
  noticeId: z.string(),
  customerKey: z.string(),
  kind: z.string(),
  at: StoredInstant,
  lines: z.array(z.object({ orderId: z.string(), lineId: z.string(), kind: z.string(), shipBy: z.nullable(PlainDate) })),
  /** Items that the mail said are back in stock. */
  alerts: z.optional(z.array(z.object({ sku: z.string(), asOf: StoredInstant }))),
});

/** `until` is the last day that was agreed to; `wordsHash` the SHA-256, hex, of the words that were agreed to. */
export const DelayConsented = z.object({ ...line, shipBy: z.nullable(PlainDate), until: z.nullable(PlainDate), wordsHash: z.string(), at: StoredInstant });

/** A merchant's task: goods left although the customer had cancelled and is being refunded. */
export const ShippedAfterCancellation = z.object({ ...line, shipmentId: z.string(), quantity: z.int(), shippedAt: StoredInstant });

/** A merchant's task: the last day for sending this money is near. Before it, on the morning of the working day before. */
export const RefundOverdue = z.object({
  ...line,
  refundId: z.string(),
  amount: Money.shape.amount,
  currency: Money.shape.currency,
  dueBy: PlainDate,
  /** `unanswered`: neither `Refund Settled` nor `Refund Failed` came. `failed`: the last answer was `Refund Failed`. */
  state: z.enum(['unanswered', 'failed']),
});

/**
 * A merchant's task: mail to this customer does not arrive, and none is written until `Customer Updated` names an address.
 * `reason`: `rejected`, `bad-address` (SES would not take it), `bounced`, `suppressed`, `soft-bounced` (three times in a row),
 * `complained` (marked as spam).
 */
export const CustomerUnreachable = z.object({ eventId: z.string(), customerKey: z.string(), reason: z.string(), at: StoredInstant });

/** A merchant's task: say whether the date still holds. */
export const EtaConfirmationNeeded = z.object({ ...line, shipBy: z.nullable(PlainDate), reason: z.enum(['promise-in-the-past', 'promise-passes-soon', 'promise-passed', 'promise-far-away']) });

/** A partial refund for a long wait, for the shop to carry out; `goodwillId` is the idempotency key, `percent` of the price in all. */
export const GoodwillGranted = z.object({
  ...line,
  goodwillId: z.string(),
  lateDays: z.int(),
  percent: z.int(),
  amount: Money.shape.amount,
  currency: Money.shape.currency,
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
export type OutgoingEvent = { [T in OutgoingDetailType]: { detailType: T; detail: z.infer<(typeof outgoing)[T]> } }[OutgoingDetailType];
