import { created, press, shipped, told } from './customers-told';

test('a shipment that was to be told this morning waits another day when the day began with an answer to the customer', () => {
  const ada = told();
  ada.fact({ type: 'Backorder Created', event: created({ lineId: 'l2' }) }, '2026-11-23T14:02:00.000Z');
  ada.passTo('2026-11-23T14:03:00.000Z');
  ada.fact(shipped(2, '2026-11-23T23:00:00.000Z'), '2026-11-23T23:00:00.000Z');
  ada.fact(press('Cancel Pressed', '2026-11-24T10:00:00.000Z', [{ orderId: 'o1', lineId: 'l2' }]), '2026-11-24T10:00:00.000Z');
  ada.passTo('2026-11-26T23:00:00.000Z');
  const days = ada.mails.map(({ at, notice }) => [notice.kind, at.slice(0, 10)]);
  expect(days).toEqual([
    ['first', '2026-11-23'],
    ['first', '2026-11-23'],
    ['cancelled', '2026-11-24'],
    ['shipped', '2026-11-25'],
  ]);
});
