import { sumOf } from '../core/money';
import type { CancelledPart, RefundedPart, RefundFailedPart, ShippedPart } from '../core/notice';
import type { Said } from './listing';
import type { Action, Aside, Fact, ItemView } from './mail-view';
import { paidWithDetail, refundWay } from './paid-with';
import { httpsUrl, plain } from './plain-text';
import { wordedFor } from './pre-order';
import { shownItem, type Letter } from './reader';
import { asWritten } from './words';

/*
 * What is said when waiting ends: shipped, cancelled, refunded, or not refunded yet. All parts of one statement have the same dates,
 * and amounts in one currency.
 */

export function shippedStatement(parts: readonly [ShippedPart, ...ShippedPart[]], reader: Letter): Said {
  const [part] = parts;
  const letter = wordedFor(part, reader);
  const { say, formats, links } = letter;
  const count = unitsOf(parts);
  const date = formats.date(formats.dateOf(part.shippedAt));
  const carrier = part.carrier === undefined ? '' : plain(part.carrier);
  const lede = [carrier === '' ? say('shipped.lede', { count, date }) : say('shipped.lede.carrier', { count, date, carrier })];
  const items = parts.map((each): ItemView => {
    const tracking = httpsUrl(each.trackingUrl);
    const track: Action[] = tracking === null ? [] : [{ label: say('mail.track'), href: tracking }];
    const rest: Action[] =
      each.stillWaiting === 0 ? [] : [{ label: say('mail.cancelRest', { amount: formats.money(each.refundable) }), href: links.cancel(each) }];
    return { ...item(each, say('shipped.quantity', { count: each.quantity }), letter), actions: [...track, ...rest] };
  });
  return {
    heading: part.stillWaiting > 0 ? say('shipped.heading.part') : say('shipped.heading', { count }),
    lede: [...lede, ...restOf(part, letter)],
    fact: { label: say('shipped.on'), value: date, notes: carrier === '' ? [] : [say('shipped.carrier', { carrier })], steps: [] },
    choice: null,
    items,
    note: say('shipped.late'),
    asides: balanceAside(parts, letter),
  };
}

/** A balance that was left until the goods ship is due now. */
function balanceAside(parts: readonly ShippedPart[], { say, formats }: Letter): Aside[] {
  const balances = parts.flatMap(({ balanceDue }) => balanceDue ?? []);
  return balances.length === 0 ? [] : [{ label: say('mail.depositLabel'), texts: [say('shipped.balance', { amount: formats.money(sumOf(balances)) })] }];
}

function restOf({ stillWaiting, shipBy }: ShippedPart, { say, formats }: Letter): string[] {
  if (stillWaiting === 0) return [];
  if (shipBy === null) return [say('shipped.restUndated', { count: stillWaiting })];
  return [say('shipped.restDated', { count: stillWaiting, date: formats.date(shipBy) })];
}

export function cancelledStatement(parts: readonly [CancelledPart, ...CancelledPart[]], letter: Letter): Said {
  const { say, formats, links } = letter;
  const [part] = parts;
  const count = unitsOf(parts);
  const reason = asWritten(part.reason, letter.locale);
  const until = part.undoUntil === null ? null : formats.moment(part.undoUntil);
  const items = parts.map(
    (each): ItemView => ({
      ...paidItem(each, parts.length > 1, letter),
      actions: [
        ...(each.undoUntil === null ? [] : [{ label: say('mail.undo'), href: links.undo(each) }]),
        ...(each.rest === undefined ? [] : [{ label: say('mail.cancelRest', { amount: formats.money(each.rest.refundable) }), href: links.cancel(each) }]),
      ],
    }),
  );
  return {
    heading: say(`cancelled.heading.${part.by}`, { count }),
    lede: [say(`cancelled.lede.${part.by}`, { count }), ...(part.rest === undefined ? [] : [say('cancelled.rest', { count: part.rest.quantity })])],
    fact: refundFact(
      parts,
      [part.refundDone ? say('cancelled.refundDone') : say('cancelled.refundBy', { date: formats.date(part.refundBy) }), refundWay(part, letter), ...(part.balanceDue === undefined ? [] : [say('cancelled.balance')])],
      letter,
    ),
    choice: null,
    items,
    note: until === null ? null : say('cancelled.undoUntil', { count, until }),
    asides: [
      ...(reason.length === 0 ? [] : [{ label: say('cancelled.reason'), texts: reason }]),
      { label: say('mail.next'), texts: [say(part.refundDone ? 'cancelled.nextDone' : until === null ? 'cancelled.next' : 'cancelled.nextHeld')] },
    ],
  };
}

export function refundedStatement(parts: readonly [RefundedPart, ...RefundedPart[]], letter: Letter): Said {
  const { say, formats } = letter;
  const [part] = parts;
  const told = part.amountTold === undefined ? undefined : formats.money(sumOf(parts.map(({ amount, amountTold }) => amountTold ?? amount)));
  return {
    heading: say('refunded.heading'),
    lede: [told === undefined ? say('refunded.lede', { count: unitsOf(parts) }) : say('refunded.lede.differs', { told })],
    fact: refundFact(parts, [say('refunded.sentOn', { date: formats.date(part.settledOn) }), refundWay(part, letter)], letter),
    choice: null,
    items: parts.map((each) => paidItem(each, parts.length > 1, letter)),
    note: null,
    asides: [{ label: say('mail.next'), texts: [say('refunded.next')] }],
  };
}

/** Nothing for the customer to do, and nobody's fault that they would have to hear of: what the store said of the reason is the merchant's. */
export function refundFailedStatement(parts: readonly [RefundFailedPart, ...RefundFailedPart[]], letter: Letter): Said {
  const { say, formats, merchant } = letter;
  const [part] = parts;
  const amount = formats.money(sumOf(parts.map((each) => each.amount)));
  const date = formats.date(part.refundBy);
  return {
    heading: say('refund-failed.heading'),
    lede: [say('refund-failed.lede', { amount })],
    fact: refundFact(parts, [say(part.isOverdue ? 'refund-failed.wasDueBy' : 'refund-failed.dueBy', { date })], letter),
    choice: null,
    items: parts.map((each): ItemView => {
      const view = paidItem(each, parts.length > 1, letter);
      return { ...view, details: [...view.details, ...paidWithDetail(each, letter)] };
    }),
    note: null,
    asides: [{ label: say('mail.next'), texts: [say('refund-failed.next'), say('refund-failed.contact', { email: merchant.support.email })] }],
  };
}

type MoneyPart = CancelledPart | RefundedPart | RefundFailedPart;

function refundFact(parts: readonly MoneyPart[], notes: string[], { say, formats }: Letter): Fact {
  return { label: say('cancelled.refund'), value: formats.money(sumOf(parts.map(({ amount }) => amount))), notes, steps: [] };
}

/** The amount of each item is told where the sum of several stands above. */
function paidItem(part: MoneyPart, withAmount: boolean, letter: Letter): ItemView {
  const view = item(part, letter.say('mail.quantity', { count: part.quantity }), letter);
  return withAmount ? { ...view, details: [...view.details, letter.formats.money(part.amount)] } : view;
}

function item(part: MoneyPart | ShippedPart, units: string, { say }: Letter): ItemView {
  return { ...shownItem(part), details: [units, say('mail.order', { order: plain(part.orderId) })], actions: [] };
}

const unitsOf = (parts: readonly { quantity: number }[]): number => parts.reduce((sum, { quantity }) => sum + quantity, 0);
