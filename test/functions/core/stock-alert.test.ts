import { apply } from '../../../functions/core/apply';
import { alertCustomerKeysOf } from '../../../functions/core/customer-key';
import type { Fact } from '../../../functions/core/facts';
import { beginSending, giveUpOn, takeBack } from '../../../functions/core/sending';
import { attend } from '../../../functions/core/attend';
import { Draft } from '../../../functions/core/change';
import { created, erased, KEYRING, etaChanged, press, reported, setting, shipped, Told, told } from './customers-told';

const ASKED = '2026-11-23T15:00:00.000Z';
const BACK = '2026-11-30T15:00:00.000Z';
const secondsAfter = (at: string, seconds: number): string => new Date(Date.parse(at) + seconds * 1000).toISOString();

const request = (over: { eventId?: string; sku?: string; requestedAt?: string; customer?: { id?: string; email: string } } = {}): Fact => {
  const { eventId = 'asked', sku = 'STOOL', requestedAt = ASKED, customer = { id: 'ada', email: 'ada@example.com' } } = over;
  return { type: 'Stock Alert Requested', event: { eventId, customer, item: { sku, name: `The ${sku}`, productUrl: 'https://shop.example/p' }, requestedAt } };
};
const back = (asOf = BACK, sku = 'STOOL', eventId = `back-${sku}-${asOf}`): Fact => ({ type: 'Back In Stock', event: { eventId, sku, asOf } });
const stop = (at: string, sku?: string): Fact => ({ type: 'Alert Stopped', click: { sku, at } });
const again = (at: string): Fact => ({ type: 'Alert Asked Again', click: { sku: 'STOOL', at } });

/** Somebody who has asked, and has no order. */
function asking(): Told {
  const ada = new Told();
  ada.fact(request(), ASKED);
  return ada;
}
const skusTold = (ada: Told): string[][] => ada.mails.map(({ notice }) => notice.alerts?.map(({ sku }) => sku) ?? []);

describe('an alert', () => {
  test('is not confirmed by mail, and nobody is due for it', () => {
    const ada = asking();
    expect(ada.known.profile.dueAt).toBeUndefined();
    expect(ada.passTo('2027-12-31T00:00:00.000Z').mails).toEqual([]);
  });

  test('is told 45 seconds after it is back, not before, and in no week after that', () => {
    const ada = asking();
    ada.fact(back(), BACK);
    expect(ada.passTo('2026-11-30T15:00:44.999Z').mails).toEqual([]);
    ada.passTo('2027-12-31T00:00:00.000Z');
    expect(ada.mails.map(({ at, notice }) => [at, notice.kind, notice.parts])).toEqual([['2026-11-30T15:00:45.000Z', 'back-in-stock', []]]);
    expect(ada.eventsOf('Notice Sent')).toMatchObject([{ kind: 'back-in-stock', lines: [], alerts: [{ sku: 'STOOL', asOf: BACK }] }]);
  });

  test.each([
    ['the very moment of the request', ASKED, 1],
    ['a moment before the request', '2026-11-23T14:59:59.999Z', 0],
    ['after the request', BACK, 1],
  ])('that came back at %s', (_when, asOf, mails) => {
    const ada = asking();
    expect(ada.fact(back(asOf), BACK)).toBe(mails === 1);
    expect(ada.passTo('2026-12-31T00:00:00.000Z').mails).toHaveLength(mails);
  });

  test('that was asked for after it was back is told when it comes back once more', () => {
    const ada = new Told();
    ada.fact(back('2026-11-20T15:00:00.000Z'), '2026-11-20T15:00:00.000Z');
    ada.fact(request(), ASKED);
    ada.fact(back('2026-11-20T15:00:00.000Z'), ASKED);
    expect(ada.passTo(BACK).mails).toEqual([]);
    ada.fact(back(), BACK);
    expect(ada.passTo('2026-12-31T00:00:00.000Z').mails).toHaveLength(1);
  });

  test('of another SKU is not ours', () => {
    const ada = asking();
    expect(ada.fact(back(BACK, 'CHAIR'), BACK)).toBe(false);
  });

  test.each([
    ['the same report', back()],
    ['a report of later', back('2026-12-20T15:00:00.000Z')],
    ['the same request', request()],
  ])('that was told is not told again by %s', (_what, fact) => {
    const ada = asking();
    ada.fact(back(), BACK);
    ada.passTo('2026-12-01T00:00:00.000Z');
    expect(ada.fact(fact, '2026-12-20T15:00:00.000Z')).toBe(false);
    expect(ada.passTo('2027-12-31T00:00:00.000Z').mails).toHaveLength(1);
  });

  test('that is asked for twice while it waits is one, and the repeat of the second request is known after it was told', () => {
    const ada = asking();
    expect(ada.fact(request({ eventId: 'asked-2', requestedAt: '2026-11-24T15:00:00.000Z' }), '2026-11-24T15:00:00.000Z')).toBe(true);
    expect(ada.known.alerts).toMatchObject([{ requestedAt: ASKED, appliedIds: ['asked', 'asked-2'] }]);
    ada.fact(back(), BACK);
    ada.passTo('2026-12-01T00:00:00.000Z');
    expect(ada.fact(request({ eventId: 'asked-2', requestedAt: '2026-11-24T15:00:00.000Z' }), '2026-12-01T00:00:00.000Z')).toBe(false);
    expect(ada.known.alerts).toMatchObject([{ state: 'told' }]);
  });

  test.each([
    ['made before it was told, and late on its way', '2026-11-30T15:00:45.000Z', 1],
    ['made after it was told', '2026-11-30T15:00:45.001Z', 2],
  ])('that was told begins anew only by a request %s', (_when, requestedAt, mails) => {
    const ada = asking();
    ada.fact(back(), BACK);
    ada.passTo('2026-12-01T00:00:00.000Z');
    ada.fact(request({ eventId: 'asked-2', requestedAt }), '2026-12-01T00:00:00.000Z');
    ada.fact(back(), '2026-12-01T00:00:00.000Z');
    ada.fact(back('2026-12-10T15:00:00.000Z'), '2026-12-10T15:00:00.000Z');
    expect(ada.passTo('2026-12-31T00:00:00.000Z').mails).toHaveLength(mails);
  });

  test('that comes back for the second time within the window is told once, as of the later time', () => {
    const ada = asking();
    ada.fact(back(), BACK);
    ada.fact(back(secondsAfter(BACK, 30)), secondsAfter(BACK, 30));
    ada.passTo('2026-12-31T00:00:00.000Z');
    expect(ada.mails).toMatchObject([{ at: '2026-11-30T15:00:45.000Z', notice: { alerts: [{ asOf: '2026-11-30T15:00:30.000Z' }] } }]);
  });
});

describe('several alerts of one customer', () => {
  test.each([
    ['44 seconds apart are one mail', 44, [['STOOL', 'TABLE']]],
    ['46 seconds apart are two', 46, [['STOOL'], ['TABLE']]],
  ])('%s', (_rule, seconds, expected) => {
    const ada = asking();
    ada.fact(request({ eventId: 'asked-2', sku: 'TABLE' }), ASKED);
    ada.fact(back(), BACK);
    ada.passTo(secondsAfter(BACK, seconds));
    ada.fact(back(BACK, 'TABLE'), secondsAfter(BACK, seconds));
    ada.passTo('2026-12-31T00:00:00.000Z');
    expect(skusTold(ada)).toEqual(expected);
  });
});

describe('stopping and asking again', () => {
  test('a stopped alert is not told, even if it was back already', () => {
    const ada = asking();
    ada.fact(back(), BACK);
    expect(ada.fact(stop(secondsAfter(BACK, 20), 'STOOL'), secondsAfter(BACK, 20))).toBe(true);
    expect(ada.fact(stop(secondsAfter(BACK, 21), 'STOOL'), secondsAfter(BACK, 21))).toBe(false);
    ada.fact(back('2026-12-10T15:00:00.000Z'), '2026-12-10T15:00:00.000Z');
    expect(ada.passTo('2026-12-31T00:00:00.000Z').mails).toEqual([]);
  });

  test('a replayed request does not take back that the customer left; a new one does', () => {
    const ada = asking();
    ada.fact(stop('2026-11-24T15:00:00.000Z', 'STOOL'), '2026-11-24T15:00:00.000Z');
    expect(ada.fact(request(), '2026-11-25T15:00:00.000Z')).toBe(false);
    ada.fact(request({ eventId: 'asked-2', requestedAt: '2026-11-24T14:00:00.000Z' }), '2026-11-25T15:00:00.000Z');
    expect(ada.known.alerts).toMatchObject([{ state: 'stopped' }]);
    ada.fact(request({ eventId: 'asked-3', requestedAt: '2026-11-25T15:00:00.000Z' }), '2026-11-25T15:00:00.000Z');
    expect(ada.known.alerts).toMatchObject([{ state: 'waiting', requestedAt: '2026-11-25T15:00:00.000Z' }]);
  });

  test('asking again waits for the next time it is back', () => {
    const ada = asking();
    ada.fact(back(), BACK);
    ada.passTo('2026-12-01T00:00:00.000Z');
    expect(ada.fact(again('2026-12-02T00:00:00.000Z'), '2026-12-02T00:00:00.000Z')).toBe(true);
    expect(ada.fact(again('2026-12-02T00:00:01.000Z'), '2026-12-02T00:00:01.000Z')).toBe(false);
    expect(ada.fact(back(), '2026-12-02T00:01:00.000Z')).toBe(false);
    ada.fact(back('2026-12-10T15:00:00.000Z'), '2026-12-10T15:00:00.000Z');
    expect(ada.passTo('2026-12-31T00:00:00.000Z').mails).toHaveLength(2);
  });

  test('one click stops all of them and nothing else', () => {
    const ada = told();
    ada.fact(request(), ASKED);
    ada.fact(request({ eventId: 'asked-2', sku: 'TABLE' }), ASKED);
    ada.fact(stop('2026-11-24T15:00:00.000Z'), '2026-11-24T15:00:00.000Z');
    expect(ada.known.alerts.map(({ state }) => state)).toEqual(['stopped', 'stopped']);
    expect(ada.known.profile.weekly).toBe('on');
    expect(ada.passTo('2026-11-30T23:00:00.000Z').said).toEqual(['first: 2026-12-10', 'weekly: 2026-12-10']);
  });
});

describe('beside an order that waits', () => {
  const WEEKLY = /^weekly/;

  test('an alert alone does not begin the week anew', () => {
    const ada = told();
    ada.fact(request(), ASKED);
    ada.fact(back('2026-11-28T15:00:00.000Z'), '2026-11-28T15:00:00.000Z');
    ada.passTo('2026-11-30T23:00:00.000Z');
    expect(ada.mails.map(({ notice }) => notice.kind)).toEqual(['first', 'back-in-stock', 'weekly']);
  });

  test('it is no part of the mail of a moved date, and comes beside it', () => {
    const ada = told();
    ada.fact(request(), ASKED);
    ada.fact(etaChanged('2026-12-24', '2026-11-24T15:00:00.000Z'), '2026-11-24T15:00:00.000Z');
    ada.fact(back('2026-11-24T15:09:30.000Z'), '2026-11-24T15:09:30.000Z');
    ada.passTo('2026-11-25T00:00:00.000Z');
    expect(ada.mails.slice(1)).toMatchObject([
      { at: '2026-11-24T15:10:00.000Z', notice: { kind: 'later' } },
      { at: '2026-11-24T15:10:15.000Z', notice: { kind: 'back-in-stock', alerts: [{ sku: 'STOOL' }] } },
    ]);
    expect(ada.mails[1]!.notice.alerts).toBeUndefined();
  });

  test('it does not hurry a moved date that may still move back', () => {
    const ada = told();
    ada.fact(request(), ASKED);
    ada.fact(etaChanged('2026-12-24', '2026-11-24T15:00:00.000Z'), '2026-11-24T15:00:00.000Z');
    ada.fact(back('2026-11-24T15:01:00.000Z'), '2026-11-24T15:01:00.000Z');
    ada.fact(etaChanged('2026-12-10', '2026-11-24T15:05:00.000Z'), '2026-11-24T15:05:00.000Z');
    ada.passTo('2026-11-25T00:00:00.000Z');
    expect(ada.mails.slice(1).map(({ notice }) => notice.kind)).toEqual(['back-in-stock']);
  });

  test('it shares the weekly update, and not the answer to a cancellation', () => {
    const ada = told();
    ada.fact(request(), ASKED);
    const due = ada.known.profile.dueAt!;
    ada.fact(back(secondsAfter(due, -10)), secondsAfter(due, -10));
    ada.passTo(secondsAfter(due, 3600));
    expect(ada.mails[1]!.notice).toMatchObject({ kind: expect.stringMatching(WEEKLY) as string, alerts: [{ sku: 'STOOL' }] });
    ada.fact(again('2026-12-01T12:00:00.000Z'), '2026-12-01T12:00:00.000Z');
    ada.fact(back('2026-12-01T15:00:00.000Z'), '2026-12-01T15:00:00.000Z');
    ada.fact(press('Cancel Pressed', '2026-12-01T15:00:10.000Z'), '2026-12-01T15:00:10.000Z');
    ada.passTo('2026-12-01T16:00:00.000Z');
    expect(ada.mails.slice(2)).toMatchObject([{ notice: { kind: 'cancelled' } }, { notice: { kind: 'back-in-stock', alerts: [{ sku: 'STOOL' }] } }]);
  });

  test.each([
    ['earlier', etaChanged('2026-12-01', '2026-11-24T15:00:00.000Z'), '2026-11-24T15:10:00.000Z'],
    ['shipped', shipped(1, '2026-11-24T15:00:00.000Z'), '2026-11-24T15:00:45.000Z'],
  ])('it shares good news: %s', (kind, news, due) => {
    const ada = told();
    ada.fact(request(), ASKED);
    ada.fact(news, '2026-11-24T15:00:00.000Z');
    ada.fact(back(secondsAfter(due, -10)), secondsAfter(due, -10));
    ada.passTo(due);
    expect(ada.mails.slice(1)).toMatchObject([{ at: due, notice: { kind, alerts: [{ sku: 'STOOL' }] } }]);
  });

  test('while a mail is on its way, or has to wait, no other is begun', () => {
    const ada = told();
    ada.fact(request(), ASKED);
    ada.fact(back(), BACK);
    const due = secondsAfter(BACK, 45);
    const held = { ...ada.known, profile: { ...ada.known.profile, retryAt: secondsAfter(due, 1) } };
    expect(attend(held, setting, due).act.kind).toBe('none');
    expect(attend(held, setting, secondsAfter(due, 1)).act).toMatchObject({ kind: 'tell', notice: { alerts: [{ sku: 'STOOL' }] } });
    ada.loseMailAt(due);
    expect(attend(ada.known, setting, secondsAfter(due, 60)).act.kind).toBe('none');
  });

  test('the address given with a request does not turn away the mails about the order', () => {
    const ada = told();
    ada.fact(request({ customer: { id: 'ada', email: 'other@example.com' } }), ASKED);
    expect(ada.known.profile.email).toBe('ada@example.com');
  });

  test('who asks once more, since nothing came, can give an address that takes mail; a request of before that says nothing', () => {
    const ada = asking();
    ada.customer = { ...ada.known, profile: { ...ada.known.profile, refusedAddress: ada.known.profile.email } };
    const again = (eventId: string, email: string, requestedAt: string): boolean => ada.fact(request({ eventId, customer: { id: 'ada', email }, requestedAt }), secondsAfter(ASKED, 600));
    expect(again('late', 'late@example.com', secondsAfter(ASKED, -60))).toBe(true);
    expect(ada.known.profile.email).not.toBe('late@example.com');
    expect(again('anew', 'anew@example.com', secondsAfter(ASKED, 500))).toBe(true);
    expect(ada.known.profile).toMatchObject({ email: 'anew@example.com', refusedAddress: undefined });
  });

  test('who asks anew after the mail about it was lost has seen it gone again', () => {
    const ada = asking();
    ada.fact(back(), BACK);
    ada.passTo(secondsAfter(BACK, 60));
    const noticeId = ada.mails.at(-1)?.notice.id as string;
    ada.fact(reported(noticeId, { what: 'bounced', type: 'transient', reason: 'MailboxFull' }, secondsAfter(BACK, 90)), secondsAfter(BACK, 90));
    expect(ada.known.alerts).toMatchObject([{ state: 'waiting', back: { asOf: BACK } }]);
    const anew = secondsAfter(BACK, 3600);
    ada.fact(request({ eventId: 'anew', requestedAt: anew }), anew);
    expect(ada.known.alerts).toMatchObject([{ state: 'waiting', requestedAt: anew, back: undefined }]);
    ada.passTo(secondsAfter(BACK, 86_400));
    expect(ada.mails).toHaveLength(1);
  });

  test('a new order of who only asked is opened beside the alert', () => {
    const ada = asking();
    ada.fact({ type: 'Backorder Created', event: created() }, ASKED);
    expect([ada.known.alerts.length, ada.known.lines.length]).toEqual([1, 1]);
  });
});

describe('an address that refuses mail', () => {
  const refused = (): Told => {
    const ada = asking();
    ada.fact(back(), BACK);
    const act = attend(ada.known, setting, secondsAfter(BACK, 45)).act;
    if (act.kind !== 'tell') throw new Error('expected a notice');
    const sending = beginSending(ada.known, act.notice, act.attempt, { subject: 's', wordsHash: 'h', text: 'Dear Ada, we are sorry.' }, setting, secondsAfter(BACK, 45)).customer;
    ada.customer = takeBack(sending, { class: 'bad-address', message: '' }, setting, secondsAfter(BACK, 46)).customer;
    return ada;
  };

  test('gets nothing, neither now nor when it is back once more', () => {
    const ada = refused();
    ada.fact(back('2026-12-10T15:00:00.000Z'), '2026-12-10T15:00:00.000Z');
    expect(ada.passTo('2026-12-31T00:00:00.000Z').mails).toEqual([]);
  });

  test('is replaced by the one that a new request gives', () => {
    const ada = refused();
    ada.fact(request({ eventId: 'asked-2', sku: 'TABLE', requestedAt: '2026-12-02T00:00:00.000Z', customer: { id: 'ada', email: 'ada@new.example' } }), '2026-12-02T00:00:00.000Z');
    ada.passTo('2026-12-31T00:00:00.000Z');
    expect(ada.mails).toMatchObject([{ notice: { to: { email: 'ada@new.example' }, alerts: [{ sku: 'STOOL' }] } }]);
  });
});

test('a mail of which nothing was heard counts as told rather than come twice', () => {
  const ada = asking();
  ada.fact(back(), BACK);
  ada.loseMailAt(secondsAfter(BACK, 45));
  const draft = new Draft(ada.known, setting, secondsAfter(BACK, 1000));
  giveUpOn(draft, ada.known.profile.sending!, setting, secondsAfter(BACK, 1000));
  ada.customer = draft.finish().customer;
  expect(ada.known.alerts).toMatchObject([{ state: 'told' }]);
  expect(ada.passTo('2026-12-31T00:00:00.000Z').mails).toEqual([]);
});

test('an alert that is stopped while its mail is on its way stays stopped', () => {
  const ada = asking();
  ada.fact(back(), BACK);
  ada.loseMailAt(secondsAfter(BACK, 45));
  ada.fact(stop(secondsAfter(BACK, 46), 'STOOL'), secondsAfter(BACK, 46));
  expect(ada.sentAt(secondsAfter(BACK, 47)).alerts).toMatchObject([{ state: 'stopped' }]);
});

test('erasing a customer takes their alerts away, and a replay brings none back', () => {
  const ada = asking();
  ada.fact(erased(ASKED), ASKED);
  expect(ada.known.alerts).toEqual([]);
  expect(ada.fact(request(), ASKED)).toBe(false);
  expect(JSON.stringify(ada.known)).not.toMatch(/STOOL|example\.com/);
});

test('who has no id is the guest whose key comes with the question; without one nobody is made up', () => {
  const { event } = request() as Extract<Fact, { type: 'Stock Alert Requested' }>;
  const asked: Fact = { type: 'Stock Alert Requested', event: { ...event, customer: { email: 'ada@example.com' } } };
  expect(apply(undefined, { ...asked, guestKey: 'guest-1' }, setting, ASKED)?.customer.profile.key).toBe('guest-1');
  expect(apply(undefined, asked, setting, ASKED)).toBeUndefined();
});

test('an address in capitals is the same guest, and another address another', () => {
  const key = (email: string): string[] => alertCustomerKeysOf({ customer: { email } }, KEYRING);
  expect(key('Ada@Example.com')).toEqual(key('ada@example.com'));
  expect(key('bob@example.com')).not.toEqual(key('ada@example.com'));
});

describe('on record', () => {
  const entries = (ada: Told): unknown[] => ada.record.filter(({ what }) => what.includes('alert') || what === 'back-in-stock').map(({ at, what, lines, facts }) => ({ at, what, lines, facts }));

  test('stand the wish, the return, the leaving and the new wish', () => {
    const ada = asking();
    ada.fact(back(), BACK);
    ada.fact(stop('2026-11-30T15:00:10.000Z', 'STOOL'), '2026-11-30T15:00:10.000Z');
    ada.fact(again('2026-11-30T15:00:20.000Z'), '2026-11-30T15:00:20.000Z');
    expect(entries(ada)).toEqual([
      { at: ASKED, what: 'alert-requested', lines: [], facts: { sku: 'STOOL', requestedAt: ASKED } },
      { at: BACK, what: 'back-in-stock', lines: [], facts: { sku: 'STOOL', asOf: BACK } },
      { at: '2026-11-30T15:00:10.000Z', what: 'alert-stopped', lines: [], facts: { sku: 'STOOL' } },
      { at: '2026-11-30T15:00:20.000Z', what: 'alert-requested', lines: [], facts: { sku: 'STOOL', requestedAt: '2026-11-30T15:00:20.000Z' } },
    ]);
  });

  test('two alerts that end at one press are two entries', () => {
    const ada = asking();
    ada.fact(request({ eventId: 'other', sku: 'BED' }), ASKED);
    ada.fact(stop(BACK), BACK);
    const ids = ada.record.filter(({ what }) => what === 'alert-stopped').map(({ id }) => id);
    expect(new Set(ids).size).toBe(2);
    ada.fact(again('2026-12-01T15:00:00.000Z'), '2026-12-01T15:00:00.000Z');
    ada.fact(stop('2026-12-01T15:00:00.000Z', 'STOOL'), '2026-12-01T15:00:00.000Z');
    expect(new Set(ada.record.map(({ id }) => id)).size).toBe(ada.record.length);
  });
});

describe('what a request says of the customer', () => {
  const details = { id: 'ada', email: 'other@example.com', name: 'Ada Asks', locale: 'fr', timeZone: 'Europe/Paris' };

  test('is taken over where nothing is known', () => {
    const ada = new Told();
    ada.fact(request({ customer: details }), ASKED);
    expect(ada.known.profile).toMatchObject({ email: 'other@example.com', name: 'Ada Asks', locale: 'fr', timeZone: 'Europe/Paris' });
  });

  test('takes the place of nothing that is known', () => {
    const ada = told({ customer: { id: 'ada', email: 'ada@example.com', name: 'Ada', locale: 'en', timeZone: 'UTC' } });
    ada.fact(request({ customer: details }), ASKED);
    expect(ada.known.profile).toMatchObject({ email: 'ada@example.com', name: 'Ada', locale: 'en', timeZone: 'UTC' });
  });

  test('fills what is missing, and empties nothing', () => {
    const ada = told({ customer: { id: 'ada', email: 'ada@example.com', name: 'Ada' } });
    ada.fact(request({ customer: details }), ASKED);
    expect(ada.known.profile).toMatchObject({ email: 'ada@example.com', name: 'Ada', locale: 'fr', timeZone: 'Europe/Paris' });
    const bare = new Told();
    bare.fact(request(), ASKED);
    expect(Object.keys(bare.known.profile)).not.toEqual(expect.arrayContaining(['name', 'locale', 'timeZone']));
    for (const key of ['name', 'locale', 'timeZone']) expect(bare.known.profile).not.toHaveProperty(key);
  });
});

test('the same return said twice is one, and an older one after it is none', () => {
  const ada = asking();
  expect(ada.fact(back(), BACK)).toBe(true);
  expect(ada.fact(back(BACK, 'STOOL', 'said again'), BACK)).toBe(false);
  expect(ada.fact(back('2026-11-30T14:00:00.000Z'), BACK)).toBe(false);
  expect(ada.fact(back('2026-11-30T15:00:01.000Z'), secondsAfter(BACK, 1))).toBe(true);
});

test('asking again where nothing was asked, or while it waits, is nothing', () => {
  const ada = told();
  expect(ada.fact(again(ASKED), ASKED)).toBe(false);
  const waiting = asking();
  expect(waiting.fact(again(BACK), BACK)).toBe(false);
  expect(waiting.known.alerts[0]?.requestedAt).toBe(ASKED);
});

test('a request older than the end of the last one is known and begins nothing', () => {
  const ada = asking();
  ada.fact(stop(BACK), BACK);
  expect(ada.fact(request({ eventId: 'second', requestedAt: BACK }), secondsAfter(BACK, 5))).toBe(true);
  expect(ada.known.alerts[0]).toMatchObject({ state: 'stopped', appliedIds: ['asked', 'second'] });
  expect(ada.fact(request({ eventId: 'third', requestedAt: secondsAfter(BACK, 1) }), secondsAfter(BACK, 5))).toBe(true);
  expect(ada.known.alerts[0]).toMatchObject({ state: 'waiting', requestedAt: secondsAfter(BACK, 1) });
});
