import { now } from '../adapters/clock';
import { changeCustomer, customerOfRefund, customersOfAddress, loadClosedLine } from '../adapters/customers';
import { readEnvironment } from '../adapters/environment';
import { keyringReader } from '../adapters/keyring';
import { log } from '../adapters/log';
import { readMerchant } from '../adapters/merchant-file';
import { keepEarlyClose, lineOf, loadOrder, type EarlyClose } from '../adapters/orders';
import { openQueue, wakeWhenDue } from '../adapters/queues';
import { eachRecord, InvalidEventError, parseEvent } from '../adapters/sqs-records';
import { openTable } from '../adapters/table';
import { watched } from '../adapters/watched';
import { apply, applyToClosed } from '../core/apply';
import type { Customer } from '../core/customer';
import { OrderCancelled, OrderShipped } from '../core/events/incoming/closing';
import { CustomerErased, CustomerUpdated } from '../core/events/incoming/customer';
import { RefundFailed, RefundSettled } from '../core/events/incoming/refund';
import { isSameLine } from '../core/line';
import type { Fact } from '../core/facts';
import { eraseCustomers } from './erasing';

const environment = readEnvironment('TABLE_NAME', 'ATTEND_QUEUE_URL', 'KEYRING_ARN', 'METRICS_NAMESPACE');
const attendQueue = openQueue(environment.ATTEND_QUEUE_URL);
const merchant = readMerchant();
const table = openTable(environment.TABLE_NAME, merchant.policy);
const eraser = { table, attendQueue, keyring: keyringReader(environment.KEYRING_ARN), merchant, now };

/** Another change of this customer is half written. */
class UnfinishedChangeError extends Error {
  override readonly name = 'UnfinishedChangeError';
}

export const handler = watched(
  environment.METRICS_NAMESPACE,
  eachRecord(
    (body) => takeIn(closingIn(body)),
    (body) => subjectOf(closingIn(body)),
  ),
);

/** What ends a wait, in whole or in part, and what is said of a refund or of the customer. */
const closingIn = (body: unknown) =>
  parseEvent(body, {
    'Order Shipped': OrderShipped,
    'Order Cancelled': OrderCancelled,
    'Refund Settled': RefundSettled,
    'Refund Failed': RefundFailed,
    'Customer Updated': CustomerUpdated,
    'Customer Erased': CustomerErased,
  });
type Closing = ReturnType<typeof closingIn>;

/** An order's facts in the order in which they came; so are a refund's, and a customer's. */
function subjectOf({ detail }: Closing): string {
  if ('orderId' in detail) return detail.orderId;
  if ('refundId' in detail) return detail.refundId;
  return 'customer' in detail ? JSON.stringify(detail.customer) : '';
}

async function takeIn({ detailType, detail, sentAt }: Closing): Promise<void> {
  switch (detailType) {
    case 'Order Shipped':
      return close({ type: detailType, event: detail });
    case 'Order Cancelled':
      return close({ type: detailType, event: detail });
    case 'Refund Settled':
      return answerRefund(detail.refundId, { type: detailType, event: detail });
    case 'Refund Failed':
      return answerRefund(detail.refundId, { type: detailType, event: detail });
    case 'Customer Updated':
      for (const key of await keysOf(detail.customer)) await change(key, { type: detailType, event: detail, sentAt });
      return;
    case 'Customer Erased':
      return eraseCustomers(eraser, detail, sentAt);
  }
}

async function close(early: EarlyClose): Promise<void> {
  const { event } = early;
  const line = lineOf(await loadOrder(table, event.orderId), event.lineId);
  if (line === undefined) {
    // Whoever opened the line in the meantime did not see this close: then it is no early one.
    if ((await keepEarlyClose(table, early)) === 'known') await close(early);
    return;
  }
  if (line.state === 'closed') {
    if (early.type === 'Order Shipped') await shipClosed(line.customerKey, early);
    return;
  }
  const found = { open: false };
  await change(line.customerKey, early, (known) => {
    found.open = known.lines.some((one) => isSameLine(one, event));
  });
  // Closed since the order was read: its mark there was changed with it, and now says so.
  if (!found.open) await close(early);
}

/** The line is already closed: nothing waits, so goods that leave are the merchant's to look at. */
async function shipClosed(customerKey: string, { event }: Extract<EarlyClose, { type: 'Order Shipped' }>): Promise<void> {
  const customer = await changeCustomer(table, customerKey, async (known) => {
    // Read after the customer, each time anew: who else writes this line changes the customer's version with it.
    const closed = await loadClosedLine(table, customerKey, event);
    // A large change marks its orders first and closes the lines after; soon the line is there, and the message comes again.
    if (closed === undefined) throw new UnfinishedChangeError();
    return known === undefined ? undefined : applyToClosed(known, closed, event, merchant, now());
  });
  await wakeWhenDue(attendQueue, customer, now());
}

async function answerRefund(refundId: string, fact: Fact): Promise<void> {
  const key = await customerOfRefund(table, refundId);
  if (key === undefined) throw new InvalidEventError(['detail.refundId: expected an id that a Refund Requested gave']);
  await change(key, fact);
}

async function change(customerKey: string, fact: Fact, look: (known: Customer) => void = () => undefined): Promise<void> {
  const customer = await changeCustomer(table, customerKey, (known) => {
    if (known !== undefined) look(known);
    return apply(known, fact, merchant, now());
  });
  await wakeWhenDue(attendQueue, customer, now());
}

async function keysOf(customer: { id: string } | { email: string }): Promise<string[]> {
  if ('id' in customer) return [customer.id];
  const keys = await customersOfAddress(table, customer.email);
  if (keys.length === 0) log.info('nobody is written to at this address');
  return keys;
}
