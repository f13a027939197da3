import * as v from 'valibot';
import { Addressed, EmailAddress } from './buyer';
import { Id } from './fields';
import { object } from '../../shapes';

/** With `id`, `email` is the new address. Without, `email` says who is meant and `newEmail` is the new address. */
export const CustomerUpdated = object({
  eventId: Id,
  customer: v.union([
    object({ id: Id, email: v.optional(EmailAddress), ...Addressed }),
    object({ email: EmailAddress, newEmail: v.optional(EmailAddress), ...Addressed }),
  ]),
});
export type CustomerUpdated = v.InferOutput<typeof CustomerUpdated>;

/** Who is meant: the customer of that id, everyone with that address, or both. */
export const CustomerErased = object({
  eventId: Id,
  customer: v.union([object({ id: Id, email: v.optional(EmailAddress) }), object({ email: EmailAddress })]),
});
export type CustomerErased = v.InferOutput<typeof CustomerErased>;
