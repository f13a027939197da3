import * as z from 'zod/mini';
import { isTimeZone } from '../../time-zones';
import { Id } from './fields';
import { Words } from './words';

/** One address and nothing else: no display name, no list, no line break. */
export const EmailAddress = z.email().check(z.maxLength(254));
const TimeZone = z.string().check(z.maxLength(64), z.refine(isTimeZone, 'expected an IANA time zone such as Europe/Paris'));
const Locale = z.pipe(
  z.string().check(z.regex(/^[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*$/, 'expected a BCP 47 tag such as pt-BR')),
  z.transform((tag) => tag.replaceAll('_', '-')),
);

/** How somebody is addressed. */
export const Addressed = { name: z.optional(Words(200)), locale: z.optional(Locale), timeZone: z.optional(TimeZone) };

/** Who buys or asks. */
export const Buyer = z.object({ id: z.optional(Id), email: EmailAddress, ...Addressed });
