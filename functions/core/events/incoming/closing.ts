import * as v from 'valibot';
import { InstantFromOutside } from '../../dates';
import { HttpsUrl, Id, Units } from './fields';
import { Words } from './words';
import { object } from '../../shapes';

export const OrderShipped = object({
  eventId: Id,
  orderId: Id,
  lineId: Id,
  shipmentId: Id,
  quantity: Units,
  shippedAt: InstantFromOutside,
  carrier: v.optional(Words(100)),
  trackingUrl: v.optional(HttpsUrl),
});
export type OrderShipped = v.InferOutput<typeof OrderShipped>;

export const OrderCancelled = object({
  eventId: Id,
  orderId: Id,
  lineId: Id,
  quantity: v.optional(Units),
  refund: v.picklist(['needed', 'done']),
  reason: v.optional(Words(300)),
});
export type OrderCancelled = v.InferOutput<typeof OrderCancelled>;
