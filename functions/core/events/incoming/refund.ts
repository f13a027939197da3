import * as v from 'valibot';
import { InstantFromOutside } from '../../dates';
import { Id } from './fields';
import { Words } from './words';
import { Integer, object } from '../../shapes';

export const RefundSettled = object({
  eventId: Id,
  refundId: Id,
  amount: v.pipe(Integer, v.minValue(0)),
  currency: v.pipe(v.string(), v.regex(/^[A-Z]{3}$/)),
  settledAt: InstantFromOutside,
});
export type RefundSettled = v.InferOutput<typeof RefundSettled>;

export const RefundFailed = object({
  eventId: Id,
  refundId: Id,
  amount: v.optional(v.pipe(Integer, v.minValue(0))),
  currency: v.optional(v.pipe(v.string(), v.regex(/^[A-Z]{3}$/))),
  reason: Words(300),
});
export type RefundFailed = v.InferOutput<typeof RefundFailed>;
