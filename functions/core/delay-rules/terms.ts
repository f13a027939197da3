import type { Line, Offer } from '../line';
import type { PlainDate } from '../dates';
import { isMorningAfter, type Moment } from '../moment';

/*
 * What offers and answers have come to. A line keeps both as they were made; what binds follows from them, so that an
 * offer which turns out not to have arrived takes back what it had changed.
 */

/** Offers that were really made. */
export const standingOffers = (line: Line): Offer[] => line.terms?.offers.filter(({ bouncedAt }) => bouncedAt === undefined) ?? [];

/**
 * The date that binds now: the stated one, then each that was agreed to, by an answer or by the silence that counts as
 * one. Null after consent to no date: then no date ends the wait. Undefined where the law binds to none.
 */
export function bindingDate(line: Line): PlainDate | null | undefined {
  if (line.terms === undefined) return undefined;
  const silently = standingOffers(line).flatMap(({ silence, shipBy }) => (silence === 'agrees' && shipBy !== null ? [shipBy] : []));
  const agreed = line.consents.map(({ until }) => until);
  if (agreed.includes(null)) return null;
  // Who agrees to an earlier date has not given up the days that were agreed to before.
  return [line.terms.stated, ...silently, ...agreed].reduce((latest, date) => (date !== null && latest !== null && date > latest ? date : latest));
}

/** The offer that waits for an answer, without which the order is cancelled; undefined when none does. */
export function pendingOffer(line: Line): Offer | undefined {
  const last = standingOffers(line).at(-1);
  if (last?.silence !== 'cancels' || last.withdrawnBy !== undefined) return undefined;
  return line.consents.some(({ at }) => at >= last.madeAt) ? undefined : last;
}

/** The last day on which the line may wait; null or undefined when no day ends the wait. */
export const lastDay = (line: Line): PlainDate | null | undefined => pendingOffer(line)?.answerBy ?? bindingDate(line);

/** Whether the right to a refund has vested by the calendar: no mail may say any more that the line waits. */
export function isLapsed(line: Line, { today }: Pick<Moment, 'today'>): boolean {
  const last = lastDay(line);
  return last !== null && last !== undefined && today > last;
}

/** Lapsed, and it is time to act on it. */
export function isToBeCancelled(line: Line, at: Moment): boolean {
  const last = lastDay(line);
  return last !== null && last !== undefined && isMorningAfter(last, at);
}
