import { attend } from '../../../functions/core/attend';
import type { Fact } from '../../../functions/core/facts';
import { cancelledByShop, press, reported, setting, told, type Told } from './customers-told';

/*
 * What a customer hears of a refund that did not go through. Ada cancels her two chairs on Tuesday 24 November 2026 at 9 in New
 * York; their 59.00 dollars are asked for at 13, and are due by 3 December.
 */

const CANCELLED = '2026-11-24T14:00:00.000Z';
const FAILED = '2026-11-25T15:00:00.000Z';

const refundIdOf = (ada: Told): string => ada.eventsOf('Refund Requested')[0]?.refundId ?? 'none was asked for';
const failed = (ada: Told, eventId = 'f1'): Fact => ({ type: 'Refund Failed', event: { eventId, refundId: refundIdOf(ada), reason: 'The card was closed' } });
const settled = (ada: Told, settledAt: string): Fact => ({ type: 'Refund Settled', event: { eventId: 's1', refundId: refundIdOf(ada), amount: 5900, currency: 'USD', settledAt } });
const kinds = (ada: Told): string[] => ada.mails.map(({ notice }) => notice.kind);

function asked(): Told {
  const ada = told();
  ada.fact(press('Cancel Pressed', CANCELLED), CANCELLED);
  return ada.passTo('2026-11-24T18:00:00.000Z');
}

function fails(ada: Told, at: string): Told {
  ada.fact(failed(ada), at);
  return ada.passTo(at);
}

test.each([
  ['before its last day', FAILED, false],
  ['on its last day, in New York', '2026-12-04T04:59:59.000Z', false],
  ['after it', '2026-12-04T05:00:00.000Z', true],
])('it is told at once, with what is owed and by when: %s', (_when, at, isOverdue) => {
  const ada = fails(asked(), at);
  expect(ada.mails.at(-1)).toMatchObject({
    at,
    notice: { kind: 'refund-failed', parts: [{ kind: 'refund-failed', orderId: 'o1', lineId: 'l1', quantity: 2, amount: { amount: 5900, currency: 'USD' }, refundBy: '2026-12-03', isOverdue }] },
  });
  expect(ada.known.lines[0]?.cancellations[0]).toMatchObject({ state: 'failed', failureToldBy: ada.mails.at(-1)?.notice.id });
  // What the store wrote is the merchant's alone.
  expect(JSON.stringify(ada.mails)).not.toContain('The card was closed');
});

test('it is told once, however often the store says so and however long the money takes', () => {
  const ada = fails(asked(), FAILED);
  ada.fact(failed(ada), FAILED);
  ada.fact(failed(ada, 'f2'), '2026-11-26T15:00:00.000Z');
  ada.passTo('2026-12-20T15:00:00.000Z');
  expect(kinds(ada)).toEqual(['first', 'cancelled', 'refund-failed']);
});

test('when the money was sent after all, that is told, too', () => {
  const ada = fails(asked(), FAILED);
  ada.fact(settled(ada, '2026-11-27T15:00:00.000Z'), '2026-11-27T15:00:00.000Z');
  ada.passTo('2026-11-28T15:00:00.000Z');
  expect(kinds(ada)).toEqual(['first', 'cancelled', 'refund-failed', 'refunded']);
  expect(ada.known.lines).toEqual([]);
});

test('money that was sent before anybody could tell that it failed is told as sent, and nothing else', () => {
  const ada = asked();
  ada.fact(failed(ada), FAILED);
  ada.fact(settled(ada, FAILED), '2026-11-25T15:00:01.000Z');
  ada.passTo('2026-11-26T15:00:00.000Z');
  expect(kinds(ada)).toEqual(['first', 'cancelled', 'refunded']);
});

test('who was not told of the cancellation yet reads of both in one mail, the cancellation first', () => {
  const ada = told();
  ada.customer = { ...ada.known, profile: { ...ada.known.profile, refusedAddress: 'ada@example.com' } };
  ada.fact(cancelledByShop('needed'), CANCELLED);
  ada.passTo('2026-11-24T18:00:00.000Z');
  fails(ada, FAILED);
  expect(kinds(ada)).toEqual(['first']);
  ada.fact({ type: 'Customer Updated', event: { eventId: 'u', customer: { id: 'ada', email: 'ada@new.example' } } }, '2026-11-26T15:00:00.000Z');
  ada.passTo('2026-11-26T15:00:00.000Z');
  expect(ada.mails.at(-1)?.notice).toMatchObject({ kind: 'cancelled', parts: [{ kind: 'cancelled', refundDone: false }, { kind: 'refund-failed' }] });
  expect(ada.mails).toHaveLength(2);
  expect(ada.passTo('2026-12-20T15:00:00.000Z').mails).toHaveLength(2);
});

test('a mail that bounced is told again as soon as there is an address', () => {
  const ada = fails(asked(), FAILED);
  const lost = ada.mails.at(-1)?.notice.id as string;
  ada.fact(reported(lost, { what: 'bounced', type: 'permanent', reason: 'General' }, '2026-11-25T15:01:00.000Z'), '2026-11-25T15:01:00.000Z');
  ada.fact({ type: 'Customer Updated', event: { eventId: 'u', customer: { id: 'ada', email: 'ada@new.example' } } }, '2026-11-26T15:00:00.000Z');
  ada.passTo('2026-11-26T15:00:00.000Z');
  expect(kinds(ada)).toEqual(['first', 'cancelled', 'refund-failed', 'refund-failed']);
  expect(ada.mails.at(-1)?.notice.id).not.toBe(lost);
});

test('a mail of which nothing was heard is sent once more, and then counts as told', () => {
  const ada = asked();
  ada.fact(failed(ada), FAILED);
  ada.loseMailAt(FAILED);
  ada.customer = attend(ada.known, setting, '2026-11-25T15:15:00.000Z').customer;
  expect(attend(ada.known, setting, '2026-11-25T15:15:00.000Z').act).toMatchObject({ kind: 'tell', attempt: 2, notice: { kind: 'refund-failed' } });
  ada.loseMailAt('2026-11-25T15:15:00.000Z');
  const given = attend(ada.known, setting, '2026-11-25T15:30:00.000Z');
  expect(given.act).toEqual({ kind: 'none' });
  expect(given.customer.lines[0]?.cancellations[0]?.failureToldBy).toBeDefined();
});

test('nobody is written to who was erased', () => {
  const ada = asked();
  ada.customer = { ...ada.known, profile: { ...ada.known.profile, email: undefined, erased: { at: FAILED, doneAt: FAILED } } };
  expect(kinds(fails(ada, FAILED))).toEqual(['first', 'cancelled']);
});
