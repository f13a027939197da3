import type { BackorderCreated } from './events/incoming';

/** The store's own customer id; a guest has none, so each guest order is a customer of its own. */
export function customerKeyOf(event: Pick<BackorderCreated, 'customer' | 'orderId'>): string {
  return event.customer.id ?? `guest-${event.orderId}`;
}
