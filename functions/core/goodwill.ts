import type { Draft } from './change';
import type { Goodwill, Line } from './line';
import { daysBetween, plusDays, type PlainDate } from './dates';
import type { Facts, Setting, Spending } from './facts';
import { idOf } from './ids';
import { goodwillPostings } from './ledger';
import type { Policy } from './merchant';
import type { Moment } from './moment';
import { shareOf } from './money';
import type { Notice, NoticePart, WaitingPart } from './notice';
import { paidFor, taxIn, waitingUnits } from './standing';
import { dateIn } from './time-zones';

/*
 * A part of the price given back for a long wait, by the merchant's own steps: no condition, no voucher, and nothing that
 * takes the place of a refund. What was given back is not paid any more, so a later cancellation gives back the rest.
 */

/** The month in the merchant's zone whose budget is drawn on. */
export const monthOf = (today: PlainDate): string => today.slice(0, 7);

/** A notice that may speak of it: nothing in it that the law asks for. */
export const isOccasion = ({ kind, parts }: Pick<Notice, 'kind' | 'parts'>): boolean => (kind === 'weekly' || kind === 'earlier') && !parts.some(isLegal);

const isLegal = (part: NoticePart): boolean => 'offer' in part && part.offer !== undefined;

const isTellingPart = (part: NoticePart): part is WaitingPart => part.kind === 'weekly' || part.kind === 'earlier';

/**
 * What this line is owed by the policy's steps, for the units that wait; undefined when no step is reached, or was given
 * already. A step's percentage is of the price in all, so what these units were given before is taken off, to the last
 * minor unit.
 */
export function goodwillDue(line: Line, policy: Policy, at: Moment): Omit<Goodwill, 'at' | 'toldBy'> | undefined {
  const quantity = waitingUnits(line);
  if (quantity === 0) return undefined;
  const lateDays = daysLate(line, at);
  const step = policy.goodwill.steps.findLast((one) => one.lateDays <= lateDays);
  if (step === undefined || (line.goodwill?.at(-1)?.lateDays ?? 0) >= step.lateDays) return undefined;
  const { amount: price, currency } = shareOf(line.paid, quantity, line.item.quantity);
  const inAll = Number((BigInt(price) * BigInt(step.percent)) / 100n);
  // The tax is not ours to give.
  const most = paidFor(line, quantity).amount - taxIn(line, quantity);
  const amount = Math.min(inAll - givenFor(line, quantity), most);
  // The merchant may have lowered the steps since the last one was given.
  if (amount <= 0) return undefined;
  const id = idOf('goodwill', line.orderId, line.lineId, String(step.lateDays));
  return { id, lateDays: step.lateDays, percent: step.percent, quantity, amount: { amount, currency } };
}

/** What of the goodwill so far belongs to `units` of those that wait. */
const givenFor = ({ goodwill = [] }: Line, units: number): number =>
  goodwill.reduce((sum, { amount, quantity }) => sum + (units < quantity ? shareOf(amount, units, quantity).amount : amount.amount), 0);

/** Days that have passed since the first date the customer was given, or, without one, since 30 days after the order. */
function daysLate({ promises, placedAt }: Line, { zone, today }: Moment): number {
  const first = promises.find(({ shipBy }) => shipBy !== null)?.shipBy ?? plusDays(dateIn(zone, placedAt), 30);
  return daysBetween(first, today);
}

/** All that one transaction holds with the month's budget; a mail about more lines leaves the others to the next one. */
const LINES_AT_ONCE = 20;

/** Gives what is due for the lines of `notice`, as far as the month's budget goes. Returns what it costs, by currency. */
export function grantGoodwill(draft: Draft, notice: Notice, { policy }: Setting, { goodwillSpent }: Facts, at: Moment): Spending[] {
  if (goodwillSpent === undefined || !isOccasion(notice)) return [];
  const spending = new Map<string, Spending>();
  let granted = 0;
  for (const part of notice.parts) {
    const line = isTellingPart(part) ? draft.line(part) : undefined;
    const due = line === undefined ? undefined : goodwillDue(line, policy, at);
    const budget = due === undefined ? undefined : policy.goodwill.monthlyBudget[due.amount.currency];
    if (line === undefined || due === undefined || budget === undefined || granted >= LINES_AT_ONCE) continue;
    const { currency } = due.amount;
    const amount = (spending.get(currency)?.amount ?? 0) + due.amount.amount;
    if ((goodwillSpent[currency] ?? 0) + amount > budget) {
      missOut(draft, line, due, at);
      continue;
    }
    spending.set(currency, { month: monthOf(at.today), currency, amount, budget });
    grant(draft, line, { ...due, at: at.now });
    granted += 1;
  }
  return [...spending.values()];
}

/** The month has no room for it: recorded once for each step, and tried again with every later mail. */
function missOut(draft: Draft, line: Line, { id, lateDays, percent, amount }: Omit<Goodwill, 'at'>, { today }: Moment): void {
  if (line.goodwillMissed === lateDays) return;
  draft.putLine({ ...line, goodwillMissed: lateDays });
  draft.note('goodwill-missed', [line], id, { goodwillId: id, lateDays, percent, ...amount, month: monthOf(today) });
}

function grant(draft: Draft, line: Line, goodwill: Goodwill): void {
  const { orderId, lineId, sequence } = draft.putLine({ ...line, goodwill: [...(line.goodwill ?? []), goodwill] });
  const { id: goodwillId, lateDays, percent, amount, at } = goodwill;
  draft.publish({ detailType: 'Goodwill Granted', detail: { eventId: idOf('Goodwill Granted', goodwillId), orderId, lineId, sequence, goodwillId, lateDays, percent, ...amount, at } });
  draft.note('goodwill-granted', [line], goodwillId, { goodwillId, lateDays, percent, ...amount }, { postings: goodwillPostings(goodwill) });
}

/** Parts with what was given and not told; nothing of it in a notice that the law asks for. */
export function withGoodwill(parts: readonly NoticePart[], notice: Pick<Notice, 'kind'>, lines: readonly Line[]): NoticePart[] {
  if (!isOccasion({ kind: notice.kind, parts: [...parts] })) return [...parts];
  return parts.map((part) => {
    if (!isTellingPart(part)) return part;
    const untold = lines.find(({ orderId, lineId }) => orderId === part.orderId && lineId === part.lineId)?.goodwill?.filter(({ toldBy }) => toldBy === undefined) ?? [];
    const [first] = untold;
    if (first === undefined) return part;
    const amount = untold.reduce((sum, one) => sum + one.amount.amount, 0);
    return { ...part, goodwill: { amount: { amount, currency: first.amount.currency }, ids: untold.map(({ id }) => id) } };
  });
}
