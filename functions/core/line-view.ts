import { undoUntil } from './apply/cancel';
import { balanceOf } from './balance';
import type { Customer } from './customer';
import type { Cancellation, Line } from './line';
import type { Instant } from './dates';
import { offerOf } from './delay-rules/offering';
import type { Setting } from './facts';
import type { OrderScope } from './links';
import { momentOf } from './moment';
import type { PageCancellation, PageLine, PageView } from './page-view';
import { dateThatStands, paidFor, shippedUnits, standingCancellations, waitingUnits, zoneOf } from './standing';
import { dateIn } from './time-zones';

/** The lines that a link is about, open and closed, by order and line. */
export function linesInScope(lines: readonly Line[], scope: OrderScope): Line[] {
  switch (scope.kind) {
    case 'line':
      return lines.filter(({ orderId, lineId }) => orderId === scope.orderId && lineId === scope.lineId);
    case 'order':
      return lines.filter(({ orderId }) => orderId === scope.orderId);
    case 'customer':
      return [...lines];
  }
}

/** What a button's meaning depends on: how many units wait, and for keeping also until when. */
export function seenOf(lines: readonly Line[], setting: Setting, now: Instant): string {
  const at = momentOf(setting, now);
  return [unitsSeen(lines), lines.map((line) => dateThatStands(line, at) ?? 'none').join('.')].join('_');
}

/** The part of it that cancelling depends on: a date that moved meanwhile does not stand in the way out. */
export const unitsSeen = (lines: readonly Line[]): string => lines.map((line) => String(waitingUnits(line))).join('.');

/** What the page shows for a link; undefined when nothing of it is left. `closed` are tombstones of closed lines. */
export function viewFor(
  customer: Customer | undefined,
  closed: readonly Line[],
  scope: OrderScope,
  intent: PageView['intent'],
  setting: Setting,
  now: Instant,
): PageView | undefined {
  if (customer === undefined) return undefined;
  const lines = linesInScope([...customer.lines, ...closed], scope);
  if (lines.length === 0) return undefined;
  return {
    intent,
    lines: lines.map((line) => lineView(line, setting, now)),
    weekly: customer.profile.weekly,
    seen: seenOf(lines, setting, now),
    locale: customer.profile.locale,
    timeZone: zoneOf(customer, setting.timeZone),
  };
}

/** One line as the page shows it. */
export function lineView(line: Line, setting: Setting, now: Instant): PageLine {
  const waiting = waitingUnits(line);
  const shipBy = dateThatStands(line, momentOf(setting, now));
  const kept = line.consents.at(-1);
  return {
    orderId: line.orderId,
    lineId: line.lineId,
    name: line.item.name,
    imageUrl: line.item.imageUrl,
    productUrl: line.item.productUrl,
    orderKind: line.kind,
    ordered: line.item.quantity,
    waiting,
    shipped: shippedUnits(line),
    placedAt: line.placedAt,
    shipBy,
    deliverBy: shipBy === null ? undefined : line.eta.deliverBy,
    promises: line.promises.map(({ shipBy: told, toldAt }) => ({ shipBy: told, toldAt })),
    refundable: waiting === 0 ? undefined : paidFor(line, waiting),
    refundableFor: waiting < 2 ? undefined : countsOf(waiting).map((quantity) => ({ quantity, refundable: paidFor(line, quantity) })),
    balanceDue: balanceOf(line, waiting),
    paidWith: line.paidWith,
    cancellations: standingCancellations(line).map((one) => ({ ...cancellationView(line, one, setting, now), balanceDue: balanceOf(line, one.quantity) })),
    shipments: line.shipments.map(({ shippedAt, quantity, carrier, trackingUrl }) => ({ shippedAt, quantity, carrier, trackingUrl })),
    kept: kept === undefined ? undefined : { at: kept.at, shipBy: kept.shipBy, until: kept.until, words: kept.words },
    goodwill: (line.goodwill ?? []).map(({ amount, at }) => ({ amount, at })),
    offer: waiting === 0 ? undefined : offerOf(line, shipBy, setting.policy),
  };
}

/** More make a list in which nobody finds anything; who wants to cancel others than these can do it in two presses. */
const MOST_COUNTS = 20;

/** How many of the waiting units can be cancelled in one press: all, which comes first, or one and up. */
const countsOf = (waiting: number): number[] => [waiting, ...Array.from({ length: Math.min(waiting, MOST_COUNTS) - 1 }, (_none, index) => index + 1)];

function cancellationView(line: Line, one: Cancellation, setting: Setting, now: Instant): PageCancellation {
  return {
    by: one.by,
    quantity: one.quantity,
    amount: one.settledAmount ?? one.amount,
    refundBy: one.refundBy,
    undoUntil: undoUntil(line, one, setting, now),
    refund: refundProgress(one),
    settledOn: one.settledAt === undefined ? undefined : dateIn(setting.timeZone, one.settledAt),
  };
}

function refundProgress({ state }: Cancellation): PageCancellation['refund'] {
  switch (state) {
    case 'held':
    case 'withdrawn':
      return 'waiting-for-hold';
    case 'requested':
    case 'settled':
    case 'failed':
      return state;
  }
}
