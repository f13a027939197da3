import type { NoticeKind } from '../core/notice-kinds';

/*
 * The tags that every mail of ours carries to SES, and that SES gives back with everything that becomes of it: which
 * notice it was, which sending of it, and whose. Written by mail.ts, read by email-feedback (tags-from-ses.ts), matched by
 * the rule that feeds it.
 *
 * The customer never sees them: in SendEmail they are parameters beside the message, and where SES takes them as a header
 * it removes that header before it sends ("Specify your configuration set when you send email", SES Developer Guide).
 * Who can read the account's default bus can; so they hold ids, and no address and no name.
 */

/** Value of the tag `app`: no mail of another system in the account has it. */
export const APP = 'forthright';

/** Of the mails that carry them. */
export interface MailTags {
  noticeId: string;
  kind: NoticeKind;
  /** 1 for the first sending, 2 for the one resend. */
  attempt: 1 | 2;
  customerKey: string;
}

/** API reference of SES v2, MessageTag: names and values of up to 256 of `A-Z a-z 0-9 _ -`. */
const LONGEST_VALUE = 256;

/** A key may hold any character and be longer than a value: in base64url, over as many tags as it takes. */
const CUSTOMER_TAGS = ['customer', 'customer-2', 'customer-3'];

/** By name. Throws a RangeError for a customer key of more than 576 bytes; the longest that the store can make has 390. */
export function tagsOf({ noticeId, kind, attempt, customerKey }: MailTags): Record<string, string> {
  const encoded = Buffer.from(customerKey, 'utf8').toString('base64url');
  if (encoded.length > LONGEST_VALUE * CUSTOMER_TAGS.length) throw new RangeError('the customer key is too long for the tags of a mail');
  const parts = CUSTOMER_TAGS.map((name, index) => [name, encoded.slice(index * LONGEST_VALUE, (index + 1) * LONGEST_VALUE)] as const);
  return { app: APP, notice: noticeId, kind, attempt: String(attempt), ...Object.fromEntries(parts.filter(([, part]) => part !== '')) };
}

/** Of a mail that only tries the way to SES and back: it is about no notice and nobody. */
export const testTagsOf = (testId: string): Record<string, string> => ({ app: APP, test: testId });
