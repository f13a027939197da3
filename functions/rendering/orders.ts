import type { NoticePart } from '../core/notice';
import type { MailView } from './mail-view';
import { plain } from './plain-text';
import { shownItem, type Letter } from './reader';

type Order = MailView['orders'][number];

/** A program that files a mail needs its orders; of each, some goods to name it by are enough. */
const MOST_ORDERS = 20;
const MOST_ITEMS = 10;

/**
 * The orders of a mail as https://schema.org/Order has them, so that mail programs can file them. An order of which some
 * items wait and others have left is in processing: the vocabulary knows one status for all of it.
 */
export function ordersOf(parts: readonly NoticePart[], { links }: Letter): Order[] {
  return [...new Set(parts.map(({ orderId }) => orderId))].slice(0, MOST_ORDERS).flatMap((orderId) => {
    const own = parts.filter((part) => part.orderId === orderId);
    const [first] = own;
    const number = plain(orderId);
    if (first === undefined || number === '') return [];
    const statuses = own.map(statusOf);
    const status = statuses.find((each) => each === 'OrderProcessing') ?? statuses.find((each) => each === 'OrderInTransit') ?? 'OrderCancelled';
    return { number, status, url: links.view(first), items: own.slice(0, MOST_ITEMS).map((part) => ({ name: shownItem(part).name, quantity: part.quantity })) };
  });
}

function statusOf(part: NoticePart): Order['status'] {
  switch (part.kind) {
    case 'first':
    case 'later':
    case 'earlier':
    case 'unknown':
    case 'reminder':
    case 'weekly':
    case 'consented':
      return 'OrderProcessing';
    case 'shipped':
      return part.stillWaiting > 0 ? 'OrderProcessing' : 'OrderInTransit';
    case 'cancelled':
    case 'refunded':
    case 'refund-failed':
      return 'OrderCancelled';
  }
}
