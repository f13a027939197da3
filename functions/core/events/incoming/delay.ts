import * as z from 'zod/mini';
import { PlainDate } from '../../dates';
import { Words } from './words';

/* What is said of a delay, by the store and, once it is known, of the line. */

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
  text: z.optional(Words(300)),
});
export type Cause = z.infer<typeof Cause>;

/** A range of dates in which the parcel is expected to arrive. It binds by its later end. */
export const DeliveryWindow = z
  .object({ earliest: PlainDate, latest: PlainDate })
  .check(z.refine((window) => window.earliest <= window.latest, { path: ['latest'], message: 'expected a date not before earliest' }));
