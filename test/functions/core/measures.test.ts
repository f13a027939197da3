import { apply } from '../../../functions/core/apply';
import { attend } from '../../../functions/core/attend';
import type { Customer } from '../../../functions/core/customer';
import type { Change, Fact } from '../../../functions/core/facts';
import type { MailOutcome } from '../../../functions/core/mail-report';
import { measuresOf } from '../../../functions/core/measures';
import { recordSent, takeBack } from '../../../functions/core/sending';
import { created, press, reported, setting, told, Told } from './customers-told';

/* What a change says in numbers, beside what it puts on record. */

const OPENED = '2026-11-23T14:00:10.000Z';
const SENT = '2026-11-23T14:01:00.000Z';

/** Ada, whose first notice was handed over a minute after the bus took her order, and of which nothing is known yet. */
function underWay(): Told {
  const ada = new Told();
  ada.fact({ type: 'Backorder Created', event: created(), sentAt: '2026-11-23T14:00:00.000Z' }, OPENED);
  ada.loseMailAt(SENT);
  return ada;
}

const measured = (before: Customer, change: Change | undefined) => (change === undefined ? 'no change' : measuresOf(before, change));
const applied = ({ known }: Told, fact: Fact, at: string) => measured(known, apply(known, fact, setting, at));

test('a first notice is counted by its kind, and timed from the moment at which the bus took the event', () => {
  const { known } = underWay();
  expect(measured(known, recordSent(known, { messageId: 'm' }, setting, SENT))).toEqual([
    { metric: 'NoticesSent', kind: 'first', value: 1 },
    { metric: 'FirstNoticeSeconds', value: 60 },
  ]);
});

test('where the bus named no time it is timed from the moment at which the line was opened', () => {
  const { known } = underWay();
  const timeless = { ...known, lines: known.lines.map((line) => ({ ...line, reportedAt: undefined })) };
  expect(measured(timeless, recordSent(timeless, { messageId: 'm' }, setting, SENT))).toContainEqual({ metric: 'FirstNoticeSeconds', value: 50 });
});

test('one mail that is the first to tell of two lines has one time: that of the line that waited longer', () => {
  const ada = new Told();
  ada.fact({ type: 'Backorder Created', event: created(), sentAt: '2026-11-23T14:00:00.000Z' }, OPENED);
  ada.fact({ type: 'Backorder Created', event: created({ lineId: 'l2' }), sentAt: '2026-11-23T14:00:20.000Z' }, '2026-11-23T14:00:25.000Z');
  ada.loseMailAt(SENT);
  expect(measured(ada.known, recordSent(ada.known, { messageId: 'm' }, setting, SENT))).toEqual([
    { metric: 'NoticesSent', kind: 'first', value: 1 },
    { metric: 'FirstNoticeSeconds', value: 60 },
  ]);
});

test('a first notice that is told again after it bounced is no late one', () => {
  const ada = told();
  const noticeId = ada.mails[0]?.notice.id ?? '';
  ada.fact(reported(noticeId, { what: 'bounced', type: 'transient', reason: 'MailboxFull' }, '2026-11-23T14:05:00.000Z'), '2026-11-23T14:05:00.000Z');
  ada.loseMailAt('2026-11-24T02:10:00.000Z');
  expect(measured(ada.known, recordSent(ada.known, { messageId: 'm' }, setting, '2026-11-24T02:10:00.000Z'))).toEqual([{ metric: 'NoticesSent', kind: 'first', value: 1 }]);
});

test('a mail of which nothing was heard is counted when it is given up', () => {
  const { known } = underWay();
  expect(measured(known, attend(known, setting, '2026-11-23T14:16:00.000Z'))).toEqual([{ metric: 'NoticesUnknown', kind: 'first', value: 1 }]);
});

test.each([
  ['throttled', [{ metric: 'NoticesTakenBack', kind: 'first', value: 1 }]],
  ['unverified', [{ metric: 'NoticesTakenBack', kind: 'first', value: 1 }, { metric: 'SenderRefused', value: 1 }]],
] as const)('SES says no: %s', (name, expected) => {
  const { known } = underWay();
  expect(measured(known, takeBack(known, { class: name, message: '' }, setting, SENT))).toEqual(expected);
});

test.each<[string, MailOutcome, object[]]>([
  ['bounced', { what: 'bounced', type: 'permanent', reason: 'General' }, [{ metric: 'NoticesBounced', kind: 'first', value: 1 }]],
  ['an answer of somebody who is out of office', { what: 'bounced', type: 'transient', reason: 'General', arrived: true }, []],
  ['rejected', { what: 'rejected', reason: 'Bad content' }, [{ metric: 'NoticesRejected', kind: 'first', value: 1 }]],
  ['complained', { what: 'complained', reason: 'abuse' }, [{ metric: 'NoticesComplained', kind: 'first', value: 1 }]],
  ['delivered, which SES counts itself', { what: 'delivered' }, []],
])('what became of it, by the kind that it had: %s', (_what, outcome, expected) => {
  const ada = told();
  expect(applied(ada, reported(ada.mails[0]?.notice.id ?? '', outcome, '2026-11-23T14:05:00.000Z'), '2026-11-23T14:05:00.000Z')).toEqual(expected);
});

test('of a mail that nobody remembers any more the kind is another', () => {
  const ada = told();
  const forgetful = { ...ada.known, profile: { ...ada.known.profile, contacts: [] } };
  const change = apply(forgetful, reported(ada.mails[0]?.notice.id ?? '', { what: 'bounced', type: 'permanent', reason: 'General' }, '2026-11-23T14:05:00.000Z'), setting, '2026-11-23T14:05:00.000Z');
  expect(measured(forgetful, change)).toEqual([{ metric: 'NoticesBounced', kind: 'other', value: 1 }]);
});

test('a refund is counted when it is asked for; each day without an answer says how long it waits; and once that its last day is near', () => {
  const ada = told();
  ada.fact(press('Cancel Pressed', '2026-11-24T15:00:00.000Z'), '2026-11-24T15:00:00.000Z');
  ada.attendAt('2026-11-24T15:01:00.000Z');
  const seen: unknown[] = [];
  for (const day of ['24', '25', '26', '27', '30']) {
    const at = `2026-11-${day}T19:00:00.000Z`;
    seen.push(measured(ada.known, attend(ada.known, setting, at)));
    ada.attendAt(at);
  }
  expect(seen).toEqual([
    [{ metric: 'RefundsRequested', value: 1 }],
    [{ metric: 'RefundUnansweredSeconds', value: 86_400 }],
    [{ metric: 'RefundUnansweredSeconds', value: 2 * 86_400 }],
    [{ metric: 'RefundUnansweredSeconds', value: 3 * 86_400 }],
    [{ metric: 'RefundUnansweredSeconds', value: 6 * 86_400 }],
  ]);
  expect(measured(ada.known, attend(ada.known, setting, '2026-12-02T15:00:00.000Z'))).toContainEqual({ metric: 'RefundsOverdue', value: 1 });
  ada.attendAt('2026-12-02T15:00:00.000Z');
  expect(measured(ada.known, attend(ada.known, setting, '2026-12-03T19:00:00.000Z'))).not.toContainEqual(expect.objectContaining({ metric: 'RefundsOverdue' }));
});

test('an order, a date that moves and an answer are on record, and none of them is a number', () => {
  const ada = told();
  expect(measuresOf(undefined, { customer: ada.known, record: ada.record.filter(({ what }) => what === 'line-opened'), closed: [] })).toEqual([]);
  expect(applied(ada, press('Keep Pressed', '2026-11-24T15:00:00.000Z'), '2026-11-24T15:00:00.000Z')).toEqual([]);
});
