import type { BackInStockItem, ConsentedPart, Notice, NoticePart, WaitingPart } from '../../functions/core/notice';
import { strictest } from '../../functions/core/notice-kinds';

/*
 * One notice of every kind, as read on `readAt` in New York: for tests, pictures and whoever changes a template.
 */

export const readAt = '2026-11-24T15:12:00.000Z';

const kettle: WaitingPart = {
  kind: 'first',
  orderId: '1042',
  lineId: '1',
  name: 'Enamel kettle, sea green',
  imageUrl: 'https://ternandtide.example/kettle.jpg',
  productUrl: 'https://ternandtide.example/kettle',
  quantity: 1,
  orderKind: 'backorder',
  shipBy: '2026-12-08',
  cause: { code: 'supplier-delay' },
  confirmedAt: '2026-11-24T14:00:00.000Z',
  isConfirmedRecently: true,
  placedAt: '2026-11-24T14:58:00.000Z',
  refundable: { amount: 5900, currency: 'USD' },
};
const waiting = (changes: Partial<WaitingPart>): WaitingPart => ({ ...kettle, placedAt: '2026-11-02T16:20:00.000Z', ...changes });
const blanket = { lineId: '2', name: 'Wool blanket, storm grey', imageUrl: undefined, productUrl: undefined, quantity: 2, refundable: { amount: 14800, currency: 'USD' } };
const lantern = { orderId: '1057', lineId: '1', name: 'Brass ship’s lantern', imageUrl: undefined, productUrl: undefined, refundable: { amount: 8650, currency: 'USD' } };

const atlas = {
  orderId: '1063',
  lineId: '1',
  name: 'Tide atlas, second edition',
  imageUrl: undefined,
  productUrl: undefined,
  orderKind: 'pre-order',
  cause: undefined,
  refundable: { amount: 2000, currency: 'USD' },
  balanceDue: { amount: 5500, currency: 'USD' },
} as const;

const longOffer = { kind: 'long', shipBy: '2027-01-08', answerBy: '2026-12-27', silence: 'cancels', stated: '2026-11-27' } as const;

const goods = { orderId: '1042', lineId: '1', name: 'Enamel kettle, sea green', quantity: 1 };
const cancelled = {
  ...goods,
  kind: 'cancelled',
  cancellationId: 'c-1',
  by: 'customer',
  amount: { amount: 5900, currency: 'USD' },
  refundBy: '2026-12-04',
  undoUntil: '2026-11-24T19:12:00.000Z',
  refundDone: false,
} as const;
const shipped = {
  ...goods,
  kind: 'shipped',
  orderKind: 'backorder',
  shipmentId: 's-1',
  shippedAt: '2026-11-24T13:00:00.000Z',
  carrier: 'Coastal Post',
  trackingUrl: 'https://coastalpost.example/track?parcel=CP-77130&lang=en',
  stillWaiting: 0,
  shipBy: null,
  refundable: { amount: 0, currency: 'USD' },
} as const;

const refundFailed = { ...goods, kind: 'refund-failed', cancellationId: 'c-1', amount: { amount: 5900, currency: 'USD' }, refundBy: '2026-12-04', isOverdue: false, paidWith: { label: 'Visa', last4: '4242' } } as const;
const consented: ConsentedPart = {
  ...goods,
  kind: 'consented',
  orderKind: 'backorder',
  consentedAt: '2026-11-24T15:11:00.000Z',
  words: 'I agree to wait for Enamel kettle, sea green (quantity 1, order 1042) to ship by Friday, January 8, 2027.',
  shipBy: '2027-01-08',
  until: '2027-01-08',
  refundable: { amount: 5900, currency: 'USD' },
};

const kettleBack: BackInStockItem = {
  sku: 'KETTLE-ENAMEL-SEA',
  name: 'Enamel kettle, sea green',
  imageUrl: 'https://ternandtide.example/kettle.jpg',
  productUrl: 'https://ternandtide.example/kettle',
  requestedAt: '2026-11-09T18:30:00.000Z',
  asOf: '2026-11-24T15:10:00.000Z',
};
const mugsBack: BackInStockItem = { sku: 'MUGS-HARBOUR-2', name: 'Harbour mugs, pair', requestedAt: '2026-11-20T09:00:00.000Z', asOf: '2026-11-24T15:11:00.000Z' };
const alertOf = (id: string, ...alerts: BackInStockItem[]): Notice => ({ ...noticeOf(id), alerts });

const noticeOf = (id: string, ...parts: NoticePart[]): Notice => ({
  id,
  kind: parts.length === 0 ? 'back-in-stock' : strictest(parts.map(({ kind }) => kind)),
  to: { email: 'ada@example.com', name: 'Ada Lindqvist', timeZone: 'America/New_York' },
  parts,
});

export const sampleNotices = {
  'first': noticeOf('first', kettle),
  'first-undated': noticeOf('first-undated', { ...kettle, shipBy: null, cause: undefined }),
  'first-three-items': noticeOf('first-three-items', kettle, { ...kettle, ...blanket }, { ...kettle, lineId: '3', name: 'Tide clock', shipBy: '2027-01-15', cause: { code: 'customs' }, imageUrl: undefined }),
  'pre-order': noticeOf('pre-order', { ...kettle, orderKind: 'pre-order', cause: undefined, deliverBy: { earliest: '2026-12-11', latest: '2026-12-15' } }),
  'pre-order-deposit': noticeOf('pre-order-deposit', { ...kettle, ...atlas }),
  'pre-order-undated': noticeOf('pre-order-undated', { ...kettle, ...atlas, shipBy: null }),
  'pre-order-weekly': noticeOf('pre-order-weekly', waiting({ ...atlas, kind: 'weekly', previousShipBy: '2026-12-08' })),
  'pre-order-later': noticeOf('pre-order-later', waiting({ ...atlas, kind: 'later', previousShipBy: '2026-11-27', shipBy: '2026-12-11', cause: { code: 'production-fault' } })),
  'pre-order-dated': noticeOf('pre-order-dated', waiting({ ...atlas, kind: 'later', previousShipBy: null, shipBy: '2026-12-18' })),
  'pre-order-earlier': noticeOf('pre-order-earlier', waiting({ ...atlas, kind: 'earlier', previousShipBy: '2026-12-11', shipBy: '2026-11-30' })),
  'pre-order-unknown': noticeOf('pre-order-unknown', waiting({ ...atlas, kind: 'unknown', previousShipBy: '2026-11-27', shipBy: null })),
  'pre-order-and-backorder': noticeOf('pre-order-and-backorder', kettle, { ...kettle, ...atlas, lineId: '2', refundable: { amount: 7500, currency: 'USD' }, balanceDue: undefined }),
  'weekly': noticeOf('weekly', waiting({ kind: 'weekly', previousShipBy: '2026-12-08', confirmedAt: '2026-11-20T15:00:00.000Z' })),
  'weekly-undated': noticeOf('weekly-undated', waiting({ kind: 'weekly', shipBy: null, previousShipBy: null, placedAt: '2026-08-30T15:00:00.000Z', cause: { code: 'quality-hold' } })),
  'weekly-three-items': noticeOf(
    'weekly-three-items',
    waiting({ kind: 'weekly', previousShipBy: '2026-12-08' }),
    waiting({ kind: 'weekly', previousShipBy: '2026-12-08', ...blanket }),
    waiting({ kind: 'weekly', previousShipBy: '2026-12-10', ...lantern, shipBy: '2026-12-11', cause: { code: 'port-congestion' } }),
  ),
  'later': noticeOf('later', waiting({ kind: 'later', previousShipBy: '2026-11-27', shipBy: '2026-12-11', cause: { code: 'port-congestion' } })),
  'later-twice': noticeOf(
    'later-twice',
    waiting({ kind: 'later', previousShipBy: '2026-12-11', shipBy: '2027-01-08', cause: { code: 'other', text: 'The glaze came out cloudy, so the potter is firing the whole batch again.' } }),
  ),
  'later-short': noticeOf('later-short', waiting({ kind: 'later', previousShipBy: '2026-11-27', shipBy: '2026-12-11', offer: { kind: 'short', shipBy: '2026-12-11', answerBy: '2026-12-11', silence: 'agrees', stated: '2026-11-27', furtherUntil: '2026-12-25' } })),
  'later-long': noticeOf('later-long', waiting({ kind: 'later', previousShipBy: '2026-11-27', shipBy: '2027-01-08', cause: { code: 'customs' }, offer: { ...longOffer, shipBy: '2027-01-08' } })),
  'later-renewed': noticeOf('later-renewed', waiting({ kind: 'later', previousShipBy: '2026-12-11', shipBy: '2027-01-08', offer: { ...longOffer, kind: 'renewed', shipBy: '2027-01-08', answerBy: '2026-12-11' } })),
  'unknown-indefinite': noticeOf('unknown-indefinite', waiting({ kind: 'unknown', previousShipBy: '2026-11-27', shipBy: null, offer: { ...longOffer, kind: 'indefinite', shipBy: null } })),
  'reminder': noticeOf('reminder', waiting({ kind: 'reminder', previousShipBy: '2027-01-08', shipBy: '2027-01-08', offer: { ...longOffer, shipBy: '2027-01-08' } })),
  'weekly-goodwill': noticeOf('weekly-goodwill', waiting({ kind: 'weekly', previousShipBy: '2026-12-08', refundable: { amount: 5310, currency: 'USD' }, goodwill: { amount: { amount: 590, currency: 'USD' }, ids: ['g-1'] } })),
  'weekly-stale': noticeOf('weekly-stale', waiting({ kind: 'weekly', previousShipBy: '2026-12-08', confirmedAt: '2026-11-02T16:20:00.000Z', isConfirmedRecently: false })),
  'earlier': noticeOf('earlier', waiting({ kind: 'earlier', previousShipBy: '2026-12-11', shipBy: '2026-11-30' })),
  'dated': noticeOf('dated', waiting({ kind: 'earlier', previousShipBy: null, shipBy: '2026-12-18' })),
  'unknown': noticeOf('unknown', waiting({ kind: 'unknown', previousShipBy: '2026-11-27', shipBy: null, cause: { code: 'weather' } })),
  'shipped': noticeOf('shipped', shipped),
  'shipped-in-part': noticeOf('shipped-in-part', { ...shipped, ...blanket, quantity: 1, stillWaiting: 1, shipBy: '2026-12-11', refundable: { amount: 7400, currency: 'USD' } }),
  'pre-order-shipped': noticeOf('pre-order-shipped', { ...shipped, orderKind: 'pre-order', orderId: '1063', name: 'Tide atlas, second edition', balanceDue: { amount: 5500, currency: 'USD' } }),
  'pre-order-shipped-in-part': noticeOf('pre-order-shipped-in-part', { ...shipped, ...blanket, orderKind: 'pre-order', quantity: 1, stillWaiting: 1, shipBy: '2026-12-11', refundable: { amount: 7400, currency: 'USD' } }),
  'cancelled': noticeOf('cancelled', cancelled),
  'pre-order-cancelled': noticeOf('pre-order-cancelled', { ...cancelled, orderId: '1063', name: 'Tide atlas, second edition', amount: { amount: 2000, currency: 'USD' }, balanceDue: { amount: 5500, currency: 'USD' } }),
  'cancelled-by-merchant': noticeOf('cancelled-by-merchant', { ...cancelled, by: 'merchant', undoUntil: null, reason: 'The maker has stopped making it.' }),
  'cancelled-and-refunded': noticeOf('cancelled-and-refunded', { ...cancelled, by: 'merchant', undoUntil: null, refundDone: true }),
  'refunded-another-amount': noticeOf('refunded', { ...goods, kind: 'refunded', cancellationId: 'c-1', amount: { amount: 5000, currency: 'USD' }, amountTold: { amount: 5900, currency: 'USD' }, settledOn: '2026-11-24' }),
  'refunded': noticeOf('refunded', { ...goods, kind: 'refunded', cancellationId: 'c-1', amount: { amount: 5900, currency: 'USD' }, settledOn: '2026-11-24' }),
  'refunded-to-card': noticeOf('refunded-to-card', { ...goods, kind: 'refunded', cancellationId: 'c-1', amount: { amount: 5900, currency: 'USD' }, settledOn: '2026-11-24', paidWith: { last4: '4242' } }),
  'cancelled-in-part': noticeOf('cancelled-in-part', { ...cancelled, ...blanket, amount: { amount: 14800, currency: 'USD' }, rest: { quantity: 1, refundable: { amount: 7400, currency: 'USD' } }, paidWith: { label: 'Visa', last4: '4242' } }),
  'refund-failed': noticeOf('refund-failed', refundFailed),
  'refund-failed-late': noticeOf('refund-failed-late', { ...refundFailed, refundBy: '2026-11-20', isOverdue: true, paidWith: { last4: '4242' } }),
  'consented': noticeOf('consented', consented),
  'consented-further': noticeOf('consented-further', {
    ...consented,
    words: 'I agree to wait for Enamel kettle, sea green (quantity 1, order 1042) to ship by Friday, December 11, and to a further delay until Friday, December 25 should it be needed.',
    shipBy: '2026-12-11',
    until: '2026-12-25',
  }),
  'consented-undated': noticeOf('consented-undated', {
    ...consented,
    words: 'I agree to wait for Enamel kettle, sea green (quantity 1, order 1042) although there is no ship date. I can still cancel at any time after Friday, November 27 until it ships.',
    shipBy: null,
    until: null,
  }),
  'consented-two-items': noticeOf('consented-two-items', consented, {
    ...consented,
    ...blanket,
    words: 'I agree to wait for Wool blanket, storm grey (quantity 2, order 1042) to ship by Friday, January 8, 2027.',
  }),
  'pre-order-consented': noticeOf('pre-order-consented', {
    ...consented,
    orderId: '1063',
    name: 'Tide atlas, second edition',
    orderKind: 'pre-order',
    words: 'I agree to wait for Tide atlas, second edition (quantity 1, order 1063) to ship by Friday, January 8, 2027.',
    refundable: { amount: 2000, currency: 'USD' },
    balanceDue: { amount: 5500, currency: 'USD' },
  }),
  'weekly-paid-with': noticeOf('weekly-paid-with', waiting({ kind: 'weekly', previousShipBy: '2026-12-08', paidWith: { label: 'Visa', last4: '4242' } })),
  'back-in-stock': alertOf('back-in-stock', kettleBack),
  'back-in-stock-two-items': alertOf('back-in-stock-two-items', kettleBack, mugsBack),
  'weekly-and-back-in-stock': { ...noticeOf('weekly-and-back-in-stock', waiting({ kind: 'weekly', previousShipBy: '2026-12-08' })), alerts: [mugsBack] },
  'mixed': noticeOf('mixed', { ...cancelled, lineId: '4', name: 'Rope doormat', by: 'merchant', undoUntil: null }, waiting({ kind: 'later', previousShipBy: '2026-11-27', shipBy: '2026-12-11' }), {
    ...shipped,
    ...lantern,
  }),
} as const satisfies Record<string, Notice>;
