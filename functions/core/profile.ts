import * as v from 'valibot';
import { StoredInstant } from './dates';
import type { OutgoingEvent } from './events/outgoing';
import { OfferTerms } from './line';
import { NoticeKind } from './notice-kinds';
import { Count, DateOrNone, OptionalInstant, OptionalText, OptionalWindow, Text, Texts } from './stored';
import { Integer, object } from './shapes';

/*
 * How a customer is reached, the mail that is on its way to them, and what is next to do. Read back from the table by these
 * schemas.
 */

/** What one mail tells of one line. */
export const Telling = object({
  orderId: Text,
  lineId: Text,
  kind: NoticeKind,
  shipBy: DateOrNone,
  deliverBy: OptionalWindow,
  /** The shipment, the cancellation, or the moment of the consent that is told, for the kinds that tell one. */
  about: OptionalText,
  /** Ids of the goodwill that is told. */
  goodwill: v.optional(Texts),
  /** The choice that the notice offers. */
  offer: v.optional(OfferTerms),
});
export type Telling = v.InferOutput<typeof Telling>;

/** A mail that was handed, or is about to be handed, to SES, and whose outcome is not recorded yet. */
export const Sending = object({
  noticeId: Text,
  kind: NoticeKind,
  since: StoredInstant,
  /** 1 for the first time, 2 for the one counted resend. */
  attempt: Count,
  subject: Text,
  /** SHA-256 of subject, text and HTML, hex. */
  wordsHash: Text,
  /** The mail's text part, word for word: whoever settles it later has nothing else to put on record. */
  words: Text,
  /** What will have been told once it is sent. */
  telling: v.array(Telling),
  /** The stock alerts that will be over once it is sent. */
  alerts: v.optional(v.array(object({ sku: Text, requestedAt: StoredInstant, asOf: StoredInstant }))),
  /** The customer was erased while it was on its way: its words are not kept. */
  erased: v.optional(v.literal(true)),
});
export type Sending = v.InferOutput<typeof Sending>;

export const Profile = object({
  key: Text,
  /** Since when, by the store's time, this customer orders or asks: of orders and questions since the last erasure, the oldest. */
  since: OptionalInstant,
  /** Absent once the customer was erased: then nobody is written to. */
  email: OptionalText,
  name: OptionalText,
  locale: OptionalText,
  timeZone: OptionalText,
  /**
   * The last erasure: when the store asked for it, when it was done, and the keyed hash by which the address that was known
   * then can be recognized.
   */
  erased: v.optional(object({ at: StoredInstant, doneAt: StoredInstant, address: OptionalText })),
  weekly: v.picklist(['on', 'off']),
  /** The last time a mail about orders went out, which is when the week starts anew. */
  lastContactAt: OptionalInstant,
  /** The last few of these mails, the newest last: when one turns out not to have arrived, the one before counts again. */
  contacts: v.optional(v.array(object({ noticeId: Text, kind: NoticeKind, at: StoredInstant }))),
  sending: v.optional(Sending),
  /** A mail of which nothing was heard, and which is to be told again: word of it may still come before that. */
  unheard: v.optional(Sending),
  /** After a mail could not be handed over: not before then. */
  retryAt: OptionalInstant,
  /** A weekly update of which nothing was heard is made up then, and not before. No other mail waits for it. */
  weeklyRetryAt: OptionalInstant,
  /** Set when mail to this address does not arrive: nobody is written to until the store gives a new one. */
  refusedAddress: OptionalText,
  /** Notices that the receiving side would not take for now, in a row: after so many the address counts as refused. */
  softBounces: v.optional(Texts),
  /** Notices that are known not to have arrived. */
  undelivered: v.optional(Texts),
  /** How often in a row a mail could not be handed over. */
  failures: v.pipe(Integer, v.minValue(0)),
  /** Notices that were resent once because their outcome stayed unknown. */
  resent: Texts,
  outbox: v.array(v.custom<OutgoingEvent>((value: unknown) => typeof value === 'object' && value !== null && 'detailType' in value)),
  /** Applied ids of facts about the customer, not about a line. */
  appliedIds: Texts,
  /** When this customer next needs attention; absent when nothing is to come. */
  dueAt: OptionalInstant,
  /** The same, apart by whether it may wait behind routine mail. Absent in rows that were written before it was told apart. */
  due: v.optional(object({ prompt: OptionalInstant, routine: OptionalInstant })),
});
export type Profile = v.InferOutput<typeof Profile>;
