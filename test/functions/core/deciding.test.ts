import { attend } from '../../../functions/core/attend';
import type { Customer } from '../../../functions/core/customer';
import type { Line } from '../../../functions/core/line';
import { nextDueAt } from '../../../functions/core/due';
import { Policy } from '../../../functions/core/merchant';
import { momentOf } from '../../../functions/core/moment';
import { changeToTell, dateThatStands, isFinished, isReachable, mayWait, shipmentsToTell, zoneOf } from '../../../functions/core/standing';
import { cancelledByShop, created, etaChanged, press, setting, shipped, told, Told } from './customers-told';

/*
 * Deciding, at its edges. Two chairs for 10 December 2026, told on Monday 23 November at 9 in New York.
 */

const AT = '2026-11-24T15:00:00.000Z';
const first = (ada: Told): Line => ada.known.lines[0] as Line;
const at = (instant: string, policy = setting.policy) => momentOf({ ...setting, policy }, instant);

describe('whether anything is to commit', () => {
  test('a customer who is due for nothing is left as they are', () => {
    const ada = told();
    const attended = attend(ada.known, setting, AT);
    expect(attended).toMatchObject({ act: { kind: 'none' }, record: [], closed: [] });
    expect(attended.customer).toEqual(ada.known);
    expect(attended).not.toHaveProperty('spending');
  });

  test('a mail that is due needs no commit of its own before it begins', () => {
    const ada = new Told();
    ada.fact({ type: 'Backorder Created', event: created() }, '2026-11-23T14:00:00.000Z');
    const attended = attend(ada.known, setting, '2026-11-23T14:00:45.000Z');
    expect(attended.act.kind).toBe('tell');
    expect(attended.customer).toBe(ada.known);
    expect([attended.record, attended.closed]).toEqual([[], []]);
  });

  test('an event that waits to be published is due now, and stays due without another write', () => {
    const ada = told();
    const outbox = [{ detailType: 'Customer Unreachable' as const, detail: { eventId: 'e', customerKey: 'ada', reason: 'r', at: AT } }];
    const behind: Customer = { ...ada.known, profile: { ...ada.known.profile, outbox, dueAt: '2026-11-24T14:00:00.000Z' } };
    expect(nextDueAt(behind, setting, AT)).toBe(AT);
    expect(attend(behind, setting, AT).customer).toBe(behind);
    const asleep: Customer = { ...behind, profile: { ...behind.profile, dueAt: '2026-11-25T14:00:00.000Z' } };
    expect(attend(asleep, setting, AT).customer.profile.dueAt).toBe(AT);
    const never: Customer = { ...behind, profile: { ...behind.profile, dueAt: undefined } };
    expect(attend(never, setting, AT).customer.profile.dueAt).toBe(AT);
  });
});

describe('when next', () => {
  test('nothing is to come for who has nothing', () => {
    const ada = told();
    expect(nextDueAt({ ...ada.known, lines: [] }, setting, AT)).toBeUndefined();
  });

  test('a mail that was refused comes no sooner than it may, and a refund is not held up by it', () => {
    const ada = told();
    ada.fact(press('Cancel Pressed', AT), AT);
    const waits: Customer = { ...ada.known, profile: { ...ada.known.profile, outbox: [], retryAt: '2026-11-25T15:00:00.000Z' } };
    expect(nextDueAt(waits, setting, AT)).toBe('2026-11-24T19:00:00.000Z');
    expect(attend(waits, setting, AT).act).toEqual({ kind: 'none' });
    const done = attend(waits, setting, '2026-11-24T19:00:00.000Z').customer;
    expect(nextDueAt({ ...done, profile: { ...done.profile, outbox: [] } }, setting, '2026-11-24T19:00:00.000Z')).toBe('2026-11-25T15:00:00.000Z');
    expect(attend(waits, setting, '2026-11-25T15:00:00.000Z').act).toMatchObject({ kind: 'tell', notice: { kind: 'cancelled' } });
    // Afterwards it is of no meaning any more.
    const later: Customer = { ...waits, profile: { ...waits.profile, retryAt: '2026-11-24T14:00:00.000Z' } };
    expect(nextDueAt(later, setting, AT)).toBe(AT);
  });

  test('while a mail is on its way only holds and its own end are', () => {
    const ada = told();
    ada.fact(press('Cancel Pressed', AT), AT);
    ada.customer = { ...ada.known, profile: { ...ada.known.profile, outbox: [] } };
    ada.loseMailAt(AT);
    expect(nextDueAt(ada.known, setting, AT)).toBe('2026-11-24T15:15:00.000Z');
    expect(nextDueAt({ ...ada.known, lines: ada.known.lines.map((line) => ({ ...line, cancellations: line.cancellations.map((one) => ({ ...one, holdUntil: '2026-11-24T15:10:00.000Z' })) })) }, setting, AT)).toBe('2026-11-24T15:10:00.000Z');
  });

  test('to nobody without an address, or with one that refuses mail', () => {
    const { known } = told();
    const without = (profile: Partial<Customer['profile']>): Customer => ({ ...known, profile: { ...known.profile, ...profile } });
    expect([isReachable(known), isReachable(without({ email: undefined })), isReachable(without({ refusedAddress: 'ada@example.com' })), isReachable(without({ refusedAddress: 'old@example.com' }))]).toEqual([true, false, false, true]);
    // Only the merchant is asked, 72 hours before the promise ends.
    expect(nextDueAt(without({ email: undefined }), setting, AT)).toBe('2026-12-08T05:00:00.000Z');
  });

  test('who was never written to has no week', () => {
    const { known } = told();
    expect(nextDueAt({ ...known, profile: { ...known.profile, lastContactAt: undefined } }, setting, AT)).toBe('2026-12-08T05:00:00.000Z');
  });
});

describe('the date that can be given', () => {
  const line = first(told());
  const dated = (shipBy: string | null, confirmedAt: string): Line => ({ ...line, eta: { ...line.eta, shipBy, confirmedAt } });

  // Noon in New York is 17:00 UTC. The merchant is asked on the 8th.
  test.each([
    ['before its day', dated('2026-12-10', '2026-11-23T14:00:00.000Z'), '2026-12-09T23:00:00.000Z', '2026-12-10'],
    ['until noon of its day, unconfirmed', dated('2026-12-10', '2026-11-23T14:00:00.000Z'), '2026-12-10T16:59:59.999Z', '2026-12-10'],
    ['not after noon, unconfirmed', dated('2026-12-10', '2026-11-23T14:00:00.000Z'), '2026-12-10T17:00:00.000Z', null],
    ['not after noon, confirmed the day before the merchant was asked', dated('2026-12-10', '2026-12-08T04:59:59.999Z'), '2026-12-10T17:00:00.000Z', null],
    ['after noon, confirmed on the day on which the merchant was asked', dated('2026-12-10', '2026-12-08T05:00:00.000Z'), '2026-12-10T17:00:00.000Z', '2026-12-10'],
    ['until its day ends', dated('2026-12-10', '2026-12-10T14:00:00.000Z'), '2026-12-11T04:59:59.999Z', '2026-12-10'],
    ['not when its day is over', dated('2026-12-10', '2026-12-10T14:00:00.000Z'), '2026-12-11T05:00:00.000Z', null],
    ['none', dated(null, '2026-12-10T14:00:00.000Z'), AT, null],
  ])('%s', (_what, of, instant, date) => {
    expect(dateThatStands(of, at(instant))).toBe(date);
  });
});

describe('the change to tell', () => {
  const line = first(told());
  const saying = (shipBy: string | null, toldDate: string | null | undefined, over: Partial<Line> = {}): Line => ({
    ...line,
    eta: { ...line.eta, shipBy, confirmedAt: AT },
    promises: toldDate === undefined ? [] : [{ shipBy: toldDate, toldAt: AT, noticeId: 'n', kind: 'first' }],
    ...over,
  });

  test.each<[string, Line, string | undefined]>([
    ['nothing was told', saying('2026-12-10', undefined), 'first'],
    ['no date, for the first time', saying(null, undefined), 'first'],
    ['the same', saying('2026-12-10', '2026-12-10'), undefined],
    ['still no date', saying(null, null), undefined],
    ['a day later', saying('2026-12-11', '2026-12-10'), 'later'],
    ['a day earlier', saying('2026-12-09', '2026-12-10'), 'earlier'],
    ['no date any more', saying(null, '2026-12-10'), 'unknown'],
    ['a date at last', saying('2026-12-10', null), 'later'],
    ['nothing of it waits', saying('2026-12-11', '2026-12-10', { shipments: [{ shipmentId: 's', quantity: 2, amount: { amount: 5900, currency: 'USD' }, shippedAt: AT }] }), undefined],
  ])('%s', (_what, of, change) => {
    expect(changeToTell(of, at(AT), setting.policy)).toBe(change);
  });

  const five = Policy.parse({ etaThresholdDays: 5 });
  test.each<[string, Line, string, string | undefined]>([
    ['four days later', saying('2026-12-14', '2026-12-10'), AT, undefined],
    ['four days earlier', saying('2026-12-06', '2026-12-10'), AT, undefined],
    ['five days later', saying('2026-12-15', '2026-12-10'), AT, 'later'],
    ['five days earlier', saying('2026-12-05', '2026-12-10'), AT, 'earlier'],
    ['a day later on the day that was told', saying('2026-12-11', '2026-12-10'), '2026-12-10T15:00:00.000Z', undefined],
    ['a day later when the day that was told is over', saying('2026-12-11', '2026-12-10'), '2026-12-11T15:00:00.000Z', 'later'],
    ['four days later where the law asks to offer a choice', saying('2026-12-14', '2026-12-10', { market: 'US', terms: { stated: '2026-12-10', offers: [] } }), AT, 'later'],
    ['four days later within what was agreed to', saying('2026-12-14', '2026-12-10', { market: 'US', terms: { stated: '2026-12-20', offers: [] } }), AT, undefined],
  ])('when moves below five days are not told: %s', (_what, of, instant, change) => {
    expect(changeToTell(of, at(instant, five), five)).toBe(change);
  });
});

describe('when all is said', () => {
  const line = first(told());
  const gone = { shipmentId: 's', quantity: 2, amount: { amount: 5900, currency: 'USD' }, shippedAt: AT, toldBy: 'n' };
  const cancelled = { id: 'c', refundId: 'r', by: 'customer' as const, quantity: 2, amount: { amount: 5900, currency: 'USD' }, at: AT, holdUntil: AT, refundBy: '2026-12-03', state: 'settled' as const, cancelToldBy: 'n', refundToldBy: 'n' };

  test.each<[string, Partial<Line>, boolean, boolean]>([
    ['it waits', {}, true, false],
    ['it was sent and told', { shipments: [gone] }, true, true],
    ['it was sent and not told', { shipments: [{ ...gone, toldBy: undefined }] }, true, false],
    ['it was sent and nobody can be told', { shipments: [{ ...gone, toldBy: undefined }] }, false, true],
    ['it was sent before anybody was told that it waits', { shipments: [{ ...gone, toldBy: undefined }], promises: [] }, true, true],
    ['it was cancelled, paid back and told', { cancellations: [cancelled] }, true, true],
    ['it was not told as cancelled', { cancellations: [{ ...cancelled, cancelToldBy: undefined }] }, true, false],
    ['it was not told as paid back', { cancellations: [{ ...cancelled, refundToldBy: undefined }] }, true, false],
    ['its refund is asked for', { cancellations: [{ ...cancelled, state: 'requested' }] }, true, false],
    ['its refund has failed', { cancellations: [{ ...cancelled, state: 'failed' }] }, false, false],
    ['it was cancelled, taken back, and sent', { cancellations: [{ ...cancelled, state: 'withdrawn', cancelToldBy: undefined }], shipments: [gone] }, true, true],
  ])('%s', (_what, over, reachable, finished) => {
    expect(isFinished({ ...line, ...over }, reachable)).toBe(finished);
  });

  test.each<[string, Partial<Line>, boolean]>([
    ['it waits', {}, true],
    ['it was sent', { shipments: [gone] }, false],
    ['it was cancelled and that may be taken back', { cancellations: [{ ...cancelled, state: 'held' }] }, true],
    ['its refund is asked for', { cancellations: [{ ...cancelled, state: 'requested' }] }, false],
    ['of two cancellations one may be taken back', { cancellations: [{ ...cancelled, quantity: 1 }, { ...cancelled, quantity: 1, state: 'held' }] }, true],
  ])('may wait: %s', (_what, over, may) => {
    expect(mayWait({ ...line, ...over })).toBe(may);
  });

  test('shipments are told to who knows of the wait, or still waits', () => {
    const untold = { ...gone, quantity: 1, toldBy: undefined };
    expect(shipmentsToTell({ ...line, promises: [], shipments: [untold] })).toEqual([untold]);
    expect(shipmentsToTell({ ...line, promises: [], shipments: [{ ...untold, quantity: 2 }] })).toEqual([]);
    expect(shipmentsToTell({ ...line, shipments: [untold, { ...untold, shipmentId: 's2', toldBy: 'n' }] })).toEqual([untold]);
  });
});

describe('the customer\'s zone', () => {
  const { known } = told();
  test.each<[string, Customer, string]>([
    ['their own', { ...known, profile: { ...known.profile, timeZone: 'Asia/Tokyo' } }, 'Asia/Tokyo'],
    ['that of the market', known, 'Europe/London'],
    ['the merchant\'s, in a market of several', { ...known, lines: [{ ...(known.lines[0] as Line), market: 'US' }] }, 'America/New_York'],
    ['the merchant\'s, of who has no order', { ...known, lines: [] }, 'America/New_York'],
  ])('is %s', (_what, customer, zone) => {
    expect(zoneOf(customer, 'America/New_York')).toBe(zone);
  });
});

describe('the customer\'s answers', () => {
  const keep = (ada: Told, instant: string, further?: string): boolean =>
    ada.fact({ type: 'Keep Pressed', click: { lines: [{ orderId: 'o1', lineId: 'l1', words: 'w', ...(further !== undefined && { further }) }], at: instant } }, instant);

  test('agreeing twice is agreeing once, until the date or the question is another', () => {
    const ada = told({ market: 'US' });
    expect(keep(ada, AT)).toBe(true);
    expect(keep(ada, '2026-11-24T15:00:01.000Z')).toBe(false);
    ada.fact(etaChanged('2027-02-01', '2026-11-24T16:00:00.000Z'), '2026-11-24T16:00:00.000Z');
    ada.passTo('2026-11-24T16:10:00.000Z');
    expect(keep(ada, '2026-11-24T17:00:00.000Z')).toBe(true);
    expect(keep(ada, '2026-11-24T17:00:01.000Z')).toBe(false);
    expect(first(ada).consents.map(({ until }) => until)).toEqual(['2026-12-10', '2027-02-01']);
  });

  test('the same date is agreed to anew when the choice is put anew', () => {
    const ada = told({ market: 'US' });
    const move = (shipBy: string | null, hour: string): void => {
      ada.fact(etaChanged(shipBy, `2026-11-24T${hour}:00:00.000Z`), `2026-11-24T${hour}:00:00.000Z`);
      ada.passTo(`2026-11-24T${hour}:10:00.000Z`);
    };
    move('2027-02-01', '16');
    keep(ada, '2026-11-24T16:30:00.000Z');
    move('2027-03-01', '17');
    expect(keep(ada, '2026-11-24T17:30:00.000Z')).toBe(true);
    // Agreed to until 1 March, so 1 February is asked about no more.
    move('2027-02-01', '18');
    expect(keep(ada, '2026-11-24T18:30:00.000Z')).toBe(true);
    expect(keep(ada, '2026-11-24T18:31:00.000Z')).toBe(false);
  });

  test('a further delay may be agreed to after the date, once', () => {
    const ada = told({ market: 'US' });
    expect(keep(ada, AT)).toBe(true);
    expect(keep(ada, '2026-11-24T15:01:00.000Z', '2026-12-24')).toBe(true);
    expect(keep(ada, '2026-11-24T15:02:00.000Z', '2026-12-24')).toBe(false);
    expect(keep(ada, '2026-11-24T15:03:00.000Z')).toBe(false);
    expect(first(ada).consents.map(({ shipBy, until }) => [shipBy, until])).toEqual([['2026-12-10', '2026-12-10'], ['2026-12-10', '2026-12-24']]);
  });

  test('without a date no further delay is agreed to', () => {
    const ada = told({ market: 'US', shipBy: null });
    keep(ada, AT, '2027-02-01');
    expect(first(ada).consents).toMatchObject([{ shipBy: null, until: null }]);
  });

  test('nothing is agreed to where nothing waits, or after the wait has ended', () => {
    const ada = told({ market: 'US' });
    ada.fact(cancelledByShop('needed'), AT);
    expect(keep(ada, AT)).toBe(false);
    const late = told({ market: 'US' });
    expect(keep(late, '2026-12-11T05:00:00.000Z')).toBe(false);
    expect(keep(late, '2026-12-11T04:59:59.999Z')).toBe(true);
  });
});

describe('cancelling at its edges', () => {
  test('what the shop cancels of what the customer cancelled ends the undo, and is not cancelled again', () => {
    const ada = told();
    ada.fact(press('Cancel Pressed', AT), AT);
    ada.fact(cancelledByShop('needed', { quantity: 2 }), '2026-11-24T15:30:00.000Z');
    expect(first(ada).cancellations).toMatchObject([{ by: 'customer', quantity: 2, state: 'held', holdUntil: '2026-11-24T15:30:00.000Z' }]);
    expect(ada.fact(press('Undo Pressed', '2026-11-24T15:31:00.000Z'), '2026-11-24T15:31:00.000Z')).toBe(false);
    expect(ada.fact(press('Undo Pressed', '2026-11-24T15:30:00.000Z'), '2026-11-24T15:30:00.000Z')).toBe(false);
  });

  test('a word of the shop after the hold is over does not make it longer', () => {
    const ada = told();
    ada.fact(press('Cancel Pressed', AT), AT);
    ada.fact(cancelledByShop('needed'), '2026-11-24T23:00:00.000Z');
    expect(first(ada).cancellations).toMatchObject([{ holdUntil: '2026-11-24T19:00:00.000Z' }]);
  });

  test('what the shop has answered for once it does not answer for again', () => {
    const ada = told();
    ada.fact(press('Cancel Pressed', AT), AT);
    ada.fact(cancelledByShop('needed', { eventId: 'a', quantity: 2 }), '2026-11-24T15:30:00.000Z');
    ada.fact(cancelledByShop('done', { eventId: 'b', quantity: 2 }), '2026-11-24T15:40:00.000Z');
    expect(first(ada).cancellations).toMatchObject([{ acknowledgedBy: 'a', state: 'held' }]);
  });

  test('money on its way for a refund that is asked for is settled by its own answer', () => {
    const ada = told();
    ada.fact(press('Cancel Pressed', AT), AT);
    ada.passTo('2026-11-24T19:00:00.000Z');
    ada.fact(cancelledByShop('done', { eventId: 'a' }), '2026-11-24T20:00:00.000Z');
    expect(first(ada).cancellations).toMatchObject([{ acknowledgedBy: 'a', state: 'requested' }]);
  });

  test('more than waits is what waits', () => {
    const ada = told();
    ada.fact(cancelledByShop('needed', { quantity: 5 }), AT);
    expect(first(ada).cancellations).toMatchObject([{ by: 'merchant', quantity: 2 }]);
    expect(ada.fact(cancelledByShop('needed', { quantity: 1 }), AT)).toBe(true);
    expect(first(ada).cancellations).toHaveLength(1);
  });

  test('one that left before is taken back, the other stays cancelled until the same moment', () => {
    const ada = told();
    ada.fact(press('Cancel Pressed', AT), AT);
    ada.fact(shipped(1, '2026-11-24T14:00:00.000Z'), '2026-11-24T16:00:00.000Z');
    expect(first(ada).cancellations).toMatchObject([{ state: 'withdrawn', quantity: 2 }, { state: 'held', quantity: 1, by: 'customer', at: AT, holdUntil: '2026-11-24T19:00:00.000Z', refundBy: '2026-12-03' }]);
    expect(new Set(first(ada).cancellations.flatMap(({ id, refundId }) => [id, refundId])).size).toBe(4);
  });

  test.each([
    ['in the moment of the cancellation', AT, 0],
    ['a moment before', '2026-11-24T14:59:59.999Z', 2],
  ])('goods that left %s', (_when, shippedAt, left) => {
    const ada = told();
    ada.fact(press('Cancel Pressed', AT), AT);
    ada.fact(shipped(2, shippedAt), '2026-11-24T16:00:00.000Z');
    expect(first(ada).shipments.reduce((sum, { quantity }) => sum + quantity, 0)).toBe(left);
  });
});
