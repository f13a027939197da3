import * as z from 'zod/mini';
import { PlainDate, StoredInstant } from './dates';
import { DeliveryWindow } from './events/incoming/delay';

/*
 * What values that are kept consist of. Each is built once and shared: every schema that a Lambda builds is a part of its cold start.
 */

export const Text = z.string();
export const OptionalText = z.optional(Text);
export const Texts = z.array(Text);

/** A number of units, of days, of times: 1 or more. */
export const Count = z.int().check(z.positive());
/** Minor units of a currency that is known from elsewhere. */
export const OptionalAmount = z.optional(z.int().check(z.nonnegative()));

export const DateOrNone = z.nullable(PlainDate);
export const OptionalDate = z.optional(PlainDate);
export const OptionalWindow = z.optional(DeliveryWindow);
export const OptionalInstant = z.optional(StoredInstant);
