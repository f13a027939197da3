import * as v from 'valibot';
import { Integer, urlWith, WebUrl } from '../../shapes';

/* What the store's events are made of. */

/** The store's own, as it likes, but for two names that no object can have as a key of its own on its way into the table. */
export const Id = v.pipe(
  v.string(),
  v.minLength(1),
  v.maxCodePoints(128),
  v.check((id) => id !== '__proto__' && id !== 'constructor', 'expected another id than __proto__ and constructor'),
);
export const Units = v.pipe(Integer, v.gtValue(0), v.maxValue(1_000_000));
/** A host with a name of two labels or more: neither `localhost` nor an IP address. */
const DOMAIN = /^(?=.{1,253}$)([a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?\.)+[a-zA-Z]{2,63}$/;
export const HttpsUrl = v.pipe(WebUrl, urlWith(({ hostname }) => DOMAIN.test(hostname)), v.maxCodePoints(2048));
export const Market = v.pipe(v.string(), v.regex(/^[A-Z]{2}$/, 'expected an ISO 3166 country code such as US'));
