import type { Line } from './customer';
import { shareOf, type Money } from './money';

/**
 * What `units` of a line still owe: the rest of a price of which only a deposit was paid. It is collected when they ship,
 * never before, so cancelling gives nothing of it back. Undefined where all is paid.
 */
export function balanceOf({ balanceDue, item }: Line, units: number): Money | undefined {
  if (balanceDue === undefined || balanceDue.amount === 0 || units === 0) return undefined;
  return shareOf(balanceDue, units, item.quantity);
}
