import { created, etaChanged, Told } from './customers-told';

/* A customer who waits for a thousand things, as a school or an office may. */

function waitingFor(count: number): Told {
  const ada = new Told();
  for (let n = 1; n <= count; n += 1) ada.fact({ type: 'Backorder Created', event: created({ lineId: `l${n}`, item: { sku: n <= 25 ? 'CHAIR' : `SKU-${n}`, name: `Thing ${n}`, quantity: 1 } }) }, '2026-11-23T14:00:00.000Z');
  return ada.passTo('2026-11-23T14:10:00.000Z');
}

test('a thousand new lines are told at once, in mails of three hundred at most, each line once', () => {
  const ada = waitingFor(1000);
  expect(ada.mails.map(({ notice }) => notice.parts.length)).toEqual([300, 300, 300, 100]);
  expect(ada.mails.every(({ at }) => at === ada.mails[0]?.at)).toBe(true);
  expect(new Set(ada.mails.flatMap(({ notice }) => notice.parts.map(({ lineId }) => lineId))).size).toBe(1000);
});

test('their weekly update lists twenty of them and counts the others; of thirty it lists all', () => {
  const weekly = (count: number): [number, number | undefined] => {
    const { notice } = waitingFor(count).passTo('2026-11-30T23:00:00.000Z').mails.at(-1)!;
    expect(notice.kind).toBe('weekly');
    return [notice.parts.length, notice.unlisted];
  };
  expect(weekly(30)).toEqual([30, undefined]);
  expect(weekly(31)).toEqual([20, 11]);
});

test('when the dates of 25 of a hundred move, the mail is about these 25', () => {
  const ada = waitingFor(100);
  ada.fact(etaChanged('2026-12-20', '2026-11-25T15:00:00.000Z'), '2026-11-25T15:00:00.000Z');
  const { notice } = ada.passTo('2026-11-25T16:00:00.000Z').mails.at(-1)!;
  expect([notice.kind, notice.parts.length, notice.unlisted]).toEqual(['later', 25, undefined]);
});
