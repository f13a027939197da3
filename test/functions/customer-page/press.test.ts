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

test('a form that names only lines of others is refused', () => {
  const ada = told();
  expect(press(ada.known, [], scope, { press: 'cancel', seen: undefined, lines: [{ orderId: 'o2', lineId: 'l1' }] }, () => 'I agree to wait.', setting, AT)).toBeUndefined();
});
