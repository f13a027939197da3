import { press, told, withoutIds, type Told } from '../customers-told';

/*
 * What the store answers to a refund that it was asked for: 59.00 dollars for two chairs.
 */

const l1 = { orderId: 'o1', lineId: 'l1' };
const AT = '2026-11-25T15:00:00.000Z';

/** Cancelled on the 24th, and asked for four hours later. */
function asked(): { ada: Told; refundId: string } {
  const ada = told();
  ada.fact(press('Cancel Pressed', '2026-11-24T14:00:00.000Z'), '2026-11-24T14:00:00.000Z');
  ada.passTo('2026-11-24T18:00:00.000Z');
  return { ada, refundId: ada.eventsOf('Refund Requested')[0]?.refundId as string };
}

const settle = (ada: Told, refundId: string, eventId = 's1', amount = 5900, currency = 'USD'): boolean =>
  ada.fact({ type: 'Refund Settled', event: { eventId, refundId, amount, currency, settledAt: '2026-11-25T14:00:00.000Z' } }, AT);
const fail = (ada: Told, refundId: string, eventId = 'f1'): boolean => ada.fact({ type: 'Refund Failed', event: { eventId, refundId, reason: 'The card was closed' } }, AT);
const last = (ada: Told, count: number): unknown[] => withoutIds(ada.record.slice(-count));
const state = (ada: Told): string | undefined => ada.known.lines[0]?.cancellations[0]?.state;

test('is asked for once, with all that the shop needs', () => {
  const { ada, refundId } = asked();
  expect(ada.eventsOf('Refund Requested')).toEqual([
    {
      eventId: expect.any(String) as string,
      ...l1,
      sequence: expect.any(Number) as number,
      refundId,
      cancellationId: ada.known.lines[0]?.cancellations[0]?.id,
      quantity: 2,
      amount: 5900,
      currency: 'USD',
      cause: 'customer',
      dueBy: '2026-12-03',
    },
  ]);
  expect(withoutIds(ada.record.filter(({ what }) => what === 'refund-requested'))).toEqual([
    { at: '2026-11-24T18:00:00.000Z', what: 'refund-requested', lines: [l1], facts: { refundId, amount: 5900, currency: 'USD' } },
  ]);
});

test('sent as it was asked for', () => {
  const { ada, refundId } = asked();
  expect(settle(ada, refundId)).toBe(true);
  expect(last(ada, 1)).toEqual([
    {
      at: AT,
      what: 'refund-settled',
      lines: [l1],
      facts: { refundId, amount: 5900, currency: 'USD', settledAt: '2026-11-25T14:00:00.000Z' },
      postings: [{ account: 'refunds-payable', side: 'debit', amount: 5900, currency: 'USD' }, { account: 'clearing', side: 'credit', amount: 5900, currency: 'USD' }],
    },
  ]);
  expect(ada.known.lines[0]?.cancellations[0]).toMatchObject({ state: 'settled', settledAt: '2026-11-25T14:00:00.000Z' });
  expect(ada.known.lines[0]?.cancellations[0]).not.toHaveProperty('settledAmount');
});

test.each([
  ['another amount', 5800, 'USD', [{ account: 'refunds-payable', side: 'debit', amount: 5900, currency: 'USD' }, { account: 'refund-differences', side: 'credit', amount: 100, currency: 'USD' }, { account: 'clearing', side: 'credit', amount: 5800, currency: 'USD' }]],
  ['more than was owed', 6000, 'USD', [{ account: 'refunds-payable', side: 'debit', amount: 5900, currency: 'USD' }, { account: 'refund-differences', side: 'debit', amount: 100, currency: 'USD' }, { account: 'clearing', side: 'credit', amount: 6000, currency: 'USD' }]],
  [
    'another currency',
    5900,
    'EUR',
    [
      { account: 'refunds-payable', side: 'debit', amount: 5900, currency: 'USD' },
      { account: 'refund-differences', side: 'credit', amount: 5900, currency: 'USD' },
      { account: 'refund-differences', side: 'debit', amount: 5900, currency: 'EUR' },
      { account: 'clearing', side: 'credit', amount: 5900, currency: 'EUR' },
    ],
  ],
])('sent in %s is told as sent, and is a task', (_what, amount, currency, postings) => {
  const { ada, refundId } = asked();
  settle(ada, refundId, 's1', amount, currency);
  expect(last(ada, 2)).toEqual([
    { at: AT, what: 'refund-settled', lines: [l1], facts: { refundId, amount, currency, settledAt: '2026-11-25T14:00:00.000Z' }, postings },
    { at: AT, what: 'merchant-task', lines: [l1], facts: { task: 'the refund differs from what the customer was told', told: 5900, toldCurrency: 'USD', refundId, amount, currency, settledAt: '2026-11-25T14:00:00.000Z' } },
  ]);
  expect(ada.known.lines[0]?.cancellations[0]?.settledAmount).toEqual({ amount, currency });
  ada.passTo(AT);
  expect(ada.mails.at(-1)?.notice.parts).toMatchObject([{ kind: 'refunded', amount: { amount, currency }, amountTold: { amount: 5900, currency: 'USD' } }]);
});

test('sent counts once, by whatever id it is told again', () => {
  const { ada, refundId } = asked();
  settle(ada, refundId);
  expect(settle(ada, refundId)).toBe(false);
  expect(settle(ada, refundId, 's2')).toBe(false);
});

test('of somebody else is nobody\'s here', () => {
  const { ada } = asked();
  expect(settle(ada, 'not-ours')).toBe(false);
  expect(fail(ada, 'not-ours')).toBe(false);
});

test('that failed is on record, and may still be sent', () => {
  const { ada, refundId } = asked();
  expect(fail(ada, refundId)).toBe(true);
  expect(last(ada, 1)).toEqual([{ at: AT, what: 'refund-failed', lines: [l1], facts: { refundId, reason: 'The card was closed' } }]);
  expect(state(ada)).toBe('failed');
  expect(ada.known.lines[0]?.appliedIds).toContain('f1');
  expect(fail(ada, refundId)).toBe(false);
  expect(fail(ada, refundId, 'f2')).toBe(false);
  expect(settle(ada, refundId)).toBe(true);
  expect(state(ada)).toBe('settled');
  expect(fail(ada, refundId, 'f3')).toBe(false);
});

test('that nobody asked for yet cannot fail', () => {
  const ada = told();
  ada.fact(press('Cancel Pressed', '2026-11-24T14:00:00.000Z'), '2026-11-24T14:00:00.000Z');
  const refundId = ada.known.lines[0]?.cancellations[0]?.refundId as string;
  expect(fail(ada, refundId)).toBe(false);
  expect(state(ada)).toBe('held');
});

test('that was undone and sent all the same is a task, once, and changes nothing of the order', () => {
  const ada = told();
  ada.fact(press('Cancel Pressed', '2026-11-24T14:00:00.000Z'), '2026-11-24T14:00:00.000Z');
  ada.fact(press('Undo Pressed', '2026-11-24T14:30:00.000Z'), '2026-11-24T14:30:00.000Z');
  const refundId = ada.known.lines[0]?.cancellations[0]?.refundId as string;
  expect(settle(ada, refundId)).toBe(true);
  expect(last(ada, 1)).toEqual([
    {
      at: AT,
      what: 'merchant-task',
      lines: [l1],
      facts: { task: 'a cancellation that was undone was refunded', refundId, amount: 5900, currency: 'USD', settledAt: '2026-11-25T14:00:00.000Z' },
      postings: [{ account: 'refund-differences', side: 'debit', amount: 5900, currency: 'USD' }, { account: 'clearing', side: 'credit', amount: 5900, currency: 'USD' }],
    },
  ]);
  expect(state(ada)).toBe('withdrawn');
  expect(settle(ada, refundId)).toBe(false);
});
