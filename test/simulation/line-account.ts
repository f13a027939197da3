import type { BackorderCreated, OrderCancelled, OrderShipped } from '../../functions/core/events/incoming';
import type { OutgoingEvent } from '../../functions/core/events/outgoing';
import type { NoticePart } from '../../functions/core/notice';
import { UsAccount } from './us-account';

type Breach = (at: number, text: string) => void;
export type Close = { type: 'Order Shipped'; event: OrderShipped } | { type: 'Order Cancelled'; event: OrderCancelled };
type Detail = OutgoingEvent['detail'];

const PROMPT_MS = 2 * 60_000;
const LONGEST_HOLD_MS = 25 * 3_600_000;

interface Cancelled {
  quantity: number;
  at: number;
  withdrawn: boolean;
  toldTimes: number;
  refunds: Map<string, number>;
}

/** What a careful clerk would have written down of one line: units, money, and what was said. */
export class LineAccount {
  readonly orderId: string;
  readonly lineId: string;
  readonly sku: string;
  readonly supplierOrder: string | undefined;
  readonly firstShipBy: string | null;
  /** The date that was told last; null for "unknown", undefined before the first word. */
  told: string | null | undefined;
  /** The rule of the United States, for what is sold there. */
  readonly us: UsAccount | undefined;
  private readonly quantity: number;
  private readonly paid: number;
  private readonly shipmentIds = new Set<string>();
  private shipped = 0;
  private readonly cancellations = new Map<string, Cancelled>();
  /** The store said of some units that it has paid them back by itself. */
  private paidBackByStore = false;
  private isLate = false;
  /** Opened, or waiting again after the customer changed their mind. */
  private waitsSince: number;

  constructor(
    event: BackorderCreated,
    readonly openedAt: number,
    openedOn: string,
  ) {
    const stated = event.promise.shipBy ?? new Date(Date.parse(openedOn) + 30 * 86_400_000).toISOString().slice(0, 10);
    this.us = event.market === 'US' ? new UsAccount(stated > openedOn ? stated : openedOn) : undefined;
    ({ orderId: this.orderId, lineId: this.lineId, supplierOrder: this.supplierOrder } = event);
    this.sku = event.item.sku;
    this.waitsSince = openedAt;
    this.firstShipBy = event.promise.shipBy;
    this.quantity = event.item.quantity;
    this.paid = event.paid.amount;
  }

  get waiting(): number {
    return this.quantity - this.shipped - sum([...this.cancellations.values()].filter(({ withdrawn }) => !withdrawn).map(({ quantity }) => quantity));
  }

  /** The goods leave as the store says; what is too much comes back as an event. */
  takeClose(close: Close): void {
    if (close.type === 'Order Cancelled') {
      if (close.event.refund === 'done') this.paidBackByStore = true;
      return;
    }
    if (this.shipmentIds.has(close.event.shipmentId)) return;
    this.shipmentIds.add(close.event.shipmentId);
    this.shipped += close.event.quantity;
  }

  takeEvent(type: OutgoingEvent['detailType'], detail: Detail, at: number, breach: Breach): void {
    if (type === 'Shipped After Cancellation' && 'shipmentId' in detail) this.shipped -= detail.quantity;
    if (!('cancellationId' in detail)) return;
    const known = this.cancellations.get(detail.cancellationId);
    if (type === 'Cancellation Requested') {
      if (known === undefined) this.cancellations.set(detail.cancellationId, { quantity: detail.quantity, at, withdrawn: false, toldTimes: 0, refunds: new Map() });
      else breach(at, `${detail.cancellationId} was cancelled twice`);
    } else if (known === undefined) breach(at, `${type} of a cancellation that was never requested`);
    else if (type === 'Cancellation Withdrawn') {
      if (known.refunds.size > 0) breach(at, `${detail.cancellationId} was undone after its refund was asked for`);
      known.withdrawn = true;
      this.waitsSince = at;
    } else if (type === 'Refund Requested' && 'refundId' in detail) {
      if (known.withdrawn) breach(at, `a refund for ${detail.cancellationId}, which was undone`);
      known.refunds.set(detail.refundId, detail.amount);
      if (known.refunds.size > 1) breach(at, `two refund ids for ${detail.cancellationId}`);
      if (detail.quantity !== known.quantity) breach(at, `a refund for ${detail.quantity} of ${known.quantity} units`);
    }
  }

  /** A part of a mail that says the line waits. */
  takeWaiting(part: Extract<NoticePart, { orderKind: unknown }>, at: number, stands: string | null, today: string, breach: Breach): void {
    for (const wrong of this.us?.takeMail(part.kind, part.shipBy, part.offer, today) ?? []) breach(at, `${this.lineId}: ${wrong}`);
    if (this.us === undefined && part.offer !== undefined) breach(at, `${this.lineId}: a choice where the law knows of none`);
    if (this.waiting <= 0) breach(at, `${this.lineId} is said to wait, and nothing of it does`);
    else if (part.quantity !== this.waiting) breach(at, `${this.lineId}: ${part.quantity} are said to wait, ${this.waiting} do`);
    if (part.shipBy !== stands) breach(at, `${this.lineId} is told ${part.shipBy ?? 'no date'}, and ${stands ?? 'no date'} stands`);
    if (part.refundable.amount < 0 || part.refundable.amount > this.paid) breach(at, `${this.lineId}: ${part.refundable.amount} is offered of ${this.paid}`);
    if ((part.kind === 'first') !== (this.told === undefined)) breach(at, `${this.lineId}: ${part.kind}, after ${this.told === undefined ? 'nothing' : 'something'} was told`);
    if (['later', 'earlier', 'unknown'].includes(part.kind) && part.shipBy === this.told) breach(at, `${this.lineId} is told ${part.shipBy ?? 'no date'} again as news`);
    if ((part.kind === 'weekly' || part.kind === 'reminder') && part.shipBy !== this.told) breach(at, `${this.lineId}: news told as a ${part.kind} mail`);
    if (part.kind === 'later' && typeof this.told === 'string' && part.shipBy !== null && part.shipBy < this.told) breach(at, `${this.lineId}: an earlier date told as later`);
    if (part.kind === 'earlier' && typeof this.told === 'string' && part.shipBy !== null && part.shipBy > this.told) breach(at, `${this.lineId}: a later date told as earlier`);
    this.told = part.shipBy;
  }

  takeEnd(part: Extract<NoticePart, { kind: 'shipped' | 'cancelled' | 'refunded' }>, at: number, today: string, breach: Breach): void {
    if (part.kind === 'shipped') {
      if (!this.shipmentIds.has(part.shipmentId)) breach(at, `${part.shipmentId} is told as shipped, and never was`);
      // Below zero until the bus has heard that more left than waited.
      const waits = Math.max(0, this.waiting);
      if (part.stillWaiting !== waits) breach(at, `${this.lineId}: ${part.stillWaiting} are said to wait still, ${waits} do`);
      return;
    }
    const cancelled = this.cancellations.get(part.cancellationId);
    if (cancelled === undefined) {
      // The bus hears of it by the same hand as the mail, a moment later.
      if (part.kind === 'refunded') breach(at, `${part.cancellationId} is told as refunded, and was never cancelled`);
      return;
    }
    if (part.kind === 'cancelled') this.checkAutomatic(part.by, today, at, breach);
    if (cancelled.withdrawn) breach(at, `${part.cancellationId} is told as ${part.kind}, and was undone`);
    if (part.kind === 'cancelled') cancelled.toldTimes += 1;
    if (cancelled.toldTimes > 1) breach(at, `${part.cancellationId} is told twice`);
  }

  /** Nothing is cancelled by the calendar but what the law cancels, and that with the right reason. */
  private checkAutomatic(by: string, today: string, at: number, breach: Breach): void {
    if (by === 'customer' || by === 'merchant') return;
    if (this.us?.isOver(today) !== true) breach(at, `${this.lineId} is cancelled by ${by}, and may wait until ${this.us?.lastDay ?? 'for ever'}`);
    else if ((by === 'silence') !== this.us.awaitsAnswer) breach(at, `${this.lineId} is cancelled by ${by}, and an answer was ${this.us.awaitsAnswer ? '' : 'not '}awaited`);
  }

  /** The morning after its last day a line does not wait any more. */
  checkLapse(at: number, yesterday: string, breach: Breach): void {
    if (this.waiting > 0 && this.us?.isOver(yesterday) === true) breach(at, `${this.lineId} still waits, and its last day was ${this.us.lastDay ?? 'none'}`);
  }

  checkPrompt(at: number, breach: Breach): void {
    if (this.isLate || this.told !== undefined || this.waiting <= 0 || at <= this.waitsSince + PROMPT_MS) return;
    this.isLate = true;
    breach(at, `${this.lineId} waits since ${new Date(this.waitsSince).toISOString()} and nobody was told`);
  }

  checkUnits(at: number, breach: Breach): void {
    if (this.shipped < 0 || this.shipped > this.quantity + 1_000_000) breach(at, `${this.lineId}: ${this.shipped} shipped`);
  }

  /** Long after the last fact: every hold is over and every mail is out. */
  checkEnd(at: number, stands: readonly (string | null)[], breach: Breach): void {
    if (this.waiting < 0) breach(at, `${this.lineId}: ${-this.waiting} more units left or were cancelled than there were`);
    if (this.waiting > 0 && (this.told === undefined || !stands.includes(this.told))) breach(at, `${this.lineId} was told ${this.told ?? 'no date'} and ${stands[0] ?? 'no date'} stands`);
    const standing = [...this.cancellations.entries()].filter(([, { withdrawn }]) => !withdrawn);
    const refunds = standing.flatMap(([, one]) => [...one.refunds.values()]);
    if (sum(refunds) > this.paid) breach(at, `${this.lineId}: ${sum(refunds)} refunded of ${this.paid}`);
    if (this.paidBackByStore) return;
    // A hold may go on beyond the end of what was watched.
    if (standing.some(([, one]) => one.at > at - LONGEST_HOLD_MS)) return;
    for (const [id, one] of standing) if (one.refunds.size !== 1) breach(at, `${id} has ${one.refunds.size} refund ids`);
    if (sum(standing.map(([, { quantity }]) => quantity)) === this.quantity && sum(refunds) !== this.paid) breach(at, `${this.lineId}: all is cancelled, and ${sum(refunds)} of ${this.paid} come back`);
  }
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);
