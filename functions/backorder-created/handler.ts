import { now } from '../adapters/clock';
import { changeCustomer, knownAmong } from '../adapters/customers';
import { readEnvironment } from '../adapters/environment';
import { loadEta } from '../adapters/etas';
import { keyringReader } from '../adapters/keyring';
import { readMerchant } from '../adapters/merchant-file';
import { openQueue, wakeWhenDue } from '../adapters/queues';
import { eachRecord } from '../adapters/sqs-records';
import { loadBackInStock } from '../adapters/stock';
import { openTable } from '../adapters/table';
import { watched } from '../adapters/watched';
import { apply } from '../core/apply';
import { applyAll } from '../core/changes';
import type { Customer } from '../core/customer';
import { alertCustomerKeysOf, customerKeyOf } from '../core/customer-key';
import type { BackorderCreated } from '../core/events/incoming/backorder-created';
import type { Scope } from '../core/events/incoming/eta';
import type { DatedStockAlertRequested } from '../core/events/incoming/stock';
import { openingIn, type Opening } from './opened';
import { newsOf, openWithEarlyCloses } from './opening';

const environment = readEnvironment('TABLE_NAME', 'ATTEND_QUEUE_URL', 'KEYRING_ARN', 'METRICS_NAMESPACE');
const attendQueue = openQueue(environment.ATTEND_QUEUE_URL);
const keyring = keyringReader(environment.KEYRING_ARN);
const merchant = readMerchant();
const table = openTable(environment.TABLE_NAME, merchant.policy);

export const handler = watched(
  environment.METRICS_NAMESPACE,
  eachRecord(
    (body) => takeIn(openingIn(body, now())),
    (body) => subjectOf(openingIn(body, now())),
  ),
);

/** What begins for the same customer, in the order in which it came. */
const subjectOf = ({ type, event }: Opening): string => (type === 'Backorder Created' ? customerKeyOf(event) : (event.customer.id ?? event.customer.email.toLowerCase()));

async function takeIn(opening: Opening): Promise<void> {
  const customer = opening.type === 'Backorder Created' ? await open(opening) : await ask(opening.event);
  await wakeWhenDue(attendQueue, customer, now());
}

async function open({ event, sentAt }: Extract<Opening, { type: 'Backorder Created' }>): Promise<Customer | undefined> {
  const key = customerKeyOf(event);
  await changeCustomer(table, key, (known, order) => openWithEarlyCloses(known, order, event, merchant, now(), sentAt), event.orderId);
  // After the line is in the index a fan-out finds it; before, only this look does.
  const news = newsOf(await Promise.all(scopesOf(event).map((scope) => loadEta(table, scope))));
  return changeCustomer(table, key, (known) => applyAll(known, news, merchant, now()));
}

/** Notes the alert, and then takes over what was reported of the SKU before the alert was in the index. */
async function ask(event: DatedStockAlertRequested): Promise<Customer | undefined> {
  const key = event.customer.id ?? (await knownAmong(table, alertCustomerKeysOf(event, await keyring())));
  const customer = await changeCustomer(table, key, (known) => apply(known, { type: 'Stock Alert Requested', event, guestKey: key }, merchant, now()));
  const report = await loadBackInStock(table, event.item.sku);
  if (report === undefined) return customer;
  return changeCustomer(table, key, (known) => apply(known, { type: 'Back In Stock', event: report }, merchant, now()));
}

const scopesOf = ({ item, supplierOrder, orderId, lineId }: BackorderCreated): Scope[] => [
  { sku: item.sku },
  ...(supplierOrder === undefined ? [] : [{ supplierOrder }]),
  { orderId, lineId },
];
