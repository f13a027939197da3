import { cancelledByShop, created, etaChanged, press, shipped, told, Told, withoutIds } from '../customers-told';

/*
 * The merchant's proof: what each fact leaves on record, entry by entry. Two chairs of 29.50 for 10 December 2026.
 */

const AT = '2026-11-24T15:00:00.000Z';
const l1 = { orderId: 'o1', lineId: 'l1' };
const usd = (account: string, side: 'debit' | 'credit', amount: number) => ({ account, side, amount, currency: 'USD' });

/** What the act leaves on record. */
function left(ada: Told, act: () => unknown): unknown[] {
  const before = ada.record.length;
  act();
  return withoutIds(ada.record.slice(before));
}

test('an order that waits', () => {
  const ada = new Told();
  const event = created({ paid: { amount: 5900, currency: 'USD', tax: 400 } });
  expect(left(ada, () => ada.fact({ type: 'Backorder Created', event }, AT))).toEqual([
    {
      at: AT,
      what: 'line-opened',
      lines: [l1],
      facts: { sku: 'CHAIR', quantity: 2, paid: 5900, currency: 'USD', shipBy: '2026-12-10', placedAt: '2026-11-23T14:00:00.000Z' },
      postings: [usd('clearing', 'debit', 5900), usd('contract-liability', 'credit', 5500), usd('tax-payable', 'credit', 400)],
    },
  ]);
});

test.each([
  ['that had passed already', '2026-11-23', 'promise-in-the-past', 'say when it ships'],
  ['29 days away', '2026-12-23', 'promise-far-away', 'see whether the customer should wait that long'],
])('an order with a date %s is the merchant\'s task', (_what, shipBy, reason, task) => {
  const ada = new Told();
  const entries = left(ada, () => ada.fact({ type: 'Backorder Created', event: created({ shipBy }) }, AT));
  expect(entries[1]).toEqual({ at: AT, what: 'merchant-task', lines: [l1], facts: { task, reason, shipBy } });
  expect(ada.known.profile.outbox).toMatchObject([{ detailType: 'ETA Confirmation Needed', detail: { ...l1, sequence: 1, shipBy, reason } }]);
});

test('an order with a date 28 days away, or without a date, is no task', () => {
  for (const shipBy of ['2026-12-22', '2026-11-24', null]) {
    const ada = new Told();
    expect(left(ada, () => ada.fact({ type: 'Backorder Created', event: created({ shipBy }) }, AT))).toHaveLength(1);
    expect(ada.known.profile.outbox).toEqual([]);
  }
});

test('a date that moved, with where it stood, and who said so when', () => {
  const ada = told();
  expect(left(ada, () => ada.fact(etaChanged('2026-12-15', '2026-11-24T14:00:00.000Z', { cause: { code: 'customs' } }), AT))).toEqual([
    { at: AT, what: 'eta-changed', lines: [l1], facts: { from: '2026-12-10', to: '2026-12-15', asOf: '2026-11-24T14:00:00.000Z', cause: 'customs' } },
  ]);
  expect(ada.known.lines[0]?.eta).toMatchObject({ shipBy: '2026-12-15', cause: { code: 'customs' }, scope: 'sku', asOf: '2026-11-24T14:00:00.000Z' });
  expect(left(ada, () => ada.fact(etaChanged(null, '2026-11-24T14:30:00.000Z'), AT))).toEqual([
    { at: AT, what: 'eta-changed', lines: [l1], facts: { from: '2026-12-15', to: null, asOf: '2026-11-24T14:30:00.000Z', cause: null } },
  ]);
  // Without a cause of its own the last one holds.
  expect(ada.known.lines[0]?.eta.cause).toEqual({ code: 'customs' });
});

test('a date that moved far away is a task, and the same date said again is none', () => {
  const ada = told();
  expect(left(ada, () => ada.fact(etaChanged('2026-12-23', '2026-11-24T14:00:00.000Z'), AT))).toMatchObject([{ what: 'eta-changed' }, { what: 'merchant-task', facts: { reason: 'promise-far-away', shipBy: '2026-12-23' } }]);
  expect(left(ada, () => ada.fact(etaChanged('2026-12-23', '2026-11-24T14:30:00.000Z'), AT))).toMatchObject([{ what: 'eta-changed' }]);
});

test('a date that was confirmed', () => {
  const ada = told();
  expect(left(ada, () => ada.fact({ type: 'ETA Confirmed', event: { eventId: 'k1', scope: { sku: 'CHAIR' }, asOf: '2026-11-24T14:00:00.000Z' } }, AT))).toEqual([
    { at: AT, what: 'eta-confirmed', lines: [l1], facts: { shipBy: '2026-12-10', asOf: '2026-11-24T14:00:00.000Z' } },
  ]);
  expect(ada.known.lines[0]?.appliedIds).toContain('k1');
});

test('a promise that is about to pass', () => {
  const ada = told();
  const entries = left(ada, () => ada.passTo('2026-12-08T06:00:00.000Z'));
  expect(entries).toContainEqual({ at: '2026-12-08T05:00:00.000Z', what: 'merchant-task', lines: [l1], facts: { task: 'say whether it ships by its date', reason: 'promise-passes-soon', shipBy: '2026-12-10' } });
});

test('a promise that has passed', () => {
  const ada = told();
  const entries = left(ada, () => ada.passTo('2026-12-11T23:00:00.000Z'));
  expect(entries).toContainEqual({ at: '2026-12-10T17:00:00.000Z', what: 'merchant-task', lines: [l1], facts: { task: 'say when it ships', reason: 'promise-passed', shipBy: '2026-12-10' } });
});

test('goods that left, and those that left too much', () => {
  const ada = told({ paid: { amount: 5900, currency: 'USD', tax: 400 } });
  expect(left(ada, () => ada.fact(shipped(1, '2026-11-24T14:00:00.000Z', { eventId: 's1', shipmentId: 'p1', carrier: 'DHL' }), AT))).toEqual([
    { at: AT, what: 'shipped', lines: [l1], facts: { shipmentId: 'p1', quantity: 1, shippedAt: '2026-11-24T14:00:00.000Z', carrier: 'DHL' }, postings: [usd('contract-liability', 'debit', 2750), usd('revenue', 'credit', 2750)] },
  ]);
  expect(left(ada, () => ada.fact(shipped(3, '2026-11-24T14:30:00.000Z', { shipmentId: 'p2' }), AT))).toMatchObject([
    { what: 'shipped', facts: { shipmentId: 'p2', quantity: 1, carrier: null } },
    { at: AT, what: 'merchant-task', lines: [l1], facts: { task: 'goods left that no longer waited', shipmentId: 'p2', quantity: 2 } },
  ]);
  expect(ada.known.profile.outbox).toMatchObject([{ detailType: 'Shipped After Cancellation', detail: { ...l1, shipmentId: 'p2', quantity: 2, shippedAt: '2026-11-24T14:30:00.000Z' } }]);
});

test('what the customer cancelled and took back', () => {
  const ada = told({ paid: { amount: 5900, currency: 'USD', tax: 400 } });
  const [cancelled] = left(ada, () => ada.fact(press('Cancel Pressed', AT), AT)) as { facts: { cancellationId: string } }[];
  const { cancellationId } = cancelled?.facts ?? { cancellationId: '' };
  expect(cancellationId).toMatch(/^[0-9a-f]{24}$/);
  expect(cancelled).toEqual({
    at: AT,
    what: 'cancelled',
    lines: [l1],
    facts: { cancellationId, by: 'customer', quantity: 2, amount: 5900, currency: 'USD', refundBy: '2026-12-03', holdUntil: '2026-11-24T19:00:00.000Z' },
    postings: [usd('contract-liability', 'debit', 5500), usd('tax-payable', 'debit', 400), usd('refunds-payable', 'credit', 5900)],
  });
  const later = '2026-11-24T15:30:00.000Z';
  expect(left(ada, () => ada.fact(press('Undo Pressed', later), later))).toEqual([
    {
      at: later,
      what: 'cancellation-withdrawn',
      lines: [l1],
      facts: { cancellationId, by: 'customer', quantity: 2 },
      postings: [usd('refunds-payable', 'debit', 5900), usd('contract-liability', 'credit', 5500), usd('tax-payable', 'credit', 400)],
    },
  ]);
});

test('what the shop cancelled and had paid back', () => {
  const ada = told();
  expect(left(ada, () => ada.fact(cancelledByShop('done'), AT))).toMatchObject([
    {
      what: 'cancelled',
      facts: { by: 'merchant', quantity: 2, holdUntil: AT },
      postings: [usd('contract-liability', 'debit', 5900), usd('refunds-payable', 'credit', 5900), usd('refunds-payable', 'debit', 5900), usd('clearing', 'credit', 5900)],
    },
  ]);
});

test('what the customer cancelled and the shop had paid back', () => {
  const ada = told();
  ada.fact(press('Cancel Pressed', AT), AT);
  const later = '2026-11-24T15:30:00.000Z';
  expect(left(ada, () => ada.fact(cancelledByShop('done', { eventId: 'x1' }), later))).toEqual([
    {
      at: later,
      what: 'refund-settled',
      lines: [l1],
      facts: { refundId: expect.stringMatching(/^[0-9a-f]{24}$/) as string, amount: 5900, currency: 'USD', settledAt: later },
      postings: [usd('refunds-payable', 'debit', 5900), usd('clearing', 'credit', 5900)],
    },
  ]);
  expect(ada.known.lines[0]?.cancellations).toMatchObject([{ state: 'settled', settledAt: later, acknowledgedBy: 'x1', holdUntil: later }]);
});

test('a consent, with the words', () => {
  const ada = told();
  const [entry] = left(ada, () => ada.fact(press('Keep Pressed', AT), AT));
  // `printf 'I agree to wait.' | sha256sum`
  const wordsHash = '81cab4ed382f9ae0c5091c994d5afdd3ba39c80be3aa2ee55a1f1dee02e5080c';
  expect(entry).toEqual({ at: AT, what: 'consented', lines: [l1], facts: { shipBy: '2026-12-10', until: '2026-12-10', wordsHash }, words: 'I agree to wait.' });
  expect(ada.known.profile.outbox).toMatchObject([{ detailType: 'Delay Consented', detail: { ...l1, shipBy: '2026-12-10', until: '2026-12-10', wordsHash, at: AT } }]);
});

test('the weekly update stopped and resumed', () => {
  const ada = told();
  expect(left(ada, () => ada.fact({ type: 'Weekly Stopped', click: { at: AT } }, AT))).toEqual([{ at: AT, what: 'preference-changed', lines: [], facts: { weekly: 'off' } }]);
  expect(ada.fact({ type: 'Weekly Stopped', click: { at: AT } }, AT)).toBe(false);
  const later = '2026-11-24T15:30:00.000Z';
  expect(left(ada, () => ada.fact({ type: 'Weekly Resumed', click: { at: later } }, later))).toEqual([{ at: later, what: 'preference-changed', lines: [], facts: { weekly: 'on' } }]);
  expect(ada.fact({ type: 'Weekly Resumed', click: { at: later } }, later)).toBe(false);
  // Stopped twice at different times leaves two entries.
  ada.fact({ type: 'Weekly Stopped', click: { at: later } }, later);
  const ids = ada.record.filter(({ what }) => what === 'preference-changed').map(({ id }) => id);
  expect(new Set(ids).size).toBe(3);
});

test('a line about which the last word is said', () => {
  const ada = told();
  ada.fact(cancelledByShop('done'), AT);
  const entries = left(ada, () => ada.passTo('2026-11-24T15:01:00.000Z'));
  expect(entries).toContainEqual({ at: AT, what: 'line-closed', lines: [l1], facts: {} });
  expect(ada.known.lines).toEqual([]);
});

test('the entries of one event about two lines are two', () => {
  const ada = told();
  ada.fact({ type: 'Backorder Created', event: created({ lineId: 'l2' }) }, '2026-11-23T15:00:00.000Z');
  const before = ada.record.length;
  ada.fact(etaChanged('2026-12-15', AT), AT);
  const entries = ada.record.slice(before);
  expect(entries.map(({ lines }) => lines)).toEqual([[l1], [{ orderId: 'o1', lineId: 'l2' }]]);
  expect(new Set(entries.map(({ id }) => id)).size).toBe(2);
});
