import type { Customer, Line } from './customer';
import type { Instant } from './dates';
import type { Setting } from './facts';
import { idOf } from './ids';
import type { CancelledPart, Notice, NoticePart, RefundedPart, ShippedPart, WaitingPart } from './notice';
import { NoticeKind, strictest } from './notice-kinds';
import { isUndoable } from './apply/cancel';
import { balanceOf } from './balance';
import {
  cancellationsToTell,
  changeToTell,
  dateThatStands,
  dateTold,
  paidFor,
  refundsToTell,
  shipmentsToTell,
  waitingUnits,
  zoneOf,
} from './standing';
import { dateIn } from './time-zones';

/*
 * What a mail would say if it went out now. Always made from the state at the moment of sending, so that nothing that
 * was overtaken in the meantime is said.
 */

/** The answer to a cancellation, and the news that its money was sent. Undefined when there is neither. */
export function composeAnswer(customer: Customer, setting: Setting, now: Instant): Notice | undefined {
  return compose(
    customer,
    setting,
    customer.lines.flatMap((line) => [...cancelledParts(line, now), ...refundedParts(line, setting)]),
  );
}

/** Everything that is true and was not told yet: new lines, moved dates, shipments. Undefined when all is told. */
export function composeChanges(customer: Customer, setting: Setting, now: Instant): Notice | undefined {
  const today = dateIn(setting.timeZone, now);
  return compose(
    customer,
    setting,
    customer.lines.flatMap((line): NoticePart[] => {
      const kind = changeToTell(line, today, setting.policy);
      return [...(kind === undefined ? [] : [waitingPart(line, kind, today)]), ...shippedParts(line, today)];
    }),
  );
}

/** Where everything stands, for a week without news: all that waits, each with the date as it now stands. */
export function composeWeekly(customer: Customer, setting: Setting, now: Instant): Notice | undefined {
  const today = dateIn(setting.timeZone, now);
  const waiting = customer.lines.filter((line) => waitingUnits(line) > 0 && line.promises.length > 0);
  const parts = waiting.map((line) => waitingPart(line, 'weekly', today));
  return compose(customer, setting, parts, customer.profile.lastContactAt);
}

/** `since` tells apart notices that say the same at different times, as weekly ones may. */
function compose(customer: Customer, setting: Setting, parts: NoticePart[], since?: Instant): Notice | undefined {
  const { profile } = customer;
  if (parts.length === 0 || profile.email === undefined) return undefined;
  const order = (part: NoticePart): number => NoticeKind.options.indexOf(part.kind);
  const sorted = parts.toSorted((a, b) => order(a) - order(b));
  return {
    id: idOf('notice', profile.key, since ?? '', ...sorted.map(tellingOf)),
    kind: strictest(sorted.map(({ kind }) => kind)),
    to: { email: profile.email, name: profile.name, locale: profile.locale, timeZone: zoneOf(customer, setting.timeZone) },
    parts: sorted,
  };
}

/** What makes the telling of a part the same telling. */
function tellingOf(part: NoticePart): string {
  const line = [part.kind, part.orderId, part.lineId];
  switch (part.kind) {
    case 'cancelled':
    case 'refunded':
      return JSON.stringify([...line, part.cancellationId]);
    case 'shipped':
      return JSON.stringify([...line, part.shipmentId]);
    case 'first':
    case 'later':
    case 'earlier':
    case 'unknown':
    case 'weekly':
      return JSON.stringify([...line, part.previousShipBy ?? null, part.shipBy, part.confirmedAt]);
  }
}

const about = ({ orderId, lineId, item }: Line): Pick<NoticePart, 'orderId' | 'lineId' | 'name' | 'imageUrl' | 'productUrl'> => ({
  orderId,
  lineId,
  name: item.name,
  imageUrl: item.imageUrl,
  productUrl: item.productUrl,
});

function waitingPart(line: Line, kind: WaitingPart['kind'], today: string): WaitingPart {
  const shipBy = dateThatStands(line, today);
  return {
    kind,
    orderKind: line.kind,
    quantity: waitingUnits(line),
    shipBy,
    // A window belongs to its date: without the date it means nothing.
    deliverBy: shipBy === null ? undefined : line.eta.deliverBy,
    previousShipBy: dateTold(line),
    cause: line.eta.cause,
    confirmedAt: line.eta.confirmedAt,
    placedAt: line.placedAt,
    refundable: paidFor(line, waitingUnits(line)),
    balanceDue: balanceOf(line, waitingUnits(line)),
    // Last, since a spread before so many fields takes three times as long.
    ...about(line),
  };
}

function shippedParts(line: Line, today: string): ShippedPart[] {
  return shipmentsToTell(line).map((shipment) => ({
    ...about(line),
    kind: 'shipped',
    quantity: shipment.quantity,
    shipmentId: shipment.shipmentId,
    shippedAt: shipment.shippedAt,
    carrier: shipment.carrier,
    trackingUrl: shipment.trackingUrl,
    stillWaiting: waitingUnits(line),
    shipBy: dateThatStands(line, today),
    refundable: paidFor(line, waitingUnits(line)),
  }));
}

function cancelledParts(line: Line, now: Instant): CancelledPart[] {
  return cancellationsToTell(line).map((one) => ({
    ...about(line),
    kind: 'cancelled',
    quantity: one.quantity,
    cancellationId: one.id,
    by: one.by,
    reason: one.reason,
    amount: one.amount,
    balanceDue: balanceOf(line, one.quantity),
    refundBy: one.refundBy,
    undoUntil: isUndoable(one, now) ? one.holdUntil : null,
    refundDone: one.state === 'settled',
  }));
}

function refundedParts(line: Line, setting: Setting): RefundedPart[] {
  return refundsToTell(line).flatMap((one) => {
    if (one.settledAt === undefined) return [];
    return {
      ...about(line),
      kind: 'refunded',
      quantity: one.quantity,
      cancellationId: one.id,
      amount: one.settledAmount ?? one.amount,
      amountTold: one.settledAmount === undefined ? undefined : one.amount,
      settledOn: dateIn(setting.timeZone, one.settledAt),
    };
  });
}
