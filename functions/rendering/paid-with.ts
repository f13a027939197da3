import type { PaidWith } from '../core/line';
import { plain } from './plain-text';
import type { Reader } from './reader';

/*
 * What somebody paid with, in the words in which they know it: the card's name, where the shop gave one, and its last
 * digits. It helps them to find the payment and the refund in their own books.
 */

interface Paid {
  paidWith?: PaidWith | undefined;
}

/** One short line; none where the shop did not say. */
export function paidWithDetail({ paidWith }: Paid, { say }: Reader): string[] {
  if (paidWith === undefined) return [];
  const { label, last4 } = shown(paidWith);
  return [label === '' ? say('mail.paidWithCard', { last4 }) : say('mail.paidWith', { label, last4 })];
}

/** Where a refund goes. */
export function refundWay({ paidWith }: Paid, { say }: Reader): string {
  if (paidWith === undefined) return say('cancelled.refundWay');
  const { label, last4 } = shown(paidWith);
  return label === '' ? say('cancelled.refundWayToCard', { last4 }) : say('cancelled.refundWayTo', { label, last4 });
}

const shown = ({ label = '', last4 }: PaidWith): { label: string; last4: string } => ({ label: plain(label), last4: plain(last4) });
