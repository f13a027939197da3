import { apply } from '../../../functions/core/apply';
import type { Line } from '../../../functions/core/line';
import type { OutgoingEvent } from '../../../functions/core/events/outgoing';
import { erased, press, setting, told, type Told } from './customers-told';

/*
 * From the end of a hold to the money. Ada cancels on Tuesday 24 November 2026 at 15:00 UTC; her refund is asked for at
 * 19:00 and has to be sent by Thursday 3 December. The market has no holidays of its own.
 */

const CANCELLED = '2026-11-24T15:00:00.000Z';
const line = (ada: Told): Line => ada.known.lines[0] as Line;

function cancelled(over: Parameters<typeof told>[0] = {}): { ada: Told; refundId: string } {
  const ada = told(over);
  ada.fact(press('Cancel Pressed', CANCELLED), CANCELLED);
  return { ada, refundId: line(ada).cancellations[0]?.refundId ?? '' };
}

/** Each time that it went out, repeats included. */
const askedFor = (ada: Told): OutgoingEvent['detail'][] => ada.published.filter(({ detailType }) => detailType === 'Refund Requested').map(({ detail }) => detail);
const overdue = (ada: Told): { state: string; dueBy: string }[] => ada.eventsOf('Refund Overdue').map(({ state, dueBy }) => ({ state, dueBy }));
const failed = (refundId: string, at: string) => ({ type: 'Refund Failed' as const, event: { eventId: `failed-${at}`, refundId, reason: 'The card was closed' } });
const settled = (refundId: string, at: string) => ({ type: 'Refund Settled' as const, event: { eventId: `settled-${at}`, refundId, amount: 5900, currency: 'USD', settledAt: at } });

test('not a moment before the hold is over, and then once', () => {
  const { ada } = cancelled();
  ada.passTo('2026-11-24T18:59:59.999Z');
  expect(askedFor(ada)).toEqual([]);
  ada.passTo('2026-11-25T18:59:59.999Z');
  expect(askedFor(ada)).toHaveLength(1);
  expect(line(ada).cancellations[0]).toMatchObject({ state: 'requested', requestedAt: '2026-11-24T19:00:00.000Z' });
});

test('while nobody answers it is asked for once more each day under the same id, and each time a task for the merchant', () => {
  const { ada, refundId } = cancelled();
  ada.passTo('2026-11-27T19:00:00.000Z');
  expect(askedFor(ada)).toHaveLength(4);
  expect(new Set(askedFor(ada).map(({ eventId }) => eventId)).size).toBe(1);
  expect(askedFor(ada)).toMatchObject(Array(4).fill({ refundId, amount: 5900, currency: 'USD', quantity: 2, dueBy: '2026-12-03' }));
  expect(ada.record.filter(({ what }) => what === 'merchant-task').map(({ at, facts }) => [at, facts.task])).toEqual([
    ['2026-11-25T19:00:00.000Z', 'see why nobody answers for this refund'],
    ['2026-11-26T19:00:00.000Z', 'see why nobody answers for this refund'],
    ['2026-11-27T19:00:00.000Z', 'see why nobody answers for this refund'],
  ]);
  expect(ada.record.filter(({ what }) => what === 'refund-requested')).toHaveLength(1);
});

test.each([
  ['settled', (id: string, at: string) => settled(id, at)],
  ['failed', (id: string, at: string) => failed(id, at)],
] as const)('%s is an answer: it is not asked for again', (_state, answer) => {
  const { ada, refundId } = cancelled();
  ada.passTo('2026-11-24T19:00:00.000Z');
  ada.fact(answer(refundId, '2026-11-25T10:00:00.000Z'), '2026-11-25T10:00:00.000Z');
  ada.passTo('2027-01-01T00:00:00.000Z');
  expect(askedFor(ada)).toHaveLength(1);
});

test('on the morning of the working day before the last, the merchant hears that the money is about to be late, once', () => {
  const { ada } = cancelled();
  ada.passTo('2026-12-02T13:59:59.999Z');
  expect(overdue(ada)).toEqual([]);
  // 9:00 in New York on Wednesday 2 December.
  ada.passTo('2026-12-02T14:00:00.000Z');
  expect(overdue(ada)).toEqual([{ state: 'unanswered', dueBy: '2026-12-03' }]);
  ada.passTo('2027-01-01T00:00:00.000Z');
  expect(overdue(ada)).toHaveLength(1);
});

test('a refund that failed is owed all the same', () => {
  const { ada, refundId } = cancelled();
  ada.passTo('2026-11-24T19:00:00.000Z');
  ada.fact(failed(refundId, '2026-11-25T10:00:00.000Z'), '2026-11-25T10:00:00.000Z');
  expect(ada.passTo('2026-11-25T10:00:00.000Z').known.profile.dueAt).toBe('2026-12-02T14:00:00.000Z');
  ada.passTo('2026-12-02T14:00:00.000Z');
  expect(overdue(ada)).toEqual([{ state: 'failed', dueBy: '2026-12-03' }]);
});

test('money that was sent is never overdue', () => {
  const { ada, refundId } = cancelled();
  ada.passTo('2026-11-24T19:00:00.000Z');
  ada.fact(settled(refundId, '2026-11-25T10:00:00.000Z'), '2026-11-25T10:00:00.000Z');
  ada.passTo('2027-01-01T00:00:00.000Z');
  expect(overdue(ada)).toEqual([]);
});

test('holidays of the market are no working days: in the United States the days around Thanksgiving push it on', () => {
  const { ada } = cancelled({ market: 'US' });
  expect(line(ada).cancellations[0]?.refundBy).toBe('2026-12-04');
  ada.passTo('2026-12-03T13:59:59.999Z');
  expect(overdue(ada)).toEqual([]);
  ada.passTo('2026-12-03T14:00:00.000Z');
  expect(overdue(ada)).toHaveLength(1);
});

test('a last day that is a Monday is warned of on the Friday before', () => {
  const ada = told();
  // Wednesday 25 November: seven working days end with Friday 4 December; cancelled on Thursday they end with Monday.
  ada.fact(press('Cancel Pressed', '2026-11-26T15:00:00.000Z'), '2026-11-26T15:00:00.000Z');
  expect(line(ada).cancellations[0]?.refundBy).toBe('2026-12-07');
  ada.passTo('2026-12-04T13:59:59.999Z');
  expect(overdue(ada)).toEqual([]);
  ada.passTo('2026-12-04T14:00:00.000Z');
  expect(overdue(ada)).toHaveLength(1);
});

test('a cancellation that was undone is never asked for', () => {
  const { ada } = cancelled();
  ada.fact(press('Undo Pressed', '2026-11-24T18:59:59.000Z'), '2026-11-24T18:59:59.000Z');
  ada.passTo('2026-12-09T00:00:00.000Z');
  expect(askedFor(ada)).toEqual([]);
  expect(overdue(ada)).toEqual([]);
});

test('who was erased gets their money all the same', () => {
  const { ada } = cancelled();
  ada.fact(erased('2026-11-24T16:00:00.000Z'), '2026-11-24T16:00:00.000Z');
  ada.passTo('2026-11-25T19:00:00.000Z');
  expect(askedFor(ada)).toHaveLength(2);
});

test('a cancellation of before the first asking was dated is asked for again a day after its hold', () => {
  const { ada } = cancelled();
  ada.passTo('2026-11-24T19:00:00.000Z');
  const [one] = line(ada).cancellations;
  ada.customer = { ...ada.known, lines: [{ ...line(ada), cancellations: one === undefined ? [] : [{ ...one, requestedAt: undefined }] }] };
  expect(apply(ada.customer, { type: 'Weekly Stopped', click: { at: '2026-11-24T20:00:00.000Z' } }, setting, '2026-11-24T20:00:00.000Z')?.customer.profile.dueAt).toBe('2026-11-25T19:00:00.000Z');
});
