import { created, etaChanged, shipped, told, Told } from './customers-told';

/* Three chairs for 59.98 dollars, of which the customer cancels some. */

const AT = '2026-11-24T15:00:00.000Z';
const three = (): Told => told({ item: { sku: 'CHAIR', name: 'Oak chair', quantity: 3 }, paid: { amount: 5998, currency: 'USD' } });
const cancel = (ada: Told, quantity: number, at = AT): boolean => ada.fact({ type: 'Cancel Pressed', click: { lines: [{ orderId: 'o1', lineId: 'l1', quantity }], at } }, at);

test.each([0, -1, 1.5, 4, Number.NaN, Number.POSITIVE_INFINITY])('%d units are not cancelled, nor is anything else', (quantity) => {
  const ada = three();
  expect(cancel(ada, quantity)).toBe(false);
  expect(ada.known.lines[0]?.cancellations).toEqual([]);
});

test.each([
  [1, 1999, { quantity: 2, refundable: { amount: 3999, currency: 'USD' } }],
  [2, 3998, { quantity: 1, refundable: { amount: 2000, currency: 'USD' } }],
  [3, 5998, undefined],
])('of %i the mail says what comes back and what still waits', (quantity, amount, rest) => {
  const ada = three();
  cancel(ada, quantity);
  ada.passTo(AT);
  expect(ada.mails.at(-1)?.notice.parts).toMatchObject([{ kind: 'cancelled', quantity, amount: { amount, currency: 'USD' }, undoUntil: '2026-11-24T19:00:00.000Z', rest }]);
  expect(ada.eventsOf('Cancellation Requested')).toMatchObject([{ quantity }]);
  ada.passTo('2026-11-24T19:00:00.000Z');
  expect(ada.eventsOf('Refund Requested')).toMatchObject([{ quantity, amount, cause: 'customer' }]);
});

test('the rest goes on: its date that moves is told for what still waits, and its goods ship', () => {
  const ada = three();
  cancel(ada, 1);
  ada.passTo(AT);
  ada.fact(etaChanged('2026-12-20', '2026-11-25T15:00:00.000Z'), '2026-11-25T15:00:00.000Z');
  ada.passTo('2026-11-25T15:10:00.000Z');
  expect(ada.mails.at(-1)?.notice.parts).toMatchObject([{ kind: 'later', quantity: 2, refundable: { amount: 3999, currency: 'USD' } }]);
  ada.fact(shipped(2, '2026-11-26T15:00:00.000Z'), '2026-11-26T15:00:00.000Z');
  ada.passTo('2026-11-26T15:01:00.000Z');
  expect(ada.mails.at(-1)?.notice.parts).toMatchObject([{ kind: 'shipped', quantity: 2, stillWaiting: 0 }]);
  expect(ada.eventsOf('Shipped After Cancellation')).toEqual([]);
});

test('an undo brings back all that was cancelled in parts', () => {
  const ada = three();
  cancel(ada, 1);
  cancel(ada, 1, '2026-11-24T15:30:00.000Z');
  ada.passTo('2026-11-24T15:30:00.000Z');
  ada.fact({ type: 'Undo Pressed', click: { lines: [{ orderId: 'o1', lineId: 'l1' }], at: '2026-11-24T16:00:00.000Z' } }, '2026-11-24T16:00:00.000Z');
  ada.passTo('2026-11-24T20:00:00.000Z');
  expect(ada.eventsOf('Cancellation Withdrawn')).toHaveLength(2);
  expect(ada.eventsOf('Refund Requested')).toEqual([]);
  expect(ada.known.lines[0]?.cancellations.map(({ state }) => state)).toEqual(['withdrawn', 'withdrawn']);
});

test('each line of a press has its own number, and one that cannot be has none of the others wait', () => {
  const ada = new Told();
  for (const lineId of ['l1', 'l2', 'l3']) ada.fact({ type: 'Backorder Created', event: created({ lineId }) }, '2026-11-23T14:00:00.000Z');
  ada.passTo('2026-11-23T14:01:00.000Z');
  const lines = [{ orderId: 'o1', lineId: 'l1', quantity: 1 }, { orderId: 'o1', lineId: 'l2', quantity: 5 }, { orderId: 'o1', lineId: 'l3' }];
  expect(ada.fact({ type: 'Cancel Pressed', click: { lines, at: AT } }, AT)).toBe(true);
  expect(ada.known.lines.map(({ cancellations }) => cancellations.map(({ quantity }) => quantity))).toEqual([[1], [], [2]]);
});

test('after the last day of the rest no mail says that it waits', () => {
  const ada = told({ market: 'US', item: { sku: 'CHAIR', name: 'Oak chair', quantity: 3 } });
  ada.passTo('2026-12-10T20:00:00.000Z');
  const last = ada.known.lines[0]?.terms?.offers.at(-1)?.answerBy;
  expect(last).toBe('2027-01-09');
  cancel(ada, 1, '2027-01-10T04:59:59.000Z');
  ada.customer = { ...ada.known, profile: { ...ada.known.profile, retryAt: '2027-01-10T06:00:00.000Z' } };
  ada.attendAt('2027-01-10T06:00:00.000Z');
  expect(ada.mails.at(-1)?.notice.parts).toMatchObject([{ kind: 'cancelled', quantity: 1, rest: undefined }]);
});
