import * as z from 'zod';
import { AwsError, type AwsRequest } from '../service';

/*
 * What SendEmail takes (SES v2 API reference), as far as a sender of single, finished mails uses it, and what SES checks.
 */

const Content = z.object({ Data: z.string(), Charset: z.string().optional() });

const Request = z.object({
  FromEmailAddress: z.string(),
  Destination: z.object({ ToAddresses: z.array(z.string()).optional(), CcAddresses: z.array(z.string()).optional(), BccAddresses: z.array(z.string()).optional() }),
  ReplyToAddresses: z.array(z.string()).optional(),
  ConfigurationSetName: z.string().optional(),
  EmailTags: z.array(z.object({ Name: z.string(), Value: z.string() })).optional(),
  Content: z.object({
    Simple: z.object({
      Subject: Content,
      Body: z.object({ Html: Content.optional(), Text: Content.optional() }),
      Headers: z.array(z.object({ Name: z.string(), Value: z.string() })).optional(),
    }),
  }),
});

/** A mail that SES would take. */
export interface CheckedMail {
  from: string;
  /** The address alone, without a display name. */
  fromAddress: string;
  to: string[];
  replyTo: string[];
  configurationSet: string | undefined;
  subject: string;
  html: string;
  text: string;
  headers: Record<string, string>;
  tags: Record<string, string>;
}

const LARGEST_MAIL_BYTES = 40 * 1024 * 1024;
const MOST_RECIPIENTS = 50;
const TAG = /^[A-Za-z0-9_-]{1,256}$/;
/** RFC 5322: printable ASCII without colon; SES takes names up to 126 characters and values up to 870. */
const HEADER_NAME = /^[\x21-\x39\x3b-\x7e]{1,126}$/;
const HEADER_VALUE = /^[\x20-\x7e]{1,870}$/;
const ADDRESS = /^[^\s@<>",;:()[\]\\]+@[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?$/;

/** Throws AwsError for a body that is no JSON. */
export function jsonOf({ body }: AwsRequest): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    throw bad('The request is not JSON.');
  }
}

/** Throws AwsError as SES words it. */
export function checkMail(body: unknown): CheckedMail {
  const parsed = Request.safeParse(body);
  if (!parsed.success) throw bad(`${parsed.error.issues[0]?.path.join('.') ?? 'request'}: ${parsed.error.issues[0]?.message ?? 'malformed'}`);
  const { Destination: destination, Content: content, ...request } = parsed.data;
  const to = [...(destination.ToAddresses ?? []), ...(destination.CcAddresses ?? []), ...(destination.BccAddresses ?? [])];
  if (to.length === 0) throw bad('At least one recipient is required');
  if (to.length > MOST_RECIPIENTS) throw bad(`Recipient count exceeds ${MOST_RECIPIENTS}.`);
  const fromAddress = addressOf(request.FromEmailAddress);
  for (const address of [...to, ...(request.ReplyToAddresses ?? [])]) addressOf(address);
  const tags = Object.fromEntries((request.EmailTags ?? []).map(({ Name, Value }) => [Name, Value]));
  for (const part of [...Object.keys(tags), ...Object.values(tags)]) {
    if (!TAG.test(part)) throw bad(`Invalid tag <${part}>: only alphanumeric ASCII characters, '_', and '-' are allowed.`);
  }
  const { Subject: subject, Body: parts, Headers: headers = [] } = content.Simple;
  if (/[\r\n]/.test(subject.Data)) throw bad('Subject contains a line break.');
  for (const { Name, Value } of headers) {
    if (!HEADER_NAME.test(Name) || !HEADER_VALUE.test(Value)) throw bad(`Invalid header <${Name}>.`);
  }
  const html = parts.Html?.Data ?? '';
  const text = parts.Text?.Data ?? '';
  if (html === '' && text === '') throw bad('Body requires Html or Text.');
  if (Buffer.byteLength(html) + Buffer.byteLength(text) > LARGEST_MAIL_BYTES) throw new AwsError('MessageRejected', 'Message length is more than 41943040 bytes long.');
  return {
    from: request.FromEmailAddress,
    fromAddress,
    to: to.map(addressOf),
    replyTo: request.ReplyToAddresses ?? [],
    configurationSet: request.ConfigurationSetName,
    subject: subject.Data,
    html,
    text,
    headers: Object.fromEntries(headers.map(({ Name, Value }) => [Name, Value])),
    tags,
  };
}

/** The address alone, of `"Name" <address>` as well. Throws AwsError. */
export function addressOf(text: string): string {
  const address = /^(?:[^<>\r\n]*<([^<>]+)>|([^<>]+))$/.exec(text);
  const bare = (address?.[1] ?? address?.[2] ?? '').trim();
  if (!ADDRESS.test(bare)) throw bad('Illegal address');
  return bare;
}

const bad = (message: string): AwsError => new AwsError('BadRequestException', message);
