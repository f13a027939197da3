import type { OutgoingEvent } from '../core/events/outgoing';
import { publish, type Bus } from './bus';

export type RefundRequest = Extract<OutgoingEvent, { detailType: 'Refund Requested' }>;

/**
 * Who sees to it that the money goes back: the shop, told by an event, or a payment provider. It may be asked again for the
 * same `refundId`, and must pay that once. How it ended comes in as `Refund Settled` or `Refund Failed`, whoever sends it.
 */
export interface RefundExecutor {
  /** Returns the `eventId`s of the requests that are safely in its hands; the others are asked for again. May throw. */
  request(refunds: readonly RefundRequest[]): Promise<readonly string[]>;
}

/** The shop hears `Refund Requested` on the bus, and answers there. */
export const refundsByEvent = (bus: Bus): RefundExecutor => ({ request: (refunds) => publish(bus, refunds) });
