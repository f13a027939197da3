import { cancelledByShop, created, etaChanged, shipped, told } from '../customers-told';

/*
 * Facts that come again, late, or about something else: what is known already changes nothing.
 */

const AT = '2026-11-24T15:00:00.000Z';
const confirm = (asOf: string, scope: { sku: string } | { orderId: string; lineId: string } = { sku: 'CHAIR' }, eventId = 'k1') => ({ type: 'ETA Confirmed' as const, event: { eventId, scope, asOf } });

test('a shipment that is reported under another event id is the same shipment', () => {
  const ada = told();
  expect(ada.fact(shipped(1, AT, { shipmentId: 'p1', eventId: 'a' }), AT)).toBe(true);
  expect(ada.fact(shipped(1, AT, { shipmentId: 'p1', eventId: 'b' }), AT)).toBe(false);
  expect(ada.fact(shipped(1, AT, { shipmentId: 'p2', eventId: 'a' }), AT)).toBe(false);
  expect(ada.fact(shipped(1, AT, { shipmentId: 'p2', eventId: 'c' }), AT)).toBe(true);
});

test.each([
  ['of another SKU', confirm(AT, { sku: 'LAMP' }), false],
  ['of another order', confirm(AT, { orderId: 'o2', lineId: 'l1' }), false],
  ['of another line', confirm(AT, { orderId: 'o1', lineId: 'l2' }), false],
  ['of its line', confirm(AT, { orderId: 'o1', lineId: 'l1' }), true],
  ['as old as the last word', confirm('2026-11-23T14:00:00.000Z'), false],
  ['a moment newer', confirm('2026-11-23T14:00:00.001Z'), true],
])('a confirmation %s', (_what, fact, counts) => {
  expect(told().fact(fact, AT)).toBe(counts);
});

test('a confirmation of what does not wait any more is none', () => {
  const ada = told();
  ada.fact(shipped(2, '2026-11-24T14:00:00.000Z'), '2026-11-24T14:00:00.000Z');
  expect(ada.fact(confirm(AT), AT)).toBe(false);
  const cancelled = told();
  cancelled.fact(cancelledByShop('done'), AT);
  expect(cancelled.fact(confirm(AT), AT)).toBe(false);
});

test('a confirmation counts once, and an older date after it does not make its word older', () => {
  const ada = told();
  expect(ada.fact(confirm('2026-11-24T14:00:00.000Z'), AT)).toBe(true);
  expect(ada.fact(confirm('2026-11-24T14:30:00.000Z'), AT)).toBe(false);
  ada.fact(etaChanged('2026-12-15', '2026-11-24T13:00:00.000Z'), AT);
  expect(ada.known.lines[0]?.eta).toMatchObject({ shipBy: '2026-12-15', asOf: '2026-11-24T13:00:00.000Z', confirmedAt: '2026-11-24T14:00:00.000Z' });
});

test.each([
  ['narrower', { supplierOrder: 'po1' }, { orderId: 'o1', lineId: 'l1' }, true],
  ['as wide', { supplierOrder: 'po1' }, { supplierOrder: 'po1' }, false],
  ['wider', { supplierOrder: 'po1' }, { sku: 'CHAIR' }, false],
])('of two dates of the same moment a %s one after the other counts: %j, then %j', (_how, first, second, counts) => {
  const ada = told({ supplierOrder: 'po1' });
  expect(ada.fact(etaChanged('2026-12-15', AT, { scope: first }), AT)).toBe(true);
  expect(ada.fact(etaChanged('2026-12-20', AT, { scope: second }), AT)).toBe(counts);
});

test('a date is of its order and its line', () => {
  const ada = told();
  ada.fact({ type: 'Backorder Created', event: created({ orderId: 'o2' }) }, AT);
  ada.fact(etaChanged('2026-12-15', AT, { scope: { orderId: 'o2', lineId: 'l1' } }), AT);
  expect(ada.known.lines.map(({ orderId, eta }) => [orderId, eta.shipBy])).toEqual([['o1', '2026-12-10'], ['o2', '2026-12-15']]);
});
