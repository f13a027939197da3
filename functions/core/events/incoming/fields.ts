import * as z from 'zod/mini';

/* What the store's events are made of. */

/** The store's own, as it likes, but for two names that no object can have as a key of its own on its way into the table. */
export const Id = z.string().check(
  z.minLength(1),
  z.maxLength(128),
  z.refine((id) => id !== '__proto__' && id !== 'constructor', 'expected another id than __proto__ and constructor'),
);
export const Units = z.int().check(z.positive(), z.lte(1_000_000));
export const HttpsUrl = z.url({ protocol: /^https$/, hostname: z.regexes.domain }).check(z.maxLength(2048));
export const Market = z.string().check(z.regex(/^[A-Z]{2}$/, 'expected an ISO 3166 country code such as US'));
