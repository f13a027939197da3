import type { MailOutcome, MailReport } from '../../../../functions/core/mail-report';
import { attend } from '../../../../functions/core/attend';
import { created, erased, etaChanged, press, reported, setting, shipped, Told, told, withoutIds } from '../customers-told';

/*
 * What SES tells of a mail, in whatever order and however often. Ada's first notice went out on Monday 23 November 2026 at
 * 14:00:45 UTC.
 */

const FIRST = '2026-11-23T14:00:45.000Z';
const SENT: MailOutcome = { what: 'sent' };
const HARD: MailOutcome = { what: 'bounced', type: 'permanent', reason: 'General' };
const SOFT: MailOutcome = { what: 'bounced', type: 'transient', reason: 'MailboxFull' };
const lastId = (ada: Told): string => ada.mails.at(-1)?.notice.id ?? '';
const tell = (ada: Told, noticeId: string, outcome: MailOutcome, at: string, over: Partial<MailReport> = {}): boolean => ada.fact(reported(noticeId, outcome, at, over), at);
const whats = (ada: Told): string[] => ada.record.map(({ what }) => what);

/** Ada's first notice was handed over, and whoever did it died. */
function lost(): { ada: Told; noticeId: string } {
  const ada = new Told();
  ada.fact({ type: 'Backorder Created', event: created() }, '2026-11-23T14:00:00.000Z');
  ada.loseMailAt(FIRST);
  return { ada, noticeId: ada.known.profile.sending?.noticeId ?? '' };
}

describe('a mail whose answer was lost', () => {
  test.each<[string, MailOutcome]>([
    ['sent', SENT],
    ['delivered', { what: 'delivered' }],
    ['delayed', { what: 'delayed', reason: 'TransientCommunicationFailure' }],
    ['complained', { what: 'complained', reason: 'abuse' }],
  ])('%s: it is told after all, since SES had it, with its words on record', (_what, outcome) => {
    const { ada, noticeId } = lost();
    expect(tell(ada, noticeId, outcome, '2026-11-23T14:00:47.000Z')).toBe(true);
    expect(ada.known.profile).toMatchObject({ sending: undefined, lastContactAt: '2026-11-23T14:00:47.000Z' });
    expect(ada.known.lines[0]?.promises).toMatchObject([{ shipBy: '2026-12-10', toldAt: '2026-11-23T14:00:47.000Z', noticeId }]);
    expect(ada.record.find(({ what }) => what === 'notice-sent')).toMatchObject({ at: '2026-11-23T14:00:47.000Z', words: 'Dear Ada, we are sorry.', facts: { noticeId, attempt: 1, messageId: 'ses-1' } });
    ada.passTo('2026-11-23T18:00:00.000Z');
    expect(ada.mails).toEqual([]);
    expect(ada.eventsOf('Notice Sent')).toMatchObject([{ noticeId, at: '2026-11-23T14:00:47.000Z' }]);
  });

  test('a bounce is proof that SES had it, and that it told nothing', () => {
    const { ada, noticeId } = lost();
    tell(ada, noticeId, HARD, '2026-11-23T14:00:47.000Z');
    expect(whats(ada).slice(1)).toEqual(['notice-sent', 'notice-bounced', 'merchant-task']);
    expect(ada.known.lines[0]?.promises).toEqual([]);
    expect(ada.known.profile).toMatchObject({ sending: undefined, refusedAddress: 'ada@example.com', lastContactAt: undefined });
  });

  test('word that comes after a quarter of an hour, and before the resend, spares the customer a second copy', () => {
    const { ada, noticeId } = lost();
    const unknown = attend(ada.known, setting, '2026-11-23T14:15:45.000Z');
    expect(unknown.act).toMatchObject({ kind: 'tell', attempt: 2 });
    ada.customer = unknown.customer;
    expect(tell(ada, noticeId, SENT, '2026-11-23T14:16:00.000Z', { })).toBe(true);
    expect(ada.known.profile).toMatchObject({ unheard: undefined, resent: [] });
    ada.passTo('2026-11-23T18:00:00.000Z');
    expect(ada.mails).toEqual([]);
  });

  test('word that comes after the resend is on record: the customer has two copies', () => {
    const { ada, noticeId } = lost();
    ada.attendAt('2026-11-23T14:15:45.000Z');
    expect(ada.mails.map(({ notice }) => notice.id)).toEqual([noticeId]);
    tell(ada, noticeId, SENT, '2026-11-23T15:00:00.000Z');
    tell(ada, noticeId, SENT, '2026-11-23T15:00:00.000Z');
    const doubled = ada.record.filter(({ what }) => what === 'notice-doubled');
    expect(new Set(doubled.map(({ id, at }) => `${at} ${id}`)).size).toBe(1);
    expect(ada.known.lines[0]?.promises).toHaveLength(1);
  });

  test('a weekly update of which word comes late is not made up for', () => {
    const ada = told({ shipBy: '2027-03-01' });
    const due = ada.known.profile.dueAt ?? '';
    ada.loseMailAt(due);
    const noticeId = ada.known.profile.sending?.noticeId ?? '';
    ada.customer = attend(ada.known, setting, new Date(Date.parse(due) + 900_000).toISOString()).customer;
    expect(ada.known.profile.unheard?.noticeId).toBe(noticeId);
    tell(ada, noticeId, SENT, new Date(Date.parse(due) + 1_000_000).toISOString());
    expect(ada.known.profile).toMatchObject({ retryAt: undefined, unheard: undefined });
    ada.passTo(new Date(Date.parse(due) + 4 * 86_400_000).toISOString());
    expect(ada.mails.map(({ notice }) => notice.kind)).toEqual(['first']);
  });

  test('of the second sending, the report of the first proves nothing', () => {
    const { ada, noticeId } = lost();
    ada.loseMailAt('2026-11-23T14:15:45.000Z');
    expect(ada.known.profile.sending?.attempt).toBe(2);
    tell(ada, noticeId, { what: 'delivered' }, '2026-11-23T14:16:00.000Z');
    expect(ada.known.profile.sending?.attempt).toBe(2);
    tell(ada, noticeId, SENT, '2026-11-23T14:17:00.000Z', { attempt: 2 });
    expect(ada.known.profile.sending).toBeUndefined();
  });

  test('a clock of SES that is behind does not date a mail before it was begun, and one ahead not after we heard of it', () => {
    const [early, late] = [lost(), lost()];
    early.ada.fact(reported(early.noticeId, SENT, '2026-11-23T13:59:00.000Z'), '2026-11-23T14:00:47.000Z');
    expect(early.ada.known.profile.lastContactAt).toBe(FIRST);
    late.ada.fact(reported(late.noticeId, SENT, '2026-11-23T14:09:00.000Z'), '2026-11-23T14:00:47.000Z');
    expect(late.ada.known.profile.lastContactAt).toBe('2026-11-23T14:00:47.000Z');
  });
});

describe('a mail that is on record as sent', () => {
  test('the event that says the same changes nothing', () => {
    const ada = told();
    expect(tell(ada, lastId(ada), SENT, '2026-11-23T14:00:46.000Z')).toBe(false);
  });

  test('that it arrived is on record once, dated by SES, whenever it is heard of and however often', () => {
    const ada = told();
    const before = ada.record.length;
    const delivered = reported(lastId(ada), { what: 'delivered' }, '2026-11-23T14:00:47.000Z');
    ada.fact(delivered, '2026-11-23T14:00:48.000Z');
    ada.fact(delivered, '2026-11-25T09:00:00.000Z');
    const entries = ada.record.slice(before);
    expect(withoutIds(entries)).toEqual(Array(2).fill({ at: '2026-11-23T14:00:47.000Z', what: 'notice-delivered', lines: [{ orderId: 'o1', lineId: 'l1' }], facts: { noticeId: lastId(ada), attempt: 1, messageId: 'ses-1' } }));
    expect(entries[0]?.id).toBe(entries[1]?.id);
  });

  test('the report of a mail that we know nothing of is on record, and changes nothing', () => {
    const ada = told();
    const { profile, lines } = ada.known;
    tell(ada, 'nobody', { what: 'delivered' }, '2026-11-23T14:00:47.000Z');
    expect([ada.known.profile, ada.known.lines]).toEqual([profile, lines]);
  });
});

describe('an address that takes no mail', () => {
  test.each<[string, MailOutcome, string]>([
    ['a hard bounce', HARD, 'bounced'],
    ['an address that SES suppresses', { what: 'bounced', type: 'suppressed', reason: 'OnAccountSuppressionList' }, 'suppressed'],
  ])('%s: what it told is untold, nobody writes there, and the merchant hears of it once', (_what, outcome, reason) => {
    const ada = told();
    const noticeId = lastId(ada);
    expect(tell(ada, noticeId, outcome, '2026-11-23T14:05:00.000Z')).toBe(true);
    expect(tell(ada, noticeId, outcome, '2026-11-23T14:05:00.000Z')).toBe(false);
    expect(ada.known.lines[0]?.promises).toEqual([]);
    ada.passTo('2027-01-01T00:00:00.000Z');
    expect(ada.mails).toHaveLength(1);
    expect(ada.eventsOf('Customer Unreachable')).toMatchObject([{ customerKey: 'ada', reason, at: '2026-11-23T14:05:00.000Z' }]);
    expect(ada.record.filter(({ what }) => what === 'notice-bounced')).toHaveLength(1);
  });

  test('once there is another address, all that is still true is told, and nothing that is not', () => {
    const ada = told();
    tell(ada, lastId(ada), HARD, '2026-11-23T14:05:00.000Z');
    ada.fact(etaChanged('2026-12-20', '2026-11-25T10:00:00.000Z'), '2026-11-25T10:00:00.000Z');
    ada.fact({ type: 'Customer Updated', event: { eventId: 'u1', customer: { id: 'ada', email: 'ada@new.example' } } }, '2026-11-26T10:00:00.000Z');
    ada.passTo('2026-11-26T10:10:00.000Z');
    expect(ada.said).toEqual(['first: 2026-12-10', 'first: 2026-12-20']);
    expect(ada.mails.at(-1)?.notice.to.email).toBe('ada@new.example');
    expect(ada.mails[0]?.notice.id).not.toBe(ada.mails[1]?.notice.id);
  });

  test('the same address, vouched for by the store, is written to again', () => {
    const ada = told();
    tell(ada, lastId(ada), HARD, '2026-11-23T14:05:00.000Z');
    ada.fact({ type: 'Customer Updated', event: { eventId: 'u1', customer: { id: 'ada', email: 'ada@example.com' } } }, '2026-11-26T10:00:00.000Z');
    ada.passTo('2026-11-26T10:10:00.000Z');
    expect(ada.said).toEqual(['first: 2026-12-10', 'first: 2026-12-10']);
    expect(ada.mails[0]?.notice.id).not.toBe(ada.mails[1]?.notice.id);
  });

  test('a new order from the same address does not vouch for it; one from another does', () => {
    const ada = told();
    tell(ada, lastId(ada), HARD, '2026-11-23T14:05:00.000Z');
    ada.fact({ type: 'Backorder Created', event: created({ lineId: 'l2' }) }, '2026-11-24T14:00:00.000Z');
    ada.passTo('2026-11-24T15:00:00.000Z');
    expect(ada.mails).toHaveLength(1);
    ada.fact({ type: 'Backorder Created', event: created({ lineId: 'l3', customer: { id: 'ada', email: 'ada@new.example' } }) }, '2026-11-24T16:00:00.000Z');
    ada.passTo('2026-11-24T16:01:00.000Z');
    expect(ada.said.at(-1)).toBe('first: 2026-12-10, 2026-12-10, 2026-12-10');
  });

  test('the bounce of an address that was left says nothing of the one that is written to now', () => {
    const ada = told();
    ada.fact({ type: 'Customer Updated', event: { eventId: 'u1', customer: { id: 'ada', email: 'ada@new.example' } } }, '2026-11-23T14:02:00.000Z');
    tell(ada, lastId(ada), HARD, '2026-11-23T14:05:00.000Z');
    expect(ada.known.profile.refusedAddress).toBeUndefined();
    ada.passTo('2026-11-23T14:06:00.000Z');
    expect(ada.mails.map(({ notice }) => notice.to.email)).toEqual(['ada@example.com', 'ada@new.example']);
    expect(ada.eventsOf('Customer Unreachable')).toEqual([]);
  });

  test('the address comes back in other letters, and is the same', () => {
    const ada = told();
    tell(ada, lastId(ada), HARD, '2026-11-23T14:05:00.000Z', { address: 'Ada@Example.COM' });
    expect(ada.known.profile.refusedAddress).toBe('ada@example.com');
  });

  test('a cancellation, a shipment and a refund are told again too', () => {
    const ada = told();
    ada.fact({ type: 'Backorder Created', event: created({ lineId: 'l2' }) }, '2026-11-23T15:00:00.000Z');
    ada.passTo('2026-11-23T15:01:00.000Z');
    ada.fact(press('Cancel Pressed', '2026-11-24T15:00:00.000Z'), '2026-11-24T15:00:00.000Z');
    ada.passTo('2026-11-24T15:00:00.000Z');
    const cancelled = lastId(ada);
    ada.fact(shipped(1, '2026-11-25T10:00:00.000Z', { lineId: 'l2' }), '2026-11-25T15:00:00.000Z');
    ada.passTo('2026-11-25T15:01:00.000Z');
    const shippedId = lastId(ada);
    expect(ada.mails.slice(-2).map(({ notice }) => notice.kind)).toEqual(['cancelled', 'shipped']);
    tell(ada, cancelled, HARD, '2026-11-25T15:02:00.000Z', { address: 'ada@old.example' });
    tell(ada, shippedId, HARD, '2026-11-25T15:02:00.000Z', { address: 'ada@old.example' });
    ada.passTo('2026-11-26T23:00:00.000Z');
    expect(ada.mails.slice(-2).map(({ notice }) => notice.kind)).toEqual(['cancelled', 'shipped']);
    expect(ada.mails).toHaveLength(6);
  });

  test('what a weekly update has said again since then stays told', () => {
    const ada = told({ shipBy: '2027-03-01' });
    const first = lastId(ada);
    ada.passTo('2026-11-30T23:00:00.000Z');
    const weekly = lastId(ada);
    tell(ada, first, HARD, '2026-11-30T23:30:00.000Z', { address: 'ada@old.example' });
    expect(ada.known.lines[0]?.promises).toMatchObject([{ shipBy: '2027-03-01', noticeId: weekly }]);
    ada.passTo('2026-12-02T00:00:00.000Z');
    expect(ada.said).toEqual(['first: 2027-03-01', 'weekly: 2027-03-01']);
  });

  test('and so it does however many mails came after that update', () => {
    const ada = told({ shipBy: '2027-03-01' });
    const first = lastId(ada);
    ada.passTo('2026-11-30T23:00:00.000Z');
    const weekly = lastId(ada);
    for (const n of [2, 3, 4, 5, 6]) {
      const at = `2026-12-01T1${n}:00:00.000Z`;
      ada.fact({ type: 'Backorder Created', event: created({ lineId: `l${n}`, shipBy: '2027-03-01' }) }, at);
      ada.passTo(`2026-12-01T1${n}:01:00.000Z`);
    }
    expect(ada.mails).toHaveLength(7);
    tell(ada, first, HARD, '2026-12-01T17:00:00.000Z', { address: 'ada@old.example' });
    expect(ada.known.lines[0]?.promises).toMatchObject([{ shipBy: '2027-03-01', noticeId: weekly }]);
  });

  test('should a later update bounce before it, the one before that still has said it again', () => {
    const ada = told({ shipBy: '2027-03-01' });
    const first = lastId(ada);
    ada.passTo('2026-11-30T23:00:00.000Z');
    const weekly = lastId(ada);
    ada.passTo('2026-12-07T23:00:00.000Z');
    const later = lastId(ada);
    for (const n of [2, 3, 4, 5, 6]) {
      const at = `2026-12-08T1${n}:00:00.000Z`;
      ada.fact({ type: 'Backorder Created', event: created({ lineId: `l${n}`, shipBy: '2027-03-01' }) }, at);
      ada.passTo(`2026-12-08T1${n}:01:00.000Z`);
    }
    expect(ada.mails.map(({ notice }) => notice.kind)).toEqual(['first', 'weekly', 'weekly', 'first', 'first', 'first', 'first', 'first']);
    tell(ada, later, HARD, '2026-12-08T17:00:00.000Z', { address: 'ada@old.example' });
    tell(ada, first, HARD, '2026-12-08T17:05:00.000Z', { address: 'ada@old.example' });
    expect(ada.known.lines[0]?.promises).toMatchObject([{ shipBy: '2027-03-01', noticeId: weekly }]);
  });

  test('stock that was told in a mail which did not arrive is told again', () => {
    const ada = new Told();
    ada.fact({ type: 'Stock Alert Requested', event: { eventId: 'a1', customer: { id: 'ada', email: 'ada@example.com' }, item: { sku: 'LAMP', name: 'Lamp' }, requestedAt: FIRST } }, FIRST);
    ada.fact({ type: 'Back In Stock', event: { eventId: 'b1', sku: 'LAMP', asOf: '2026-11-24T10:00:00.000Z' } }, '2026-11-24T10:00:00.000Z');
    ada.passTo('2026-11-24T10:01:00.000Z');
    tell(ada, lastId(ada), SOFT, '2026-11-24T10:02:00.000Z');
    ada.passTo('2026-11-24T22:02:00.000Z');
    expect(ada.mails.map(({ at, notice }) => [at, notice.kind])).toEqual([
      ['2026-11-24T10:00:45.000Z', 'back-in-stock'],
      ['2026-11-24T22:02:00.000Z', 'back-in-stock'],
    ]);
  });
});

describe('a mailbox that is full for now', () => {
  test('what was not told is told half a day later', () => {
    const ada = told();
    tell(ada, lastId(ada), SOFT, '2026-11-23T14:05:00.000Z');
    expect(ada.known.profile.dueAt).toBe('2026-11-24T02:05:00.000Z');
    ada.passTo('2026-11-24T02:05:00.000Z');
    expect(ada.said).toEqual(['first: 2026-12-10', 'first: 2026-12-10']);
    expect(ada.eventsOf('Customer Unreachable')).toEqual([]);
  });

  test('three times in a row, and the address counts as one that takes none', () => {
    const ada = told();
    for (const at of ['2026-11-23T14:05:00.000Z', '2026-11-24T03:00:00.000Z']) {
      tell(ada, lastId(ada), SOFT, at);
      ada.passTo(new Date(Date.parse(at) + 43_200_000).toISOString());
    }
    expect(ada.mails).toHaveLength(3);
    tell(ada, lastId(ada), SOFT, '2026-11-24T16:00:00.000Z');
    ada.passTo('2026-12-24T16:00:00.000Z');
    expect(ada.mails).toHaveLength(3);
    expect(ada.eventsOf('Customer Unreachable')).toMatchObject([{ reason: 'soft-bounced' }]);
  });

  test('the same bounce told twice counts once, and a mail that arrives begins the count anew', () => {
    const ada = told();
    tell(ada, lastId(ada), SOFT, '2026-11-23T14:05:00.000Z');
    tell(ada, lastId(ada), SOFT, '2026-11-23T14:05:00.000Z');
    expect(ada.known.profile.softBounces).toHaveLength(1);
    ada.passTo('2026-11-24T02:05:00.000Z');
    tell(ada, lastId(ada), { what: 'delivered' }, '2026-11-24T02:05:02.000Z');
    expect(ada.known.profile.softBounces).toBeUndefined();
  });

  test('an automatic answer, such as out of office, takes nothing back from a mail that had arrived', () => {
    const ada = told();
    const { profile, lines } = ada.known;
    tell(ada, lastId(ada), { what: 'bounced', type: 'transient', reason: 'General', arrived: true }, '2026-11-23T14:01:00.000Z');
    expect([ada.known.profile, ada.known.lines]).toEqual([profile, lines]);
    expect(ada.record.at(-1)).toMatchObject({ what: 'notice-bounced', facts: { arrived: true } });
  });

  test('a weekly update that did not arrive was no contact: it comes half a day later, within the working week or not', () => {
    const ada = told({ shipBy: '2027-03-01' });
    ada.passTo('2026-11-30T23:00:00.000Z');
    expect(ada.said).toEqual(['first: 2027-03-01', 'weekly: 2027-03-01']);
    const at = ada.mails.at(-1)?.at ?? '';
    tell(ada, lastId(ada), SOFT, at);
    expect(ada.known.profile.lastContactAt).toBe(FIRST);
    ada.passTo(new Date(Date.parse(at) + 43_200_000).toISOString());
    expect(ada.said).toEqual(['first: 2027-03-01', 'weekly: 2027-03-01', 'weekly: 2027-03-01']);
  });
});

describe('a mail marked as spam', () => {
  test('it told what it told; no weekly update follows, and the merchant has to find another way', () => {
    const ada = told();
    tell(ada, lastId(ada), { what: 'complained', reason: 'abuse' }, '2026-11-23T15:00:00.000Z');
    expect(ada.known.lines[0]?.promises).toHaveLength(1);
    expect(ada.known.profile).toMatchObject({ weekly: 'off', refusedAddress: 'ada@example.com' });
    ada.passTo('2026-11-24T00:00:00.000Z');
    expect(ada.eventsOf('Customer Unreachable')).toMatchObject([{ reason: 'complained' }]);
    expect(ada.record.filter(({ what }) => what === 'preference-changed')).toMatchObject([{ facts: { weekly: 'off', because: 'complaint' } }]);
  });
});

describe('a mail that SES took and would not send', () => {
  test('it told nothing, is tried again a day later, and somebody has to look at it', () => {
    const ada = told();
    tell(ada, lastId(ada), { what: 'rejected', reason: 'Bad content' }, '2026-11-23T14:00:50.000Z');
    expect(ada.record.slice(-2)).toMatchObject([{ what: 'notice-rejected', facts: { reason: 'Bad content' } }, { what: 'merchant-task' }]);
    ada.passTo('2026-11-24T14:00:50.000Z');
    expect(ada.mails.map(({ at }) => at)).toEqual([FIRST, '2026-11-24T14:00:50.000Z']);
    expect(ada.known.profile.refusedAddress).toBeUndefined();
  });

  test('heard of before the answer came, it ends the sending', () => {
    const { ada, noticeId } = lost();
    tell(ada, noticeId, { what: 'rejected', reason: 'Bad content' }, '2026-11-23T14:00:46.000Z');
    expect(ada.known.profile.sending).toBeUndefined();
    expect(ada.known.lines[0]?.promises).toEqual([]);
  });
});

test('an erased customer gets an entry of what became of the mail, and nothing else', () => {
  const ada = told();
  const noticeId = lastId(ada);
  ada.fact(erased('2026-11-23T14:02:00.000Z'), '2026-11-23T14:02:00.000Z');
  tell(ada, noticeId, HARD, '2026-11-23T14:05:00.000Z');
  expect(ada.known.profile).toMatchObject({ email: undefined, refusedAddress: undefined });
  expect(ada.known.profile.outbox.flatMap(({ detail }) => ('reason' in detail ? [detail.reason] : []))).toEqual(['erased']);
  expect(whats(ada)).toContain('notice-bounced');
  expect(JSON.stringify(ada.record)).not.toContain('ada@example.com');
});
