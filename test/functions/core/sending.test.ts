import { attend } from '../../../functions/core/attend';
import { plusSeconds } from '../../../functions/core/dates';
import type { Customer } from '../../../functions/core/customer';
import { published, recordSent, takeBack, type Refusal } from '../../../functions/core/sending';
import { created, etaChanged, press, setting, shipped, told, Told, withoutIds } from './customers-told';

/*
 * A mail's way out, step by step: what is committed before the call, after each answer, and when there was none.
 */

const l1 = { orderId: 'o1', lineId: 'l1' };
const FIRST = '2026-11-23T14:00:45.000Z';
const secondsBetween = (from: string, to: string | undefined): number => (Date.parse(to ?? '') - Date.parse(from)) / 1000;

function opened(over: Parameters<typeof created>[0] = {}): Told {
  const ada = new Told();
  ada.fact({ type: 'Backorder Created', event: created(over) }, '2026-11-23T14:00:00.000Z');
  return ada;
}

/** The customer while their mail is on its way. */
function underWay(ada: Told, now: string): Customer {
  ada.loseMailAt(now);
  return ada.known;
}

const sent = (customer: Customer, now: string) => recordSent(customer, { messageId: 'ses-1' }, setting, now);
const refused = (customer: Customer, reason: Refusal['class'], now: string) => takeBack(customer, { class: reason, message: 'no' }, setting, now);

describe('before the call', () => {
  test('it is kept what will have been told, and nobody else sends', () => {
    const { profile } = underWay(opened({ market: 'US', shipBy: null }), FIRST);
    expect(profile.sending).toEqual({
      noticeId: expect.stringMatching(/^[0-9a-f]{24}$/) as string,
      kind: 'first',
      since: FIRST,
      attempt: 1,
      subject: 'first',
      wordsHash: 'hash',
      words: 'Dear Ada, we are sorry.',
      telling: [{ ...l1, kind: 'first', shipBy: null, deliverBy: undefined, offer: { kind: 'indefinite', shipBy: null, answerBy: '2027-01-22', silence: 'cancels', furtherUntil: undefined } }],
      alerts: undefined,
    });
    // Should the worker die, the schedule finds the customer where they are.
    expect(profile.dueAt).toBe(FIRST);
  });
});

describe('after SES took it', () => {
  test('the promise stands, the week starts, the bus is to hear of it, and the words are on record', () => {
    const { customer, record } = sent(underWay(opened(), FIRST), '2026-11-23T14:00:46.000Z');
    const noticeId = customer.lines[0]?.promises[0]?.noticeId as string;
    expect(customer.profile).toMatchObject({ sending: undefined, lastContactAt: '2026-11-23T14:00:46.000Z', failures: 0 });
    expect(customer.lines[0]?.promises).toEqual([{ shipBy: '2026-12-10', deliverBy: undefined, toldAt: '2026-11-23T14:00:46.000Z', noticeId, kind: 'first' }]);
    expect(customer.lines[0]?.changedAt).toBeUndefined();
    expect(customer.profile.outbox).toEqual([
      {
        detailType: 'Notice Sent',
        detail: { eventId: expect.stringMatching(/^[0-9a-f]{24}$/) as string, noticeId, customerKey: 'ada', kind: 'first', at: '2026-11-23T14:00:46.000Z', lines: [{ ...l1, kind: 'first', shipBy: '2026-12-10' }] },
      },
    ]);
    expect(withoutIds(record)).toEqual([
      {
        at: '2026-11-23T14:00:46.000Z',
        what: 'notice-sent',
        lines: [l1],
        facts: { noticeId, kind: 'first', attempt: 1, subject: 'first', wordsHash: 'hash', dates: '2026-12-10', messageId: 'ses-1' },
        words: 'Dear Ada, we are sorry.',
      },
    ]);
  });

  test('the record names every date, and every choice with its last day', () => {
    const ada = opened({ market: 'US', shipBy: null });
    ada.fact({ type: 'Backorder Created', event: created({ lineId: 'l2', market: 'US', shipBy: null }) }, '2026-11-23T14:00:01.000Z');
    ada.fact({ type: 'Backorder Created', event: created({ lineId: 'l3', market: 'US' }) }, '2026-11-23T14:00:02.000Z');
    const { record } = sent(underWay(ada, FIRST), FIRST);
    expect(record[0]?.facts).toMatchObject({ dates: 'unknown,unknown,2026-12-10', offers: 'indefinite until 2027-01-22, indefinite until 2027-01-22' });
    expect(sent(underWay(opened(), FIRST), FIRST).record[0]?.facts).not.toHaveProperty('offers');
  });

  test('stock that came along is named in the record and on the bus', () => {
    const ada = new Told();
    for (const sku of ['STOOL', 'LAMP']) {
      ada.fact({ type: 'Stock Alert Requested', event: { eventId: sku, customer: { id: 'ada', email: 'ada@example.com' }, item: { sku, name: sku }, requestedAt: '2026-11-23T13:00:00.000Z' } }, '2026-11-23T13:00:00.000Z');
      ada.fact({ type: 'Back In Stock', event: { eventId: `back-${sku}`, sku, asOf: '2026-11-23T14:00:00.000Z' } }, '2026-11-23T14:00:00.000Z');
    }
    const { customer, record } = sent(underWay(ada, FIRST), FIRST);
    expect(record[0]?.facts).toMatchObject({ kind: 'back-in-stock', dates: '', skus: 'LAMP,STOOL' });
    expect(customer.profile.outbox).toMatchObject([{ detail: { lines: [], alerts: [{ sku: 'LAMP', asOf: '2026-11-23T14:00:00.000Z' }, { sku: 'STOOL', asOf: '2026-11-23T14:00:00.000Z' }] } }]);
    expect(customer.profile.lastContactAt).toBeUndefined();
    expect(sent(underWay(opened(), FIRST), FIRST).record[0]?.facts).not.toHaveProperty('skus');
  });

  test('the second attempt is an entry and an event of its own', () => {
    const first = sent(underWay(opened(), FIRST), FIRST);
    const ada = opened();
    ada.loseMailAt(FIRST);
    ada.attendAt('2026-11-23T14:15:45.000Z');
    const again = ada.record.filter(({ what }) => what === 'notice-sent');
    expect(again).toMatchObject([{ facts: { attempt: 2, noticeId: first.record[0]?.facts.noticeId } }]);
    expect(again[0]?.id).not.toBe(first.record[0]?.id);
    expect(ada.eventsOf('Notice Sent')[0]?.eventId).not.toBe(first.customer.profile.outbox[0]?.detail.eventId);
  });

  test('twice said is said once', () => {
    const { customer } = sent(underWay(opened(), FIRST), FIRST);
    const again = sent(customer, '2026-11-23T15:00:00.000Z');
    expect(again.record).toEqual([]);
    expect({ ...again.customer.profile, dueAt: undefined, due: undefined }).toEqual({ ...customer.profile, dueAt: undefined, due: undefined });
    expect(refused(customer, 'throttled', '2026-11-23T15:00:00.000Z').record).toEqual([]);
  });

  test('a week without news leaves the line as it was', () => {
    const ada = told({ shipBy: '2027-03-01' });
    const before = ada.known.lines[0];
    ada.passTo('2026-11-30T23:00:00.000Z');
    expect(ada.said.at(-1)).toBe('weekly: 2027-03-01');
    expect(ada.known.lines[0]).toBe(before);
  });

  test('the bus is told by whoever told the mail: the schedule comes by when it would have come anyway', () => {
    const ada = told({ shipBy: '2027-03-01' });
    const weeklyAt = ada.known.profile.dueAt as string;
    const customer = underWay(ada, weeklyAt);
    const after = sent(customer, weeklyAt).customer.profile;
    expect(after.outbox).toHaveLength(1);
    expect(after.due).toEqual(ada.known.profile.due);
    const behind = { ...customer, profile: { ...customer.profile, outbox: [{ detailType: 'Customer Unreachable' as const, detail: { eventId: 'e', customerKey: 'ada', reason: 'r', at: FIRST } }] } };
    expect(sent(behind, weeklyAt).customer.profile.dueAt).toBe(weeklyAt);
  });
});

test('what the bus took leaves the outbox, and the rest stays', () => {
  const customer = underWay(opened(), FIRST);
  const events = ['a', 'b', 'c'].map((eventId) => ({ detailType: 'Customer Unreachable' as const, detail: { eventId, customerKey: 'ada', reason: 'r', at: FIRST } }));
  const full = { ...customer, profile: { ...customer.profile, outbox: events } };
  expect(published(full, ['a', 'c', 'x'], setting, FIRST).customer.profile.outbox.map(({ detail }) => detail.eventId)).toEqual(['b']);
});

describe('after SES said no', () => {
  test('nothing was told, and the record says why', () => {
    const { customer, record } = refused(underWay(opened(), FIRST), 'throttled', '2026-11-23T14:00:46.000Z');
    expect(customer.lines[0]?.promises).toEqual([]);
    expect(customer.profile).toMatchObject({ sending: undefined, failures: 1, outbox: [] });
    expect(customer.profile.lastContactAt).toBeUndefined();
    expect(customer.profile.refusedAddress).toBeUndefined();
    expect(withoutIds(record)).toEqual([
      { at: '2026-11-23T14:00:46.000Z', what: 'notice-refused', lines: [l1], facts: { noticeId: record[0]?.facts.noticeId, kind: 'first', attempt: 1, subject: 'first', wordsHash: 'hash', dates: '2026-12-10', class: 'throttled' } },
    ]);
  });

  test.each([
    ['throttled', 20, 40],
    ['paused', 900, 1200],
    ['quota', 3600, 4200],
    ['unverified', 3600, 4200],
    ['rejected', 86_400, 86_400],
    ['bad-address', 86_400, 86_400],
  ] as const)('%s: it is tried again after %i to %i seconds', (reason, from, to) => {
    const waits = Array.from({ length: 40 }, (_none, n) => {
      const customer = underWay(opened({ customer: { id: `c${n}`, email: 'ada@example.com' } }), FIRST);
      return secondsBetween(FIRST, refused(customer, reason, FIRST).customer.profile.retryAt);
    });
    expect(Math.min(...waits)).toBeGreaterThanOrEqual(from);
    expect(Math.max(...waits)).toBeLessThanOrEqual(to);
    // Those who were refused together don't come back together.
    if (from < to) expect(new Set(waits).size).toBeGreaterThan(10);
  });

  test('throttled again and again: twice as long each time, up to a quarter of an hour', () => {
    let customer = underWay(opened(), FIRST);
    const waits: number[] = [];
    const { sending } = customer.profile;
    for (let times = 0; times < 9; times += 1) {
      customer = refused({ ...customer, profile: { ...customer.profile, sending } }, 'throttled', FIRST).customer;
      waits.push(secondsBetween(FIRST, customer.profile.retryAt));
    }
    const least = [20, 40, 80, 160, 320, 640, 900, 900, 900];
    waits.forEach((wait, n) => {
      expect(wait).toBeGreaterThanOrEqual(least[n] as number);
      expect(wait).toBeLessThan((least[n] as number) + 20);
    });
    expect(new Set(waits.slice(6)).size).toBeGreaterThan(1);
    expect(customer.profile.failures).toBe(9);
    expect(sent({ ...customer, profile: { ...customer.profile, sending } }, FIRST).customer.profile).toMatchObject({ failures: 0, retryAt: undefined });
  });

  test.each(['rejected', 'bad-address'] as const)('%s: the address is the merchant\'s task, and nobody writes to it', (reason) => {
    const { customer, record } = refused(underWay(opened(), FIRST), reason, '2026-11-23T14:00:46.000Z');
    expect(customer.profile.refusedAddress).toBe('ada@example.com');
    expect(customer.profile.outbox).toEqual([{ detailType: 'Customer Unreachable', detail: { eventId: expect.any(String) as string, customerKey: 'ada', reason, at: '2026-11-23T14:00:46.000Z' } }]);
    expect(withoutIds(record)[1]).toEqual({ at: '2026-11-23T14:00:46.000Z', what: 'merchant-task', lines: [l1], facts: { task: 'the address refuses mail', class: reason } });
    const later = '2026-12-24T15:00:00.000Z';
    expect(attend(customer, setting, later).act).toEqual({ kind: 'none' });
  });

  test.each(['paused', 'quota', 'unverified', 'throttled'] as const)('%s: nothing is wrong with the address', (reason) => {
    const { customer, record } = refused(underWay(opened(), FIRST), reason, FIRST);
    expect(record).toHaveLength(1);
    expect(customer.profile.refusedAddress).toBeUndefined();
  });
});

describe('when nothing was heard for 15 minutes', () => {
  /** Lost at `now`, and looked after 15 minutes later. */
  function lost(ada: Told, now: string): Told {
    ada.loseMailAt(now);
    const since = Date.parse(now) + 900_000;
    expect(attend(ada.known, setting, new Date(since - 1).toISOString()).customer.profile.sending).toBeDefined();
    const attended = attend(ada.known, setting, new Date(since).toISOString());
    ada.customer = attended.customer;
    ada.record.push(...attended.record);
    return ada;
  }
  const again = (ada: Told): unknown => attend(ada.known, setting, '2026-11-25T23:00:00.000Z').act;

  test('the record says that it is not known', () => {
    const ada = lost(opened(), FIRST);
    expect(withoutIds(ada.record.slice(-1))).toEqual([
      { at: '2026-11-23T14:15:45.000Z', what: 'notice-unknown', lines: [l1], facts: { noticeId: ada.known.profile.resent[0], kind: 'first', attempt: 1, subject: 'first', wordsHash: 'hash', dates: '2026-12-10' } },
    ]);
  });

  const bus = '2026-11-24T15:00:00.000Z';
  test.each<[string, (ada: Told) => string]>([
    ['cancelled', (ada) => (ada.fact(press('Cancel Pressed', bus), bus), bus)],
    ['unknown', (ada) => (ada.fact(etaChanged(null, bus), bus), '2026-11-24T15:10:00.000Z')],
    ['later', (ada) => (ada.fact(etaChanged('2026-12-20', bus), bus), '2026-11-24T15:10:00.000Z')],
    [
      'refunded',
      (ada) => {
        ada.fact(press('Cancel Pressed', bus), bus);
        ada.passTo('2026-11-24T19:00:00.000Z');
        const { refundId } = ada.eventsOf('Refund Requested')[0] as { refundId: string };
        ada.fact({ type: 'Refund Settled', event: { eventId: 's', refundId, amount: 5900, currency: 'USD', settledAt: '2026-11-24T20:00:00.000Z' } }, '2026-11-24T20:00:00.000Z');
        return '2026-11-24T20:00:00.000Z';
      },
    ],
  ])('%s binds the customer, and is told once more', (kind, bring) => {
    const ada = told();
    lost(ada, bring(ada));
    expect(again(ada)).toMatchObject({ kind: 'tell', attempt: 2, notice: { kind, id: ada.known.profile.resent[0] } });
  });

  test('the receipt for an answer is told once more', () => {
    const ada = opened({ market: 'US' });
    ada.passTo('2026-11-23T14:01:00.000Z');
    ada.fact(etaChanged('2027-02-01', bus), bus);
    ada.passTo('2026-11-24T15:10:00.000Z');
    ada.fact(press('Keep Pressed', '2026-11-24T16:00:00.000Z'), '2026-11-24T16:00:00.000Z');
    lost(ada, '2026-11-24T16:00:00.000Z');
    expect(again(ada)).toMatchObject({ kind: 'tell', attempt: 2, notice: { kind: 'consented', id: ada.known.profile.resent[0] } });
  });

  test('a reminder is told once more', () => {
    const ada = opened({ market: 'US', shipBy: null });
    ada.passTo('2027-01-19T13:59:59.999Z');
    lost(ada, '2027-01-19T14:00:00.000Z');
    expect(attend(ada.known, setting, '2027-01-19T15:00:00.000Z').act).toMatchObject({ kind: 'tell', attempt: 2, notice: { kind: 'reminder' } });
  });

  test('earlier, and shipped, count as told rather than come twice', () => {
    const ada = told();
    ada.fact(etaChanged('2026-12-01', bus), bus);
    lost(ada, '2026-11-24T15:10:00.000Z');
    expect(again(ada)).toEqual({ kind: 'none' });
    // Nobody knows whether it went out, so the week goes on from the mail before.
    expect(ada.known.profile).toMatchObject({ resent: [], lastContactAt: '2026-11-23T14:00:45.000Z' });
    expect(ada.known.lines[0]?.promises.at(-1)).toMatchObject({ shipBy: '2026-12-01', toldAt: '2026-11-24T15:10:00.000Z' });
    ada.fact(shipped(1, '2026-11-26T15:00:00.000Z'), '2026-11-26T15:00:00.000Z');
    lost(ada, '2026-11-26T15:00:45.000Z');
    expect(ada.known.lines[0]?.shipments[0]?.toldBy).toMatch(/^[0-9a-f]{24}$/);
  });

  test('a weekly update is made up for on the next working day', () => {
    const ada = told({ shipBy: '2027-03-01', customer: { id: 'ada', email: 'ada@example.com', timeZone: 'Europe/Paris' } });
    const friday = '2026-11-27T10:00:00.000Z';
    lost(ada, ada.known.profile.dueAt as string);
    expect(ada.known.profile.weeklyRetryAt?.slice(0, 10)).toBe('2026-12-01');
    expect(Date.parse(friday)).toBeLessThan(Date.parse(ada.known.profile.weeklyRetryAt as string));
    expect(ada.known.profile.dueAt).toBe(ada.known.profile.weeklyRetryAt);
    ada.passTo('2026-12-02T00:00:00.000Z');
    expect(ada.mails.map(({ at, notice }) => [notice.kind, at.slice(0, 10)])).toEqual([['first', '2026-11-23'], ['weekly', '2026-12-01']]);
  });

  test('no other mail waits for a weekly update that is to be made up for', () => {
    const ada = told({ shipBy: '2027-03-01', customer: { id: 'ada', email: 'ada@example.com', timeZone: 'Europe/Paris' } });
    const weekly = ada.known.profile.dueAt as string;
    lost(ada, weekly);
    const at = plusSeconds(weekly, 3600);
    ada.fact({ type: 'Backorder Created', event: created({ lineId: 'l2', placedAt: at }) }, at);
    ada.passTo(plusSeconds(at, 120));
    expect(ada.mails.map(({ at: sentAt, notice }) => [notice.kind, sentAt])).toEqual([['first', FIRST], ['first', plusSeconds(at, 45)]]);
  });

  test('a second try that is lost counts as told', () => {
    const ada = lost(opened(), FIRST);
    ada.loseMailAt('2026-11-23T14:15:45.000Z');
    const attended = attend(ada.known, setting, '2026-11-23T14:30:45.000Z');
    expect(attended.customer.lines[0]?.promises).toMatchObject([{ shipBy: '2026-12-10', toldAt: '2026-11-23T14:15:45.000Z' }]);
    expect(attended.customer.profile).toMatchObject({ sending: undefined, lastContactAt: '2026-11-23T14:15:45.000Z' });
  });
});

describe('while a mail is on its way', () => {
  test('a date that moves differs again, from the moment the mail is out', () => {
    const ada = opened();
    const customer = underWay(ada, FIRST);
    ada.customer = customer;
    ada.fact(etaChanged('2026-12-20', '2026-11-23T14:00:45.500Z'), '2026-11-23T14:00:45.500Z');
    const after = sent(ada.known, '2026-11-23T14:00:46.000Z').customer;
    expect(after.lines[0]?.changedAt).toBe('2026-11-23T14:00:46.000Z');
  });

  test('a mail about something else leaves the window of a moved date as it is', () => {
    const ada = told();
    ada.fact({ type: 'Backorder Created', event: created({ lineId: 'l2' }) }, '2026-11-23T15:00:00.000Z');
    ada.passTo('2026-11-23T15:01:00.000Z');
    const at = '2026-11-24T15:00:00.000Z';
    ada.fact(etaChanged('2026-12-20', at, { scope: l1 }), at);
    ada.fact(shipped(1, '2026-11-24T15:01:00.000Z'), '2026-11-24T15:01:00.000Z');
    ada.fact(press('Cancel Pressed', '2026-11-24T15:02:00.000Z', [{ orderId: 'o1', lineId: 'l2' }]), '2026-11-24T15:02:00.000Z');
    const after = sent(underWay(ada, '2026-11-24T15:02:00.000Z'), '2026-11-24T15:02:01.000Z').customer;
    expect(after.lines.map(({ lineId, changedAt }) => [lineId, changedAt])).toEqual([['l1', at], ['l2', undefined]]);
  });

  test('a line that is gone by then is passed over', () => {
    const ada = opened();
    const customer = underWay(ada, FIRST);
    expect(sent({ ...customer, lines: [] }, FIRST).customer.lines).toEqual([]);
  });

  test('a date that passed while nobody could say so is asked about', () => {
    const ada = told();
    ada.passTo('2026-12-10T16:59:59.999Z');
    const after = sent(underWay(ada, '2026-12-10T17:00:00.000Z'), '2026-12-10T17:00:01.000Z');
    expect(after.customer.profile.outbox.map(({ detailType }) => detailType)).toEqual(['ETA Confirmation Needed', 'Notice Sent']);
    const word = told();
    word.fact(etaChanged(null, '2026-11-24T15:00:00.000Z'), '2026-11-24T15:00:00.000Z');
    expect(sent(underWay(word, '2026-11-24T15:10:00.000Z'), '2026-11-24T15:10:00.000Z').customer.profile.outbox.map(({ detailType }) => detailType)).toEqual(['Notice Sent']);
  });
});
