import * as v from 'valibot';
import { problemsOf } from '../../../functions/core/english';
import { BackorderCreated } from '../../../functions/core/events/incoming/backorder-created';
import { viewFor } from '../../../functions/core/line-view';
import { cancelledByShop, created, press, setting, shipped, told } from './customers-told';

/** A pair of atlases with a deposit of 20.00 each, of which 35.01 is still to be paid. */
const deposit = { kind: 'pre-order', paid: { amount: 4000, currency: 'USD' }, balanceDue: { amount: 3501, currency: 'USD' } } as const;
const AT = '2026-11-24T15:00:00.000Z';
const scope = { kind: 'customer', customerKey: 'ada' } as const;

test('the first notice says what was paid and what is still to be paid', () => {
  expect(told(deposit).mails[0]?.notice.parts).toMatchObject([{ kind: 'first', orderKind: 'pre-order', refundable: { amount: 4000 }, balanceDue: { amount: 3501 } }]);
});

test('cancelling asks for all of the deposit back and for nothing of the balance', () => {
  const ada = told(deposit);
  ada.fact(press('Cancel Pressed', AT), AT);
  ada.passTo('2026-11-25T00:00:00.000Z');
  expect(ada.eventsOf('Refund Requested')).toMatchObject([{ amount: 4000, currency: 'USD' }]);
  expect(ada.mails[1]?.notice.parts).toMatchObject([{ kind: 'cancelled', amount: { amount: 4000 }, balanceDue: { amount: 3501 } }]);
});

test('of what is left after a part has shipped, the balance is that of what is left', () => {
  const ada = told(deposit);
  ada.fact(shipped(1, AT), AT);
  ada.fact(cancelledByShop('needed'), '2026-11-24T15:05:00.000Z');
  const view = viewFor(ada.customer, [], scope, 'view', setting, AT);
  expect(view?.lines).toMatchObject([{ waiting: 0, balanceDue: undefined, cancellations: [{ amount: { amount: 2000 }, balanceDue: { amount: 1750 } }] }]);
});

test('what shipments owe adds up to the balance', () => {
  const ada = told({ ...deposit, item: { sku: 'ATLAS', name: 'Atlas', quantity: 3 }, balanceDue: { amount: 1000, currency: 'USD' } });
  for (const [n, at] of ['2026-11-24T15:00:00.000Z', '2026-11-26T15:00:00.000Z', '2026-11-30T15:00:00.000Z'].entries()) {
    ada.fact(shipped(1, at, { shipmentId: `p${n}` }), at);
    ada.passTo(at.replace('15:00', '15:01'));
  }
  const parts = ada.mails.flatMap(({ notice }) => notice.parts.filter(({ kind }) => kind === 'shipped'));
  expect(parts).toMatchObject([{ orderKind: 'pre-order', balanceDue: { amount: 333 } }, { balanceDue: { amount: 333 } }, { balanceDue: { amount: 334 } }]);
});

test('of an order that is paid in full no shipment owes anything', () => {
  const ada = told();
  ada.fact(shipped(2, AT), AT);
  ada.passTo('2026-11-24T15:01:00.000Z');
  expect(ada.mails.at(-1)?.notice.parts).toMatchObject([{ kind: 'shipped', orderKind: 'backorder', balanceDue: undefined }]);
});

test.each([
  ['no balance', undefined],
  ['a balance of nothing', { amount: 0, currency: 'USD' }],
])('a pre-order with %s is paid in full', (_what, balanceDue) => {
  expect(told({ ...deposit, balanceDue }).mails[0]?.notice.parts[0]).toMatchObject({ orderKind: 'pre-order', balanceDue: undefined });
});

test('a balance in another currency than the deposit is refused by its path', () => {
  const { issues = [] } = v.safeParse(BackorderCreated, created({ ...deposit, balanceDue: { amount: 3501, currency: 'EUR' } }));
  expect(problemsOf([], issues)).toEqual(['balanceDue.currency: expected the currency of paid']);
  expect(v.safeParse(BackorderCreated, created(deposit)).success).toBe(true);
});
