import { changeCustomer } from '../../functions/adapters/customers';
import { keepEta } from '../../functions/adapters/etas';
import { keepEarlyClose } from '../../functions/adapters/orders';
import { readPace, writePace } from '../../functions/adapters/pacing/pace-row';
import { keepBackInStock } from '../../functions/adapters/stock';
import type { Table } from '../../functions/adapters/table';
import { keepTestMail } from '../../functions/adapters/test-mails';
import { openWithEarlyCloses } from '../../functions/backorder-created/opening';
import { apply } from '../../functions/core/apply';
import { attend } from '../../functions/core/attend';
import type { Customer } from '../../functions/core/customer';
import { plusSeconds, type Instant } from '../../functions/core/dates';
import type { BackorderCreated } from '../../functions/core/events/incoming/backorder-created';
import type { Fact, Setting } from '../../functions/core/facts';
import { Policy } from '../../functions/core/merchant';
import { afterQuestion } from '../../functions/core/pacing/answers';
import { beginSending, published, recordSent } from '../../functions/core/sending';

/*
 * One customer to whom nearly everything happens, lived through by the product's own code, so that the rows it leaves have most of what a
 * row can have.
 */

const setting: Setting = {
  policy: Policy.parse({ goodwill: { steps: [{ lateDays: 14, percent: 10 }], monthlyBudget: { USD: 100_000 } } }),
  timeZone: 'America/New_York',
  market: 'US',
};

const chairs: BackorderCreated = {
  eventId: 'created-1',
  orderId: 'o1',
  lineId: 'l1',
  placedAt: '2026-11-23T13:58:00.000Z',
  market: 'US',
  customer: { id: 'ada', email: 'ada@example.com', name: 'Ada Park', locale: 'en-US', timeZone: 'America/Chicago' },
  item: { sku: 'CHAIR', name: 'Oak chair', quantity: 4, imageUrl: 'https://shop.example/c.png', productUrl: 'https://shop.example/c' },
  paid: { amount: 11_800, currency: 'USD', tax: 800 },
  paidWith: { label: 'Visa', last4: '4242' },
  promise: { shipBy: '2026-12-10', deliverBy: { earliest: '2026-12-12', latest: '2026-12-14' } },
  kind: 'backorder',
  balanceDue: { amount: 0, currency: 'USD' },
  cause: { code: 'supplier-delay' },
  supplierOrder: 'PO-1',
  channel: 'web',
};
const lamp: BackorderCreated = { ...chairs, eventId: 'created-2', orderId: 'o2', item: { sku: 'LAMP', name: 'Lamp', quantity: 1 }, paid: { amount: 5900, currency: 'USD' } };

/** Fills the table with at least one row of each kind. */
export async function live(table: Table): Promise<void> {
  const take = (fact: Fact, now: Instant) => changeCustomer(table, 'ada', (known) => apply(known, fact, setting, now));
  const open = (event: BackorderCreated, now: Instant) => changeCustomer(table, 'ada', (known, order) => openWithEarlyCloses(known, order, event, setting, now, event.placedAt), event.orderId);
  await open(chairs, '2026-11-23T14:00:00.000Z');
  await open(lamp, '2026-11-23T14:00:00.000Z');
  await tell(table, '2026-11-23T14:01:00.000Z');
  await take({ type: 'Order Shipped', event: { eventId: 'shipped-2', orderId: 'o2', lineId: 'l1', shipmentId: 's2', quantity: 1, shippedAt: '2026-11-24T09:00:00.000Z', carrier: 'USPS', trackingUrl: 'https://usps.example/2' } }, '2026-11-24T09:01:00.000Z');
  const later = { eventId: 'eta-1', scope: { supplierOrder: 'PO-1' }, shipBy: '2026-12-30', deliverBy: { earliest: '2027-01-02', latest: '2027-01-04' }, cause: { code: 'other' as const, text: 'A fire at the works' }, asOf: '2026-11-24T10:00:00.000Z' };
  await keepEta(table, { type: 'ETA Changed', event: later });
  await keepEta(table, { type: 'ETA Confirmed', event: { eventId: 'eta-2', scope: { supplierOrder: 'PO-1' }, asOf: '2026-11-24T11:00:00.000Z' } });
  await take({ type: 'ETA Changed', event: later }, '2026-11-24T10:00:10.000Z');
  await tell(table, '2026-11-25T16:00:00.000Z');
  await take({ type: 'Keep Pressed', click: { lines: [{ orderId: 'o1', lineId: 'l1', words: 'I agree to wait until 30 December.' }], at: '2026-11-25T17:00:00.000Z' } }, '2026-11-25T17:00:00.000Z');
  await tell(table, '2026-11-25T17:00:30.000Z');
  await take({ type: 'Order Shipped', event: { eventId: 'shipped-1', orderId: 'o1', lineId: 'l1', shipmentId: 's1', quantity: 1, shippedAt: '2026-11-26T09:00:00.000Z', carrier: 'DHL', trackingUrl: 'https://dhl.example/1' } }, '2026-11-26T09:01:00.000Z');
  await tell(table, '2026-11-26T16:00:00.000Z');
  await take({ type: 'Order Cancelled', event: { eventId: 'cancelled-1', orderId: 'o1', lineId: 'l1', quantity: 1, refund: 'needed', reason: 'One was damaged' } }, '2026-11-26T17:00:00.000Z');
  await tell(table, '2026-11-27T18:30:00.000Z');
  await take({ type: 'Stock Alert Requested', event: { eventId: 'asked-1', customer: chairs.customer, item: { sku: 'MUG', name: 'Mug', productUrl: 'https://shop.example/m' }, market: 'US', requestedAt: '2026-11-27T19:00:00.000Z' }, guestKey: 'ada' }, '2026-11-27T19:00:00.000Z');
  const back = { eventId: 'back-1', sku: 'MUG', asOf: '2026-11-27T20:00:00.000Z' };
  await keepBackInStock(table, back);
  await take({ type: 'Back In Stock', event: back }, '2026-11-27T20:00:01.000Z');
  await grow(table, '2026-12-26T15:00:00.000Z');
  await begin(table, '2026-12-26T16:00:00.000Z');
  await keepEarlyClose(table, { type: 'Order Shipped', event: { eventId: 'shipped-9', orderId: 'o1', lineId: 'l9', shipmentId: 's9', quantity: 1, shippedAt: '2026-12-26T09:00:00.000Z' } });
  const pace = await readPace(table);
  await writePace(table, pace, afterQuestion(pace.pace, { ratePerSecond: 14, dailyQuota: 50_000, sentInDay: 120, maySend: true }, Date.parse('2026-12-26T16:00:00.000Z')));
  await keepTestMail(table, { testId: 'try-1', eventType: 'Delivery', at: '2026-12-26T16:00:00.000Z' });
}

/** Sends whatever is due, mail by mail, and publishes what is to be. */
async function tell(table: Table, now: Instant): Promise<void> {
  for (let mails = 0; mails < 5; mails += 1) {
    if (!(await begin(table, plusSeconds(now, mails)))) break;
    await changeCustomer(table, 'ada', (known) => known && recordSent(known, { messageId: `ses-${now}` }, setting, plusSeconds(now, mails)));
  }
  await changeCustomer(table, 'ada', (known) => known && published(known, known.profile.outbox.map(({ detail }) => detail.eventId), setting, now));
}

/** Commits a mail as being on its way, if one is due. */
async function begin(table: Table, now: Instant): Promise<boolean> {
  let isBegun = false;
  await grow(table, now);
  await changeCustomer(table, 'ada', (known) => {
    const act = known && attend(known, setting, now).act;
    isBegun = act?.kind === 'tell';
    return known !== undefined && act?.kind === 'tell' ? beginSending(known, act.notice, act.attempt, { subject: act.notice.kind, wordsHash: 'ab'.repeat(32), text: `Dear Ada, this is the ${act.notice.kind} notice.` }, setting, now) : undefined;
  });
  return isBegun;
}

/** What the calendar alone asks for: refunds, goodwill, questions to the merchant. */
const grow = (table: Table, now: Instant): Promise<Customer | undefined> => changeCustomer(table, 'ada', (known) => known && attend(known, setting, now, { goodwillSpent: { USD: 0 } }));
