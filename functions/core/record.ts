import * as z from 'zod/mini';
import { StoredInstant } from './dates';
import { Count, OptionalText, Text } from './stored';

/*
 * What was said and done, as it can be shown years later. Read back from the table by these schemas.
 */

/** A line of a journal entry: which account, which side, how much in minor units. */
export const Posting = z.object({
  account: z.enum(['clearing', 'contract-liability', 'tax-payable', 'revenue', 'refunds-payable', 'refund-differences']),
  side: z.enum(['debit', 'credit']),
  amount: Count,
  currency: Text,
});
export type Posting = z.infer<typeof Posting>;

/** An entry of the record: said, answered, delivered, refunded. Append-only. */
export const RecordEntry = z.object({
  at: StoredInstant,
  /** Derived from what happened, so that writing it twice leaves one. */
  id: Text,
  what: z.enum([
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
  lines: z.array(z.object({ orderId: Text, lineId: Text })),
  /** Plain facts of the entry: dates, amounts, ids, the reason of a refusal. */
  facts: z.record(Text, z.union([Text, z.number(), z.boolean(), z.null()])),
  /** What a decision about money says in the books; debits and credits are equal. */
  postings: z.optional(z.array(Posting)),
  /** The mail's text part, word for word, for what was said. */
  words: OptionalText,
});
export type RecordEntry = z.infer<typeof RecordEntry>;
