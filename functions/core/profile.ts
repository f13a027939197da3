import * as z from 'zod';
import { PlainDate, StoredInstant } from './dates';
import { DeliveryWindow } from './events/incoming';
import type { OutgoingEvent } from './events/outgoing';
import { OfferTerms } from './line';
import { NoticeKind } from './notice-kinds';

/*
 * How a customer is reached, the mail that is on its way to them, and what is next to do. Read back from the table by these
 * schemas.
 */

/** What one mail tells of one line. */
export const Telling = z.object({
  orderId: z.string(),
  lineId: z.string(),
  kind: NoticeKind,
  shipBy: PlainDate.nullable(),
  deliverBy: DeliveryWindow.optional(),
  /** The shipment, the cancellation, or the moment of the consent that is told, for the kinds that tell one. */
  about: z.string().optional(),
  /** Ids of the goodwill that is told. */
  goodwill: z.array(z.string()).optional(),
  /** The choice that the notice offers. */
  offer: OfferTerms.optional(),
});
export type Telling = z.infer<typeof Telling>;

/** A mail that was handed, or is about to be handed, to SES, and whose outcome is not recorded yet. */
export const Sending = z.object({
  noticeId: z.string(),
  kind: NoticeKind,
  since: StoredInstant,
  /** 1 for the first time, 2 for the one counted resend. */
  attempt: z.int().positive(),
  subject: z.string(),
  /** SHA-256 of subject, text and HTML, hex. */
  wordsHash: z.string(),
  /** The mail's text part, word for word: whoever settles it later has nothing else to put on record. */
  words: z.string(),
  /** What will have been told once it is sent. */
  telling: z.array(Telling),
  /** The stock alerts that will be over once it is sent. */
  alerts: z.array(z.object({ sku: z.string(), requestedAt: StoredInstant, asOf: StoredInstant })).optional(),
  /** The customer was erased while it was on its way: its words are not kept. */
  erased: z.literal(true).optional(),
});
export type Sending = z.infer<typeof Sending>;

export const Profile = z.object({
  key: z.string(),
  /** Since when, by the store's time, this customer orders or asks: of orders and questions since the last erasure, the oldest. */
  since: StoredInstant.optional(),
  /** Absent once the customer was erased: then nobody is written to. */
  email: z.string().optional(),
  name: z.string().optional(),
  locale: z.string().optional(),
  timeZone: z.string().optional(),
  /**
   * The last erasure: when the store asked for it, when it was done, and the keyed hash by which the address that was known
   * then can be recognized.
   */
  erased: z.object({ at: StoredInstant, doneAt: StoredInstant, address: z.string().optional() }).optional(),
  weekly: z.enum(['on', 'off']),
  /** The last time a mail about orders went out, which is when the week starts anew. */
  lastContactAt: StoredInstant.optional(),
  /** The last few of these mails, the newest last: when one turns out not to have arrived, the one before counts again. */
  contacts: z.array(z.object({ noticeId: z.string(), kind: NoticeKind, at: StoredInstant })).optional(),
  sending: Sending.optional(),
  /** A mail of which nothing was heard, and which is to be told again: word of it may still come before that. */
  unheard: Sending.optional(),
  /** After a mail could not be handed over: not before then. */
  retryAt: StoredInstant.optional(),
  /** A weekly update of which nothing was heard is made up then, and not before. No other mail waits for it. */
  weeklyRetryAt: StoredInstant.optional(),
  /** Set when mail to this address does not arrive: nobody is written to until the store gives a new one. */
  refusedAddress: z.string().optional(),
  /** Notices that the receiving side would not take for now, in a row: after so many the address counts as refused. */
  softBounces: z.array(z.string()).optional(),
  /** Notices that are known not to have arrived. */
  undelivered: z.array(z.string()).optional(),
  /** How often in a row a mail could not be handed over. */
  failures: z.int().nonnegative(),
  /** Notices that were resent once because their outcome stayed unknown. */
  resent: z.array(z.string()),
  outbox: z.array(z.custom<OutgoingEvent>((value) => typeof value === 'object' && value !== null && 'detailType' in value)),
  /** Applied ids of facts about the customer, not about a line. */
  appliedIds: z.array(z.string()),
  /** When this customer next needs attention; absent when nothing is to come. */
  dueAt: StoredInstant.optional(),
  /** The same, apart by whether it may wait behind routine mail. Absent in rows that were written before it was told apart. */
  due: z.object({ prompt: StoredInstant.optional(), routine: StoredInstant.optional() }).optional(),
});
export type Profile = z.infer<typeof Profile>;
