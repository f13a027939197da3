import { ACCOUNT, arnOf } from '../account';
import type { StoredMail } from './inbox';
import type { Outcome } from './outcome';

/** An SES event, as SES words it for the default bus. */
export interface SesEvent {
  /** Of the mail that it is about; which events are published is a setting of the set. */
  configurationSet: string | undefined;
  detailType: string;
  /** How long after the mail it comes, where that is not at once. */
  afterSeconds?: number;
  detail: { eventType: EventType } & Record<string, unknown>;
}

const DETAIL_TYPES = {
  Send: 'Email Sent',
  Delivery: 'Email Delivered',
  DeliveryDelay: 'Email Delivery Delayed',
  Bounce: 'Email Bounced',
  Complaint: 'Email Complaint Received',
  Reject: 'Email Rejected',
  'Rendering Failure': 'Email Rendering Failed',
} as const;
export type EventType = keyof typeof DETAIL_TYPES;
export const eventTypes = ['Send', 'Delivery', 'DeliveryDelay', 'Bounce', 'Complaint', 'Reject', 'Rendering Failure'] as const satisfies EventType[];

/** Everything that SES tells of a mail with this outcome, in the order in which it happens. */
export function eventsOf(mail: StoredMail, to: readonly string[], outcome: Outcome): SesEvent[] {
  const about = aboutOf(mail, to);
  const { at: timestamp } = mail;
  const event = (eventType: EventType, told: Record<string, unknown>): SesEvent => ({
    configurationSet: mail.configurationSet,
    detailType: DETAIL_TYPES[eventType],
    detail: { eventType, mail: about, ...told },
  });
  const sent = event('Send', { send: {} });
  const delivered = event('Delivery', { delivery: { timestamp, processingTimeMillis: 1, recipients: to, smtpResponse: '250 2.0.0 OK', reportingMTA: 'a8-50.smtp-out.amazonses.com' } });
  const bounced = (bounceType: string, bounceSubType: string, status: string): SesEvent => {
    const bouncedRecipients = to.map((emailAddress) => ({ emailAddress, action: 'failed', status, diagnosticCode: `smtp; 550 ${status} <${emailAddress}>` }));
    return event('Bounce', { bounce: { bounceType, bounceSubType, bouncedRecipients, timestamp, feedbackId: `feedback-${mail.id}`, reportingMTA: 'dns; a8-50.smtp-out.amazonses.com' } });
  };
  switch (outcome) {
    case 'delivered':
      return [sent, delivered];
    case 'out-of-office':
      // To SES the answering machine's mail is a bounce, of a mail that arrived.
      return [sent, delivered, { ...bounced('Transient', 'General', '4.0.0'), afterSeconds: 10 }];
    case 'delayed':
      return [sent, event('DeliveryDelay', { deliveryDelay: { timestamp, delayType: 'MailboxFull', expirationTime: timestamp, delayedRecipients: to.map((emailAddress) => ({ emailAddress, status: '4.2.2' })) } })];
    case 'bounced':
      return [sent, bounced('Permanent', 'General', '5.1.1')];
    case 'transient':
      return [sent, bounced('Transient', 'MailboxFull', '4.2.2')];
    case 'undetermined':
      return [sent, bounced('Undetermined', 'Undetermined', '5.0.0')];
    case 'suppressed':
      return [sent, bounced('Permanent', 'OnAccountSuppressionList', '5.1.1')];
    case 'complained': {
      const complainedRecipients = to.map((emailAddress) => ({ emailAddress }));
      return [sent, delivered, event('Complaint', { complaint: { complainedRecipients, timestamp, feedbackId: `feedback-${mail.id}`, complaintSubType: null, complaintFeedbackType: 'abuse' } })];
    }
    case 'rejected':
      return [sent, event('Reject', { reject: { reason: 'Bad content' } })];
    case 'rendering-failed':
      return [event('Rendering Failure', { failure: { errorMessage: 'Attribute is not present in the rendering data.', templateName: 'none' } })];
  }
}

/** SES adds tags of its own and gives each as a list, and quotes the headers, the subject among them. */
function aboutOf(mail: StoredMail, to: readonly string[]): Record<string, unknown> {
  const source = /<([^>]+)>/.exec(mail.from)?.[1] ?? mail.from;
  const domain = source.slice(source.indexOf('@') + 1);
  const own = { 'ses:operation': 'SendEmail', 'ses:source-ip': '127.0.0.1', 'ses:from-domain': domain, 'ses:caller-identity': 'local' };
  const set = mail.configurationSet === undefined ? {} : { 'ses:configuration-set': mail.configurationSet };
  return {
    timestamp: mail.at,
    source: mail.from,
    sourceArn: arnOf('ses', `identity/${domain}`),
    sendingAccountId: ACCOUNT,
    messageId: mail.id,
    destination: to,
    headersTruncated: false,
    headers: Object.entries({ From: mail.from, To: mail.to, Subject: mail.subject, ...mail.headers }).map(([name, value]) => ({ name, value })),
    commonHeaders: { from: [mail.from], to, messageId: mail.id, subject: mail.subject },
    tags: Object.fromEntries(Object.entries({ ...own, ...set, ...mail.tags }).map(([name, value]) => [name, [value]])),
  };
}
