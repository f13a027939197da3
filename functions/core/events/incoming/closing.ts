import * as z from 'zod/mini';
import { InstantFromOutside } from '../../dates';
import { HttpsUrl, Id, Units } from './fields';
import { Words } from './words';

export const OrderShipped = z.object({
  eventId: Id,
  orderId: Id,
  lineId: Id,
  shipmentId: Id,
  quantity: Units,
  shippedAt: InstantFromOutside,
  carrier: z.optional(Words(100)),
  trackingUrl: z.optional(HttpsUrl),
});
export type OrderShipped = z.infer<typeof OrderShipped>;

export const OrderCancelled = z.object({
  eventId: Id,
  orderId: Id,
  lineId: Id,
  quantity: z.optional(Units),
  refund: z.enum(['needed', 'done']),
  reason: z.optional(Words(300)),
});
export type OrderCancelled = z.infer<typeof OrderCancelled>;
