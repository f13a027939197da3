import { changeCustomer } from '../adapters/customers';
import { customersEverAt, eraseRows } from '../adapters/erasure';
import { log } from '../adapters/log';
import { wakeWhenDue, type Queue } from '../adapters/queues';
import type { Table } from '../adapters/table';
import { apply } from '../core/apply';
import { plusSeconds, type Instant } from '../core/dates';
import type { CustomerErased } from '../core/events/incoming/customer';
import type { Setting } from '../core/facts';
import type { Keyring } from '../core/links';

export interface Eraser {
  table: Table;
  attendQueue: Queue;
  keyring: () => Promise<Keyring>;
  merchant: Setting;
  now: () => Instant;
}

/** The bus's times have no fraction: what was ordered in the second of the erasure counts as before it. */
const END_OF_SECOND = 0.999;

/**
 * Erases whoever the event means. What comes after a customer's own change is done again by every repeat, so that what a
 * crash left over is not forgotten. `sentAt` is when the bus took the event.
 */
export async function eraseCustomers({ table, attendQueue, keyring, merchant, now }: Eraser, event: CustomerErased, sentAt: Instant | undefined): Promise<void> {
  const keys = await keyring();
  const at = sentAt === undefined ? now() : plusSeconds(sentAt, END_OF_SECOND);
  const meant = await customersMeant(table, keys, event);
  if (meant.length === 0) log.info('nobody is known who could be erased');
  for (const customerKey of meant) {
    const customer = await changeCustomer(table, customerKey, (known) => apply(known, { type: 'Customer Erased', event, at, keyring: keys }, merchant, now()));
    await eraseRows(table, customerKey, keys);
    await wakeWhenDue(attendQueue, customer, now());
  }
}

async function customersMeant(table: Table, keyring: Keyring, { customer }: CustomerErased): Promise<string[]> {
  const byId = 'id' in customer ? [customer.id] : [];
  const byAddress = customer.email === undefined ? [] : await customersEverAt(table, keyring, customer.email);
  return [...new Set([...byId, ...byAddress])];
}
