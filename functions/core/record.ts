import * as v from 'valibot';
import { StoredInstant } from './dates';
import { Count, OptionalText, Text } from './stored';
import { Finite, object } from './shapes';

/*
 * What was said and done, as it can be shown years later. Read back from the table by these schemas.
 */

/** A line of a journal entry: which account, which side, how much in minor units. */
export const Posting = object({
  account: v.picklist(['clearing', 'contract-liability', 'tax-payable', 'revenue', 'refunds-payable', 'refund-differences']),
  side: v.picklist(['debit', 'credit']),
  amount: Count,
  currency: Text,
});
export type Posting = v.InferOutput<typeof Posting>;

/** An entry of the record: said, answered, delivered, refunded. Append-only. */
export const RecordEntry = object({
  at: StoredInstant,
  /** Derived from what happened, so that writing it twice leaves one. */
  id: Text,
  what: v.picklist([
    'line-opened',
    'eta-changed',
    'eta-confirmed',
    'notice-sent',
    'notice-unknown',
    'notice-refused',
    'notice-delivered',
    'notice-delayed',
    'notice-bounced',
    'notice-rejected',
    'notice-complained',
    'notice-doubled',
    'shipped',
    'cancelled',
    'cancellation-withdrawn',
    'refund-requested',
    'refund-settled',
    'refund-failed',
    'consented',
    'offer-not-made',
    'goodwill-granted',
    'goodwill-missed',
    'preference-changed',
    'customer-updated',
    'line-closed',
    'merchant-task',
    'alert-requested',
    'back-in-stock',
    'alert-stopped',
  ]),
  lines: v.array(object({ orderId: Text, lineId: Text })),
  /** Plain facts of the entry: dates, amounts, ids, the reason of a refusal. */
  facts: v.record(Text, v.union([Text, Finite, v.boolean(), v.null()])),
  /** What a decision about money says in the books; debits and credits are equal. */
  postings: v.optional(v.array(Posting)),
  /** The mail's text part, word for word, for what was said. */
  words: OptionalText,
});
export type RecordEntry = v.InferOutput<typeof RecordEntry>;
