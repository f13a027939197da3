import type { PageCancellation, PageLine, PageView } from '../../functions/core/page-view';

/*
 * One state of the customer's page each, as read on `readAt` of the sample notices in New York.
 */

const kettle: PageLine = {
  orderId: '1042',
  lineId: '1',
  name: 'Enamel kettle, sea green',
  imageUrl: 'https://ternandtide.example/kettle.jpg',
  productUrl: 'https://ternandtide.example/kettle',
  orderKind: 'backorder',
  ordered: 1,
  waiting: 1,
  shipped: 0,
  placedAt: '2026-11-02T16:20:00.000Z',
  shipBy: '2026-12-11',
  promises: [
    { shipBy: '2026-11-27', toldAt: '2026-11-02T16:21:00.000Z' },
    { shipBy: null, toldAt: '2026-11-16T15:10:00.000Z' },
    { shipBy: '2026-12-11', toldAt: '2026-11-24T15:12:00.000Z' },
  ],
  refundable: { amount: 5900, currency: 'USD' },
  cancellations: [],
  shipments: [],
  goodwill: [],
};
const blanket: PageLine = {
  ...kettle,
  lineId: '2',
  name: 'Wool blanket, storm grey',
  imageUrl: undefined,
  productUrl: undefined,
  ordered: 2,
  waiting: 2,
  shipBy: null,
  refundable: { amount: 14800, currency: 'USD' },
  refundableFor: [{ quantity: 2, refundable: { amount: 14800, currency: 'USD' } }, { quantity: 1, refundable: { amount: 7400, currency: 'USD' } }],
};
const chart: PageLine = {
  ...kettle,
  orderId: '1063',
  lineId: '1',
  name: 'Tide atlas, second edition',
  imageUrl: undefined,
  productUrl: undefined,
  orderKind: 'pre-order',
  promises: [{ shipBy: '2026-12-11', toldAt: '2026-11-02T16:21:00.000Z' }],
  refundable: { amount: 2000, currency: 'USD' },
  balanceDue: { amount: 5500, currency: 'USD' },
};
const lantern: PageLine = { ...kettle, orderId: '1057', name: 'Brass ship’s lantern', imageUrl: undefined, productUrl: undefined, refundable: { amount: 8650, currency: 'USD' } };
const cancellation: PageCancellation = {
  by: 'customer',
  quantity: 1,
  amount: { amount: 5900, currency: 'USD' },
  refundBy: '2026-12-04',
  undoUntil: '2026-11-24T19:12:00.000Z',
  refund: 'waiting-for-hold',
};
const cancelledWith = (changes: Partial<PageCancellation>): PageLine => ({
  ...kettle,
  waiting: 0,
  refundable: undefined,
  cancellations: [{ ...cancellation, ...changes }],
});
const parcel = { shippedAt: '2026-11-24T13:00:00.000Z', quantity: 1, carrier: 'Coastal Post', trackingUrl: 'https://coastalpost.example/track?parcel=CP-77130&lang=en' };

const threeBlankets: PageLine = {
  ...blanket,
  ordered: 3,
  waiting: 3,
  paidWith: { label: 'Visa', last4: '4242' },
  refundable: { amount: 5997, currency: 'USD' },
  refundableFor: [5997, 1999, 3998].map((amount, index) => ({ quantity: index === 0 ? 3 : index, refundable: { amount, currency: 'USD' } })),
};

const viewOf = (intent: PageView['intent'], lines: PageLine[], changes: Partial<PageView> = {}): PageView => ({
  intent,
  lines,
  weekly: 'on',
  seen: 'v7',
  timeZone: 'America/New_York',
  ...changes,
});

export const samplePages = {
  'view': viewOf('view', [kettle]),
  'cancel': viewOf('cancel', [kettle]),
  'keep': viewOf('keep', [kettle]),
  'cancel-several': viewOf('cancel', [kettle, blanket, lantern]),
  'cancel-some': viewOf('cancel', [threeBlankets]),
  'cancel-some-of-several': viewOf('cancel', [kettle, threeBlankets]),
  'cancelled-in-part': viewOf('cancel', [{ ...threeBlankets, waiting: 1, refundable: { amount: 1999, currency: 'USD' }, refundableFor: undefined, cancellations: [{ ...cancellation, quantity: 2, amount: { amount: 3998, currency: 'USD' } }] }], { outcome: 'cancelled-in-part' }),
  'undo-some': viewOf('undo', [{ ...threeBlankets, waiting: 1, refundable: { amount: 1999, currency: 'USD' }, refundableFor: undefined, cancellations: [{ ...cancellation, quantity: 2, amount: { amount: 3998, currency: 'USD' } }] }]),
  'cancelled': viewOf('cancel', [cancelledWith({})], { outcome: 'cancelled' }),
  'undo': viewOf('undo', [cancelledWith({})]),
  'undone': viewOf('undo', [kettle], { outcome: 'undone' }),
  'answer-needed': viewOf('keep', [{ ...kettle, shipBy: '2027-01-08', offer: { kind: 'long', shipBy: '2027-01-08', answerBy: '2026-12-27', silence: 'cancels', stated: '2026-11-27' } }]),
  'too-late-to-agree': viewOf('keep', [cancelledWith({ by: 'silence', undoUntil: undefined })], { outcome: 'too-late-to-agree' }),
  'kept': viewOf('keep', [{ ...kettle, kept: { at: '2026-11-24T15:12:00.000Z', shipBy: '2026-12-11', until: '2026-12-11', words: 'I agree to wait for Enamel kettle, sea green (quantity 1, order 1042) to ship by Friday, December 11, 2026.' } }], { outcome: 'kept' }),
  'weekly-stopped': viewOf('view', [kettle], { weekly: 'off', outcome: 'weekly-stopped' }),
  'weekly': viewOf('view', [kettle], { leads: 'weekly' }),
  'cancel-too-late': viewOf('cancel', [{ ...kettle, waiting: 0, shipped: 1, refundable: undefined, shipments: [parcel] }]),
  'changed-meanwhile': viewOf('cancel', [blanket], { outcome: 'changed-meanwhile' }),
  'too-late': viewOf('cancel', [{ ...kettle, waiting: 0, shipped: 1, refundable: undefined, shipments: [parcel] }], { outcome: 'too-late' }),
  'shipped-in-part': viewOf('view', [{ ...blanket, waiting: 1, shipped: 1, shipments: [parcel], refundable: { amount: 7400, currency: 'USD' }, refundableFor: undefined }]),
  'pre-order': viewOf('view', [{ ...chart, refundable: { amount: 7500, currency: 'USD' }, balanceDue: undefined }]),
  'pre-order-deposit': viewOf('cancel', [chart]),
  'pre-order-undated': viewOf('view', [{ ...chart, shipBy: null, promises: [...chart.promises, { shipBy: null, toldAt: '2026-11-16T15:10:00.000Z' }] }]),
  'pre-order-cancelled': viewOf('cancel', [
    { ...chart, waiting: 0, refundable: undefined, balanceDue: undefined, cancellations: [{ ...cancellation, amount: { amount: 2000, currency: 'USD' }, balanceDue: { amount: 5500, currency: 'USD' } }] },
  ], { outcome: 'cancelled' }),
  'refund-requested': viewOf('view', [cancelledWith({ undoUntil: undefined, refund: 'requested' })]),
  'refund-settled': viewOf('view', [cancelledWith({ by: 'merchant', undoUntil: undefined, refund: 'settled', settledOn: '2026-11-24' })]),
  'refund-failed': viewOf('view', [cancelledWith({ undoUntil: undefined, refund: 'failed' })]),
} as const satisfies Record<string, PageView>;
