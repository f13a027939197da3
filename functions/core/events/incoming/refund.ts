import * as z from 'zod/mini';
import { InstantFromOutside } from '../../dates';
import { Id } from './fields';
import { Words } from './words';

export const RefundSettled = z.object({
  eventId: Id,
  refundId: Id,
  amount: z.int().check(z.nonnegative()),
  currency: z.string().check(z.regex(/^[A-Z]{3}$/)),
  settledAt: InstantFromOutside,
});
export type RefundSettled = z.infer<typeof RefundSettled>;

export const RefundFailed = z.object({
  eventId: Id,
  refundId: Id,
  amount: z.optional(z.int().check(z.nonnegative())),
  currency: z.optional(z.string().check(z.regex(/^[A-Z]{3}$/))),
  reason: Words(300),
});
export type RefundFailed = z.infer<typeof RefundFailed>;
