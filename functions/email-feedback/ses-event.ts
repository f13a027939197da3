import * as v from 'valibot';
import { InvalidEventError } from '../adapters/sqs-records';
import { InstantFromOutside, type Instant } from '../core/dates';
import { problemsOf } from '../core/english';
import type { MailOutcome, MailReport } from '../core/mail-report';
import { isOurs, TagsFromSes } from './tags-from-ses';
import { object } from '../core/shapes';

/*
 * What SES says of a mail on the default bus of the account ("Monitoring SES events using Amazon EventBridge" and "Contents
 * of event data", SES Developer Guide). Only what is used is read: the rest quotes headers, addresses and the words of the
 * receiving side.
 */

/** A word of SES's own, such as MailboxFull. Never the text of the receiving side, which may quote the address. */
const Word = v.pipe(v.string(), v.minLength(1), v.maxCodePoints(100));

const Bounce = object({
  timestamp: InstantFromOutside,
  bounceType: v.picklist(['Permanent', 'Transient', 'Undetermined']),
  bounceSubType: Word,
  /** Each with an enhanced status code (RFC 3463), where the receiving side gave one. */
  bouncedRecipients: v.array(object({ status: v.fallback(v.optional(v.pipe(v.string(), v.regex(/^\d\.\d{1,3}\.\d{1,3}$/))), undefined) })),
});

const Complaint = object({
  timestamp: InstantFromOutside,
  /** `OnAccountSuppressionList`: SES took the mail and did not try to send it. */
  complaintSubType: v.nullish(Word),
  complaintFeedbackType: v.nullish(Word),
});

const Said = v.variant('eventType', [
  object({ eventType: v.literal('Send') }),
  object({ eventType: v.literal('Delivery'), delivery: object({ timestamp: InstantFromOutside }) }),
  object({ eventType: v.literal('DeliveryDelay'), deliveryDelay: object({ timestamp: InstantFromOutside, delayType: Word }) }),
  object({ eventType: v.literal('Bounce'), bounce: Bounce }),
  object({ eventType: v.literal('Complaint'), complaint: Complaint }),
  object({ eventType: v.literal('Reject'), reject: object({ reason: Word }) }),
  object({ eventType: v.literal('Rendering Failure') }),
  object({ eventType: v.literal('Open') }),
  object({ eventType: v.literal('Click') }),
  object({ eventType: v.literal('Subscription') }),
]);
type Said = v.InferOutput<typeof Said>;

const Detail = v.intersect([
  object({
    mail: object({ timestamp: InstantFromOutside, messageId: v.pipe(v.string(), v.minLength(1)), destination: v.strictTuple([v.pipe(v.string(), v.minLength(1))]), tags: TagsFromSes }),
  }),
  Said,
]);

/** Enough of any event to see whose mail it is about. */
const Tagged = object({ detail: object({ mail: object({ tags: v.optional(v.unknown()) }) }) });

/** A report, and whose mail it is about. */
export interface Reported {
  customerKey: string;
  report: MailReport;
}

/**
 * What an event says of a mail of ours. Undefined for mails of others, and for what nobody asked about: opened, clicked,
 * subscribed. Throws InvalidEventError for an event about a mail of ours that can't be read.
 */
export function readSesEvent(body: unknown): Reported | undefined {
  const tagged = v.safeParse(Tagged, body);
  if (!tagged.success || !isOurs(tagged.output.detail.mail.tags)) return undefined;
  const parsed = v.safeParse(Detail, v.parse(object({ detail: v.optional(v.unknown()) }), body).detail);
  if (!parsed.success) throw new InvalidEventError(problemsOf(['detail'], parsed.issues));
  const { mail, ...said } = parsed.output;
  const outcome = outcomeOf(said);
  if (outcome === undefined) return undefined;
  const { customerKey, noticeId, attempt } = mail.tags;
  const [address] = mail.destination;
  return { customerKey, report: { noticeId, attempt, messageId: mail.messageId, address, at: momentOf(said) ?? mail.timestamp, outcome } };
}

function outcomeOf(said: Said): MailOutcome | undefined {
  switch (said.eventType) {
    case 'Send':
      return { what: 'sent' };
    case 'Delivery':
      return { what: 'delivered' };
    case 'DeliveryDelay':
      return { what: 'delayed', reason: said.deliveryDelay.delayType };
    case 'Bounce':
      return bounced(said.bounce);
    case 'Complaint':
      if (isSuppression(said.complaint.complaintSubType)) return { what: 'bounced', type: 'suppressed', reason: `Complaint ${said.complaint.complaintSubType ?? ''}` };
      return { what: 'complained', reason: said.complaint.complaintFeedbackType ?? 'not given' };
    case 'Reject':
      return { what: 'rejected', reason: said.reject.reason };
    case 'Rendering Failure':
      // Only for templates of SES's own, of which we use none; whatever the cause, the mail was taken and not sent.
      return { what: 'rejected', reason: said.eventType };
    case 'Open':
    case 'Click':
    case 'Subscription':
      return undefined;
  }
}

function bounced({ bounceType, bounceSubType, bouncedRecipients }: v.InferOutput<typeof Bounce>): MailOutcome {
  const reason = [bounceType, bounceSubType, bouncedRecipients[0]?.status].filter((part) => part !== undefined).join(' ');
  if (isSuppression(bounceSubType)) return { what: 'bounced', type: 'suppressed', reason };
  // Undetermined: SES could not tell why. That the address is dead would need to be known.
  return { what: 'bounced', type: bounceType === 'Permanent' ? 'permanent' : 'transient', reason };
}

/** SES took the mail and tried nothing: the address is on the account's list, on SES's own, or its owner had SES told to stop. */
const isSuppression = (subType: string | null | undefined): boolean =>
  subType === 'OnAccountSuppressionList' || subType === 'Suppressed' || subType === 'UnsubscribedRecipient';

function momentOf(said: Said): Instant | undefined {
  switch (said.eventType) {
    case 'Delivery':
      return said.delivery.timestamp;
    case 'DeliveryDelay':
      return said.deliveryDelay.timestamp;
    case 'Bounce':
      return said.bounce.timestamp;
    case 'Complaint':
      return said.complaint.timestamp;
    case 'Send':
    case 'Reject':
    case 'Rendering Failure':
    case 'Open':
    case 'Click':
    case 'Subscription':
      return undefined;
  }
}
