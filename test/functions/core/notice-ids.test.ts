import { cancelledByShop, created, etaChanged, Told } from './customers-told';

test('a notice has an id of its own, also when another said the same before and fewer lines wait since', () => {
  const ada = new Told();
  for (const lineId of ['l1', 'l2']) ada.fact({ type: 'Backorder Created', event: created({ lineId }) }, '2026-11-23T14:00:00.000Z');
  ada.passTo('2026-11-23T14:01:00.000Z');
  const l1 = { orderId: 'o1', lineId: 'l1' };
  const l2 = { orderId: 'o1', lineId: 'l2' };
  const move = (scope: typeof l1 | { sku: string }, shipBy: string | null, asOf: string, at: string): void => {
    ada.fact(etaChanged(shipBy, asOf, { scope }), at);
    ada.passTo(at.replace(':00:00.000Z', ':10:00.000Z'));
  };
  // Two lines were told three times in all, when the first is told that there is no date.
  move(l2, '2026-12-20', '2026-11-24T14:00:00.000Z', '2026-11-24T14:00:00.000Z');
  const same = '2026-11-24T15:00:00.000Z';
  move(l1, null, same, '2026-11-24T15:00:00.000Z');
  expect(ada.said.at(-1)).toBe('unknown: no date');
  // The second is cancelled and done with. Only the first is left, which was told three times now.
  ada.fact(cancelledByShop('done', l2), '2026-11-24T16:00:00.000Z');
  move(l1, '2026-12-10', '2026-11-25T15:00:00.000Z', '2026-11-25T15:00:00.000Z');
  expect(ada.known.lines.map(({ lineId, promises }) => [lineId, promises.length])).toEqual([['l1', 3]]);
  ada.passTo('2026-12-10T23:00:00.000Z');
  expect(ada.said.at(-1)).toBe('unknown: no date');
  const ids = ada.mails.map(({ notice }) => notice.id);
  expect(new Set(ids).size).toBe(ids.length);
});
