import { linkIn, type Shop } from '../flows/shop';
import type { Book } from './book';

const SKUS = ['LAMP', 'KETTLE', 'RUG', 'VASE'];
const MOVES = ['PT1M', 'PT2M', 'PT12M', 'PT1H', 'PT5H'];

/** What customers and the shop do to a stack, as fast as it answers, until it is gone. */
export class Load {
  private number = 0;

  constructor(
    private readonly book: Book,
    private readonly choose: () => number,
  ) {}

  /** Ends with the error of the first call that got no answer. */
  async on(shop: Shop, isOver: () => boolean): Promise<void> {
    const moves: Promise<unknown>[] = [];
    try {
      while (!isOver()) {
        await this.turn(shop);
        await this.book.flush((events) => shop.puts(events));
        // Nobody waits for the clock: it moves while all else goes on.
        if (this.choose() < 0.5) moves.push(shop.advance(this.one(MOVES)).catch(() => undefined));
      }
    } finally {
      await Promise.all(moves);
    }
  }

  /** Mails for a burst of customers: most of them are on their way when it returns. */
  async mailsGoOut(shop: Shop): Promise<void> {
    for (let bursts = 0; bursts < 4; bursts += 1) await this.ordersCome(shop);
    await this.book.flush((events) => shop.puts(events));
    await shop.settle();
    // Everything is due now; nobody waits for it to be done.
    void shop.advance('PT2M').catch(() => undefined);
  }

  /** A burst of orders, and whatever else happens, all at the same time. */
  private async turn(shop: Shop): Promise<void> {
    const some = (share: number, doing: () => Promise<void>): Promise<void>[] => (this.choose() < share ? [doing()] : []);
    await Promise.all([
      this.ordersCome(shop),
      ...some(0.5, () => this.aDateMoves(shop)),
      ...some(0.5, () => this.goodsLeave(shop)),
      ...Array.from({ length: 4 }, () => this.aCustomerCancels(shop)),
      ...some(0.4, () => this.refundsAreAnswered(shop)),
      ...some(0.1, () => this.anEventIsWrong(shop)),
    ]);
  }

  private async ordersCome(shop: Shop): Promise<void> {
    const shipBy = await shop.day(20 + this.below(20));
    const sample = await shop.created({ shipBy });
    for (let count = 1 + this.below(8); count > 0; count -= 1) {
      const [orderId, sku] = [`k${this.next()}`, this.one(SKUS)];
      const customer = { id: `c-${orderId}`, email: `${orderId}@example.com`, name: 'Ada Park', timeZone: 'America/Chicago' };
      this.book.orders.push({ orderId, sku });
      this.book.write({ type: 'Backorder Created', detail: { ...sample, eventId: `created-${orderId}`, orderId, customer, item: { sku, name: `Harbour ${sku.toLowerCase()}`, quantity: 1 } } });
    }
  }

  private async aDateMoves(shop: Shop): Promise<void> {
    const detail = { eventId: `eta-${this.next()}`, scope: { sku: this.one(SKUS) }, shipBy: await shop.day(20 + this.below(40)), asOf: await shop.now() };
    this.book.write({ type: 'ETA Changed', detail });
  }

  private async goodsLeave(shop: Shop): Promise<void> {
    if (this.book.orders.length === 0) return;
    const { orderId } = this.one(this.book.orders);
    const shipmentId = `s${this.next()}`;
    this.book.write({ type: 'Order Shipped', detail: { eventId: `event-${shipmentId}`, orderId, lineId: 'l1', shipmentId, quantity: 1, shippedAt: await shop.now() } });
  }

  private async aCustomerCancels(shop: Shop): Promise<void> {
    if (this.book.orders.length === 0) return;
    const { orderId } = this.one(this.book.orders);
    if (this.book.cancelled.has(orderId) || this.book.perhapsCancelled.has(orderId)) return;
    const [mail] = await shop.mails(`${orderId}@example.com`);
    if (mail?.tags.kind !== 'first') return;
    this.book.perhapsCancelled.add(orderId);
    // The port is another one after each start; where a shop has a domain the link stays the same.
    const link = `${shop.deskUrl}${new URL(linkIn(mail, '/cancel')).pathname}`;
    const { status, html } = await shop.pressFirstButton(link).catch((error: unknown) => {
      // The page of what has shipped has no button; anything else is a page that is gone.
      if (error instanceof Error && error.message === 'the page has no button') return { status: 0, html: '' };
      throw error;
    });
    if (status === 200 && /cancelled/i.test(html)) this.book.cancelled.add(orderId);
  }

  private async refundsAreAnswered(shop: Shop): Promise<void> {
    for (const { detail } of await shop.refundsAsked()) {
      const { refundId, amount, currency } = detail;
      if (typeof refundId !== 'string' || this.book.answered.has(refundId)) continue;
      this.book.answered.add(refundId);
      this.book.write({ type: 'Refund Settled', detail: { eventId: `settled-${refundId}`, refundId, amount, currency, settledAt: await shop.now() } });
    }
  }

  private async anEventIsWrong(shop: Shop): Promise<void> {
    const orderId = `w${this.next()}`;
    const detail = await shop.created({ orderId });
    this.book.write({ type: 'Backorder Created', detail: { ...detail, eventId: `poison-${orderId}`, paid: { amount: 'much' } } });
  }

  private next(): number {
    this.number += 1;
    return this.number;
  }

  private below(limit: number): number {
    return Math.floor(this.choose() * limit);
  }

  private one<const T>(choices: readonly [T, ...T[]] | readonly T[]): T {
    return choices[this.below(choices.length)] as T;
  }
}
