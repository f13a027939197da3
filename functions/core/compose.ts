import { aboutLine } from './about-line';
import { answerParts } from './answer-parts';
import { lostBefore } from './contacts';
import type { Customer } from './customer';
import type { Line } from './line';
import { daysBetween, type PlainDate } from './dates';
import { offerOf, reminderDueAt } from './delay-rules/offering';
import { isInWeekly } from './due';
import type { Setting } from './facts';
import { withGoodwill } from './goodwill';
import { idOf } from './ids';
import type { Notice, NoticePart, ShippedPart, WaitingPart } from './notice';
import { NoticeKind, strictest } from './notice-kinds';
import { balanceOf, balanceOfShipment } from './balance';
import type { Moment } from './moment';
import { changeToTell, dateThatStands, dateTold, paidFor, shipmentsToTell, waitingUnits, zoneOf } from './standing';
import { dateIn } from './time-zones';

/** One mail tells of at most so many lines: what is beyond them stays untold, and the next mail tells it at once. */
const MOST_TOLD = 300;

/** A weekly update lists all that waits up to so many lines; of more, those whose date has moved, or else the first. */
const MOST_LISTED = 30;
const FEW_LISTED = 20;

/*
 * What a mail would say if it went out now. Always made from the state at the moment of sending, so that nothing that
 * was overtaken in the meantime is said.
 */

/** The answers to a cancellation and to a consent, and the news that money was sent. Undefined when there is none. */
export function composeAnswer(customer: Customer, setting: Setting, at: Moment): Notice | undefined {
  return compose(
    customer,
    setting,
    customer.lines.flatMap((line) => answerParts(line, setting, at)),
  );
}

/** Everything that is true and was not told yet: new lines, moved dates, shipments. Undefined when all is told. */
export function composeChanges(customer: Customer, setting: Setting, at: Moment): Notice | undefined {
  return compose(
    customer,
    setting,
    customer.lines.flatMap((line): NoticePart[] => {
      const kind = changeToTell(line, at, setting.policy) ?? (isToBeReminded(line, setting, at) ? 'reminder' : undefined);
      return [...(kind === undefined ? [] : [waitingPart(line, kind, setting, at)]), ...shippedParts(line, at)];
    }),
    lastTold(customer),
  );
}

/** A date that is given, withdrawn and given again with the same words is told in another notice each time. */
const lastTold = ({ lines }: Customer): string | undefined => lines.flatMap(({ promises }) => promises.at(-1)?.toldAt ?? []).sort().at(-1);

/** Where everything stands, for a week without news: what waits, each with the date as it now stands. */
export function composeWeekly(customer: Customer, setting: Setting, at: Moment): Notice | undefined {
  const waiting = customer.lines.filter((line) => isInWeekly(line, at));
  const listed = listedOf(waiting, at);
  const notice = compose(customer, setting, listed.map((line) => waitingPart(line, 'weekly', setting, at)), customer.profile.lastContactAt);
  return notice === undefined || listed.length === waiting.length ? notice : { ...notice, unlisted: waiting.length - listed.length };
}

function listedOf(waiting: readonly Line[], at: Moment): readonly Line[] {
  if (waiting.length <= MOST_LISTED) return waiting;
  const moved = waiting.filter((line) => dateThatStands(line, at) !== dateTold(line));
  return (moved.length > 0 ? moved : waiting).slice(0, FEW_LISTED);
}

const byStrictness = (a: NoticePart, b: NoticePart): number => NoticeKind.options.indexOf(a.kind) - NoticeKind.options.indexOf(b.kind);

/**
 * `since` tells apart notices that say the same at different times, as weekly ones may; what did not arrive tells them apart
 * from those that are told again because of it.
 */
function compose(customer: Customer, setting: Setting, parts: NoticePart[], since?: string): Notice | undefined {
  const { profile } = customer;
  if (parts.length === 0 || profile.email === undefined) return undefined;
  const sorted = parts.toSorted(byStrictness).slice(0, MOST_TOLD);
  const kind = strictest(sorted.map((part) => part.kind));
  const told = withGoodwill(sorted, { kind }, customer.lines);
  return {
    id: idOf('notice', profile.key, since ?? '', ...lostBefore(profile), ...told.map(tellingOf)),
    kind,
    to: { email: profile.email, name: profile.name, locale: profile.locale, timeZone: zoneOf(customer, setting.timeZone) },
    parts: told,
  };
}

/** What makes the telling of a part the same telling. */
function tellingOf(part: NoticePart): string {
  const line = [part.kind, part.orderId, part.lineId];
  switch (part.kind) {
    case 'cancelled':
    case 'refunded':
    case 'refund-failed':
      return JSON.stringify([...line, part.cancellationId]);
    case 'consented':
      return JSON.stringify([...line, part.consentedAt]);
    case 'shipped':
      return JSON.stringify([...line, part.shipmentId]);
    case 'first':
    case 'later':
    case 'earlier':
    case 'unknown':
    case 'reminder':
    case 'weekly':
      return JSON.stringify([...line, part.previousShipBy ?? null, part.shipBy, part.confirmedAt, ...(part.offer === undefined ? [] : [part.offer.kind, part.offer.answerBy]), ...(part.goodwill?.ids ?? [])]);
  }
}

/** The first date on record, where a later word has taken its place before. */
function firstDateTold({ promises }: Line): PlainDate | undefined {
  const dates = promises.flatMap(({ shipBy }) => shipBy ?? []);
  const [first] = dates;
  return first === promises.at(-1)?.shipBy ? undefined : first;
}

/** An offer waits for an answer, and its last days have come. */
function isToBeReminded(line: Line, { timeZone, policy }: Setting, at: Moment): boolean {
  const due = isInWeekly(line, at) ? reminderDueAt(line, timeZone, policy) : undefined;
  return due !== undefined && due <= at.now;
}

function waitingPart(line: Line, kind: WaitingPart['kind'], { policy }: Setting, at: Moment): WaitingPart {
  const shipBy = dateThatStands(line, at);
  return {
    kind,
    orderKind: line.kind,
    quantity: waitingUnits(line),
    shipBy,
    // A window belongs to its date: without the date it means nothing.
    deliverBy: shipBy === null ? undefined : line.eta.deliverBy,
    previousShipBy: dateTold(line),
    firstShipBy: firstDateTold(line),
    cause: line.eta.cause,
    confirmedAt: line.eta.confirmedAt,
    isConfirmedRecently: daysBetween(dateIn(at.zone, line.eta.confirmedAt), at.today) <= policy.dates.confirmedWithinDays,
    offer: offerOf(line, shipBy, policy),
    placedAt: line.placedAt,
    refundable: paidFor(line, waitingUnits(line)),
    balanceDue: balanceOf(line, waitingUnits(line)),
    paidWith: line.paidWith,
    // Last, since a spread before so many fields takes three times as long.
    ...aboutLine(line),
  };
}

function shippedParts(line: Line, at: Moment): ShippedPart[] {
  return shipmentsToTell(line).map((shipment) => ({
    ...aboutLine(line),
    kind: 'shipped',
    orderKind: line.kind,
    quantity: shipment.quantity,
    balanceDue: balanceOfShipment(line, shipment),
    shipmentId: shipment.shipmentId,
    shippedAt: shipment.shippedAt,
    carrier: shipment.carrier,
    trackingUrl: shipment.trackingUrl,
    stillWaiting: waitingUnits(line),
    shipBy: dateThatStands(line, at),
    refundable: paidFor(line, waitingUnits(line)),
  }));
}
