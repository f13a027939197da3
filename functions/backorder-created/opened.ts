import { parseEvent, refuseFuture } from '../adapters/sqs-records';
import type { Instant } from '../core/dates';
import { BackorderCreated } from '../core/events/incoming/backorder-created';
import { StockAlertRequested, type DatedStockAlertRequested } from '../core/events/incoming/stock';

/** What begins: a line that is paid for and waits, or a wish to be told of stock. */
export type Opening = { type: 'Backorder Created'; event: BackorderCreated; sentAt: Instant | undefined } | { type: 'Stock Alert Requested'; event: DatedStockAlertRequested };

const taken = { 'Backorder Created': BackorderCreated, 'Stock Alert Requested': StockAlertRequested };

/** What the record opens. Throws InvalidEventError for an event that opens nothing, for a wish from the future, and for anything malformed. */
export function openingIn(body: unknown, now: Instant): Opening {
  const { detailType, detail, sentAt } = parseEvent(body, taken);
  switch (detailType) {
    case 'Backorder Created':
      return { type: detailType, event: detail, sentAt };
    case 'Stock Alert Requested': {
      const requestedAt = detail.requestedAt ?? sentAt ?? now;
      refuseFuture('detail.requestedAt', requestedAt, now);
      return { type: detailType, event: { ...detail, requestedAt } };
    }
  }
}
