import * as v from 'valibot';
import { earliest, plusSeconds, StoredInstant, type Instant } from './dates';
import type { Policy } from './merchant';
import { OptionalInstant, OptionalText, Text, Texts } from './stored';
import { object } from './shapes';

/**
 * "Tell me when it is back": a customer asked about one SKU that was out of stock. Nothing was ordered, paid or reserved, so
 * it is no line: no weekly update, no date, nothing to cancel. One for each SKU of a customer.
 *
 * ```
 *   waiting ── Back In Stock, settle window, one mail ──> told
 *      │ ▲                                                 │
 *      │ └──────────── the customer asks again ────────────┤
 *      └── stopped by the customer ──> stopped ────────────┘
 * ```
 * `told` and `stopped` are over. They stay as tombstones, so that a replayed request does not begin anew.
 */
export const StockAlert = object({
  item: object({ sku: Text, name: Text, imageUrl: OptionalText, productUrl: OptionalText }),
  market: OptionalText,
  state: v.picklist(['waiting', 'told', 'stopped']),
  /** Stock that was there before is no answer. */
  requestedAt: StoredInstant,
  /** It is back, and the customer was not told yet: `asOf` when the store knew it, `since` when we first heard of it. */
  back: v.optional(
    object({
      asOf: StoredInstant,
      since: StoredInstant,
      /** It was told, by a mail that did not arrive: who asks anew after that has seen it gone again. */
      again: v.optional(v.literal(true)),
    }),
  ),
  /** The last mail that said so. */
  told: v.optional(object({ at: StoredInstant, asOf: StoredInstant, noticeId: Text })),
  stoppedAt: OptionalInstant,
  /** Ids of the requests that this alert has answered or still answers. */
  appliedIds: Texts,
});
export type StockAlert = v.InferOutput<typeof StockAlert>;

/** An alert whose item is back and whose customer does not know yet. */
export type BackAlert = StockAlert & { back: NonNullable<StockAlert['back']> };

export const isBack = (alert: StockAlert): alert is BackAlert => alert.state === 'waiting' && alert.back !== undefined;

/** When the first of the items that are back has waited long enough for others: as long as a new line does. */
export const alertsDueAt = (alerts: readonly StockAlert[], { settle }: Policy): Instant | undefined =>
  earliest(...alerts.filter(isBack).map(({ back }) => plusSeconds(back.since, settle.newLinesSeconds)));
