import * as v from 'valibot';
import { PlainDate, StoredInstant } from './dates';
import { DeliveryWindow } from './events/incoming/delay';
import { Integer } from './shapes';

/*
 * What values that are kept consist of. Each is built once and shared: every schema that a Lambda builds is a part of its cold start.
 */

export const Text = v.string();
export const OptionalText = v.optional(Text);
export const Texts = v.array(Text);

/** A number of units, of days, of times: 1 or more. */
export const Count = v.pipe(Integer, v.gtValue(0));
/** Minor units of a currency that is known from elsewhere. */
export const OptionalAmount = v.optional(v.pipe(Integer, v.minValue(0)));

export const DateOrNone = v.nullable(PlainDate);
export const OptionalDate = v.optional(PlainDate);
export const OptionalWindow = v.optional(DeliveryWindow);
export const OptionalInstant = v.optional(StoredInstant);
