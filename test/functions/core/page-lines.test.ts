import { alertViewFor } from '../../../functions/core/alert-view';
import type { Customer } from '../../../functions/core/customer';
import type { Line } from '../../../functions/core/line';
import { linesInScope, seenOf, unitsSeen, viewFor } from '../../../functions/core/line-view';
import { newProfile } from '../../../functions/core/apply/open-line';
import { cancelledByShop, created, etaChanged, press, setting, shipped, told, type Told } from './customers-told';

/*
 * What the page shows of a line, at each of its stages: facts, no words. Two chairs of 29.50, promised for 10 December 2026.
 */

const NOW = '2026-11-24T15:00:00.000Z';
const whole = { kind: 'customer', customerKey: 'ada' } as const;
const view = (ada: Told, now = NOW) => viewFor(ada.known, [], whole, 'view', setting, now);
const first = (ada: Told, now = NOW) => view(ada, now)?.lines[0];

test('a line that waits', () => {
  const deliverBy = { earliest: '2026-12-12', latest: '2026-12-14' };
  const ada = told({
    item: { sku: 'CHAIR', name: 'Oak chair', quantity: 2, imageUrl: 'https://shop.example/c.png', productUrl: 'https://shop.example/c' },
    customer: { id: 'ada', email: 'ada@example.com', locale: 'pt-BR', timeZone: 'Europe/Lisbon' },
    promise: { shipBy: '2026-12-10', deliverBy },
    balanceDue: { amount: 1000, currency: 'USD' },
    kind: 'pre-order',
  });
  expect(view(ada)).toEqual({
    intent: 'view',
    weekly: 'on',
    seen: '2_2026-12-10',
    locale: 'pt-BR',
    timeZone: 'Europe/Lisbon',
    lines: [
      {
        orderId: 'o1',
        lineId: 'l1',
        name: 'Oak chair',
        imageUrl: 'https://shop.example/c.png',
        productUrl: 'https://shop.example/c',
        orderKind: 'pre-order',
        ordered: 2,
        waiting: 2,
        shipped: 0,
        placedAt: '2026-11-23T14:00:00.000Z',
        shipBy: '2026-12-10',
        deliverBy,
        promises: [{ shipBy: '2026-12-10', toldAt: '2026-11-23T14:00:45.000Z' }],
        refundable: { amount: 5900, currency: 'USD' },
        refundableFor: [
          { quantity: 2, refundable: { amount: 5900, currency: 'USD' } },
          { quantity: 1, refundable: { amount: 2950, currency: 'USD' } },
        ],
        balanceDue: { amount: 1000, currency: 'USD' },
        cancellations: [],
        shipments: [],
        goodwill: [],
      },
    ],
  });
});

test('a date that is not known has no delivery window, and the page shows every promise', () => {
  const ada = told({ promise: { shipBy: '2026-12-10', deliverBy: { earliest: '2026-12-12', latest: '2026-12-14' } } });
  ada.fact(etaChanged(null, '2026-11-24T14:00:00.000Z', { deliverBy: { earliest: '2026-12-12', latest: '2026-12-14' } }), '2026-11-24T14:00:00.000Z');
  ada.passTo('2026-11-24T14:10:00.000Z');
  expect(first(ada)).toMatchObject({
    shipBy: null,
    deliverBy: undefined,
    promises: [
      { shipBy: '2026-12-10', toldAt: '2026-11-23T14:00:45.000Z' },
      { shipBy: null, toldAt: '2026-11-24T14:10:00.000Z' },
    ],
  });
  expect(view(ada)?.seen).toBe('2_none');
});

test('a line of which one unit was sent', () => {
  const ada = told();
  ada.fact(shipped(1, '2026-11-24T14:00:00.000Z', { carrier: 'DHL', trackingUrl: 'https://dhl.example/1' }), '2026-11-24T14:00:00.000Z');
  expect(first(ada)).toMatchObject({
    ordered: 2,
    waiting: 1,
    shipped: 1,
    refundable: { amount: 2950, currency: 'USD' },
    shipments: [{ shippedAt: '2026-11-24T14:00:00.000Z', quantity: 1, carrier: 'DHL', trackingUrl: 'https://dhl.example/1' }],
  });
  expect(Object.keys(first(ada)?.shipments[0] ?? {})).toEqual(['shippedAt', 'quantity', 'carrier', 'trackingUrl']);
});

test('a cancelled line: what comes back, until when it can be undone, and how far the refund is', () => {
  const ada = told({ balanceDue: { amount: 1000, currency: 'USD' } });
  ada.fact(press('Cancel Pressed', '2026-11-24T14:00:00.000Z'), '2026-11-24T14:00:00.000Z');
  const cancelled = { by: 'customer', quantity: 2, amount: { amount: 5900, currency: 'USD' }, refundBy: '2026-12-03', balanceDue: { amount: 1000, currency: 'USD' } };
  const held = first(ada, '2026-11-24T17:59:59.999Z');
  expect(held).toMatchObject({ waiting: 0, refundable: undefined, offer: undefined, cancellations: [{ ...cancelled, undoUntil: '2026-11-24T18:00:00.000Z', refund: 'waiting-for-hold', settledOn: undefined }] });
  expect(first(ada, '2026-11-24T18:00:00.000Z')?.cancellations).toMatchObject([{ ...cancelled, undoUntil: undefined }]);

  ada.passTo('2026-11-24T18:00:00.000Z');
  expect(first(ada)?.cancellations).toMatchObject([{ ...cancelled, undoUntil: undefined, refund: 'requested' }]);
  const { refundId } = ada.eventsOf('Refund Requested')[0] as { refundId: string };

  ada.fact({ type: 'Refund Failed', event: { eventId: 'f1', refundId, reason: 'card closed' } }, '2026-11-25T14:00:00.000Z');
  expect(first(ada)?.cancellations).toMatchObject([{ refund: 'failed' }]);

  // Told by the store: 58 dollars went out, on an evening that is still the 25th in New York.
  ada.fact({ type: 'Refund Settled', event: { eventId: 's1', refundId, amount: 5800, currency: 'USD', settledAt: '2026-11-26T04:59:00.000Z' } }, '2026-11-26T04:59:00.000Z');
  expect(first(ada)?.cancellations).toMatchObject([{ amount: { amount: 5800, currency: 'USD' }, refund: 'settled', settledOn: '2026-11-25' }]);
});

test('what was undone is shown no more', () => {
  const ada = told();
  ada.fact(press('Cancel Pressed', '2026-11-24T14:00:00.000Z'), '2026-11-24T14:00:00.000Z');
  ada.fact(press('Undo Pressed', '2026-11-24T14:05:00.000Z'), '2026-11-24T14:05:00.000Z');
  expect(first(ada)).toMatchObject({ waiting: 2, cancellations: [] });
});

test('the last consent with its words, and the choice that comes with the date', () => {
  const ada = told({ market: 'US' });
  ada.fact(etaChanged('2027-02-01', '2026-11-24T13:00:00.000Z'), '2026-11-24T13:00:00.000Z');
  expect(first(ada)?.offer).toEqual({ kind: 'long', shipBy: '2027-02-01', answerBy: '2027-01-09', silence: 'cancels', stated: '2026-12-10' });
  ada.passTo('2026-11-24T13:10:00.000Z');
  ada.fact(press('Keep Pressed', '2026-11-24T14:00:00.000Z'), '2026-11-24T14:00:00.000Z');
  expect(first(ada)).toMatchObject({ offer: undefined, kept: { at: '2026-11-24T14:00:00.000Z', shipBy: '2027-02-01', until: '2027-02-01', words: 'I agree to wait.' } });
  expect(Object.keys(first(ada)?.kept ?? {})).toEqual(['at', 'shipBy', 'until', 'words']);
});

test('what was given back for the wait', () => {
  const ada = told();
  const line = ada.known.lines[0] as Line;
  const goodwill = [{ id: 'g', lateDays: 14, percent: 10, quantity: 2, amount: { amount: 590, currency: 'USD' }, at: NOW }];
  const customer: Customer = { ...ada.known, lines: [{ ...line, goodwill }] };
  expect(viewFor(customer, [], whole, 'view', setting, NOW)?.lines[0]?.goodwill).toEqual([{ amount: { amount: 590, currency: 'USD' }, at: NOW }]);
});

describe('what a link is about', () => {
  const ada = told();
  ada.fact({ type: 'Backorder Created', event: created({ lineId: 'l2' }) }, '2026-11-23T15:00:00.000Z');
  ada.fact({ type: 'Backorder Created', event: created({ orderId: 'o2', lineId: 'l1' }) }, '2026-11-23T15:00:00.000Z');
  const { lines } = ada.known;
  const names = (found: readonly Line[]): string[] => found.map(({ orderId, lineId }) => `${orderId}/${lineId}`);

  test.each([
    ['a line', { kind: 'line', customerKey: 'ada', orderId: 'o1', lineId: 'l2' }, ['o1/l2']],
    ['a line of another order', { kind: 'line', customerKey: 'ada', orderId: 'o2', lineId: 'l2' }, []],
    ['an order', { kind: 'order', customerKey: 'ada', orderId: 'o1' }, ['o1/l1', 'o1/l2']],
    ['all', whole, ['o1/l1', 'o1/l2', 'o2/l1']],
  ] as const)('%s', (_what, scope, expected) => {
    expect(names(linesInScope(lines, scope))).toEqual(expected);
  });

  test('nothing of it is left, or nobody is known', () => {
    expect(viewFor(ada.known, [], { kind: 'order', customerKey: 'ada', orderId: 'o9' }, 'view', setting, NOW)).toBeUndefined();
    expect(viewFor(undefined, lines, whole, 'view', setting, NOW)).toBeUndefined();
  });

  test('closed lines stay on the page of their order', () => {
    const closed = { ...(lines[0] as Line), orderId: 'o9' };
    expect(viewFor(ada.known, [closed], { kind: 'order', customerKey: 'ada', orderId: 'o9' }, 'cancel', setting, NOW)).toMatchObject({ intent: 'cancel', lines: [{ orderId: 'o9' }] });
  });
});

test('a press means what was seen: the units of each line, and their dates', () => {
  const ada = told();
  ada.fact({ type: 'Backorder Created', event: created({ lineId: 'l2', item: { sku: 'LAMP', name: 'Lamp', quantity: 1 }, shipBy: null }) }, '2026-11-23T15:00:00.000Z');
  expect(seenOf(ada.known.lines, setting, NOW)).toBe('2.1_2026-12-10.none');
  expect(unitsSeen(ada.known.lines)).toBe('2.1');
  ada.fact(cancelledByShop('needed', { quantity: 1 }), NOW);
  expect(unitsSeen(ada.known.lines)).toBe('1.1');
});

describe('a stock alert on the page', () => {
  const alert = { item: { sku: 'LAMP', name: 'Lamp', productUrl: 'https://shop.example/l' }, state: 'told' as const, requestedAt: NOW, told: { at: '2026-11-25T15:00:00.000Z', asOf: NOW, noticeId: 'n' }, appliedIds: [] };
  const waiting = { ...alert, item: { sku: 'BED', name: 'Bed' }, state: 'waiting' as const, told: undefined };
  const stopped = { ...waiting, item: { sku: 'DESK', name: 'Desk' }, state: 'stopped' as const, stoppedAt: '2026-11-26T15:00:00.000Z' };
  const ada: Customer = { profile: { ...newProfile('ada'), locale: 'de', timeZone: 'Europe/Berlin' }, lines: [], alerts: [waiting, alert, stopped] };
  const scope = (sku: string) => ({ kind: 'alert', customerKey: 'ada', sku }) as const;

  test('is the one that the link names', () => {
    expect(alertViewFor(ada, scope('LAMP'), 'leave', setting)).toEqual({
      intent: 'leave',
      state: 'told',
      sku: 'LAMP',
      name: 'Lamp',
      productUrl: 'https://shop.example/l',
      requestedAt: NOW,
      toldAt: '2026-11-25T15:00:00.000Z',
      stoppedAt: undefined,
      locale: 'de',
      timeZone: 'Europe/Berlin',
    });
    expect(alertViewFor(ada, scope('BED'), 'view', setting)).toMatchObject({ sku: 'BED', state: 'waiting', toldAt: undefined });
    expect(alertViewFor(ada, scope('DESK'), 'view', setting)).toMatchObject({ state: 'stopped', stoppedAt: '2026-11-26T15:00:00.000Z' });
  });

  test.each([
    ['no such alert', ada, scope('SOFA')],
    ['nobody known', undefined, scope('LAMP')],
    ['all alerts', ada, { kind: 'alerts', customerKey: 'ada' } as const],
  ])('shows nothing for %s', (_what, customer, about) => {
    expect(alertViewFor(customer, about, 'view', setting)).toBeUndefined();
  });
});

test.each([
  [1, undefined],
  [2, [2, 1]],
  [20, [20, ...Array.from({ length: 19 }, (_none, n) => n + 1)]],
  [21, [21, ...Array.from({ length: 19 }, (_none, n) => n + 1)]],
  [1000, [1000, ...Array.from({ length: 19 }, (_none, n) => n + 1)]],
])('of %i that wait the customer chooses among all, and up to nineteen others', (quantity, counts) => {
  const line = first(told({ item: { sku: 'CHAIR', name: 'Oak chair', quantity }, paid: { amount: 100_003, currency: 'USD' } }));
  expect(line?.refundableFor?.map((one) => one.quantity)).toEqual(counts);
  for (const one of line?.refundableFor ?? []) {
    expect(one.refundable.amount).toBe(one.quantity === quantity ? 100_003 : Math.floor((100_003 * one.quantity) / quantity));
  }
});

test('what was given back for the wait, shipped or cancelled before is no part of what a choice gives back', () => {
  const ada = told({ item: { sku: 'CHAIR', name: 'Oak chair', quantity: 4 }, paid: { amount: 10_000, currency: 'USD' } });
  ada.fact(shipped(1, NOW), NOW);
  ada.fact({ type: 'Cancel Pressed', click: { lines: [{ orderId: 'o1', lineId: 'l1', quantity: 1 }], at: NOW } }, NOW);
  const goodwill = [{ id: 'g1', lateDays: 7, percent: 10, quantity: 2, amount: { amount: 501, currency: 'USD' }, at: NOW }];
  ada.customer = { ...ada.known, lines: ada.known.lines.map((line) => ({ ...line, goodwill })) };
  expect(first(ada)?.refundableFor).toEqual([
    { quantity: 2, refundable: { amount: 4499, currency: 'USD' } },
    { quantity: 1, refundable: { amount: 2249, currency: 'USD' } },
  ]);
});
