import type { IncomingDetailType } from '../../functions/core/events/incoming';
import { choosing } from './choosing';
import { linkIn, type Mail, type Shop } from './shop';

interface Order {
  orderId: string;
  sku: string;
  customer: { id?: string; email: string; name: string; timeZone: string };
  isOver: boolean;
}

const SKUS = ['LAMP', 'KETTLE', 'RUG'];
const ZONES = ['America/Chicago', 'Europe/Berlin', 'Asia/Tokyo'];
const NAMES = ['Ada Park', 'Grace Lee', 'Lin Chen', 'Omar Haddad'];

/**
 * Five weeks of a small shop that is busy: every event that a store can send and every button that a customer can press,
 * chosen by a seed. Facts come early, late and out of order, as they do.
 */
export class BusyMonth {
  private readonly choose: () => number;
  private readonly orders: Order[] = [];
  private readonly erased = new Set<string>();
  private readonly answered = new Set<string>();
  private number = 0;
  private refunds = 0;
  /** How often each thing happened. */
  readonly happened: Record<string, number> = {};

  constructor(
    private readonly shop: Shop,
    seed: number,
  ) {
    this.choose = choosing(seed);
  }

  async live(days: number): Promise<void> {
    for (let day = 0; day < days; day += 1) {
      await this.ordersOf(day);
      await this.shop.advance(`PT${3 + this.below(4)}H`);
      await this.newsOf(day);
      await this.answers();
      // Whoever cancelled may think better of it while that can be undone.
      await this.shop.advance('PT30M');
      await this.answers();
      await this.shop.advance(`PT${14 + this.below(4)}H`);
    }
  }

  private async ordersOf(day: number): Promise<void> {
    for (let n = this.below(4); n > 0; n -= 1) {
      const number = (this.number += 1);
      const sku = this.one(SKUS);
      // Regulars order again and again, guests are a customer for each order.
      const isGuest = this.choose() < 0.3;
      const who = this.below(12);
      const customer = { ...(isGuest ? {} : { id: this.idOf(who) }), email: isGuest ? `guest${number}@example.com` : `regular${who}@example.com`, name: this.one(NAMES), timeZone: this.one(ZONES) };
      const orderId = `m${number}`;
      const quantity = 1 + this.below(3);
      const created = await this.shop.created({
        orderId,
        customer,
        market: this.one(['US', 'GB', 'DE']),
        item: { sku, name: `Harbour ${sku.toLowerCase()}`, quantity },
        paid: { amount: 1999 * quantity, currency: 'USD' },
        supplierOrder: `PO-${this.below(3)}`,
        shipBy: this.choose() < 0.2 ? null : await this.shop.day(3 + this.below(25)),
      });
      const order: Order = { orderId, sku, customer, isOver: false };
      // Now and then the goods are gone before the shop says that they are late.
      if (this.choose() < 0.1) {
        await this.ship(order, quantity);
        await this.shop.settle();
      }
      await this.put('Backorder Created', created);
      this.orders.push(order);
      if (this.choose() < 0.2) await this.put('Backorder Created', created);
    }
    if (day % 3 === 0) {
      const sku = this.one(['MUGS', 'VASE']);
      const who = this.below(12);
      const customer = this.choose() < 0.5 ? { email: `asks${who}@example.com` } : { id: this.idOf(who), email: `regular${who}@example.com`, name: this.one(NAMES) };
      await this.put('Stock Alert Requested', { eventId: this.id('alert'), customer, item: { sku, name: `Harbour ${sku.toLowerCase()}` }, ...(this.choose() < 0.5 ? { requestedAt: await this.shop.now() } : {}) });
    }
  }

  private async newsOf(day: number): Promise<void> {
    const scope = (): object => this.one([{ sku: this.one(SKUS) }, { supplierOrder: `PO-${this.below(3)}` }, { orderId: this.orders.length === 0 ? 'none' : this.one(this.orders).orderId, lineId: 'l1' }]);
    const asOf = new Date(Date.parse(await this.shop.now()) - this.below(48) * 3_600_000).toISOString();
    if (day % 2 === 0) await this.put('ETA Changed', { eventId: this.id('eta'), scope: scope(), shipBy: this.choose() < 0.15 ? null : await this.shop.day(5 + this.below(40)), cause: { code: 'port-congestion' }, asOf });
    if (day % 3 === 1) await this.put('ETA Confirmed', { eventId: this.id('confirmed'), scope: scope(), asOf });
    if (day % 5 === 4) await this.put('Back In Stock', { eventId: this.id('back'), sku: this.one(['MUGS', 'VASE']), ...(this.choose() < 0.5 ? { asOf: await this.shop.now() } : {}) });
    for (const order of this.orders.filter(({ isOver }) => !isOver)) {
      if (this.choose() < 0.06) await this.ship(order, 1);
      else if (this.choose() < 0.03) {
        order.isOver = true;
        await this.put('Order Cancelled', { eventId: this.id('cancelled'), orderId: order.orderId, lineId: 'l1', refund: this.one(['needed', 'done']), reason: 'The maker has closed' });
      }
    }
    await this.customersChange(day);
  }

  private async customersChange(day: number): Promise<void> {
    // The shop's lists hold people who never ordered what was late, or have not yet.
    if (day % 6 === 1) await this.put('Customer Updated', { eventId: this.id('updated'), customer: { id: this.idOf(this.below(12)), name: 'Named Before', locale: 'en' } });
    const there = this.orders.filter(({ customer: { id } }) => id === undefined || !this.erased.has(id));
    if (there.length === 0) return;
    const known = this.one(there).customer;
    if (day % 4 === 2) await this.put('Customer Updated', { eventId: this.id('updated'), customer: known.id === undefined ? { email: known.email, name: 'Renamed Guest' } : { id: known.id, email: `moved-${day}@example.com`, timeZone: this.one(ZONES) } });
    if (day % 9 !== 8) return;
    if (known.id !== undefined) this.erased.add(known.id);
    await this.put('Customer Erased', { eventId: this.id('erased'), customer: known.id === undefined ? { email: known.email } : { id: known.id } });
  }

  /** Customers follow the links in their mails; the shop answers what it was asked to refund. */
  private async answers(): Promise<void> {
    for (const mail of await this.shop.mails()) {
      if (this.answered.has(mail.id)) continue;
      this.answered.add(mail.id);
      const ending = mail.text.includes('/undo') ? '/undo' : this.one(['/cancel', '/keep', undefined, undefined, undefined] as const);
      if (ending === undefined || (ending === '/undo' && this.choose() < 0.4)) continue;
      await this.press(mail, ending);
    }
    for (const { detail } of await this.shop.events('Refund Requested')) {
      const { refundId, amount, currency } = detail;
      if (typeof refundId !== 'string' || this.answered.has(refundId) || this.choose() < 0.3) continue;
      this.answered.add(refundId);
      const answer = { eventId: this.id('refund'), refundId, amount, currency };
      if ((this.refunds += 1) % 3 === 0) await this.put('Refund Failed', { ...answer, reason: 'The card has expired' });
      else await this.put('Refund Settled', { ...answer, settledAt: await this.shop.now() });
    }
  }

  private async press(mail: Mail, ending: '/cancel' | '/keep' | '/undo'): Promise<void> {
    if (!mail.text.includes(ending)) return;
    // The page may have no button any more: then there is nothing to press.
    const pressed = await this.shop.pressFirstButton(linkIn(mail, ending)).then(
      () => true,
      () => false,
    );
    if (pressed) this.count(`pressed ${ending}`);
  }

  private ship(order: Order, quantity: number): Promise<void> {
    order.isOver = this.choose() < 0.5;
    const shipmentId = this.id('shipment');
    return this.shop.now().then((shippedAt) => this.put('Order Shipped', { eventId: `event-${shipmentId}`, orderId: order.orderId, lineId: 'l1', shipmentId, quantity, shippedAt }));
  }

  private put(type: IncomingDetailType, detail: unknown): Promise<void> {
    this.count(type);
    return this.shop.put(type, detail);
  }

  /** Who was erased and comes again has a new account with the shop. */
  private idOf(who: number): string {
    let id = `regular-${who}`;
    while (this.erased.has(id)) id += 'a';
    return id;
  }

  private count(what: string): void {
    this.happened[what] = (this.happened[what] ?? 0) + 1;
  }

  private id(what: string): string {
    this.number += 1;
    return `${what}-${this.number}`;
  }

  private below(limit: number): number {
    return Math.floor(this.choose() * limit);
  }

  /** Throws where there is nothing to choose from. */
  private one<const T>(choices: readonly T[]): T {
    const chosen = choices[this.below(choices.length)];
    if (chosen === undefined && choices.length === 0) throw new Error('nothing to choose from');
    return chosen as T;
  }
}
