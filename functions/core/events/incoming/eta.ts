import * as v from 'valibot';
import { InstantFromOutside, PlainDate } from '../../dates';
import { Cause, DeliveryWindow } from './delay';
import { Id } from './fields';
import { object } from '../../shapes';

/** Whom an ETA is about: all lines of a SKU, of a supplier's order, or one line. */
export const Scope = v.union([
  object({ sku: Id }),
  object({ supplierOrder: Id }),
  object({ orderId: Id, lineId: Id }),
]);
export type Scope = v.InferOutput<typeof Scope>;

export const EtaChanged = object({
  eventId: Id,
  scope: Scope,
  shipBy: v.nullable(PlainDate),
  deliverBy: v.optional(DeliveryWindow),
  cause: v.optional(Cause),
  asOf: InstantFromOutside,
});
export type EtaChanged = v.InferOutput<typeof EtaChanged>;

export const EtaConfirmed = object({ eventId: Id, scope: Scope, asOf: InstantFromOutside });
export type EtaConfirmed = v.InferOutput<typeof EtaConfirmed>;
