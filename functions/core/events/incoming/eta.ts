import * as z from 'zod/mini';
import { InstantFromOutside, PlainDate } from '../../dates';
import { Cause, DeliveryWindow } from './delay';
import { Id } from './fields';

/** Whom an ETA is about: all lines of a SKU, of a supplier's order, or one line. */
export const Scope = z.union([
  z.object({ sku: Id }),
  z.object({ supplierOrder: Id }),
  z.object({ orderId: Id, lineId: Id }),
]);
export type Scope = z.infer<typeof Scope>;

export const EtaChanged = z.object({
  eventId: Id,
  scope: Scope,
  shipBy: z.nullable(PlainDate),
  deliverBy: z.optional(DeliveryWindow),
  cause: z.optional(Cause),
  asOf: InstantFromOutside,
});
export type EtaChanged = z.infer<typeof EtaChanged>;

export const EtaConfirmed = z.object({ eventId: Id, scope: Scope, asOf: InstantFromOutside });
export type EtaConfirmed = z.infer<typeof EtaConfirmed>;
