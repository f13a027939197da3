import type { Customer } from './customer';
import type { Cancellation, Consent, Line } from './line';
import { daysBetween, type PlainDate } from './dates';
import { rulePackFor } from './delay-rules/choose';
import { isLapsed } from './delay-rules/terms';
import { less, shareOf, type Money } from './money';
import type { Policy } from './merchant';
import { zoneOfMarket } from './market-zone';
import { LAST_CALL_MINUTES, type Moment } from './moment';
import { dateIn } from './time-zones';

/*
 * Where a line stands: what waits, what it is worth, what is true and what was told.
 */

/** Cancellations that stand: all but those that were undone. */
export const standingCancellations = (line: Line): Cancellation[] => line.cancellations.filter(({ state }) => state !== 'withdrawn');

export const replaceCancellation = (line: Line, one: Cancellation): Line => ({
  ...line,
  cancellations: line.cancellations.map((other) => (other.id === one.id ? one : other)),
});

const unitsOf = (parts: readonly { quantity: number }[]): number => parts.reduce((sum, { quantity }) => sum + quantity, 0);

export const shippedUnits = (line: Line): number => unitsOf(line.shipments);

/** Units that are paid for and neither shipped nor cancelled. */
export const waitingUnits = (line: Line): number => line.item.quantity - shippedUnits(line) - unitsOf(standingCancellations(line));

/** What `units` of the waiting ones have paid, less what was given back for the wait. The last ones take what is left, so parts add up to what was paid. */
export function paidFor(line: Line, units: number): Money {
  const gone = [...line.shipments, ...standingCancellations(line), ...(line.goodwill ?? [])].map(({ amount }) => amount);
  return shareOf(less(line.paid, gone), units, waitingUnits(line));
}

/** Units that wait or, as long as a cancellation can still be taken back, may wait again. */
export const mayWait = (line: Line): boolean => waitingUnits(line) > 0 || line.cancellations.some(({ state }) => state === 'held');

/** The tax in what `units` of the waiting ones have paid; parts add up to the whole in the same way. */
export function taxIn(line: Line, units: number): number {
  const { currency } = line.paid;
  const gone = [...line.shipments, ...standingCancellations(line)].map(({ tax }) => ({ amount: tax ?? 0, currency }));
  return shareOf(less({ amount: line.tax ?? 0, currency }, gone), units, waitingUnits(line)).amount;
}

/**
 * The date that can be given: one that has passed is none any more, nor is one that ends today and of which the
 * merchant, although asked, has sent no word.
 */
export function dateThatStands({ eta }: Line, at: Moment): PlainDate | null {
  if (eta.shipBy === null || eta.shipBy < at.today) return null;
  const isLastCall = eta.shipBy === at.today && at.minute >= LAST_CALL_MINUTES;
  return isLastCall && dateIn(at.zone, eta.confirmedAt) < at.wordSince ? null : eta.shipBy;
}

/** What the customer was told last; undefined when they were told nothing yet. */
export const dateTold = (line: Line): PlainDate | null | undefined => line.promises.at(-1)?.shipBy;

export type ChangeToTell = 'first' | 'later' | 'earlier' | 'unknown';

/** How what is true differs from what was told; undefined when there is nothing to tell. */
export function changeToTell(line: Line, at: Moment, policy: Policy): ChangeToTell | undefined {
  if (waitingUnits(line) === 0 || isLapsed(line, at)) return undefined;
  const { today } = at;
  const stands = dateThatStands(line, at);
  const told = dateTold(line);
  if (told === undefined) return 'first';
  if (stands === told) return undefined;
  if (stands === null) return 'unknown';
  if (told === null) return 'later';
  // A told date that has passed must be replaced however near the new one is.
  const isSmall = told >= today && Math.abs(daysBetween(told, stands)) < policy.etaThresholdDays;
  if (isSmall && rulePackFor(line.market, policy).offerFor(line, stands, policy) === undefined) return undefined;
  return stands > told ? 'later' : 'earlier';
}

/** Whether mail can go to this customer at all. */
export const isReachable = ({ profile }: Customer): boolean => profile.email !== undefined && profile.email !== profile.refusedAddress;

/** The customer's own zone, else that of the market in which they bought, else the merchant's. */
export const zoneOf = ({ profile, lines }: Customer, merchantZone: string): string =>
  profile.timeZone ?? (lines[0] === undefined ? undefined : zoneOfMarket(lines[0].market)) ?? merchantZone;

/** Cancellations that the customer has to be told of by mail. */
export const cancellationsToTell = (line: Line): Cancellation[] =>
  standingCancellations(line).filter(({ cancelToldBy }) => cancelToldBy === undefined);

/** Refunds that the store has sent and the customer was not told of. */
export const refundsToTell = (line: Line): Cancellation[] =>
  line.cancellations.filter(({ state, cancelToldBy, refundToldBy }) => state === 'settled' && cancelToldBy !== undefined && refundToldBy === undefined);

/** Refunds that did not go through, of which the customer was not told. Once the money was sent all the same, that alone is told. */
export const failuresToTell = (line: Line): Cancellation[] => line.cancellations.filter(({ state, failureToldBy }) => state === 'failed' && failureToldBy === undefined);

/**
 * The answer to a choice that the law offered, of which the customer has no mail yet. Of several the last says what holds. Nothing
 * where nothing waits (any more), and nothing before the customer has the first word about the line.
 */
export function consentToTell(line: Line, at: Pick<Moment, 'today'>): Consent | undefined {
  if (line.promises.length === 0 || waitingUnits(line) === 0 || isLapsed(line, at)) return undefined;
  const last = line.consents.findLast(({ answers }) => answers !== undefined);
  return last?.toldBy === undefined ? last : undefined;
}

/** Whether there is something to tell that waits for no other mail and no other day. */
export const hasAnswerToTell = (line: Line, at: Pick<Moment, 'today'>): boolean =>
  cancellationsToTell(line).length > 0 || refundsToTell(line).length > 0 || failuresToTell(line).length > 0 || consentToTell(line, at) !== undefined;

/** Shipments to tell. Who never heard that the goods would be late need not hear that they are not. */
export const shipmentsToTell = (line: Line): Line['shipments'] =>
  line.promises.length === 0 && waitingUnits(line) === 0 ? [] : line.shipments.filter(({ toldBy }) => toldBy === undefined);

/** Nothing waits, all money is where it belongs and the last word is said. */
export function isFinished(line: Line, reachable: boolean): boolean {
  if (waitingUnits(line) > 0) return false;
  if (standingCancellations(line).some(({ state }) => state !== 'settled')) return false;
  const silent = cancellationsToTell(line).length === 0 && refundsToTell(line).length === 0 && shipmentsToTell(line).length === 0;
  return silent || !reachable;
}
