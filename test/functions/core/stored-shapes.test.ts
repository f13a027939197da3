import * as v from 'valibot';
import { Cancellation, Consent, Goodwill, Line, Offer, Shipment, ToldPromise } from '../../../functions/core/line';
import { NoticeKind } from '../../../functions/core/notice-kinds';
import { Profile, Sending, Telling } from '../../../functions/core/profile';
import { RecordEntry } from '../../../functions/core/record';
import { StockAlert } from '../../../functions/core/stock-alert';

/*
 * What is stored comes back as it was: each shape with every field filled. A field that a schema forgets would be lost with
 * the next write.
 */

const AT = '2026-11-23T14:00:00.000Z';
const usd = (amount: number) => ({ amount, currency: 'USD' });

const line = {
  orderId: 'o1',
  lineId: 'l1',
  placedAt: AT,
  openedAt: AT,
  reportedAt: AT,
  market: 'US',
  kind: 'pre-order',
  item: { sku: 'CHAIR', name: 'Oak chair', quantity: 9, imageUrl: 'https://shop.example/c.png', productUrl: 'https://shop.example/c' },
  paid: usd(5900),
  tax: 400,
  paidWith: { label: 'Visa', last4: '0042' },
  balanceDue: usd(1000),
  supplierOrder: 'po1',
  channel: 'web',
  eta: { shipBy: '2026-12-20', deliverBy: { earliest: '2026-12-22', latest: '2026-12-24' }, cause: { code: 'other', text: 'A fire' }, asOf: AT, scope: 'supplierOrder', confirmedAt: AT },
  promises: [{ shipBy: '2026-12-10', deliverBy: { earliest: '2026-12-12', latest: '2026-12-12' }, toldAt: AT, noticeId: 'n1', kind: 'first' }],
  changedAt: AT,
  shipments: [{ shipmentId: 's1', quantity: 1, amount: usd(655), tax: 44, shippedAt: AT, carrier: 'DHL', trackingUrl: 'https://dhl.example/1', toldBy: 'n2' }],
  cancellations: [
    {
      id: 'c1',
      refundId: 'r1',
      by: 'no-offer',
      quantity: 1,
      amount: usd(655),
      tax: 44,
      at: AT,
      holdUntil: AT,
      refundBy: '2026-12-03',
      reason: 'Not made any more',
      acknowledgedBy: 'e9',
      state: 'settled',
      settledAt: AT,
      requestedAt: AT,
      askedAgainAt: AT,
      overdueAt: AT,
      settledAmount: usd(600),
      cancelToldBy: 'n3',
      refundToldBy: 'n4',
      failureToldBy: 'n11',
    },
  ],
  consents: [{ at: AT, shipBy: '2026-12-20', until: '2027-01-03', words: 'I agree to wait.', wordsHash: 'ab', answers: 'renewed', toldBy: 'n12' }],
  terms: {
    stated: '2026-12-10',
    offers: [{ kind: 'renewed', shipBy: null, answerBy: '2027-01-09', silence: 'cancels', furtherUntil: '2027-01-23', noticeId: 'n5', madeAt: AT, bouncedAt: AT, withdrawnBy: 'n6', remindedBy: 'n7' }],
  },
  goodwill: [{ id: 'g1', lateDays: 14, percent: 10, quantity: 7, amount: usd(459), at: AT, toldBy: 'n8' }],
  goodwillMissed: 30,
  askedAbout: '2026-12-20',
  appliedIds: ['e1', 'e2'],
  sequence: 12,
};

const profile = {
  key: 'ada',
  since: AT,
  erased: { at: AT, doneAt: AT, address: '1.ab' },
  email: 'ada@example.com',
  name: 'Ada',
  locale: 'pt-BR',
  timeZone: 'Europe/Paris',
  weekly: 'off',
  lastContactAt: AT,
  sending: {
    noticeId: 'n9',
    kind: 'later',
    since: AT,
    attempt: 2,
    subject: 'A later date',
    wordsHash: 'cd',
    words: 'Dear Ada',
    telling: [
      {
        orderId: 'o1',
        lineId: 'l1',
        kind: 'later',
        shipBy: '2026-12-20',
        deliverBy: { earliest: '2026-12-22', latest: '2026-12-24' },
        about: 'c1',
        goodwill: ['g1'],
        offer: { kind: 'long', shipBy: '2026-12-20', answerBy: '2026-12-20', silence: 'agrees', furtherUntil: '2027-01-03' },
      },
    ],
    alerts: [{ sku: 'LAMP', requestedAt: AT, asOf: AT }],
    erased: true,
  },
  unheard: { noticeId: 'n8', kind: 'first', since: AT, attempt: 1, subject: 'Late', wordsHash: 'ef', words: 'Dear Ada', telling: [] },
  contacts: [{ noticeId: 'n7', kind: 'weekly', at: AT }],
  retryAt: AT,
  weeklyRetryAt: AT,
  refusedAddress: 'old@example.com',
  softBounces: ['n6'],
  undelivered: ['n5'],
  failures: 3,
  resent: ['n8'],
  outbox: [{ detailType: 'Customer Unreachable', detail: { eventId: 'e3', customerKey: 'ada', reason: 'rejected', at: AT } }],
  appliedIds: ['e4'],
  dueAt: AT,
  due: { prompt: AT, routine: AT },
};

const alert = {
  item: { sku: 'LAMP', name: 'Lamp', imageUrl: 'https://shop.example/l.png', productUrl: 'https://shop.example/l' },
  market: 'US',
  state: 'told',
  requestedAt: AT,
  back: { asOf: AT, since: AT },
  told: { at: AT, asOf: AT, noticeId: 'n10' },
  stoppedAt: AT,
  appliedIds: ['e5'],
};

const entry = {
  at: AT,
  id: 'x1',
  what: 'refund-settled',
  lines: [{ orderId: 'o1', lineId: 'l1' }],
  facts: { text: 'a', count: 1, isSo: true, none: null },
  postings: [{ account: 'refunds-payable', side: 'debit', amount: 655, currency: 'USD' }],
  words: 'We sent it back.',
};

const shapes = { Line: [Line, line], Profile: [Profile, profile], StockAlert: [StockAlert, alert], RecordEntry: [RecordEntry, entry] } as const;

test.each(Object.entries(shapes))('%s comes back with every field', (_name, [shape, full]) => {
  expect(v.parse(shape, full)).toEqual(full);
});

const [telling] = profile.sending.telling;
test.each([
  ['Line', Line, line],
  ['ToldPromise', ToldPromise, line.promises[0]],
  ['Shipment', Shipment, line.shipments[0]],
  ['Cancellation', Cancellation, line.cancellations[0]],
  ['Consent', Consent, line.consents[0]],
  ['Offer', Offer, line.terms.offers[0]],
  ['Goodwill', Goodwill, line.goodwill[0]],
  ['Profile', Profile, profile],
  ['Sending', Sending, profile.sending],
  ['Telling', Telling, telling],
  ['StockAlert', StockAlert, alert],
  ['RecordEntry', RecordEntry, entry],
])('no field of %s is left out here', (_name, { entries }, full) => {
  expect(Object.keys(full ?? {}).sort()).toEqual(Object.keys(entries).sort());
});

/** A copy in which what stands at the path is another value. */
function changed(full: object, path: string, value: unknown): unknown {
  const copy = structuredClone(full) as Record<string, unknown>;
  const keys = path.split('.');
  const last = keys.pop() as string;
  const holder = keys.reduce<Record<string, unknown>>((at, key) => at[key] as Record<string, unknown>, copy);
  if (!(last in holder)) throw new Error(`nothing stands at ${path}`);
  holder[last] = value;
  return copy;
}

const kinds = ['later', 'unknown', 'first', 'earlier', 'reminder', 'weekly', 'shipped', 'cancelled', 'refund-failed', 'refunded', 'consented', 'back-in-stock'];
const values: [keyof typeof shapes, string, string[]][] = [
  ['Line', 'kind', ['backorder', 'pre-order']],
  ['Line', 'eta.scope', ['created', 'sku', 'supplierOrder', 'line']],
  ['Line', 'eta.cause.code', ['supplier-delay', 'port-congestion', 'customs', 'labour-shortage', 'demand-surge', 'quality-hold', 'weather', 'production-fault', 'other']],
  ['Line', 'promises.0.kind', kinds],
  ['Line', 'cancellations.0.by', ['customer', 'merchant', 'silence', 'no-offer']],
  ['Line', 'cancellations.0.state', ['held', 'withdrawn', 'requested', 'settled', 'failed']],
  ['Line', 'terms.offers.0.kind', ['short', 'long', 'indefinite', 'renewed']],
  ['Line', 'terms.offers.0.silence', ['agrees', 'cancels']],
  ['Profile', 'weekly', ['on', 'off']],
  ['Profile', 'sending.kind', kinds],
  ['StockAlert', 'state', ['waiting', 'told', 'stopped']],
  ['RecordEntry', 'postings.0.account', ['clearing', 'contract-liability', 'tax-payable', 'revenue', 'refunds-payable', 'refund-differences']],
  ['RecordEntry', 'postings.0.side', ['debit', 'credit']],
  [
    'RecordEntry',
    'what',
    [
      'line-opened',
      'eta-changed',
      'eta-confirmed',
      'notice-sent',
      'notice-unknown',
      'notice-refused',
      'notice-delivered',
      'notice-delayed',
      'notice-bounced',
      'notice-rejected',
      'notice-complained',
      'notice-doubled',
      'shipped',
      'cancelled',
      'cancellation-withdrawn',
      'refund-requested',
      'refund-settled',
      'refund-failed',
      'consented',
      'offer-not-made',
      'goodwill-granted',
      'goodwill-missed',
      'preference-changed',
      'customer-updated',
      'line-closed',
      'merchant-task',
      'alert-requested',
      'back-in-stock',
      'alert-stopped',
    ],
  ],
];

test.each(values)('%s: what may stand at %s', (name, path, allowed) => {
  const [shape, full] = shapes[name];
  for (const value of allowed) expect(v.parse(shape, changed(full, path, value))).toEqual(changed(full, path, value));
  for (const value of ['', 'other-than-that', 1, null, undefined]) expect(v.safeParse(shape, changed(full, path, value)).success).toBe(false);
});

test('no kind of notice and no word of the record is left out here', () => {
  expect(kinds.toSorted()).toEqual(NoticeKind.options.toSorted());
  expect(values.find(([, path]) => path === 'what')?.[2].toSorted()).toEqual(RecordEntry.entries.what.options.toSorted());
});

test.each([
  ['Line', 'consents.0.answers', ['short', 'long', 'indefinite', 'renewed']],
] as const)('%s: what may stand at %s, if anything', (name, path, allowed) => {
  const [shape, full] = shapes[name];
  for (const value of [...allowed, undefined]) expect(v.safeParse(shape, changed(full, path, value)).success).toBe(true);
  for (const value of ['', 'other-than-that', 1, null]) expect(v.safeParse(shape, changed(full, path, value)).success).toBe(false);
});

const wrong: [keyof typeof shapes, string, unknown[]][] = [
  ['Line', 'placedAt', ['2026-11-23', '2026-11-23T14:00:00Z', '2026-11-23T15:00:00.000+01:00']],
  ['Line', 'eta.shipBy', ['2026-11-31', '23 December', undefined]],
  ['Line', 'item.quantity', [0, -1, 1.5]],
  ['Line', 'paid.amount', [-1, 0.5, '5']],
  ['Line', 'tax', [-1]],
  ['Line', 'shipments.0.quantity', [0]],
  ['Line', 'shipments.0.tax', [-1]],
  ['Line', 'cancellations.0.quantity', [0]],
  ['Line', 'cancellations.0.tax', [-1]],
  ['Line', 'goodwill.0.percent', [0]],
  ['Line', 'goodwill.0.lateDays', [0]],
  ['Line', 'goodwill.0.quantity', [0]],
  ['Profile', 'failures', [-1]],
  ['Profile', 'sending.attempt', [0]],
  ['Profile', 'outbox', [['Refund Requested'], [null], [{ detail: {} }]]],
  ['RecordEntry', 'postings.0.amount', [0, -5]],
  ['RecordEntry', 'facts', [{ list: [] }]],
];

test.each(wrong)('%s: what may not stand at %s', (name, path, refused) => {
  const [shape, full] = shapes[name];
  for (const value of refused) expect(v.safeParse(shape, changed(full, path, value)).success).toBe(false);
});
