import type { Line, Profile } from '../customer';
import type { Instant } from '../dates';
import type { Draft } from '../change';
import type { BackorderCreated } from '../events/incoming';
import type { Setting } from '../facts';
import { idOf } from '../ids';
import { dateThatStands } from '../standing';
import { dateIn } from '../time-zones';

/** The profile of a customer of whom nothing is known yet. */
export function newProfile(key: string): Profile {
  return { schema: 1, key, weekly: 'on', failures: 0, resent: [], outbox: [], appliedIds: [] };
}

/** Opens the line. False when it is already open: the same line is opened once, whatever the event's id. */
export function openLine(draft: Draft, event: BackorderCreated, setting: Setting, now: Instant): boolean {
  if (draft.line(event)) return false;
  const { customer } = event;
  draft.putProfile({
    email: customer.email,
    ...(customer.name === undefined ? {} : { name: customer.name }),
    ...(customer.locale === undefined ? {} : { locale: customer.locale }),
    ...(customer.timeZone === undefined ? {} : { timeZone: customer.timeZone }),
  });
  const line = draft.putLine(lineOf(event, now));
  draft.note('line-opened', [line], event.eventId, {
    sku: line.item.sku,
    quantity: line.item.quantity,
    paid: line.paid.amount,
    currency: line.paid.currency,
    shipBy: event.promise.shipBy,
    placedAt: line.placedAt,
  });
  if (event.promise.shipBy !== null && dateThatStands(line, dateIn(setting.timeZone, now)) === null) askForDate(draft, line, 'promise-in-the-past');
  return true;
}

/** A task for the merchant: the date that is on record does not hold. */
export function askForDate(draft: Draft, line: Line, reason: 'promise-in-the-past' | 'promise-passed'): void {
  const { orderId, lineId, sequence } = line;
  const eventId = idOf('ETA Confirmation Needed', orderId, lineId, reason, line.eta.shipBy ?? 'none');
  draft.publish({ detailType: 'ETA Confirmation Needed', detail: { eventId, orderId, lineId, sequence, shipBy: line.eta.shipBy, reason } });
  draft.note('merchant-task', [line], eventId, { task: 'say when it ships', reason, shipBy: line.eta.shipBy });
}

function lineOf(event: BackorderCreated, now: Instant): Line {
  const { orderId, lineId, placedAt, market, kind, item, paid, promise } = event;
  return {
    schema: 1,
    orderId,
    lineId,
    placedAt,
    openedAt: now,
    market,
    kind,
    item,
    paid,
    balanceDue: event.balanceDue,
    supplierOrder: event.supplierOrder,
    channel: event.channel,
    // What the store promised was true when the order was placed; anything it reported later is newer.
    eta: { shipBy: promise.shipBy, deliverBy: promise.deliverBy, cause: event.cause, asOf: placedAt, scope: 'created', confirmedAt: placedAt },
    promises: [],
    changedAt: now,
    shipments: [],
    cancellations: [],
    consents: [],
    appliedIds: [event.eventId],
    sequence: 0,
  };
}
