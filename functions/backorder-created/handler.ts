import { now } from '../adapters/clock';
import { changeCustomer } from '../adapters/customers';
import { readEnvironment } from '../adapters/environment';
import { loadEta } from '../adapters/etas';
import { readMerchant } from '../adapters/merchant-file';
import { openQueue, wakeWhenDue } from '../adapters/queues';
import { eachRecord, InvalidEventError, parseEvent } from '../adapters/sqs-records';
import { openTable } from '../adapters/table';
import { applyAll } from '../core/changes';
import type { Customer } from '../core/customer';
import { customerKeyOf } from '../core/customer-key';
import type { BackorderCreated, Scope } from '../core/events/incoming';
import { newsOf, openWithEarlyCloses } from './opening';

const environment = readEnvironment('TABLE_NAME', 'ATTEND_QUEUE_URL');
const table = openTable(environment.TABLE_NAME);
const attendQueue = openQueue(environment.ATTEND_QUEUE_URL);
const merchant = readMerchant();

export const handler = eachRecord(
  (body) => open(eventIn(body)),
  (body) => customerKeyOf(eventIn(body)),
);

function eventIn(body: unknown): BackorderCreated {
  const { detailType, detail } = parseEvent(body);
  if (detailType !== 'Backorder Created') throw new InvalidEventError([`detail-type: expected Backorder Created, found ${detailType}`]);
  return detail;
}

async function open(event: BackorderCreated): Promise<void> {
  const key = customerKeyOf(event);
  await changeCustomer(table, key, (known, order) => openWithEarlyCloses(known, order, event, merchant, now()), event.orderId);
  await wakeWhenDue(attendQueue, await takeOverNews(key, event), now());
}

/** After the line is in the index a fan-out finds it; before, only this look does. */
async function takeOverNews(key: string, event: BackorderCreated): Promise<Customer | undefined> {
  const etas = await Promise.all(scopesOf(event).map((scope) => loadEta(table, scope)));
  const news = newsOf(etas);
  return changeCustomer(table, key, (known) => applyAll(known, news, merchant, now()));
}

const scopesOf = ({ item, supplierOrder, orderId, lineId }: BackorderCreated): Scope[] => [
  { sku: item.sku },
  ...(supplierOrder === undefined ? [] : [{ supplierOrder }]),
  { orderId, lineId },
];
