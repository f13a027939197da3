import * as z from 'zod/mini';
import { isTimeZone } from '../../time-zones';
import { Words } from './words';

/* What the store's events are made of. */

export const Id = z.string().check(z.minLength(1), z.maxLength(128));
export const Units = z.int().check(z.positive(), z.lte(1_000_000));
export const HttpsUrl = z.url({ protocol: /^https$/, hostname: z.regexes.domain }).check(z.maxLength(2048));
/** One address and nothing else: no display name, no list, no line break. */
export const EmailAddress = z.email().check(z.maxLength(254));
const TimeZone = z.string().check(z.maxLength(64), z.refine(isTimeZone, 'expected an IANA time zone such as Europe/Paris'));
const Locale = z.pipe(
  z.string().check(z.regex(/^[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*$/, 'expected a BCP 47 tag such as pt-BR')),
  z.transform((tag) => tag.replaceAll('_', '-')),
);
export const Market = z.string().check(z.regex(/^[A-Z]{2}$/, 'expected an ISO 3166 country code such as US'));

/** How somebody is addressed. */
export const Addressed = { name: z.optional(Words(200)), locale: z.optional(Locale), timeZone: z.optional(TimeZone) };

/** Who buys or asks. */
export const Buyer = z.object({ id: z.optional(Id), email: EmailAddress, ...Addressed });

export const Goods = z.object({
  sku: Id,
  name: z.pipe(Words(500), z.string().check(z.minLength(1))),
  imageUrl: z.optional(HttpsUrl),
  productUrl: z.optional(HttpsUrl),
});
