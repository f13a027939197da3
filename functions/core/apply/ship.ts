import type { Line, Shipment } from '../line';
import type { Instant } from '../dates';
import type { Draft } from '../change';
import type { OrderShipped } from '../events/incoming/closing';
import type { Setting } from '../facts';
import { idOf } from '../ids';
import { shippedPostings } from '../ledger';
import { paidFor, waitingUnits } from '../standing';
import { overtakenBy, takeUnitsBack, taxed } from './cancel';
import { markChange } from './move-date';

/**
 * Goods left. Units that had left before the customer cancelled them withdraw that cancellation while its hold lasts;
 * units that left although they were cancelled are the merchant's task, and their refund goes on.
 */
export function ship(draft: Draft, event: OrderShipped, setting: Setting, now: Instant): boolean {
  const known = draft.line(event);
  if (!known || known.appliedIds.includes(event.eventId) || known.shipments.some(({ shipmentId }) => shipmentId === event.shipmentId)) return false;
  let line = draft.putLine({ ...known, appliedIds: [...known.appliedIds, event.eventId] });

  for (const late of overtakenBy(line, event.shippedAt, now)) {
    const missing = event.quantity - waitingUnits(line);
    if (missing <= 0) break;
    line = takeUnitsBack(draft, line, late, missing, 'shipment', setting, now);
  }

  const quantity = Math.min(event.quantity, waitingUnits(line));
  if (quantity > 0) line = addShipment(draft, line, event, quantity, setting, now);
  if (event.quantity > quantity) reportSurplus(draft, line, event, event.quantity - quantity);
  return true;
}

function addShipment(draft: Draft, line: Line, event: OrderShipped, quantity: number, setting: Setting, now: Instant): Line {
  const shipment: Shipment = {
    shipmentId: event.shipmentId,
    quantity,
    amount: paidFor(line, quantity),
    ...taxed(line, quantity),
    shippedAt: event.shippedAt,
    carrier: event.carrier,
    trackingUrl: event.trackingUrl,
  };
  const next = draft.putLine(markChange({ ...line, shipments: [...line.shipments, shipment] }, setting, now));
  draft.note('shipped', [next], event.eventId, { shipmentId: event.shipmentId, quantity, shippedAt: event.shippedAt, carrier: event.carrier ?? null }, { postings: shippedPostings(shipment) });
  return next;
}

/** More left than waited: after a cancellation the store has to call it back or be paid anew; we stay out of the money. */
export function reportSurplus(draft: Draft, line: Line, event: OrderShipped, quantity: number): void {
  const { orderId, lineId, sequence } = line;
  const eventId = idOf('Shipped After Cancellation', orderId, lineId, event.shipmentId);
  draft.publish({
    detailType: 'Shipped After Cancellation',
    detail: { eventId, orderId, lineId, sequence, shipmentId: event.shipmentId, quantity, shippedAt: event.shippedAt },
  });
  draft.note('merchant-task', [line], eventId, { task: 'goods left that no longer waited', shipmentId: event.shipmentId, quantity });
}
