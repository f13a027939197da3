import type { OutgoingEvent } from '../../functions/core/events/outgoing';

/** One of each event that leaves, with every field that it may have. */
const AT = '2026-11-26T17:00:00.000Z';
const line = { eventId: 'e1', orderId: 'o1', lineId: 'l1', sequence: 7 };

export const published: readonly OutgoingEvent[] = [
  { detailType: 'Cancellation Requested', detail: { ...line, cancellationId: 'c1', quantity: 1, at: AT, holdUntil: '2026-11-26T21:00:00.000Z' } },
  { detailType: 'Cancellation Withdrawn', detail: { ...line, cancellationId: 'c1', quantity: 1, at: AT } },
  { detailType: 'Refund Requested', detail: { ...line, refundId: 'r1', cancellationId: 'c1', quantity: 1, amount: 2950, currency: 'USD', cause: 'customer', dueBy: '2026-12-07' } },
  { detailType: 'Notice Sent', detail: { eventId: 'e1', noticeId: 'n1', customerKey: 'ada', kind: 'later', at: AT, lines: [{ orderId: 'o1', lineId: 'l1', kind: 'later', shipBy: null }], alerts: [{ sku: 'MUG', asOf: AT }] } },
  { detailType: 'Delay Consented', detail: { ...line, shipBy: '2026-12-30', until: '2027-01-13', wordsHash: 'ab'.repeat(32), at: AT } },
  { detailType: 'Shipped After Cancellation', detail: { ...line, shipmentId: 's1', quantity: 1, shippedAt: AT } },
  { detailType: 'Refund Overdue', detail: { ...line, refundId: 'r1', amount: 2950, currency: 'USD', dueBy: '2026-12-07', state: 'failed' } },
  { detailType: 'Customer Unreachable', detail: { eventId: 'e1', customerKey: 'ada', reason: 'bounced', at: AT } },
  { detailType: 'ETA Confirmation Needed', detail: { ...line, shipBy: '2026-12-30', reason: 'promise-passes-soon' } },
  { detailType: 'Goodwill Granted', detail: { ...line, goodwillId: 'g1', lateDays: 14, percent: 10, amount: 295, currency: 'USD', at: AT } },
];
