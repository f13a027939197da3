import { InvalidEventError } from '../../../functions/adapters/sqs-records';
import { readSesEvent } from '../../../functions/email-feedback/ses-event';
import { readTestMail } from '../../../functions/email-feedback/test-mail';

/* The shapes are those of "Contents of event data that Amazon SES publishes" (Developer Guide), in an envelope of EventBridge. */

const TAGS = { app: ['forthright'], notice: ['n-1'], kind: ['later'], attempt: ['2'], customer: ['YWRh'], 'ses:configuration-set': ['notices'] };
const MAIL = {
  timestamp: '2026-11-24T15:00:00.123Z',
  source: '"Tern & Tide" <orders@ternandtide.example>',
  messageId: '0100019c-ses',
  destination: ['ada@example.com'],
  headersTruncated: false,
  headers: [{ name: 'Subject', value: 'Your chair ships later' }],
  commonHeaders: { subject: 'Your chair ships later' },
  tags: TAGS,
};
const event = (detailType: string, detail: Record<string, unknown>): unknown => ({ version: '0', id: 'e-1', source: 'aws.ses', 'detail-type': detailType, account: '111122223333', time: '2026-11-24T16:00:00Z', region: 'us-east-1', resources: [], detail: { mail: MAIL, ...detail } });
const bounce = (bounceType: string, bounceSubType: string, status?: string): unknown =>
  event('Email Bounced', {
    eventType: 'Bounce',
    bounce: { bounceType, bounceSubType, bouncedRecipients: [{ emailAddress: 'Ada@example.com', action: 'failed', status, diagnosticCode: 'smtp; 550 <ada@example.com> unknown' }], timestamp: '2026-11-24T15:00:02.000Z', feedbackId: 'f', reportingMTA: 'dsn; mta.example' },
  });
const complaint = (more: Record<string, unknown>): unknown =>
  event('Email Complaint Received', { eventType: 'Complaint', complaint: { complainedRecipients: [{ emailAddress: 'ada@example.com' }], timestamp: '2026-11-25T08:00:00.000Z', feedbackId: 'f', ...more } });

test('a report says which notice, which sending of it, whose, to which address and when', () => {
  const delivered = event('Email Delivered', { eventType: 'Delivery', delivery: { timestamp: '2026-11-24T15:00:01.5+00:00', processingTimeMillis: 900, recipients: ['ada@example.com'], smtpResponse: '250 ok', reportingMTA: 'a8-70' } });
  expect(readSesEvent(delivered)).toEqual({
    customerKey: 'ada',
    report: { noticeId: 'n-1', attempt: 2, messageId: '0100019c-ses', address: 'ada@example.com', at: '2026-11-24T15:00:01.500Z', outcome: { what: 'delivered' } },
  });
});

test.each([
  ['taken', event('Email Sent', { eventType: 'Send', send: {} }), { what: 'sent' }, '2026-11-24T15:00:00.123Z'],
  [
    'kept waiting by the other side',
    event('Email Delivery Delayed', { eventType: 'DeliveryDelay', deliveryDelay: { timestamp: '2026-11-24T15:10:00.000Z', delayType: 'MailboxFull', expirationTime: '2026-11-25T03:10:00.000Z', delayedRecipients: [{ emailAddress: 'ada@example.com', status: '4.2.2', diagnosticCode: 'full' }] } }),
    { what: 'delayed', reason: 'MailboxFull' },
    '2026-11-24T15:10:00.000Z',
  ],
  ['refused for good', bounce('Permanent', 'General', '5.1.1'), { what: 'bounced', type: 'permanent', reason: 'Permanent General 5.1.1' }, '2026-11-24T15:00:02.000Z'],
  ['to a dead address, with no code', bounce('Permanent', 'NoEmail'), { what: 'bounced', type: 'permanent', reason: 'Permanent NoEmail' }, '2026-11-24T15:00:02.000Z'],
  ['given up on', bounce('Transient', 'MailboxFull', '4.2.2'), { what: 'bounced', type: 'transient', reason: 'Transient MailboxFull 4.2.2' }, '2026-11-24T15:00:02.000Z'],
  ['back for a reason that nobody could read', bounce('Undetermined', 'Undetermined'), { what: 'bounced', type: 'transient', reason: 'Undetermined Undetermined' }, '2026-11-24T15:00:02.000Z'],
  ['to an address on the list of the account', bounce('Permanent', 'OnAccountSuppressionList'), { what: 'bounced', type: 'suppressed', reason: 'Permanent OnAccountSuppressionList' }, '2026-11-24T15:00:02.000Z'],
  ['to an address on the list of SES', bounce('Permanent', 'Suppressed', '5.1.1'), { what: 'bounced', type: 'suppressed', reason: 'Permanent Suppressed 5.1.1' }, '2026-11-24T15:00:02.000Z'],
  ['to one who had SES told to stop', bounce('Permanent', 'UnsubscribedRecipient'), { what: 'bounced', type: 'suppressed', reason: 'Permanent UnsubscribedRecipient' }, '2026-11-24T15:00:02.000Z'],
  ['marked as spam', complaint({ complaintSubType: null, complaintFeedbackType: 'abuse' }), { what: 'complained', reason: 'abuse' }, '2026-11-25T08:00:00.000Z'],
  ['marked as spam without a word more', complaint({}), { what: 'complained', reason: 'not given' }, '2026-11-25T08:00:00.000Z'],
  ['to an address that had complained, so not sent', complaint({ complaintSubType: 'OnAccountSuppressionList' }), { what: 'bounced', type: 'suppressed', reason: 'Complaint OnAccountSuppressionList' }, '2026-11-25T08:00:00.000Z'],
  ['held back by SES', event('Email Rejected', { eventType: 'Reject', reject: { reason: 'Bad content' } }), { what: 'rejected', reason: 'Bad content' }, '2026-11-24T15:00:00.123Z'],
  ['not put together by SES', event('Email Rendering Failed', { eventType: 'Rendering Failure', failure: { errorMessage: 'for ada@example.com', templateName: 't' } }), { what: 'rejected', reason: 'Rendering Failure' }, '2026-11-24T15:00:00.123Z'],
])('a mail that is %s', (_what, body, outcome, at) => {
  expect(readSesEvent(body)?.report).toMatchObject({ outcome, at });
});

test('nothing of what the receiving side said, which may name the customer, is in a report', () => {
  const { address, ...rest } = readSesEvent(bounce('Permanent', 'General', '5.1.1 <ada@example.com>'))!.report;
  expect(address).toBe('ada@example.com');
  expect(JSON.stringify(rest)).not.toMatch(/@|unknown/);
});

test.each([
  ['opened', event('Email Opened', { eventType: 'Open', open: {} })],
  ['clicked', event('Email Clicked', { eventType: 'Click', click: {} })],
  ['subscribed', event('Email Subscribed', { eventType: 'Subscription', subscription: {} })],
  ['a mail of another system', event('Email Bounced', { eventType: 'Bounce', mail: { ...MAIL, tags: { app: ['crm'] } } })],
  ['a mail without tags', event('Email Bounced', { eventType: 'Bounce', mail: { ...MAIL, tags: undefined } })],
  ['a mail of another system, malformed', event('Email Bounced', { eventType: 7, mail: { tags: {} } })],
  ['no mail at all', event('Advisor Recommendation Status Open', { mail: undefined, version: '1.0.0' })],
  ['not even an event', 'hello'],
])('%s is nothing to us, and no error', (_what, body) => {
  expect(readSesEvent(body)).toBeUndefined();
});

test.each([
  ['without a notice', { mail: { ...MAIL, tags: { ...TAGS, notice: undefined } }, eventType: 'Send' }, /detail\.mail\.tags\.notice: /],
  ['of a kind that there is not', { mail: { ...MAIL, tags: { ...TAGS, kind: ['sale'] } }, eventType: 'Send' }, /detail\.mail\.tags\.kind\.0: .*"first"/],
  ['of a third sending', { mail: { ...MAIL, tags: { ...TAGS, attempt: ['3'] } }, eventType: 'Send' }, /detail\.mail\.tags\.attempt\.0: /],
  ['of nobody', { mail: { ...MAIL, tags: { ...TAGS, customer: ['a b'] } }, eventType: 'Send' }, /detail\.mail\.tags\.customer\.0: expected base64url/],
  ['to nobody', { mail: { ...MAIL, destination: [] }, eventType: 'Send' }, /detail\.mail\.destination/],
  ['to two', { mail: { ...MAIL, destination: ['a@example.com', 'b@example.com'] }, eventType: 'Send' }, /detail\.mail\.destination/],
  ['at no time', { mail: { ...MAIL, timestamp: 'noon' }, eventType: 'Send' }, /detail\.mail\.timestamp: /],
  ['of which something unheard of is said', { eventType: 'Vanished' }, /detail\.eventType: /],
  ['that bounced in an unheard-of way', { eventType: 'Bounce', bounce: { bounceType: 'Sideways', bounceSubType: 'General', bouncedRecipients: [], timestamp: MAIL.timestamp } }, /detail\.bounce\.bounceType: /],
  ['that bounced, and no more is said', { eventType: 'Bounce' }, /detail\.bounce: /],
])('an event about a mail of ours %s is refused, with its path', (_what, detail, message) => {
  expect(() => readSesEvent(event('Email', detail))).toThrow(InvalidEventError);
  expect(() => readSesEvent(event('Email', detail))).toThrow(message);
});

test('what refuses an event says no address', () => {
  const wrong = event('Email Sent', { eventType: 'Send', mail: { ...MAIL, destination: ['ada@example.com', 'bob@example.com'], timestamp: 'ada@example.com' } });
  expect(() => readSesEvent(wrong)).toThrow(expect.objectContaining({ message: expect.not.stringContaining('@') as string }) as Error);
});

test('a mail that only tries the way is about no customer, and says what became of it', () => {
  const tried = event('Email Bounced', { eventType: 'Bounce', bounce: {}, mail: { ...MAIL, tags: { app: ['forthright'], test: ['t-1'] } } });
  expect(readSesEvent(tried)).toBeUndefined();
  expect(readTestMail(tried)).toEqual({ testId: 't-1', eventType: 'Bounce', at: '2026-11-24T15:00:00.123Z' });
});

test('a mail to a customer tries nothing, and neither does a mail of somebody else', () => {
  expect(readTestMail(bounce('Permanent', 'General'))).toBeUndefined();
  expect(readTestMail(event('Email Sent', { eventType: 'Send', mail: { ...MAIL, tags: { app: ['other'], test: ['t-1'] } } }))).toBeUndefined();
});
