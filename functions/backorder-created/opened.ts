import { InvalidEventError, refuseFuture, type IncomingEvent } from '../adapters/sqs-records';
import type { Instant } from '../core/dates';
import type { BackorderCreated, DatedStockAlertRequested } from '../core/events/incoming';

/** What begins: a line that is paid for and waits, or a wish to be told of stock. */
export type Opening = { type: 'Backorder Created'; event: BackorderCreated; sentAt: Instant | undefined } | { type: 'Stock Alert Requested'; event: DatedStockAlertRequested };

/** Throws InvalidEventError for an event that opens nothing, and for a wish from the future. */
export function openingIn({ detailType, detail, sentAt }: IncomingEvent, now: Instant): Opening {
  switch (detailType) {
    case 'Backorder Created':
      return { type: detailType, event: detail, sentAt };
    case 'Stock Alert Requested': {
      const requestedAt = detail.requestedAt ?? sentAt ?? now;
      refuseFuture('detail.requestedAt', requestedAt, now);
      return { type: detailType, event: { ...detail, requestedAt } };
    }
    default:
      throw new InvalidEventError([`detail-type: ${detailType} is not taken here`]);
  }
}
