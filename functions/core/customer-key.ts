import type { BackorderCreated } from './events/incoming/backorder-created';
import type { StockAlertRequested } from './events/incoming/stock';
import { addressText, keyedHashes } from './keyed-hash';
import type { Keyring } from './links';

/** The store's own customer id; a guest has none, so each guest order is a customer of its own. */
export function customerKeyOf(event: Pick<BackorderCreated, 'customer' | 'orderId'>): string {
  return event.customer.id ?? `guest-${event.orderId}`;
}

/**
 * Who asks about stock has no order, so a guest is known by their address alone: all that one address asks for is one
 * customer, in one mail. The key holds a keyed hash of it, and never the address: keys are seen in logs, on the bus and in
 * links, and stay when the customer is erased. `Ada@…` and `ada@…` are one, as they are to their mailbox.
 *
 * The key as it is made today comes first. After it come those that were made under the keyring's other keys: who asked then
 * is still known by theirs.
 */
export function alertCustomerKeysOf({ customer }: Pick<StockAlertRequested, 'customer'>, keyring: Keyring): [string, ...string[]] {
  if (customer.id !== undefined) return [customer.id];
  const [current, ...earlier] = keyedHashes(keyring, 'guest', addressText(customer.email));
  return [guestKey(current), ...earlier.map(guestKey)];
}

const guestKey = (hash: string): string => `guest-${hash.slice(-64, -32)}`;
