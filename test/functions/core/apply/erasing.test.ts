import { apply } from '../../../../functions/core/apply';
import type { Instant } from '../../../../functions/core/dates';
import type { Fact } from '../../../../functions/core/facts';
import { erasedEntry } from '../../../../functions/core/erasure';
import { keyedHash } from '../../../../functions/core/keyed-hash';
import { cancelledByShop, created, erased, etaChanged, KEYRING, press, setting, shipped, told, withoutIds, type Told } from '../customers-told';

/*
 * What is left of a customer who was erased, and what still happens to their orders.
 */

const AT = '2026-11-24T15:00:00.000Z';
const LATER = '2026-11-25T15:00:00.000Z';
const erase = (ada: Told, at: Instant = AT, eventId?: string): boolean => ada.fact(erased(at, eventId), at);
const update = (customer: object, eventId = 'u1', sentAt?: Instant): Fact => ({ type: 'Customer Updated', event: { eventId, customer: { id: 'ada', ...customer } }, sentAt });
const ADDRESS = keyedHash(KEYRING, 'address', 'ada@example.com');
const everything = (ada: Told): string => JSON.stringify([ada.known, ada.record, ada.published]);

describe('nothing personal stays', () => {
  test('of who they are, and the address only as a keyed hash', () => {
    const ada = told({ customer: { id: 'ada', email: 'Ada@example.com', name: 'Ada', locale: 'en', timeZone: 'Asia/Kathmandu' } });
    ada.customer = { ...ada.known, profile: { ...ada.known.profile, refusedAddress: 'Ada@example.com', retryAt: LATER, failures: 3 } };
    expect(erase(ada)).toBe(true);
    const { profile } = ada.known;
    expect(JSON.parse(JSON.stringify({ ...profile, dueAt: undefined, due: undefined, outbox: [] }))).toEqual({
      key: 'ada',
      erased: { at: AT, doneAt: AT, address: ADDRESS },
      weekly: 'on',
      failures: 0,
      resent: [],
      outbox: [],
      lastContactAt: '2026-11-23T14:00:45.000Z',
      contacts: [{ noticeId: ada.mails[0]?.notice.id, kind: 'first', at: '2026-11-23T14:00:45.000Z' }],
      appliedIds: ['erased'],
    });
    expect(withoutIds(ada.record.filter(({ what }) => what === 'customer-updated'))).toEqual([{ at: AT, what: 'customer-updated', lines: [], facts: { erased: true, address: ADDRESS } }]);
  });

  test('of what the merchant wrote and where the parcels went; what was promised, shipped and cancelled does', () => {
    const ada = told({ cause: { code: 'other', text: 'Ada asked us to wait' }, paidWith: { label: 'Ada’s Visa', last4: '4242' }, item: { sku: 'CHAIR', name: 'Oak chair', quantity: 3 } });
    ada.fact(shipped(1, AT, { carrier: 'DHL', trackingUrl: 'https://dhl.example/ada' }), AT);
    ada.fact(cancelledByShop('needed', { quantity: 1, reason: 'Ada has moved' }), AT);
    const before = ada.known.lines[0];
    erase(ada);
    const [line] = ada.known.lines;
    expect(JSON.stringify(before)).toMatch(/4242/);
    expect(JSON.stringify(line)).not.toMatch(/Ada|4242|dhl\.example/);
    expect(line?.eta.cause).toEqual({ code: 'other' });
    expect(line?.shipments).toMatchObject([{ shipmentId: before?.shipments[0]?.shipmentId, carrier: 'DHL', quantity: 1, shippedAt: AT }]);
    expect(line?.cancellations).toMatchObject([{ refundId: before?.cancellations[0]?.refundId, by: 'merchant', quantity: 1 }]);
    expect(line?.promises).toEqual(before?.promises);
  });

  test('of what comes later: no reason, no trail, no text, and the goods and the money are dealt with all the same', () => {
    const ada = told({ item: { sku: 'CHAIR', name: 'Oak chair', quantity: 4 } });
    erase(ada);
    ada.fact(etaChanged('2026-12-20', LATER, { cause: { code: 'other', text: 'Ada asked' } }), LATER);
    ada.fact(shipped(1, LATER, { trackingUrl: 'https://dhl.example/ada' }), LATER);
    ada.fact(cancelledByShop('needed', { quantity: 1, reason: 'Ada has moved' }), LATER);
    ada.passTo(LATER);
    const [refund] = ada.eventsOf('Refund Requested');
    ada.fact({ type: 'Refund Failed', event: { eventId: 'f1', refundId: refund?.refundId ?? '', reason: 'Ada closed the card' } }, LATER);
    expect(everything(ada)).not.toMatch(/Ada |dhl\.example/);
    expect(ada.known.lines).toMatchObject([{ eta: { shipBy: '2026-12-20' }, shipments: [{ quantity: 1 }], cancellations: [{ quantity: 1, state: 'failed' }] }]);
  });

  test('but the words that they agreed to, which are about goods and dates', () => {
    const ada = told();
    ada.fact(press('Keep Pressed', AT), AT);
    erase(ada);
    expect(ada.known.lines[0]?.consents).toMatchObject([{ at: AT, words: 'I agree to wait.' }]);
  });
});

describe('a mail that is on its way when the customer is erased', () => {
  const onItsWay = (): Told => {
    const ada = told();
    ada.fact(etaChanged('2026-12-24', AT), AT);
    ada.loseMailAt('2026-11-24T15:10:00.000Z');
    erase(ada, '2026-11-24T15:10:01.000Z');
    return ada;
  };

  test('goes on record as sent, with its date and a keyed hash, and without its words', () => {
    const ada = onItsWay();
    expect(ada.known.profile.sending).toMatchObject({ subject: '', wordsHash: keyedHash(KEYRING, 'words', 'hash'), erased: true });
    const line = ada.sentAt('2026-11-24T15:10:02.000Z').lines[0];
    expect(line?.promises.at(-1)).toMatchObject({ shipBy: '2026-12-24', kind: 'later' });
  });

  test('and is not sent again when nothing is heard of it', () => {
    const ada = onItsWay();
    const sent = ada.mails.length;
    ada.passTo('2026-12-08T00:00:00.000Z');
    expect(ada.mails).toHaveLength(sent);
    expect(ada.record.filter(({ what }) => what === 'notice-unknown')).toMatchObject([{ facts: { dates: '2026-12-24' } }]);
  });

  test('and what goes on record of it is what an erasure leaves, so that the same erasure again changes nothing', () => {
    const ada = onItsWay();
    ada.sentAt('2026-11-24T15:10:02.000Z');
    ada.passTo('2026-12-08T00:00:00.000Z');
    const last = ada.record.findLast(({ what }) => what === 'notice-sent' || what === 'notice-unknown');
    expect(last?.facts.dates).toBe('2026-12-24');
    expect(erasedEntry(last!, KEYRING)).toEqual(last);
  });
});

describe('the merchant', () => {
  test('is told that lines still wait of which nobody hears', () => {
    const ada = told();
    erase(ada);
    ada.passTo(AT);
    expect(ada.eventsOf('Customer Unreachable')).toMatchObject([{ customerKey: 'ada', reason: 'erased', at: AT }]);
    expect(ada.record.filter(({ what }) => what === 'merchant-task')).toMatchObject([{ lines: [{ orderId: 'o1', lineId: 'l1' }] }]);
  });

  test('is not, where nothing waits any more', () => {
    const ada = told();
    ada.fact(shipped(2, AT), AT);
    erase(ada);
    ada.passTo(AT);
    expect(ada.eventsOf('Customer Unreachable')).toEqual([]);
  });

  test('still loses the order by the law when its date ends with no valid offer, and refunds it', () => {
    const ada = told({ market: 'US' });
    erase(ada);
    ada.passTo('2026-12-15T00:00:00.000Z');
    expect(ada.known.lines[0]?.cancellations).toMatchObject([{ by: 'no-offer' }]);
    expect(ada.eventsOf('Refund Requested')).toHaveLength(1);
    expect(ada.said).toEqual(['first: 2026-12-10']);
  });
});

describe('after it', () => {
  test('a repeat changes nothing', () => {
    const ada = told();
    erase(ada);
    expect(erase(ada, LATER)).toBe(false);
  });

  test('an update of the store brings nothing back', () => {
    const ada = told();
    erase(ada);
    expect(ada.fact(update({ email: 'new@example.com', name: 'Ada L.' }), LATER)).toBe(false);
    expect(ada.known.profile).toMatchObject({ email: undefined, name: undefined });
  });

  test('an order from before it is taken, and nothing of whose it is', () => {
    const ada = told();
    erase(ada);
    expect(ada.fact({ type: 'Backorder Created', event: created({ lineId: 'l2', placedAt: AT, cause: { code: 'other', text: 'for Ada' }, paidWith: { label: 'Visa', last4: '9731' } }) }, LATER)).toBe(true);
    expect(ada.known.lines.map(({ lineId }) => lineId)).toEqual(['l1', 'l2']);
    expect(everything(ada)).not.toMatch(/example\.com|for Ada|"Ada"|"9731"/);
    ada.passTo(LATER);
    expect(ada.eventsOf('Customer Unreachable')).toHaveLength(2);
  });

  test('an order that was placed after it is a new beginning: who they are is taken, and they are told', () => {
    const ada = told();
    erase(ada);
    const placedAt = '2026-11-24T15:00:00.001Z';
    ada.fact({ type: 'Backorder Created', event: created({ orderId: 'o2', placedAt }) }, LATER);
    expect(ada.known.profile).toMatchObject({ email: 'ada@example.com', name: 'Ada', since: placedAt });
    ada.passTo('2026-11-25T15:01:00.000Z');
    expect(ada.said).toHaveLength(2);
    expect(ada.fact(update({ email: 'new@example.com' }, 'u2', LATER), LATER)).toBe(true);
  });

  test('what the store had sent before it brings nothing back then either', () => {
    const ada = told();
    erase(ada);
    ada.fact({ type: 'Backorder Created', event: created({ orderId: 'o2', placedAt: LATER, customer: { id: 'ada', email: 'new@example.com' } }) }, LATER);
    expect(ada.fact(update({ name: 'Ada L.' }, 'u1', AT), LATER)).toBe(false);
    ada.fact({ type: 'Backorder Created', event: created({ lineId: 'l3', placedAt: '2026-11-23T10:00:00.000Z' }) }, LATER);
    expect(ada.known.profile).toMatchObject({ email: 'new@example.com', name: undefined, since: LATER });
  });

  test('a question about stock from before it is not taken, one from after it is', () => {
    const ada = told();
    erase(ada);
    const asked = (eventId: string, requestedAt: Instant): Fact => ({
      type: 'Stock Alert Requested',
      event: { eventId, customer: { id: 'ada', email: 'ada@example.com' }, item: { sku: 'STOOL', name: 'Stool' }, requestedAt },
    });
    expect(ada.fact(asked('a1', AT), LATER)).toBe(false);
    expect(ada.fact(asked('a2', LATER), LATER)).toBe(true);
    expect(ada.known.profile).toMatchObject({ email: 'ada@example.com', since: LATER });
  });
});

test('an erasure that is replayed does not reach who began to order after it', () => {
  const ada = told({ placedAt: LATER });
  expect(erase(ada, AT)).toBe(false);
  expect(ada.known.profile.email).toBe('ada@example.com');
});

test('it reaches who has an older order too, in whatever order the orders came', () => {
  const ada = told({ placedAt: LATER });
  ada.fact({ type: 'Backorder Created', event: created({ lineId: 'l2', placedAt: '2026-11-23T10:00:00.000Z' }) }, LATER);
  expect(erase(ada, AT)).toBe(true);
  expect(ada.known.profile.email).toBeUndefined();
});

test('the last of several erasures counts, also when an older one comes after it', () => {
  const ada = told();
  ada.fact(erased(LATER, 'second'), LATER);
  ada.fact(erased(AT, 'first'), LATER);
  expect(ada.known.profile.erased).toEqual({ at: LATER, doneAt: LATER, address: ADDRESS });
});

test('of whom nothing is known, nothing is kept', () => {
  expect(apply(undefined, erased(AT), setting, AT)).toBeUndefined();
});
