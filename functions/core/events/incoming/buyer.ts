import * as v from 'valibot';
import { isTimeZone } from '../../time-zones';
import { Id } from './fields';
import { Words } from './words';
import { object } from '../../shapes';

const ADDRESS = /^(?:[A-Za-z0-9_'+\-]+\.)*[A-Za-z0-9_'+\-]*[A-Za-z0-9_+-]@(?:[A-Za-z0-9][A-Za-z0-9\-]*\.)+[A-Za-z]{2,}$/;

/** One address and nothing else: no display name, no list, no line break. */
export const EmailAddress = v.pipe(v.string(), v.regex(ADDRESS, 'Invalid email address'), v.maxCodePoints(254));
const TimeZone = v.pipe(v.string(), v.maxCodePoints(64), v.check(isTimeZone, 'expected an IANA time zone such as Europe/Paris'));
const Locale = v.pipe(
  v.string(),
  v.transform((tag) => tag.replaceAll('_', '-')),
  v.regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'expected a BCP 47 tag such as pt-BR'),
);

/** How somebody is addressed. */
export const Addressed = { name: v.optional(Words(200)), locale: v.optional(Locale), timeZone: v.optional(TimeZone) };

/** Who buys or asks. */
export const Buyer = object({ id: v.optional(Id), email: EmailAddress, ...Addressed });
