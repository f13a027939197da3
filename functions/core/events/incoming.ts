import * as z from 'zod';
import { InstantFromOutside, PlainDate, type Instant } from '../dates';
import { Money } from '../money';
import { isTimeZone } from '../time-zones';

/*
 * What the store tells us. Unknown fields are dropped; a wrong field refuses the whole event with its path.
 * docs/events.md describes each with an example.
 */

const Id = z.string().min(1).max(128);
const Units = z.int().positive().max(1_000_000);
/** Text a person wrote: control characters never pass, so that no header or layout can be broken with it. */
const Words = (max: number) =>
  z
    .string()
    .max(max)
    // eslint-disable-next-line no-control-regex -- these are what must not pass
    .transform((text) => text.replace(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]+/g, ' ').trim());
const HttpsUrl = z.url({ protocol: /^https$/, hostname: z.regexes.domain }).max(2048);
/** One address and nothing else: no display name, no list, no line break. */
const EmailAddress = z.email().max(254);
const TimeZone = z.string().max(64).refine(isTimeZone, 'expected an IANA time zone such as Europe/Paris');
const Locale = z.string().regex(/^[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*$/, 'expected a BCP 47 tag such as pt-BR').transform((tag) => tag.replaceAll('_', '-'));
const Market = z.string().regex(/^[A-Z]{2}$/, 'expected an ISO 3166 country code such as US');

/** Why the goods are late. `other` is told in the merchant's own words. */
export const Cause = z.object({
  code: z.enum([
    'supplier-delay',
    'port-congestion',
    'customs',
    'labour-shortage',
    'demand-surge',
    'quality-hold',
    'weather',
    'production-fault',
    'other',
  ]),
  text: Words(300).optional(),
});
export type Cause = z.infer<typeof Cause>;

/** A range of dates in which the parcel is expected to arrive. It binds by its later end. */
export const DeliveryWindow = z
  .object({ earliest: PlainDate, latest: PlainDate })
  .refine((window) => window.earliest <= window.latest, { path: ['latest'], message: 'expected a date not before earliest' });

/** Whom an ETA is about: all lines of a SKU, of a supplier's order, or one line. */
export const Scope = z.union([
  z.object({ sku: Id }),
  z.object({ supplierOrder: Id }),
  z.object({ orderId: Id, lineId: Id }),
]);
export type Scope = z.infer<typeof Scope>;

/** Who buys or asks. */
const Buyer = z.object({
  id: Id.optional(),
  email: EmailAddress,
  name: Words(200).optional(),
  locale: Locale.optional(),
  timeZone: TimeZone.optional(),
});

const Goods = z.object({
  sku: Id,
  name: Words(500).pipe(z.string().min(1)),
  imageUrl: HttpsUrl.optional(),
  productUrl: HttpsUrl.optional(),
});

/** What was paid until now; `tax` is the part of it that is tax, in the same minor units. */
const Paid = Money.extend({ tax: z.int().nonnegative().optional() }).refine(({ amount, tax }) => (tax ?? 0) <= amount, { path: ['tax'], message: 'expected no more than the amount' });

/** How the buyer knows what they paid with. No more of a card's number than this is ever taken. */
const PaidWith = z.object({
  label: Words(40)
    .refine((label) => !/\d(?:[ -]?\d){4}/.test(label), 'expected a name such as Visa, and no number')
    .optional(),
  last4: z.string().regex(/^\d{4}$/, 'expected exactly four digits'),
});

export const BackorderCreated = z
  .object({
    eventId: Id,
    orderId: Id,
    lineId: Id,
    placedAt: InstantFromOutside,
    market: Market,
    customer: Buyer,
    item: Goods.extend({ quantity: Units }),
    paid: Paid,
    paidWith: PaidWith.optional(),
    promise: z.object({ shipBy: PlainDate.nullable(), deliverBy: DeliveryWindow.optional() }),
    kind: z.enum(['backorder', 'pre-order']),
    balanceDue: Money.optional(),
    cause: Cause.optional(),
    supplierOrder: Id.optional(),
    channel: Words(64).optional(),
  })
  .refine(({ paid, balanceDue }) => balanceDue === undefined || balanceDue.currency === paid.currency, {
    path: ['balanceDue', 'currency'],
    message: 'expected the currency of paid',
  });
export type BackorderCreated = z.infer<typeof BackorderCreated>;

export const EtaChanged = z.object({
  eventId: Id,
  scope: Scope,
  shipBy: PlainDate.nullable(),
  deliverBy: DeliveryWindow.optional(),
  cause: Cause.optional(),
  asOf: InstantFromOutside,
});
export type EtaChanged = z.infer<typeof EtaChanged>;

export const EtaConfirmed = z.object({ eventId: Id, scope: Scope, asOf: InstantFromOutside });
export type EtaConfirmed = z.infer<typeof EtaConfirmed>;

export const OrderShipped = z.object({
  eventId: Id,
  orderId: Id,
  lineId: Id,
  shipmentId: Id,
  quantity: Units,
  shippedAt: InstantFromOutside,
  carrier: Words(100).optional(),
  trackingUrl: HttpsUrl.optional(),
});
export type OrderShipped = z.infer<typeof OrderShipped>;

export const OrderCancelled = z.object({
  eventId: Id,
  orderId: Id,
  lineId: Id,
  quantity: Units.optional(),
  refund: z.enum(['needed', 'done']),
  reason: Words(300).optional(),
});
export type OrderCancelled = z.infer<typeof OrderCancelled>;

export const RefundSettled = z.object({
  eventId: Id,
  refundId: Id,
  amount: z.int().nonnegative(),
  currency: z.string().regex(/^[A-Z]{3}$/),
  settledAt: InstantFromOutside,
});
export type RefundSettled = z.infer<typeof RefundSettled>;

export const RefundFailed = z.object({
  eventId: Id,
  refundId: Id,
  amount: z.int().nonnegative().optional(),
  currency: z.string().regex(/^[A-Z]{3}$/).optional(),
  reason: Words(300),
});
export type RefundFailed = z.infer<typeof RefundFailed>;

const CustomerDetails = { name: Words(200).optional(), locale: Locale.optional(), timeZone: TimeZone.optional() };

/** With `id`, `email` is the new address. Without, `email` says who is meant and `newEmail` is the new address. */
export const CustomerUpdated = z.object({
  eventId: Id,
  customer: z.union([
    z.object({ id: Id, email: EmailAddress.optional(), ...CustomerDetails }),
    z.object({ email: EmailAddress, newEmail: EmailAddress.optional(), ...CustomerDetails }),
  ]),
});
export type CustomerUpdated = z.infer<typeof CustomerUpdated>;

/** Who is meant: the customer of that id, everyone with that address, or both. */
export const CustomerErased = z.object({
  eventId: Id,
  customer: z.union([z.object({ id: Id, email: EmailAddress.optional() }), z.object({ email: EmailAddress })]),
});
export type CustomerErased = z.infer<typeof CustomerErased>;

/** Somebody wants to be told when it is back; nothing is ordered. Without `requestedAt` it was when the bus took the event. */
export const StockAlertRequested = z.object({
  eventId: Id,
  customer: Buyer,
  item: Goods,
  market: Market.optional(),
  requestedAt: InstantFromOutside.optional(),
});
export type StockAlertRequested = z.infer<typeof StockAlertRequested>;
export type DatedStockAlertRequested = StockAlertRequested & { requestedAt: Instant };

/** It can be bought again. Without `asOf` that was known when the bus took the event. How many there are is not told to anyone. */
export const BackInStock = z.object({ eventId: Id, sku: Id, asOf: InstantFromOutside.optional() });
export const DatedBackInStock = BackInStock.required({ asOf: true });
export type DatedBackInStock = z.infer<typeof DatedBackInStock>;

/** Every event that the store may send, by the `detail-type` it travels under. */
export const incoming = {
  'Backorder Created': BackorderCreated,
  'ETA Changed': EtaChanged,
  'ETA Confirmed': EtaConfirmed,
  'Order Shipped': OrderShipped,
  'Order Cancelled': OrderCancelled,
  'Refund Settled': RefundSettled,
  'Refund Failed': RefundFailed,
  'Customer Updated': CustomerUpdated,
  'Customer Erased': CustomerErased,
  'Stock Alert Requested': StockAlertRequested,
  'Back In Stock': BackInStock,
} as const;
export type IncomingDetailType = keyof typeof incoming;
