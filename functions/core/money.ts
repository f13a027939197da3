import * as z from 'zod';

/** An amount in the currency's minor unit (cents, yen, fils) with its ISO 4217 code. */
export const Money = z.strictObject({
  amount: z.int().nonnegative(),
  currency: z.string().regex(/^[A-Z]{3}$/, 'expected an ISO 4217 code such as EUR'),
});
export type Money = z.infer<typeof Money>;

/**
 * What `units` of `ofUnits` cost when `before` units were already taken out of the same total.
 *
 * Cumulative rounding: the parts of a total always add up to the total, whatever their order and number.
 */
export function shareOf(total: Money, before: number, units: number, ofUnits: number): Money {
  const upTo = (n: number): bigint => (BigInt(total.amount) * BigInt(n)) / BigInt(ofUnits);
  return { amount: Number(upTo(before + units) - upTo(before)), currency: total.currency };
}

/** The sum of amounts in one currency. Throws a RangeError when currencies differ or the list is empty. */
export function sumOf(amounts: readonly Money[]): Money {
  const [first, ...rest] = amounts;
  if (!first) throw new RangeError('a sum needs at least one amount');
  return rest.reduce((sum, next) => {
    if (next.currency !== sum.currency) throw new RangeError(`cannot add ${next.currency} to ${sum.currency}`);
    return { amount: sum.amount + next.amount, currency: sum.currency };
  }, first);
}
