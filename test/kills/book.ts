import type { IncomingDetailType } from '../../functions/core/events/incoming';

export interface StoreEvent {
  type: IncomingDetailType;
  detail: { eventId: string } & Record<string, unknown>;
}

/**
 * What the shop knows by itself, outside the stack that gets killed. An event is written down before it is sent and sent
 * until the bus has taken it, as a store would: whoever got no answer sends it again, with the same id.
 */
export class Book {
  private readonly waiting: StoreEvent[] = [];
  /** What the bus has said that it took. */
  readonly accepted: StoreEvent[] = [];
  /** Orders whose page has said that they are cancelled. */
  readonly cancelled = new Set<string>();
  /** Orders whose button was pressed without an answer: nobody knows. */
  readonly perhapsCancelled = new Set<string>();
  /** Refund ids that the shop has answered. */
  readonly answered = new Set<string>();
  /** Orders that were written down, in the order of their numbers. */
  readonly orders: { orderId: string; sku: string }[] = [];

  write(event: StoreEvent): void {
    this.waiting.push(event);
  }

  /** Sends what waits, a few at a time. What throws stays written down. */
  async flush(puts: (events: readonly StoreEvent[]) => Promise<void>): Promise<void> {
    while (this.waiting.length > 0) {
      const batch = this.waiting.slice(0, 10);
      await puts(batch);
      this.waiting.splice(0, batch.length);
      this.accepted.push(...batch);
    }
  }

  acceptedOf(type: IncomingDetailType): StoreEvent['detail'][] {
    return this.accepted.flatMap((event) => (event.type === type ? [event.detail] : []));
  }
}

/** An event that can't be used says so in its id. */
export const isPoison = ({ eventId }: { eventId: string }): boolean => eventId.startsWith('poison-');
