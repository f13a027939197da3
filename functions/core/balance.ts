import type { Line, Shipment } from './line';
import { shareOf, type Money } from './money';

/**
 * What `units` of a line still owe: the rest of a price of which only a deposit was paid. It is collected when they ship,
 * never before, so cancelling gives nothing of it back. Undefined where all is paid.
 */
export function balanceOf({ balanceDue, item }: Line, units: number): Money | undefined {
  if (balanceDue === undefined || balanceDue.amount === 0 || units === 0) return undefined;
  return shareOf(balanceDue, units, item.quantity);
}

/** The same for a shipment: what shipments owe adds up, in whatever parts the goods leave. */
export function balanceOfShipment(line: Line, shipment: Shipment): Money | undefined {
  const upTo = line.shipments.slice(0, line.shipments.indexOf(shipment) + 1);
  const shipped = upTo.reduce((units, { quantity }) => units + quantity, 0);
  const owed = balanceOf(line, shipped);
  if (owed === undefined) return undefined;
  return { ...owed, amount: owed.amount - (balanceOf(line, shipped - shipment.quantity)?.amount ?? 0) };
}
