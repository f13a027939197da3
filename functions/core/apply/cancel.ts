import type { Cancellation, Line } from '../line';
import { plusHours, type Instant, type PlainDate } from '../dates';
import type { Draft } from '../change';
import { rulePackFor } from '../delay-rules/choose';
import { lastDay } from '../delay-rules/terms';
import type { OrderCancelled } from '../events/incoming/closing';
import type { CancelledUnits, Click, Setting } from '../facts';
import { idOf } from '../ids';
import { sentPostings, undonePostings, vestedPostings } from '../ledger';
import { paidFor, replaceCancellation, standingCancellations, taxIn, waitingUnits } from '../standing';
import { dateIn, endOfDay } from '../time-zones';
import { markChange } from './move-date';

/**
 * The customer's own button: everything that still waits of these lines, or as many units as they chose, undoable while the hold
 * lasts. More than waits is not what they saw: of such a line nothing is cancelled.
 */
export function cancelByCustomer(draft: Draft, { lines, at }: { lines: readonly CancelledUnits[]; at: Instant }, setting: Setting): boolean {
  const holdUntil = plusHours(at, setting.policy.hold.customerHours);
  let isAnyCancelled = false;
  for (const { quantity: chosen, ...ref } of lines) {
    const line = draft.line(ref);
    const waiting = line === undefined ? 0 : waitingUnits(line);
    const quantity = chosen ?? waiting;
    if (line === undefined || !Number.isInteger(quantity) || quantity < 1 || quantity > waiting) continue;
    addCancellation(draft, line, { by: 'customer', quantity, at, holdUntil }, setting);
    isAnyCancelled = true;
  }
  return isAnyCancelled;
}

/** Takes back what can still be taken back of these lines. */
export function undoByCustomer(draft: Draft, click: Click, setting: Setting): boolean {
  const lines = click.lines.flatMap((ref) => draft.line(ref) ?? []).filter((line) => undoable(line, setting, click.at).length > 0);
  for (const line of lines) {
    const undone = undoable(line, setting, click.at);
    withdraw(draft, line, undone, 'customer', setting, click.at);
  }
  return lines.length > 0;
}

const undoable = (line: Line, setting: Setting, at: Instant): Cancellation[] => line.cancellations.filter((one) => undoUntil(line, one, setting, at) !== undefined);

/**
 * Until when the customer may undo it; undefined when at `at` they may not. What the calendar cancelled can't be undone: an
 * answer that comes after its deadline does not revive the order. Nor does an undo after the day that ends the wait: it
 * would be followed by the calendar's own cancellation.
 */
export function undoUntil(line: Line, one: Cancellation, { timeZone }: Setting, at: Instant): Instant | undefined {
  if (one.by !== 'customer' || !isHeld(one, at)) return undefined;
  const last = lastDay(line);
  const waitEnds = last === null || last === undefined ? one.holdUntil : endOfDay(timeZone, last);
  const until = waitEnds < one.holdUntil ? waitEnds : one.holdUntil;
  return at < until ? until : undefined;
}

/** No refund is requested yet, so that goods which had left before still end it. */
const isHeld = (one: Cancellation, at: Instant): boolean => one.state === 'held' && one.by !== 'merchant' && at < one.holdUntil;

/**
 * The merchant cancels. Units that the customer cancelled before are not cancelled again: for them this only ends the
 * undo, and with `refund: done` says that the money is already on its way.
 */
export function cancelByMerchant(draft: Draft, event: OrderCancelled, setting: Setting, now: Instant): boolean {
  const known = draft.line(event);
  if (!known || known.appliedIds.includes(event.eventId)) return false;
  let line = draft.putLine({ ...known, appliedIds: [...known.appliedIds, event.eventId] });
  let left = event.quantity ?? Number.POSITIVE_INFINITY;

  for (const one of line.cancellations) {
    const isTheirs = one.by !== 'merchant' && (one.state === 'held' || one.state === 'requested') && one.acknowledgedBy === undefined;
    if (!isTheirs || left <= 0) continue;
    if (event.refund === 'done' && one.state === 'held' && one.quantity > left) {
      // Money went back for some of these units only: for the others it is still owed.
      line = takeUnitsBack(draft, line, one, left, 'merchant', setting, now);
      break;
    }
    left -= one.quantity;
    const ended: Cancellation = { ...one, acknowledgedBy: event.eventId, holdUntil: one.holdUntil < now ? one.holdUntil : now };
    // Money that the store already sent back is not requested again. A request that is on its way is settled by its own answer.
    const done = event.refund === 'done' && one.state === 'held';
    line = draft.putLine(replaceCancellation(line, done ? { ...ended, state: 'settled', settledAt: now } : ended));
    if (done) draft.note('refund-settled', [line], one.id, { refundId: one.refundId, ...one.amount, settledAt: now }, { postings: sentPostings(one.amount, one.amount) });
  }

  const quantity = Math.min(left, waitingUnits(line));
  if (quantity > 0) {
    addCancellation(draft, line, { by: 'merchant', quantity, at: now, holdUntil: now, reason: event.reason, done: event.refund === 'done' }, setting);
  }
  return true;
}

interface Ask {
  by: Cancellation['by'];
  quantity: number;
  at: Instant;
  holdUntil: Instant;
  reason?: string | undefined;
  /** The day on which the right to the refund vested, where that is not the day of `at`. */
  vestedOn?: PlainDate;
  /** The day that was told already as the one by which the money is sent. */
  refundBy?: PlainDate;
  /** The store already sent the money back. */
  done?: boolean;
}

export function addCancellation(draft: Draft, line: Line, ask: Ask, setting: Setting): Line {
  const id = idOf('cancellation', line.orderId, line.lineId, String(line.cancellations.length + 1));
  const cancellation: Cancellation = {
    id,
    refundId: idOf('refund', line.orderId, line.lineId, id),
    by: ask.by,
    quantity: ask.quantity,
    amount: paidFor(line, ask.quantity),
    ...taxed(line, ask.quantity),
    at: ask.at,
    holdUntil: ask.holdUntil,
    refundBy: ask.refundBy ?? rulePackFor(line.market, setting.policy).refundBy(ask.vestedOn ?? dateIn(setting.timeZone, ask.at), setting.policy),
    reason: ask.reason,
    ...(ask.done ? { state: 'settled', settledAt: ask.at } : { state: 'held' }),
  };
  const next = draft.putLine(markChange({ ...line, cancellations: [...line.cancellations, cancellation] }, setting, ask.at));
  const { orderId, lineId, sequence } = next;
  draft.publish({
    detailType: 'Cancellation Requested',
    detail: { eventId: idOf('Cancellation Requested', id), orderId, lineId, sequence, cancellationId: id, quantity: ask.quantity, at: ask.at, holdUntil: ask.holdUntil },
  });
  draft.note('cancelled', [next], id, {
    cancellationId: id,
    by: ask.by,
    quantity: ask.quantity,
    amount: cancellation.amount.amount,
    currency: cancellation.amount.currency,
    refundBy: cancellation.refundBy,
    holdUntil: ask.holdUntil,
  }, { postings: [...vestedPostings(cancellation), ...(ask.done ? sentPostings(cancellation.amount, cancellation.amount) : [])] });
  return next;
}

/** The tax of a part, where the store named one. */
export const taxed = (line: Line, units: number): { tax?: number } => (line.tax === undefined ? {} : { tax: taxIn(line, units) });

export function withdraw(draft: Draft, line: Line, undone: readonly Cancellation[], by: 'customer' | 'merchant' | 'shipment', setting: Setting, at: Instant): Line {
  const restored = undone.reduce((next, one) => replaceCancellation(next, { ...one, state: 'withdrawn' }), line);
  const next = draft.putLine(markChange(restored, setting, at));
  const { orderId, lineId, sequence } = next;
  for (const one of undone) {
    draft.publish({
      detailType: 'Cancellation Withdrawn',
      detail: { eventId: idOf('Cancellation Withdrawn', one.id), orderId, lineId, sequence, cancellationId: one.id, quantity: one.quantity, at },
    });
    draft.note('cancellation-withdrawn', [next], one.id, { cancellationId: one.id, by, quantity: one.quantity }, { postings: undonePostings(one) });
  }
  return next;
}

/** Takes `quantity` units out of a cancellation; for the others it stands again, as it was but under a new id. */
export function takeUnitsBack(draft: Draft, line: Line, one: Cancellation, quantity: number, by: 'merchant' | 'shipment', setting: Setting, now: Instant): Line {
  const restored = withdraw(draft, line, [one], by, setting, now);
  if (quantity >= one.quantity) return restored;
  const { at, holdUntil, refundBy } = one;
  return addCancellation(draft, restored, { by: one.by, quantity: one.quantity - quantity, at, holdUntil, refundBy }, setting);
}

/** Cancellations that a shipment of `shippedAt` shows to have come too late, the latest first. */
export const overtakenBy = (line: Line, shippedAt: Instant, now: Instant): Cancellation[] =>
  standingCancellations(line)
    .filter((one) => isHeld(one, now) && shippedAt < one.at)
    .reverse();
