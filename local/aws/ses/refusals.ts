import { AwsError } from '../service';

/** Why SES would not take a mail. */
export type Refused = 'throttled' | 'throttling' | 'quota' | 'daily' | 'paused' | 'suspended' | 'rejected' | 'unverified' | 'mail-from' | 'bad-address';

/**
 * As SES words it: the typed errors of SendEmail (API reference, v2), and for its limits also the older ThrottlingException
 * of which the Developer Guide speaks ("Errors related to the sending quotas"), which tells them apart by the message alone.
 */
export function refusalFor(why: Refused): AwsError {
  switch (why) {
    case 'throttled':
      return new AwsError('TooManyRequestsException', 'Maximum sending rate exceeded.', 429);
    case 'throttling':
      return new AwsError('ThrottlingException', 'Maximum sending rate exceeded.');
    case 'quota':
      return new AwsError('LimitExceededException', 'Daily message quota exceeded.');
    case 'daily':
      return new AwsError('ThrottlingException', 'Daily message quota exceeded.');
    case 'paused':
      return new AwsError('SendingPausedException', 'Email sending is disabled for your account.');
    case 'suspended':
      return new AwsError('AccountSuspendedException', "The account's ability to send email has been permanently restricted.");
    case 'rejected':
      return new AwsError('MessageRejected', 'Message rejected.');
    case 'unverified':
      return new AwsError('MessageRejected', 'Email address is not verified. The following identities failed the check in region US-EAST-1.');
    case 'mail-from':
      return new AwsError('MailFromDomainNotVerifiedException', "The sending domain's MAIL FROM isn't verified.");
    case 'bad-address':
      return new AwsError('BadRequestException', 'Illegal address');
  }
}
