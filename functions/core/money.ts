import * as v from 'valibot';
import { Integer, object } from './shapes';

/** An ISO 4217 code, and what is said of one that is none. */
export const CURRENCY = /^[A-Z]{3}$/;
export const CURRENCY_EXPECTED = 'expected an ISO 4217 code such as EUR';

/** An amount in the currency's minor unit (cents, yen, fils) with its ISO 4217 code. */
export const Money = object({
  amount: v.pipe(Integer, v.minValue(0)),
  currency: v.pipe(v.string(), v.regex(CURRENCY, CURRENCY_EXPECTED)),
});
export type Money = v.InferOutput<typeof Money>;

/**
 * What `units` are worth of the money that `ofUnits` still hold.
 *
 * Rounded down, except that the last units take all that is left: parts taken one after the other always add up to
 * what was paid, in whatever sizes. Throws a RangeError when there are not that many units.
 */
export function shareOf(left: Money, units: number, ofUnits: number): Money {
  if (units < 0 || units > ofUnits) throw new RangeError(`cannot take ${units} of ${ofUnits} units`);
  if (units === ofUnits) return left;
  return { amount: Number((BigInt(left.amount) * BigInt(units)) / BigInt(ofUnits)), currency: left.currency };
}

/** `total` less the sum of `parts`, all in one currency. */
export function less(total: Money, parts: readonly Money[]): Money {
  return {
    amount: parts.reduce((left, part) => {
      if (part.currency !== total.currency) throw new RangeError(`cannot take ${part.currency} from ${total.currency}`);
      return left - part.amount;
    }, total.amount),
    currency: total.currency,
  };
}

/** The sum of amounts in one currency. Throws a RangeError when currencies differ or there is none. */
export function sumOf(amounts: readonly Money[]): Money {
  const [first, ...rest] = amounts;
  if (!first) throw new RangeError('a sum needs at least one amount');
  return rest.reduce((sum, next) => {
    if (next.currency !== sum.currency) throw new RangeError(`cannot add ${next.currency} to ${sum.currency}`);
    return { amount: sum.amount + next.amount, currency: sum.currency };
  }, first);
}
