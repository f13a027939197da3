import * as z from 'zod/mini';
import { Addressed, EmailAddress } from './buyer';
import { Id } from './fields';

/** With `id`, `email` is the new address. Without, `email` says who is meant and `newEmail` is the new address. */
export const CustomerUpdated = z.object({
  eventId: Id,
  customer: z.union([
    z.object({ id: Id, email: z.optional(EmailAddress), ...Addressed }),
    z.object({ email: EmailAddress, newEmail: z.optional(EmailAddress), ...Addressed }),
  ]),
});
export type CustomerUpdated = z.infer<typeof CustomerUpdated>;

/** Who is meant: the customer of that id, everyone with that address, or both. */
export const CustomerErased = z.object({
  eventId: Id,
  customer: z.union([z.object({ id: Id, email: z.optional(EmailAddress) }), z.object({ email: EmailAddress })]),
});
export type CustomerErased = z.infer<typeof CustomerErased>;
