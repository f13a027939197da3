import * as v from 'valibot';
import { Integer, urlWith, WebUrl } from '../../shapes';

/* What the store's events are made of. */

export const Id = v.pipe(v.string(), v.minLength(1), v.maxCodePoints(128));
export const Units = v.pipe(Integer, v.gtValue(0), v.maxValue(1_000_000));
/** A host with a name of two labels or more: neither `localhost` nor an IP address. */
const DOMAIN = /^(?=.{1,253}$)([a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?\.)+[a-zA-Z]{2,63}$/;
export const HttpsUrl = v.pipe(WebUrl, urlWith(({ hostname }) => DOMAIN.test(hostname)), v.maxCodePoints(2048));
export const Market = v.pipe(v.string(), v.regex(/^[A-Z]{2}$/, 'expected an ISO 3166 country code such as US'));
