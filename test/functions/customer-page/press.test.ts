import { press } from '../../../functions/customer-page/press';
import type { Form } from '../../../functions/customer-page/request';
import { viewFor } from '../../../functions/core/line-view';
import { etaChanged, setting, shipped, told, type Told } from '../core/customers-told';

const scope = { kind: 'line', customerKey: 'ada', orderId: 'o1', lineId: 'l1' } as const;
const AT = '2026-11-24T15:00:00.000Z';

function pressed(ada: Told, button: Form['press'], at: string, seen?: string): string {
  const done = press(ada.known, [], scope, { press: button, seen, lines: undefined }, () => 'I agree to wait.', setting, at);
  if (done?.change) ada.customer = done.change.customer;
  return `${done?.outcome ?? 'refused'}${done?.change ? '' : ', nothing done'}`;
}

const seenBy = (ada: Told): string | undefined => viewFor(ada.customer, [], scope, 'cancel', setting, AT)?.seen;

test('a second press shows the same result and does nothing', () => {
  const ada = told();
  const seen = seenBy(ada);
  expect(pressed(ada, 'cancel', AT, seen)).toBe('cancelled');
  expect(pressed(ada, 'cancel', '2026-11-24T15:00:01.000Z', seen)).toBe('cancelled, nothing done');
  expect(pressed(ada, 'undo', '2026-11-24T15:00:02.000Z')).toBe('undone');
  expect(pressed(ada, 'undo', '2026-11-24T15:00:03.000Z')).toBe('undone, nothing done');
  expect(pressed(ada, 'keep', '2026-11-24T15:00:04.000Z')).toBe('kept');
  expect(pressed(ada, 'keep', '2026-11-24T15:00:05.000Z')).toBe('kept, nothing done');
});

test('cancelling what shipped in the meantime is too late', () => {
  const ada = told();
  const seen = seenBy(ada);
  ada.fact(shipped(2, AT), AT);
  expect(press(ada.known, [], scope, { press: 'cancel', seen, lines: undefined }, () => 'I agree to wait.', setting, AT)).toEqual({ change: undefined, outcome: 'too-late' });
});

test('cancelling two of which one shipped in the meantime asks again', () => {
  const ada = told();
  const seen = seenBy(ada);
  ada.fact(shipped(1, AT), AT);
  expect(pressed(ada, 'cancel', AT, seen)).toBe('changed-meanwhile, nothing done');
  expect(pressed(ada, 'cancel', AT, seenBy(ada))).toBe('cancelled');
});

test('a date that moved in the meantime does not stand in the way out', () => {
  const ada = told();
  const seen = seenBy(ada);
  ada.fact(etaChanged('2027-01-20', AT), AT);
  expect(pressed(ada, 'cancel', AT, seen)).toBe('cancelled');
});

test('undoing after the hold is too late', () => {
  const ada = told();
  pressed(ada, 'cancel', AT);
  expect(pressed(ada, 'undo', '2026-11-24T19:00:00.000Z')).toBe('too-late, nothing done');
});

describe('cancelling some of three', () => {
  const LATER = '2026-11-24T15:00:01.000Z';
  const three = (): Told => told({ item: { sku: 'CHAIR', name: 'Oak chair', quantity: 3 }, paid: { amount: 5998, currency: 'USD' } });
  const some = (ada: Told, quantity: number, seen: string | undefined, at = AT): string => {
    const done = press(ada.known, [], scope, { press: 'cancel', seen, lines: [{ orderId: 'o1', lineId: 'l1' }], quantity }, () => 'I agree to wait.', setting, at);
    if (done?.change) ada.customer = done.change.customer;
    return `${done?.outcome ?? 'refused'}${done?.change ? '' : ', nothing done'}`;
  };
  const cancelled = (ada: Told): unknown[] => ada.known.lines[0]!.cancellations.map(({ quantity, amount, state }) => [quantity, amount.amount, state]);

  test.each([
    [1, 'cancelled-in-part', 1999],
    [2, 'cancelled-in-part', 3998],
    [3, 'cancelled', 5998],
  ])('%i of them: %s, for %i', (quantity, outcome, amount) => {
    const ada = three();
    const seen = seenBy(ada);
    expect(some(ada, quantity, seen)).toBe(outcome);
    expect(cancelled(ada)).toEqual([[quantity, amount, 'held']]);
    expect(some(ada, quantity, seen, LATER)).toBe(`${outcome}, nothing done`);
    expect(cancelled(ada)).toHaveLength(1);
    expect(pressed(ada, 'undo', '2026-11-24T15:00:02.000Z')).toBe('undone');
    expect(some(ada, quantity, seenBy(ada), '2026-11-24T15:00:03.000Z')).toBe(outcome);
  });

  test('and then one more is a second cancellation, and the amounts add up to what was paid', () => {
    const ada = three();
    some(ada, 1, seenBy(ada));
    expect(some(ada, 1, seenBy(ada), LATER)).toBe('cancelled-in-part');
    expect(pressed(ada, 'cancel', '2026-11-24T15:00:02.000Z', seenBy(ada))).toBe('cancelled');
    expect(cancelled(ada)).toEqual([[1, 1999, 'held'], [1, 1999, 'held'], [1, 2000, 'held']]);
  });

  test('more than wait is refused, and from a page that shows what was there before it asks again', () => {
    const ada = three();
    const seen = seenBy(ada);
    expect(some(ada, 4, seen)).toBe('refused, nothing done');
    some(ada, 1, seen);
    expect(some(ada, 3, seen, LATER)).toBe('changed-meanwhile, nothing done');
    expect(some(ada, 3, seenBy(ada), LATER)).toBe('refused, nothing done');
    expect(some(ada, 2, seen, LATER)).toBe('changed-meanwhile, nothing done');
    expect(cancelled(ada)).toHaveLength(1);
  });

  test('what shipped in the meantime is too late, or asks again', () => {
    const ada = three();
    const seen = seenBy(ada);
    ada.fact(shipped(1, AT), AT);
    expect(some(ada, 1, seen)).toBe('changed-meanwhile, nothing done');
    ada.fact(shipped(2, AT), AT);
    expect(some(ada, 1, seen)).toBe('too-late, nothing done');
  });
});

test('a form that names only lines of others is refused', () => {
  const ada = told();
  expect(press(ada.known, [], scope, { press: 'cancel', seen: undefined, lines: [{ orderId: 'o2', lineId: 'l1' }] }, () => 'I agree to wait.', setting, AT)).toBeUndefined();
});
