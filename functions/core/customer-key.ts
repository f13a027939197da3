import { createHash } from 'node:crypto';
import type { BackorderCreated, StockAlertRequested } from './events/incoming';

/** The store's own customer id; a guest has none, so each guest order is a customer of its own. */
export function customerKeyOf(event: Pick<BackorderCreated, 'customer' | 'orderId'>): string {
  return event.customer.id ?? `guest-${event.orderId}`;
}

/**
 * Who asks about stock has no order, so a guest is known by their address alone: all that one address asks for is one
 * customer, in one mail. The key holds a hash of it and never the address, since keys are seen in logs, on the bus and in
 * links; `Ada@…` and `ada@…` are one, as they are to their mailbox.
 */
export function alertCustomerKeyOf({ customer }: Pick<StockAlertRequested, 'customer'>): string {
  return customer.id ?? `guest-${createHash('sha256').update(customer.email.toLowerCase()).digest('hex').slice(0, 32)}`;
}
