import { createHash } from 'node:crypto';
import {
  AccountSuspendedException,
  BadRequestException,
  LimitExceededException,
  MailFromDomainNotVerifiedException,
  MessageRejected,
  NotFoundException,
  SendEmailCommand,
  SendingPausedException,
  SESv2Client,
  TooManyRequestsException,
  type EmailContent,
} from '@aws-sdk/client-sesv2';
import type { Merchant } from '../core/merchant';
import type { Notice } from '../core/notice';
import type { Refusal } from '../core/sending';
import { clientDefaults } from './aws-client';
import { tagsOf, type MailTags } from './mail-tags';

export interface Mailer {
  client: SESv2Client;
  merchant: Merchant;
  configurationSets: { notices: string; updates: string };
}

/** One try: SES has no idempotency key, so a retry of the client could be a second mail. */
export const openMailer = (merchant: Merchant, configurationSets: Mailer['configurationSets']): Mailer => ({
  client: new SESv2Client({ ...clientDefaults, maxAttempts: 1 }),
  merchant,
  configurationSets,
});

export interface MailBody {
  subject: string;
  html: string;
  text: string;
  headers: { name: string; value: string }[];
}

export type Handed = { outcome: 'sent'; messageId: string } | { outcome: 'refused'; refusal: Refusal };

/**
 * Hands one mail for one recipient to SES. A typed error means that nothing was sent and comes back as `refused`; any
 * other error is thrown, and then nobody knows whether it was sent.
 */
export async function handToSes(mailer: Mailer, notice: Notice, body: MailBody, sending: Pick<MailTags, 'customerKey' | 'attempt'>): Promise<Handed> {
  const { merchant, configurationSets } = mailer;
  const isUpdate = notice.kind === 'weekly' || notice.kind === 'back-in-stock';
  try {
    const { MessageId: messageId } = await mailer.client.send(
      new SendEmailCommand({
        FromEmailAddress: senderOf(merchant, isUpdate ? merchant.senders.updates : merchant.senders.notices),
        Destination: { ToAddresses: [notice.to.email] },
        ReplyToAddresses: merchant.senders.replyTo === undefined ? undefined : [merchant.senders.replyTo],
        ConfigurationSetName: isUpdate ? configurationSets.updates : configurationSets.notices,
        Content: contentOf(body),
        EmailTags: Object.entries(tagsOf({ noticeId: notice.id, kind: notice.kind, ...sending })).map(([Name, Value]) => ({ Name, Value })),
      }),
    );
    return { outcome: 'sent', messageId: messageId ?? 'none' };
  } catch (error) {
    const refusal = refusalOf(error);
    if (refusal === undefined) throw error;
    return { outcome: 'refused', refusal };
  }
}

/** The mail as SES takes it. */
export function contentOf({ subject, html, text, headers }: MailBody): EmailContent {
  const utf8 = (data: string): { Data: string; Charset: string } => ({ Data: data, Charset: 'UTF-8' });
  return {
    Simple: {
      Subject: utf8(subject),
      Body: { Html: utf8(html), Text: utf8(text) },
      Headers: headers.map(({ name, value }) => ({ Name: name, Value: value })),
    },
  };
}

/** The shop's name with one of its addresses, as it stands in From. */
export const senderOf = ({ brand }: Merchant, address: string): string => `${quoted(brand.name)} <${address}>`;

/** What SES's typed errors mean (API reference of SendEmail, v2). Undefined for all that leaves the outcome open. */
function refusalOf(error: unknown): Refusal | undefined {
  const refused = (name: Refusal['class']): Refusal => ({ class: name, message: error instanceof Error ? error.name : '' });
  // Both limits are "too many", as an older name has it too: the message alone tells the day's quota from the rate.
  if (error instanceof TooManyRequestsException || isNamed(error, 'ThrottlingException')) return refused(/daily/i.test(error.message) ? 'quota' : 'throttled');
  if (error instanceof LimitExceededException) return refused('quota');
  if (error instanceof SendingPausedException || error instanceof AccountSuspendedException) return refused('paused');
  if (error instanceof MailFromDomainNotVerifiedException || error instanceof NotFoundException) return refused('unverified');
  if (error instanceof MessageRejected) return refused(/not verified/i.test(error.message) ? 'unverified' : 'rejected');
  // It also answers for a header or a sender of ours that is wrong: only what names the address is the customer's.
  if (error instanceof BadRequestException) return refused(/address/i.test(error.message) ? 'bad-address' : 'unverified');
  // Refused at the door, before anything was looked at: permissions and clocks are the merchant's to mend.
  if (error instanceof Error && ['AccessDeniedException', 'UnrecognizedClientException', 'InvalidSignatureException', 'ExpiredTokenException'].includes(error.name)) return refused('unverified');
  // The connection was never made.
  if (error instanceof Error && 'code' in error && ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN'].includes(String(error.code))) return refused('throttled');
  return undefined;
}

const isNamed = (error: unknown, name: string): error is Error => error instanceof Error && error.name === name;

/** A display name as RFC 5322 wants it: ASCII as a quoted string, all else as an encoded word. */
function quoted(name: string): string {
  if (/^[\x20-\x7e]*$/.test(name)) return `"${name.replaceAll(/["\\]/g, (character) => `\\${character}`)}"`;
  return `=?UTF-8?B?${Buffer.from(name, 'utf8').toString('base64')}?=`;
}

/** For logs: says which mails belong together and nothing about whose they are. */
export const opaque = (customerKey: string): string => createHash('sha256').update(customerKey).digest('hex').slice(0, 12);
