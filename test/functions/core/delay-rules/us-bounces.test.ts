import { bindingDate, pendingOffer } from '../../../../functions/core/delay-rules/terms';
import type { Line } from '../../../../functions/core/line';
import { created, etaChanged, reported, Told } from '../customers-told';

/*
 * A notice that did not arrive is an offer that was not made, whatever was told after it. It went to an address that Ada has
 * left, so that she can still be written to. The order is of Monday
 * 23 November 2026, promised for 10 December (T), so T+30 is 9 January 2027.
 */

const line = (ada: Told): Line => ada.known.lines[0] as Line;
const lastId = (ada: Told): string => ada.mails.at(-1)?.notice.id as string;
const bounce = (ada: Told, noticeId: string, at: string): boolean => ada.fact(reported(noticeId, { what: 'bounced', type: 'permanent', reason: 'General' }, at, { address: 'ada@old.example' }), at);
const reminders = (ada: Told): string[] => ada.mails.filter(({ notice }) => notice.kind === 'reminder').map(({ at }) => at);

function moved(...moves: [shipBy: string | null, day: string][]): Told {
  const ada = new Told();
  ada.fact({ type: 'Backorder Created', event: created({ market: 'US' }) }, '2026-11-23T14:00:00.000Z');
  ada.passTo('2026-11-23T14:01:00.000Z');
  for (const [shipBy, day] of moves) {
    ada.fact(etaChanged(shipBy, `${day}T15:00:00.000Z`), `${day}T15:00:00.000Z`);
    ada.passTo(`${day}T15:10:00.000Z`);
  }
  return ada;
}

test('the bounce is on record once, with what it takes back and what there is to do', () => {
  const ada = moved(['2027-02-01', '2026-11-24']);
  const noticeId = lastId(ada);
  const before = ada.record.length;
  expect(bounce(ada, noticeId, '2026-11-24T15:20:00.000Z')).toBe(true);
  expect(ada.record.slice(before)).toMatchObject([
    { what: 'offer-not-made', at: '2026-11-24T15:20:00.000Z', lines: [{ orderId: 'o1', lineId: 'l1' }], facts: { noticeId, kind: 'long', answerBy: '2027-01-09' } },
    { what: 'merchant-task', lines: [{ orderId: 'o1', lineId: 'l1' }], facts: { noticeId, task: 'reach the customer: a notice that the law asks for did not arrive' } },
    { what: 'notice-bounced', lines: [{ orderId: 'o1', lineId: 'l1' }], facts: { noticeId, attempt: 1, type: 'permanent', reason: 'General' } },
  ]);
  expect(bounce(ada, noticeId, '2026-11-24T15:21:00.000Z')).toBe(false);
  expect(pendingOffer(line(ada))).toBeUndefined();
  expect(bindingDate(line(ada))).toBe('2026-12-10');
});

test('the bounce of an older mail leaves what a newer one offered', () => {
  const ada = moved(['2027-02-01', '2026-11-24']);
  expect(bounce(ada, ada.mails[0]?.notice.id as string, '2026-11-24T15:20:00.000Z')).toBe(true);
  expect(pendingOffer(line(ada))).toMatchObject({ kind: 'long', answerBy: '2027-01-09' });
  expect(line(ada).promises.map(({ shipBy }) => shipBy)).toEqual(['2027-02-01']);
});

test('a renewed offer that bounced leaves the one before waiting for its answer', () => {
  const ada = moved(['2027-02-01', '2026-11-24'], ['2027-03-01', '2026-12-01']);
  expect(pendingOffer(line(ada))).toMatchObject({ kind: 'renewed', shipBy: '2027-03-01' });
  bounce(ada, lastId(ada), '2026-12-01T15:20:00.000Z');
  expect(pendingOffer(line(ada))).toMatchObject({ kind: 'long', shipBy: '2027-02-01', answerBy: '2027-01-09' });
});

test('when the date came back into time no offer waits any more, even should the last one turn out not to have arrived', () => {
  const ada = moved(['2027-02-01', '2026-11-24'], ['2027-03-01', '2026-12-01']);
  const renewed = lastId(ada);
  ada.fact(etaChanged('2026-12-09', '2026-12-02T15:00:00.000Z'), '2026-12-02T15:00:00.000Z');
  ada.passTo('2026-12-03T18:00:00.000Z');
  expect(ada.said.at(-1)).toBe('earlier: 2026-12-09');
  expect(pendingOffer(line(ada))).toBeUndefined();
  bounce(ada, renewed, '2026-12-03T19:00:00.000Z');
  expect(pendingOffer(line(ada))).toBeUndefined();
});

test('a deadline is reminded of once, even should the offer that was reminded of turn out not to have arrived', () => {
  const ada = moved(['2027-02-01', '2026-11-24'], ['2027-03-01', '2026-12-01']);
  const renewed = lastId(ada);
  ada.passTo('2027-01-06T15:00:00.000Z');
  expect(reminders(ada)).toEqual(['2027-01-06T14:00:00.000Z']);
  bounce(ada, renewed, '2027-01-06T16:00:00.000Z');
  ada.passTo('2027-01-09T12:00:00.000Z');
  expect(reminders(ada)).toEqual(['2027-01-06T14:00:00.000Z']);
});

test('told anew once there is an address, the choice is offered anew, with the deadline that stands', () => {
  const ada = moved(['2027-02-01', '2026-11-24'], ['2027-03-01', '2026-12-01']);
  ada.fact(reported(lastId(ada), { what: 'bounced', type: 'permanent', reason: 'General' }, '2026-12-01T15:20:00.000Z'), '2026-12-01T15:20:00.000Z');
  const before = ada.mails.length;
  ada.passTo('2027-01-06T15:00:00.000Z');
  expect(ada.mails).toHaveLength(before);
  ada.fact({ type: 'Customer Updated', event: { eventId: 'u1', customer: { id: 'ada', email: 'ada@new.example' } } }, '2027-01-06T15:00:00.000Z');
  ada.passTo('2027-01-06T15:10:00.000Z');
  expect(ada.said.slice(before)).toEqual(['later: 2027-03-01']);
  expect(ada.mails.at(-1)?.notice.to.email).toBe('ada@new.example');
  expect(pendingOffer(line(ada))).toMatchObject({ kind: 'renewed', shipBy: '2027-03-01', answerBy: '2027-01-09', noticeId: lastId(ada) });
});

test('a date that a reminder has said again stays told, should the mail that said it first turn out not to have arrived', () => {
  const ada = moved(['2027-02-01', '2026-11-24']);
  const long = lastId(ada);
  ada.fact({ type: 'Weekly Stopped', click: { at: '2026-11-25T15:00:00.000Z' } }, '2026-11-25T15:00:00.000Z');
  ada.passTo('2027-01-06T15:00:00.000Z');
  expect(reminders(ada)).toHaveLength(1);
  const reminder = lastId(ada);
  bounce(ada, long, '2027-01-06T16:00:00.000Z');
  expect(line(ada).promises.at(-1)).toMatchObject({ shipBy: '2027-02-01', noticeId: reminder });
});

test('who never got the question has not been silent: the cancellation is told as one for want of an offer', () => {
  const ada = moved(['2027-02-01', '2026-11-24']);
  const long = lastId(ada);
  ada.passTo('2027-01-10T14:00:00.000Z');
  expect(line(ada).cancellations).toMatchObject([{ by: 'silence' }]);
  const cancelled = lastId(ada);
  bounce(ada, long, '2027-01-10T15:00:00.000Z');
  expect(line(ada).cancellations).toMatchObject([{ by: 'no-offer' }]);
  bounce(ada, cancelled, '2027-01-10T15:01:00.000Z');
  ada.passTo('2027-01-10T15:02:00.000Z');
  expect(ada.mails.at(-1)?.notice.parts).toMatchObject([{ kind: 'cancelled', by: 'no-offer' }]);
});

test('of an offer that SES would not send, the merchant has two things to see to, each on record', () => {
  const ada = moved(['2027-02-01', '2026-11-24']);
  ada.fact(reported(lastId(ada), { what: 'rejected', reason: 'Bad content' }, '2026-11-24T15:20:00.000Z'), '2026-11-24T15:20:00.000Z');
  const tasks = ada.record.filter(({ what, at }) => what === 'merchant-task' && at === '2026-11-24T15:20:00.000Z');
  expect(tasks.map(({ facts }) => facts.task)).toEqual(['reach the customer: a notice that the law asks for did not arrive', 'see what is wrong with this mail: SES does not send it']);
  expect(new Set(tasks.map(({ id }) => id)).size).toBe(2);
});
