import { sumOf } from '../core/money';
import type { CancelledPart, ConsentedPart, WaitingPart } from '../core/notice';
import type { Group } from './grouping';
import { plain, shorten } from './plain-text';
import { wordedFor } from './pre-order';
import { shownItem, type Letter } from './reader';
import { newsOf } from './waiting';
import type { MessageKey, Values } from './words';

/*
 * Subject and preheader: facts alone, told by the strictest group of the mail. No promotion and no urgency,
 * as 16 CFR 316.3 asks of a transactional mail.
 */

/** An inbox on a phone shows some 40 characters; what comes after them is for finding the mail again. */
const ITEM_MAX = 60;
const ORDER_MAX = 40;

/** The same subject for one item, for several items of one order, and for items of several orders. */
interface Subject {
  one: MessageKey;
  many: MessageKey;
  orders: MessageKey;
  values: Values;
}

export function subjectOf(group: Group, reader: Letter): string {
  const [part] = group;
  const letter = wordedFor(part, { ...reader, say: reader.sayPlainly });
  const { one, many, orders, values } = subjectFor(group, letter);
  const order = shorten(plain(part.orderId), ORDER_MAX);
  if (group.length === 1) return letter.say(one, { ...values, order, item: shorten(shownItem(part).name, ITEM_MAX) });
  const inOneOrder = group.every(({ orderId }) => orderId === part.orderId);
  return letter.say(inOneOrder ? many : orders, { ...values, order, count: group.length });
}

function subjectFor(group: Group, letter: Letter): Subject {
  const { formats } = letter;
  const [part] = group;
  switch (part.kind) {
    case 'first':
    case 'later':
    case 'earlier':
    case 'unknown':
    case 'reminder':
    case 'weekly':
      return waitingSubject(part, letter);
    case 'shipped':
      return { one: part.stillWaiting > 0 ? 'shipped.subject.part' : 'shipped.subject', many: 'shipped.subject.many', orders: 'shipped.subject.orders', values: {} };
    case 'cancelled':
      return cancelledSubject(part, { amount: amountOf(group, letter), date: formats.day(part.refundBy) });
    case 'refunded':
      return { one: 'refunded.subject', many: 'refunded.subject.many', orders: 'refunded.subject.orders', values: { amount: amountOf(group, letter) } };
    case 'refund-failed':
      return { one: 'refund-failed.subject', many: 'refund-failed.subject.many', orders: 'refund-failed.subject.orders', values: { amount: amountOf(group, letter) } };
    case 'consented':
      return consentedSubject(part, letter);
  }
}

function waitingSubject(part: WaitingPart, { formats }: Letter): Subject {
  const news = newsOf(part);
  const values = part.shipBy === null ? {} : { date: formats.day(part.shipBy) };
  const several = { many: `${news}.subject.many`, orders: `${news}.subject.orders`, values } as const;
  switch (news) {
    case 'first':
    case 'reminder':
    case 'weekly':
      return { one: part.shipBy === null ? `${news}.subject.undated` : `${news}.subject`, ...several };
    case 'later':
    case 'earlier':
    case 'dated':
    case 'unknown':
      return { one: `${news}.subject`, ...several };
  }
}

function cancelledSubject({ refundDone }: CancelledPart, values: Values): Subject {
  return refundDone
    ? { one: 'cancelled.subject.done', many: 'cancelled.subject.many.done', orders: 'cancelled.subject.orders.done', values }
    : { one: 'cancelled.subject', many: 'cancelled.subject.many', orders: 'cancelled.subject.orders', values };
}

function consentedSubject({ shipBy }: ConsentedPart, { formats }: Letter): Subject {
  const several = { many: 'consented.subject.many', orders: 'consented.subject.orders' } as const;
  return shipBy === null ? { one: 'consented.subject.undated', ...several, values: {} } : { one: 'consented.subject', ...several, values: { date: formats.day(shipBy) } };
}

const amountOf = (group: Group, { formats }: Letter): string =>
  formats.money(sumOf(group.flatMap((part) => ('amount' in part ? [part.amount] : []))));

/** What an inbox shows behind the subject. */
export function preheaderOf(group: Group, otherItems: number, letter: Letter): string {
  if (otherItems > 0) return letter.say('mail.alsoInThisMail', { count: otherItems });
  const [part] = group;
  const { say, formats } = wordedFor(part, letter);
  switch (part.kind) {
    case 'first':
    case 'later':
    case 'earlier':
    case 'unknown':
      return say('waiting.preheader');
    case 'reminder':
      return part.offer === undefined ? say('waiting.preheader') : say('reminder.preheader', { date: formats.date(part.offer.answerBy) });
    case 'weekly':
      return part.shipBy === null ? say('weekly.preheader.undated') : say('weekly.preheader', { date: formats.date(formats.dateOf(part.confirmedAt)) });
    case 'shipped':
      return say('shipped.preheader', { date: formats.date(formats.dateOf(part.shippedAt)) });
    case 'cancelled':
      return part.undoUntil === null ? say('cancelled.preheader') : say('cancelled.preheader.undo', { until: formats.moment(part.undoUntil) });
    case 'refunded':
      return say('refunded.preheader', { date: formats.date(part.settledOn) });
    case 'refund-failed':
      return say('refund-failed.preheader');
    case 'consented':
      return say('consented.preheader');
  }
}
