import type { Instant } from './dates';

/**
 * What SES told of one mail to one address. Such reports come at least once, in any order, hours late or never: what one
 * says is so, and its absence proves nothing.
 */
export interface MailReport {
  /** The notice that the mail carried, and whether it was its first sending or the one resend: our own tags on the mail. */
  noticeId: string;
  attempt: 1 | 2;
  /** SES's id of the mail. */
  messageId: string;
  /** The address that it went to, as it was written then. */
  address: string;
  /** When it happened, by SES's clock. */
  at: Instant;
  outcome: MailOutcome;
}

/**
 * `sent`: SES has taken it. `rejected`: SES took it and then would not send it. `delayed`: the receiving side does not take
 * it yet, SES goes on trying. `bounced`: it did not arrive and will not; `permanent` when no later mail to this address
 * would either, `suppressed` when SES did not even try. With `arrived` it had arrived before: SES reports automatic answers, such
 * as "out of office", as transient bounces. `complained`: the customer marked it as spam.
 */
export type MailOutcome =
  | { what: 'sent' }
  | { what: 'delivered' }
  | { what: 'delayed'; reason: string }
  | { what: 'rejected'; reason: string }
  | { what: 'bounced'; type: 'permanent' | 'suppressed' | 'transient'; reason: string; arrived?: boolean }
  | { what: 'complained'; reason: string };
