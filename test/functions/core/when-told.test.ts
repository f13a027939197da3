import { attend } from '../../../functions/core/attend';
import type { Customer } from '../../../functions/core/customer';
import { Policy } from '../../../functions/core/merchant';
import { beginSending, recordSent, takeBack } from '../../../functions/core/sending';
import { cancelledByShop, created, etaChanged, press, setting, shipped, told, Told } from './customers-told';

/*
 * When it is told, to the minute; and what a mail marks as told.
 */

const at = (ada: Told): [string, string][] => ada.mails.map((mail) => [mail.notice.kind, mail.at]);
const l1 = { orderId: 'o1', lineId: 'l1' };

describe('on the last day on which a choice can be offered', () => {
  // T is 10 December: its day ends in New York at 5 in the morning of the 11th, UTC; a notice goes out 10 minutes before that at the latest.
  test.each([
    ['in time for its window', '2026-12-11T04:40:00.000Z', '2026-12-11T04:50:00.000Z'],
    ['with its window cut short', '2026-12-11T04:40:01.000Z', '2026-12-11T04:50:00.000Z'],
    ['in the last moment of the window', '2026-12-11T04:50:00.000Z', '2026-12-11T04:50:00.000Z'],
    ['at once', '2026-12-11T04:50:01.000Z', '2026-12-11T04:50:01.000Z'],
    ['at once, in the last second', '2026-12-11T04:59:59.000Z', '2026-12-11T04:59:59.000Z'],
    ['the day before, with its whole window', '2026-12-10T04:45:00.000Z', '2026-12-10T04:55:00.000Z'],
  ])('a slip is told %s', (_what, heard, toldAt) => {
    const ada = told({ market: 'US' });
    ada.fact({ type: 'ETA Confirmed', event: { eventId: 'k', scope: { sku: 'CHAIR' }, asOf: '2026-12-09T15:00:00.000Z' } }, '2026-12-09T15:00:00.000Z');
    ada.passTo(heard);
    ada.fact(etaChanged('2026-12-20', heard), heard);
    ada.passTo('2026-12-11T13:59:00.000Z');
    expect(at(ada).at(-1)).toEqual(['later', toldAt]);
  });

  test('where the law asks for nothing the window stays whole', () => {
    const ada = told();
    ada.fact({ type: 'ETA Confirmed', event: { eventId: 'k', scope: { sku: 'CHAIR' }, asOf: '2026-12-09T15:00:00.000Z' } }, '2026-12-09T15:00:00.000Z');
    ada.passTo('2026-12-11T04:45:00.000Z');
    ada.fact(etaChanged('2026-12-20', '2026-12-11T04:45:00.000Z'), '2026-12-11T04:45:00.000Z');
    ada.passTo('2026-12-11T13:00:00.000Z');
    expect(at(ada).at(-1)).toEqual(['later', '2026-12-11T04:55:00.000Z']);
  });
});

describe('a date that passes', () => {
  const confirmed = (asOf: string): Told => {
    const ada = told();
    ada.fact({ type: 'ETA Confirmed', event: { eventId: 'k', scope: { sku: 'CHAIR' }, asOf } }, asOf);
    return ada.passTo('2026-12-12T23:00:00.000Z');
  };

  test.each([
    ['at noon, confirmed before the day on which the merchant was asked', '2026-12-08T04:59:59.000Z', '2026-12-10T17:00:00.000Z'],
    ['on the next morning, confirmed on the day on which the merchant was asked', '2026-12-08T05:00:00.000Z', '2026-12-11T14:00:00.000Z'],
    ['on the next morning, confirmed on its day', '2026-12-10T15:00:00.000Z', '2026-12-11T14:00:00.000Z'],
  ])('is taken back %s', (_what, asOf, toldAt) => {
    expect(at(confirmed(asOf)).at(-1)).toEqual(['unknown', toldAt]);
  });

  test('is taken back a day later when the customer had a mail that morning', () => {
    const customer = { id: 'ada', email: 'ada@example.com', timeZone: 'America/New_York' };
    const ada = told({ customer });
    const lamp = { lineId: 'l2', item: { sku: 'LAMP', name: 'Lamp', quantity: 1 }, shipBy: '2027-01-10', customer };
    ada.fact({ type: 'Backorder Created', event: created(lamp) }, '2026-11-23T15:00:00.000Z');
    ada.fact({ type: 'ETA Confirmed', event: { eventId: 'k', scope: { sku: 'CHAIR' }, asOf: '2026-12-10T15:00:00.000Z' } }, '2026-12-10T15:00:00.000Z');
    // Eight in the morning, an hour before the date would be taken back.
    ada.passTo('2026-12-11T13:00:00.000Z');
    ada.fact(press('Cancel Pressed', '2026-12-11T13:00:00.000Z', [{ orderId: 'o1', lineId: 'l2' }]), '2026-12-11T13:00:00.000Z');
    ada.passTo('2026-12-13T00:00:00.000Z');
    expect(at(ada).slice(-2).map(([kind, instant]) => `${kind} ${instant.slice(0, 10)}`)).toEqual(['cancelled 2026-12-11', 'unknown 2026-12-12']);
  });
});

describe('what a mail marks as told', () => {
  const AT = '2026-11-24T15:00:00.000Z';

  test('a cancellation or a refund that is told leaves the window of a moved date as it is', () => {
    const ada = told();
    ada.fact(etaChanged('2026-12-20', AT), AT);
    ada.fact(cancelledByShop('needed', { quantity: 1 }), '2026-11-24T15:02:00.000Z');
    ada.passTo('2026-11-24T15:02:00.000Z');
    expect(ada.known.lines[0]).toMatchObject({ changedAt: AT, promises: [{ kind: 'first' }] });
    const { refundId } = ada.eventsOf('Refund Requested')[0] as { refundId: string };
    ada.fact({ type: 'Refund Settled', event: { eventId: 's', refundId, amount: 2950, currency: 'USD', settledAt: '2026-11-24T15:04:00.000Z' } }, '2026-11-24T15:04:00.000Z');
    ada.passTo('2026-11-24T15:04:00.000Z');
    expect(ada.known.lines[0]).toMatchObject({ changedAt: AT });
    ada.passTo('2026-11-24T15:10:00.000Z');
    expect(at(ada)).toEqual([['first', '2026-11-23T14:00:45.000Z'], ['cancelled', '2026-11-24T15:02:00.000Z'], ['refunded', '2026-11-24T15:04:00.000Z'], ['later', '2026-11-24T15:10:00.000Z']]);
  });

  test('each cancellation, refund and shipment is marked by the mail that told it', () => {
    const ada = told({ item: { sku: 'CHAIR', name: 'Oak chair', quantity: 5 } });
    const step = (fact: Parameters<Told['fact']>[0], instant: string): void => {
      ada.fact(fact, instant);
      ada.passTo(instant.replace(':00.000Z', ':45.000Z'));
    };
    step(cancelledByShop('needed', { quantity: 1 }), '2026-11-24T15:00:00.000Z');
    step(cancelledByShop('needed', { quantity: 1 }), '2026-11-24T15:10:00.000Z');
    for (const [n, { refundId }] of ada.eventsOf('Refund Requested').entries()) {
      step({ type: 'Refund Settled', event: { eventId: `s${n}`, refundId, amount: 1180, currency: 'USD', settledAt: '2026-11-24T16:00:00.000Z' } }, `2026-11-24T16:${n}0:00.000Z`);
    }
    step(shipped(1, '2026-11-26T15:00:00.000Z', { shipmentId: 'p1' }), '2026-11-26T15:00:00.000Z');
    step(shipped(1, '2026-11-28T15:00:00.000Z', { shipmentId: 'p2' }), '2026-11-28T15:00:00.000Z');
    const ids = ada.mails.map(({ notice }) => notice.id);
    const line = ada.known.lines[0];
    expect(ada.mails.map(({ notice }) => notice.kind)).toEqual(['first', 'cancelled', 'cancelled', 'refunded', 'refunded', 'shipped', 'shipped']);
    expect(line?.cancellations.map(({ cancelToldBy, refundToldBy }) => [cancelToldBy, refundToldBy])).toEqual([[ids[1], ids[3]], [ids[2], ids[4]]]);
    expect(line?.shipments.map(({ toldBy }) => toldBy)).toEqual([ids[5], ids[6]]);
  });

  test('a move too small to be news is told by the next weekly update, and counts as told from then on', () => {
    const policy = Policy.parse({ etaThresholdDays: 5 });
    const lenient = { ...setting, policy };
    const ada = told({ shipBy: '2027-03-01' });
    ada.fact(etaChanged('2027-03-03', AT), AT);
    const customer: Customer = { ...ada.known, lines: ada.known.lines.map((line) => ({ ...line, changedAt: undefined })) };
    const monday = '2026-11-30T23:00:00.000Z';
    const { act } = attend(customer, lenient, monday);
    if (act.kind !== 'tell') throw new Error('expected the weekly update');
    expect(act.notice).toMatchObject({ kind: 'weekly', parts: [{ shipBy: '2027-03-03', previousShipBy: '2027-03-01' }] });
    const begun = beginSending(customer, act.notice, 1, { subject: 's', wordsHash: 'h', text: 'Dear Ada, we are sorry.' }, lenient, monday).customer;
    const after = recordSent(begun, { messageId: 'm' }, lenient, monday).customer;
    expect(after.lines[0]?.promises.map(({ shipBy, kind }) => [shipBy, kind])).toEqual([['2027-03-01', 'first'], ['2027-03-03', 'weekly']]);
  });

  test('two refusals of one mail are two entries, as are two mails of which nothing was heard', () => {
    const open = new Told();
    open.fact({ type: 'Backorder Created', event: created() }, '2026-11-23T14:00:00.000Z');
    open.loseMailAt('2026-11-23T14:00:45.000Z');
    const { sending } = open.known.profile;
    const first = takeBack(open.known, { class: 'throttled', message: '' }, setting, '2026-11-23T14:00:46.000Z');
    const second = takeBack({ ...first.customer, profile: { ...first.customer.profile, sending } }, { class: 'throttled', message: '' }, setting, '2026-11-23T14:02:00.000Z');
    expect(first.record[0]?.id).not.toBe(second.record[0]?.id);
    const unknowns = (ada: Told): string[] => ada.record.filter(({ what }) => what === 'notice-unknown').map(({ id }) => id);
    const twice = new Told();
    twice.fact({ type: 'Backorder Created', event: created() }, '2026-11-23T14:00:00.000Z');
    twice.loseMailAt('2026-11-23T14:00:45.000Z');
    twice.loseMailAt('2026-11-23T14:15:45.000Z');
    twice.passTo('2026-11-23T15:00:00.000Z');
    expect(new Set(unknowns(twice)).size).toBe(2);
  });

  test('a customer who cancels is answered at once, whatever else waits', () => {
    const ada = told();
    ada.fact(press('Cancel Pressed', AT, [l1]), AT);
    expect(ada.passTo(AT).mails.at(-1)).toMatchObject({ at: AT, notice: { kind: 'cancelled' } });
  });
});
