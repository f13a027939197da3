import * as v from 'valibot';
import { InstantFromOutside, PlainDate } from '../../dates';
import { Money } from '../../money';
import { Buyer } from './buyer';
import { Cause, DeliveryWindow } from './delay';
import { Id, Market, Units } from './fields';
import { Goods } from './goods';
import { Words } from './words';
import { Integer, object } from '../../shapes';

/** What was paid until now; `tax` is the part of it that is tax, in the same minor units. */
const Paid = v.pipe(
  object({ ...Money.entries, tax: v.optional(v.pipe(Integer, v.minValue(0))) }),
  v.forward(v.check(({ amount, tax }) => (tax ?? 0) <= amount, 'expected no more than the amount'), ['tax']),
);

/** How the buyer knows what they paid with. No more of a card's number than this is ever taken. */
const PaidWith = object({
  label: v.optional(v.pipe(Words(40), v.check((label) => !/\d(?:[ -]?\d){4}/.test(label), 'expected a name such as Visa, and no number'))),
  last4: v.pipe(v.string(), v.regex(/^\d{4}$/, 'expected exactly four digits')),
});

export const BackorderCreated = v.pipe(
  object({
    eventId: Id,
    orderId: Id,
    lineId: Id,
    placedAt: InstantFromOutside,
    market: Market,
    customer: Buyer,
    item: object({ ...Goods.entries, quantity: Units }),
    paid: Paid,
    paidWith: v.optional(PaidWith),
    promise: object({ shipBy: v.nullable(PlainDate), deliverBy: v.optional(DeliveryWindow) }),
    kind: v.picklist(['backorder', 'pre-order']),
    balanceDue: v.optional(Money),
    cause: v.optional(Cause),
    supplierOrder: v.optional(Id),
    channel: v.optional(Words(64)),
  }),
  v.forward(v.check(({ paid, balanceDue }) => balanceDue === undefined || balanceDue.currency === paid.currency, 'expected the currency of paid'), ['balanceDue', 'currency']),
);
export type BackorderCreated = v.InferOutput<typeof BackorderCreated>;
