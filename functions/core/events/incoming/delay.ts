import * as v from 'valibot';
import { PlainDate } from '../../dates';
import { Words } from './words';
import { object } from '../../shapes';

/* What is said of a delay, by the store and, once it is known, of the line. */

/** Why the goods are late. `other` is told in the merchant's own words. */
export const Cause = object({
  code: v.picklist([
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
  text: v.optional(Words(300)),
});
export type Cause = v.InferOutput<typeof Cause>;

/** A range of dates in which the parcel is expected to arrive. It binds by its later end. */
export const DeliveryWindow = v.pipe(
  object({ earliest: PlainDate, latest: PlainDate }),
  v.forward(v.check((window) => window.earliest <= window.latest, 'expected a date not before earliest'), ['latest']),
);
