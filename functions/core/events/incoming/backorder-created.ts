import * as z from 'zod/mini';
import { InstantFromOutside, PlainDate } from '../../dates';
import { Money } from '../../money';
import { Buyer } from './buyer';
import { Cause, DeliveryWindow } from './delay';
import { Id, Market, Units } from './fields';
import { Goods } from './goods';
import { Words } from './words';

/** What was paid until now; `tax` is the part of it that is tax, in the same minor units. */
const Paid = z.extend(Money, { tax: z.optional(z.int().check(z.nonnegative())) }).check(z.refine(({ amount, tax }) => (tax ?? 0) <= amount, { path: ['tax'], message: 'expected no more than the amount' }));

/** How the buyer knows what they paid with. No more of a card's number than this is ever taken. */
const PaidWith = z.object({
  label: z.optional(Words(40).check(z.refine((label) => !/\d(?:[ -]?\d){4}/.test(label), 'expected a name such as Visa, and no number'))),
  last4: z.string().check(z.regex(/^\d{4}$/, 'expected exactly four digits')),
});

export const BackorderCreated = z
  .object({
    eventId: Id,
    orderId: Id,
    lineId: Id,
    placedAt: InstantFromOutside,
    market: Market,
    customer: Buyer,
    item: z.extend(Goods, { quantity: Units }),
    paid: Paid,
    paidWith: z.optional(PaidWith),
    promise: z.object({ shipBy: z.nullable(PlainDate), deliverBy: z.optional(DeliveryWindow) }),
    kind: z.enum(['backorder', 'pre-order']),
    balanceDue: z.optional(Money),
    cause: z.optional(Cause),
    supplierOrder: z.optional(Id),
    channel: z.optional(Words(64)),
  })
  .check(z.refine(({ paid, balanceDue }) => balanceDue === undefined || balanceDue.currency === paid.currency, {
    path: ['balanceDue', 'currency'],
    message: 'expected the currency of paid',
  }));
export type BackorderCreated = z.infer<typeof BackorderCreated>;
