import { attend } from '../../../functions/core/attend';
import type { Notice } from '../../../functions/core/notice';
import { cancelledByShop, created, etaChanged, setting, shipped, Told } from './customers-told';

/*
 * The same telling has the same id, however often it is composed; another one has another.
 */

const A = '2026-11-24T15:00:00.000Z';
const l1 = { orderId: 'o1', lineId: 'l1' };
const l2 = { orderId: 'o1', lineId: 'l2' };

test('a notice has an id of its own, also when another said the same before and fewer lines wait since', () => {
  const ada = new Told();
  ada.fact({ type: 'Backorder Created', event: created({ supplierOrder: 'po1' }) }, '2026-11-23T14:00:00.000Z');
  ada.fact({ type: 'Backorder Created', event: created({ lineId: 'l2', item: { sku: 'LAMP', name: 'Lamp', quantity: 1 } }) }, '2026-11-23T14:00:00.000Z');
  ada.passTo('2026-11-23T14:01:00.000Z');
  const move = (scope: typeof l1 | { sku: string } | { supplierOrder: string }, shipBy: string | null, asOf: string, at: string): void => {
    ada.fact(etaChanged(shipBy, asOf, { scope }), at);
    ada.passTo(at.replace(':00:00.000Z', ':10:00.000Z'));
  };
  // Two lines were told three times in all, when the first is told that there is no date.
  move(l2, '2026-12-20', '2026-11-24T14:00:00.000Z', '2026-11-24T14:00:00.000Z');
  move({ sku: 'CHAIR' }, null, A, '2026-11-24T15:00:00.000Z');
  expect(ada.said.at(-1)).toBe('unknown: no date');
  move({ supplierOrder: 'po1' }, '2026-12-10', A, '2026-11-24T16:00:00.000Z');
  // The second is cancelled and done with. Only the first is left, and was told three times now.
  ada.fact(cancelledByShop('done', l2), '2026-11-24T17:00:00.000Z');
  ada.passTo('2026-11-24T17:10:00.000Z');
  expect(ada.known.lines.map(({ lineId, promises }) => [lineId, promises.length])).toEqual([['l1', 3]]);
  move(l1, null, A, '2026-11-24T18:00:00.000Z');
  expect(ada.said.at(-1)).toBe('unknown: no date');
  const ids = ada.mails.map(({ notice }) => notice.id);
  expect(new Set(ids).size).toBe(ids.length);
});

/** What would be told of two chairs, told for 10 December, after `bring`. */
function telling(bring: (ada: Told) => void, market = 'GB', now = '2026-11-24T16:00:00.000Z'): Notice {
  const ada = new Told();
  ada.fact({ type: 'Backorder Created', event: created({ market }) }, '2026-11-23T14:00:00.000Z');
  ada.passTo('2026-11-23T14:01:00.000Z');
  bring(ada);
  const { act } = attend(ada.known, setting, now);
  if (act.kind !== 'tell') throw new Error('expected a notice');
  return act.notice;
}

const moved = (shipBy: string | null, asOf = A) => (ada: Told): void => void ada.fact(etaChanged(shipBy, asOf), A);

test('the same is the same', () => {
  expect(telling(moved('2026-12-20')).id).toBe(telling(moved('2026-12-20')).id);
});

test.each<[string, Notice, Notice]>([
  ['another later date', telling(moved('2026-12-20')), telling(moved('2026-12-21'))],
  ['another earlier date', telling(moved('2026-12-01'), 'GB', '2026-11-25T16:00:00.000Z'), telling(moved('2026-12-02'), 'GB', '2026-11-25T16:00:00.000Z')],
  ['another word of the merchant', telling(moved(null)), telling(moved(null, '2026-11-24T14:00:00.000Z'))],
  ['a choice beside it', telling(moved('2026-12-20')), telling(moved('2026-12-20'), 'US')],
  ['another shipment', telling((ada) => void ada.fact(shipped(1, A, { shipmentId: 'p1' }), A)), telling((ada) => void ada.fact(shipped(1, A, { shipmentId: 'p2' }), A))],
])('%s is another notice', (_what, one, other) => {
  expect(other.kind).toBe(one.kind);
  expect(other.id).not.toBe(one.id);
});

test('the next choice is another notice than the one before', () => {
  const ids = ['2027-01-05', '2027-01-08'].map((shipBy) => telling(moved(shipBy), 'US').id);
  expect(new Set(ids).size).toBe(2);
});

test('the parts of a mail stand with the strictest first, then by order and line', () => {
  const ada = new Told();
  for (const [orderId, lineId, sku] of [['o1', 'l1', 'A'], ['o1', 'l2', 'B'], ['o2', 'l1', 'C'], ['o2', 'l2', 'B']] as const) {
    ada.fact({ type: 'Backorder Created', event: created({ orderId, lineId, item: { sku, name: sku, quantity: 2 } }) }, '2026-11-23T14:00:00.000Z');
  }
  ada.passTo('2026-11-23T14:01:00.000Z');
  ada.fact(etaChanged('2026-12-01', A, { scope: { sku: 'A' } }), A);
  ada.fact(etaChanged('2026-12-20', A, { scope: { sku: 'B' } }), A);
  ada.fact(etaChanged(null, A, { scope: { sku: 'C' } }), A);
  ada.fact(shipped(1, A, { lineId: 'l1' }), A);
  ada.passTo('2026-11-24T15:10:00.000Z');
  expect(ada.mails.at(-1)?.notice.parts.map(({ kind, orderId, lineId }) => `${kind} ${orderId}/${lineId}`)).toEqual(['unknown o2/l1', 'later o1/l2', 'later o2/l2', 'earlier o1/l1', 'shipped o1/l1']);
});

test.each([
  [null, undefined],
  ['2026-12-20', { earliest: '2026-12-22', latest: '2026-12-24' }],
])('with %s as its date the delivery window is %j', (shipBy, deliverBy) => {
  const notice = telling((ada) => void ada.fact(etaChanged(shipBy, A, { deliverBy: { earliest: '2026-12-22', latest: '2026-12-24' } }), A));
  expect(notice.parts).toMatchObject([{ shipBy, deliverBy, previousShipBy: '2026-12-10', placedAt: '2026-11-23T14:00:00.000Z' }]);
});

test.each([
  ['fourteen days', '2026-11-10T15:00:00.000Z', true],
  ['fifteen days', '2026-11-09T15:00:00.000Z', false],
])('word that is %s old counts as fresh: %s, %s', (_age, asOf, isFresh) => {
  const ada = new Told();
  ada.fact({ type: 'Backorder Created', event: created({ placedAt: '2026-11-02T15:00:00.000Z' }) }, '2026-11-24T15:00:00.000Z');
  ada.fact(etaChanged('2026-12-20', asOf), '2026-11-24T15:00:00.000Z');
  ada.passTo('2026-11-24T15:01:00.000Z');
  expect(ada.mails[0]?.notice.parts).toMatchObject([{ kind: 'first', shipBy: '2026-12-20', confirmedAt: asOf, isConfirmedRecently: isFresh }]);
});
