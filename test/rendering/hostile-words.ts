import type { AlertView } from '../../functions/core/alert-view';
import type { Merchant } from '../../functions/core/merchant';
import type { Notice, NoticePart } from '../../functions/core/notice';
import type { PageLine, PageView } from '../../functions/core/page-view';
import { ternAndTide } from '../../templates/samples/merchants';

/*
 * The same words in every field that comes from outside: what a store, its customers, carriers and payment providers wrote, and
 * what stands in a merchant's own file.
 */

/** Half a surrogate pair comes back from the table as U+FFFD. */
const asStored = (text: string): string => text.replace(/\p{Cs}/gu, '\ufffd');

function partWith(part: NoticePart, words: string): NoticePart {
  const named = { name: words, orderId: words };
  switch (part.kind) {
    case 'shipped':
      return { ...part, ...named, carrier: words, trackingUrl: words };
    case 'cancelled':
      return { ...part, ...named, reason: words, paidWith: { label: words, last4: words } };
    case 'refunded':
    case 'refund-failed':
      return { ...part, ...named, paidWith: { label: words, last4: words } };
    case 'consented':
      return { ...part, ...named, words };
    default:
      return { ...part, ...named, imageUrl: words, productUrl: words, cause: { code: 'other', text: words }, paidWith: { label: words, last4: words } };
  }
}

export const noticeWithWords = (notice: Notice, words: string): Notice => ({
  ...notice,
  to: { ...notice.to, name: words },
  alerts: notice.alerts?.map((alert) => ({ ...alert, name: words, imageUrl: words, productUrl: words })),
  parts: notice.parts.map((part) => partWith(part, words)),
});

const lineWith = (line: PageLine, words: string): PageLine => ({
  ...line,
  name: words,
  orderId: asStored(words),
  imageUrl: words,
  productUrl: words,
  paidWith: { label: words, last4: words },
  shipments: line.shipments.map((shipment) => ({ ...shipment, carrier: words, trackingUrl: words })),
  ...(line.kept ? { kept: { ...line.kept, words } } : {}),
});

export const pageWithWords = (view: PageView, words: string): PageView => ({ ...view, seen: words, lines: view.lines.map((line) => lineWith(line, words)) });

export const alertWithWords = (view: AlertView, words: string): AlertView => ({ ...view, name: words, imageUrl: words, productUrl: words });

const merchants = new Map<string, Merchant>();

/** Not parsed: what parseMerchant refuses today, such as 500 characters, must do no harm either. One for each words, since what is worked out for a merchant is kept. */
export function merchantWithWords(words: string): Merchant {
  const { brand, support } = ternAndTide;
  const merchant = merchants.get(words) ?? { ...ternAndTide, brand: { ...brand, name: words, footer: [words] }, postalAddress: [words, words], support: { ...support, phone: words } };
  merchants.set(words, merchant);
  return merchant;
}

/** Every address that comes from a store, and nothing else. */
export const noticeWithAddress = (notice: Notice, url: string): Notice => ({
  ...notice,
  alerts: notice.alerts?.map((alert) => ({ ...alert, imageUrl: url, productUrl: url })),
  parts: notice.parts.map((part) => ({ ...part, imageUrl: url, productUrl: url, ...(part.kind === 'shipped' ? { trackingUrl: url } : {}) })),
});

export const pageWithAddress = (view: PageView, url: string): PageView => ({
  ...view,
  lines: view.lines.map((line) => ({ ...line, imageUrl: url, productUrl: url, shipments: line.shipments.map((shipment) => ({ ...shipment, trackingUrl: url })) })),
});
