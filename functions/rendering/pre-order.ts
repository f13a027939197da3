import type { NoticePart, WaitingPart } from '../core/notice';
import type { PageCancellation, PageLine } from '../core/page-view';
import type { Aside } from './mail-view';
import type { Letter, Reader } from './reader';
import { wordsOfPreOrder } from './words';

/*
 * What is said of pre-orders alone: a release instead of a delivery, and, where only a deposit was paid, what became of
 * the balance: it is not collected before the goods ship, so a cancellation gives back the deposit and nothing of it.
 */

/** The reader's words for this part: those of a pre-order where it is one. */
export function wordedFor<R extends Reader>(part: NoticePart | PageLine | Pick<WaitingPart, 'orderKind'>, reader: R): R {
  return 'orderKind' in part && part.orderKind === 'pre-order' ? { ...reader, say: wordsOfPreOrder(reader.say), sayPlainly: wordsOfPreOrder(reader.sayPlainly) } : reader;
}

/** One short line each: the deposit and the balance; of a pre-order that is paid in full, that it is. */
export function amountDetails({ orderKind, refundable, balanceDue }: Pick<WaitingPart, 'orderKind' | 'refundable' | 'balanceDue'>, { say, formats }: Letter): string[] {
  const amount = formats.money(refundable);
  if (balanceDue !== undefined) return [say('mail.deposit', { amount }), say('mail.balance', { amount: formats.money(balanceDue) })];
  return orderKind === 'pre-order' ? [say('mail.paidInFull', { amount })] : [];
}

/** How deposit and balance go on; nothing where all is paid. */
export function depositAside({ balanceDue }: WaitingPart, count: number, { say }: Letter): Aside[] {
  return balanceDue === undefined ? [] : [{ label: say('mail.depositLabel'), texts: [say('mail.depositText', { count })] }];
}

/** The same on the page, for a line that waits. */
export function paidNotes({ orderKind, refundable, balanceDue }: PageLine, { say, formats }: Reader): string[] {
  if (refundable === undefined) return [];
  const amount = formats.money(refundable);
  if (balanceDue !== undefined) return [say('page.deposit', { amount }), say('page.balance', { amount: formats.money(balanceDue) })];
  return orderKind === 'pre-order' ? [say('page.paidInFull', { amount })] : [];
}

/** The same for a cancellation: what is refunded is the deposit. */
export const refundNotes = ({ balanceDue }: PageCancellation, { say, formats }: Reader): string[] =>
  balanceDue === undefined ? [] : [say('page.refund.balance', { amount: formats.money(balanceDue) })];
