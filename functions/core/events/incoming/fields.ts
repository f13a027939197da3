import * as z from 'zod/mini';

/* What the store's events are made of. */

export const Id = z.string().check(z.minLength(1), z.maxLength(128));
export const Units = z.int().check(z.positive(), z.lte(1_000_000));
export const HttpsUrl = z.url({ protocol: /^https$/, hostname: z.regexes.domain }).check(z.maxLength(2048));
export const Market = z.string().check(z.regex(/^[A-Z]{2}$/, 'expected an ISO 3166 country code such as US'));
