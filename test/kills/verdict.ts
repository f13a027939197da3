import { waitingUnits } from '../../functions/core/standing';
import { type Book, isPoison } from './book';
import type { Seen } from './seen';

/** How often things happened that are allowed, and are counted. */
export interface Counted {
  orders: number;
  /** Cancellations that a page has confirmed. */
  cancellations: number;
  mails: number;
  /** Notices that lie in the inbox twice: SES had the mail, and the process died before it could say so. */
  sentTwice: number;
  /** Mails of which nobody could know whether they went out. */
  unknown: number;
  refunds: number;
  /** Outgoing events that were published more than once, with one and the same id. */
  publishedTwice: number;
}

/** Everything in which the stack did not keep its word, in words; and what it may do and is counted. */
export function verdictOn(book: Book, seen: Seen): { faults: string[]; counted: Counted } {
  return { faults: [...lost(book, seen), ...mailFaults(seen), ...refundFaults(seen), ...leftBehind(seen)], counted: count(book, seen) };
}

const entries = (seen: Seen, orderId: string) => seen.customers.get(`c-${orderId}`)?.record ?? [];

/** An accepted event has taken effect. The wrong ones lie among the dead letters. */
function* lost(book: Book, seen: Seen): Generator<string> {
  for (const { eventId, orderId } of book.acceptedOf('Backorder Created') as { eventId: string; orderId: string }[]) {
    if (isPoison({ eventId })) {
      if (!seen.deadLetters.some(({ body }) => body.includes(`"${eventId}"`))) yield `${eventId} is wrong and lies nowhere`;
      continue;
    }
    const record = entries(seen, orderId);
    if (record.filter(({ what }) => what === 'line-opened').length !== 1) yield `${orderId} was opened ${record.filter(({ what }) => what === 'line-opened').length} times`;
    const isTold = seen.mails.some(({ to, tags }) => to === `${orderId}@example.com` && tags.kind === 'first');
    if (!isTold && !record.some(({ what }) => what === 'shipped' || what === 'notice-unknown')) yield `${orderId} was never told`;
  }
  for (const { orderId, shipmentId } of book.acceptedOf('Order Shipped')) {
    const found = entries(seen, String(orderId)).filter(({ what, facts }) => (what === 'shipped' || what === 'merchant-task') && facts.shipmentId === shipmentId);
    if (found.length !== 1) yield `shipment ${String(shipmentId)} of ${String(orderId)} is on record ${found.length} times`;
  }
  for (const orderId of book.cancelled) {
    if (!entries(seen, orderId).some(({ what, facts }) => what === 'cancelled' && facts.by === 'customer')) yield `${orderId} was told that it is cancelled, and is not`;
  }
  for (const { refundId } of book.acceptedOf('Refund Settled')) {
    const settled = [...seen.customers.values()].flatMap(({ record }) => record.filter(({ what, facts }) => what === 'refund-settled' && facts.refundId === refundId));
    if (settled.length !== 1) yield `refund ${String(refundId)} is settled ${settled.length} times`;
  }
  yield* datesLost(book, seen);
}

/** Every line that still waits has the newest date that was reported of its goods. */
function* datesLost(book: Book, seen: Seen): Generator<string> {
  const newest = new Map<string, string>();
  for (const { scope, asOf } of book.acceptedOf('ETA Changed') as { scope?: { sku: string }; asOf?: string }[]) {
    if (scope !== undefined && asOf !== undefined && asOf > (newest.get(scope.sku) ?? '')) newest.set(scope.sku, asOf);
  }
  for (const { lines } of seen.customers.values()) {
    for (const line of lines.filter((one) => waitingUnits(one) > 0)) {
      const reported = newest.get(line.item.sku);
      if (reported !== undefined && line.eta.asOf < reported) yield `${line.orderId} has the date of ${line.eta.asOf}, and not that of ${reported}`;
    }
  }
}

/** A notice is in the inbox once; twice only where the record says that nobody could know. And each is on record. */
function* mailFaults(seen: Seen): Generator<string> {
  for (const [notice, mails] of byNotice(seen)) {
    const [first] = mails;
    const record = entries(seen, first?.to.replace('@example.com', '') ?? '').filter(({ facts }) => facts.noticeId === notice);
    const unknown = record.filter(({ what }) => what === 'notice-unknown').length;
    if (mails.length > 1 + unknown || mails.length > 2) yield `notice ${notice} to ${first?.to ?? ''} went out ${mails.length} times, ${unknown} times unknown`;
    if (record.length === 0) yield `notice ${notice} to ${first?.to ?? ''} is not on record`;
  }
}

function byNotice(seen: Seen): Map<string, Seen['mails'][number][]> {
  const found = new Map<string, Seen['mails'][number][]>();
  for (const mail of seen.mails) found.set(mail.tags.notice ?? '', [...(found.get(mail.tags.notice ?? '') ?? []), mail]);
  return found;
}

/** One refund id for each cancellation that stands, none for one that was withdrawn, and none without a cancellation. */
function* refundFaults(seen: Seen): Generator<string> {
  const asked = new Map<unknown, Set<unknown>>();
  for (const { detail } of seen.refundsRequested) asked.set(detail.cancellationId, (asked.get(detail.cancellationId) ?? new Set()).add(detail.refundId));
  const refundIds = [...asked.values()].flatMap((ids) => [...ids]);
  if (new Set(refundIds).size !== asked.size) yield `${asked.size} cancellations have ${refundIds.length} refund ids`;
  const standing = new Set<unknown>();
  for (const [key, { record }] of seen.customers) {
    const withdrawn = new Set(record.flatMap(({ what, facts }) => (what === 'cancellation-withdrawn' ? [facts.cancellationId] : [])));
    for (const { what, facts } of record) {
      if (what !== 'cancelled' || withdrawn.has(facts.cancellationId)) continue;
      standing.add(facts.cancellationId);
      const ids = asked.get(facts.cancellationId)?.size ?? 0;
      if (ids !== 1) yield `cancellation ${String(facts.cancellationId)} of ${key} has ${ids} refund ids`;
    }
  }
  for (const id of asked.keys()) if (!standing.has(id)) yield `a refund is asked for ${String(id)}, which is no cancellation that stands`;
}

/** Nobody is due, no mail is on its way and no event waits to be published. */
function* leftBehind({ customers, now }: Seen): Generator<string> {
  for (const [key, { profile }] of customers) {
    if (profile?.sending !== undefined) yield `a mail to ${key} is still on its way`;
    if ((profile?.outbox.length ?? 0) > 0) yield `${key} has events that are not published`;
    if (profile?.dueAt !== undefined && Date.parse(profile.dueAt) < Date.parse(now) - 120_000) yield `${key} is due since ${profile.dueAt}`;
  }
}

function count(book: Book, seen: Seen): Counted {
  const published = [...seen.refundsRequested, ...seen.noticesSent].map(({ detail }) => detail.eventId);
  const unknown = [...seen.customers.values()].flatMap(({ record }) => record.filter(({ what }) => what === 'notice-unknown'));
  return {
    orders: book.orders.length,
    cancellations: book.cancelled.size,
    mails: seen.mails.length,
    sentTwice: [...byNotice(seen).values()].filter((mails) => mails.length > 1).length,
    unknown: unknown.length,
    refunds: new Set(seen.refundsRequested.map(({ detail }) => detail.refundId)).size,
    publishedTwice: published.length - new Set(published).size,
  };
}
