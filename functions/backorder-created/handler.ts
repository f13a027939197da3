import { now } from '../adapters/clock';
import { changeCustomer } from '../adapters/customers';
import { readEnvironment } from '../adapters/environment';
import { loadEta } from '../adapters/etas';
import { readMerchant } from '../adapters/merchant-file';
import { openQueue, wakeWhenDue } from '../adapters/queues';
import { eachRecord, parseEvent } from '../adapters/sqs-records';
import { loadBackInStock } from '../adapters/stock';
import { openTable } from '../adapters/table';
import { apply } from '../core/apply';
import { applyAll } from '../core/changes';
import type { Customer } from '../core/customer';
import { alertCustomerKeyOf, customerKeyOf } from '../core/customer-key';
import type { BackorderCreated, DatedStockAlertRequested, Scope } from '../core/events/incoming';
import { openingIn, type Opening } from './opened';
import { newsOf, openWithEarlyCloses } from './opening';

const environment = readEnvironment('TABLE_NAME', 'ATTEND_QUEUE_URL');
const table = openTable(environment.TABLE_NAME);
const attendQueue = openQueue(environment.ATTEND_QUEUE_URL);
const merchant = readMerchant();

export const handler = eachRecord(
  (body) => takeIn(openingIn(parseEvent(body), now())),
  (body) => keyOf(openingIn(parseEvent(body), now())),
);

const keyOf = (opening: Opening): string => (opening.type === 'Backorder Created' ? customerKeyOf(opening.event) : alertCustomerKeyOf(opening.event));

async function takeIn(opening: Opening): Promise<void> {
  const key = keyOf(opening);
  const customer = opening.type === 'Backorder Created' ? await open(key, opening.event) : await ask(key, opening.event);
  await wakeWhenDue(attendQueue, customer, now());
}

async function open(key: string, event: BackorderCreated): Promise<Customer | undefined> {
  await changeCustomer(table, key, (known, order) => openWithEarlyCloses(known, order, event, merchant, now()), event.orderId);
  // After the line is in the index a fan-out finds it; before, only this look does.
  const news = newsOf(await Promise.all(scopesOf(event).map((scope) => loadEta(table, scope))));
  return changeCustomer(table, key, (known) => applyAll(known, news, merchant, now()));
}

/** Notes the alert, and then takes over what was reported of the SKU before the alert was in the index. */
async function ask(key: string, event: DatedStockAlertRequested): Promise<Customer | undefined> {
  const customer = await changeCustomer(table, key, (known) => apply(known, { type: 'Stock Alert Requested', event }, merchant, now()));
  const report = await loadBackInStock(table, event.item.sku);
  if (report === undefined) return customer;
  return changeCustomer(table, key, (known) => apply(known, { type: 'Back In Stock', event: report }, merchant, now()));
}

const scopesOf = ({ item, supplierOrder, orderId, lineId }: BackorderCreated): Scope[] => [
  { sku: item.sku },
  ...(supplierOrder === undefined ? [] : [{ supplierOrder }]),
  { orderId, lineId },
];
