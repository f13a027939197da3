import type { BackorderCreated } from '../../functions/core/events/incoming/backorder-created';
import type { OrderCancelled, OrderShipped } from '../../functions/core/events/incoming/closing';
import type { OutgoingEvent } from '../../functions/core/events/outgoing';

type Breach = (at: number, text: string) => void;

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** What the design promises: how long a customer can take a cancellation back, and how long goods that had left can. */
const CUSTOMER_HOLD = 4 * HOUR;
const CALENDAR_HOLD = 24 * HOUR;
/** A refund is asked for when its hold is over, give or take the schedule. */
const REFUND_GRACE = 10 * 60_000;

export interface Cancelled {
  by: 'customer' | 'merchant' | 'calendar';
  quantity: number;
  amount: number;
  at: number;
  /** When the units were taken out; later than `at` for the rest of a cancellation that a shipment has overtaken. */
  madeAt: number;
  holdUntil: number;
  state: 'held' | 'withdrawn' | 'requested' | 'settled' | 'failed';
  settledAt?: number;
  failedAt?: number;
  /** The store has cancelled the same units: no undo any more. */
  isAcknowledged: boolean;
  /** When its money was asked for last, and by which day it has to be sent; and whether the shop was warned of that. */
  askedAt?: number;
  dueBy?: string;
  isWarned?: boolean;
  timesTold: number;
  timesRefundTold: number;
  timesFailureTold: number;
}

interface Shipped {
  quantity: number;
  amount: number;
  timesTold: number;
  /** The customer knew that it would be late. */
  isOwed: boolean;
}

/** An event that has to follow from a fact, before anything else happens. */
type Due =
  | { type: 'Cancellation Requested' | 'Cancellation Withdrawn'; cancelled: Cancelled }
  | { type: 'Shipped After Cancellation'; quantity: number };

/**
 * What a careful clerk writes down of a line's units and money, from what the store and the customer say; and what the
 * bus has to hear of it.
 */
export class UnitsAccount {
  readonly cancellations: Cancelled[] = [];
  readonly shipments = new Map<string, Shipped>();
  readonly currency: string;
  readonly paid: number;
  readonly tax: number;
  /** What was given back for the wait. */
  given = 0;
  private readonly quantity: number;
  private readonly applied = new Set<string>();
  private readonly byId = new Map<string, Cancelled>();
  private readonly refunds = new Map<string, Cancelled>();
  private due: Due[] = [];

  constructor({ item, paid }: BackorderCreated) {
    this.quantity = item.quantity;
    ({ amount: this.paid, currency: this.currency, tax: this.tax = 0 } = paid);
  }

  get waiting(): number {
    return this.quantity - sum([...this.shipments.values(), ...this.standing].map(({ quantity }) => quantity));
  }

  get standing(): Cancelled[] {
    return this.cancellations.filter(({ state }) => state !== 'withdrawn');
  }

  /** What that many of the waiting units have paid: rounded down, but the last take what is left. */
  share(units: number): number {
    const left = this.paid - this.given - sum([...this.shipments.values(), ...this.standing].map(({ amount }) => amount));
    if (units === 0) return 0;
    return units === this.waiting ? left : Math.floor((left * units) / this.waiting);
  }

  /** Nothing has shipped or is cancelled. */
  get isWhole(): boolean {
    return this.shipments.size === 0 && this.standing.length === 0;
  }

  give(amount: number): void {
    this.given += amount;
  }

  /** Of more than wait, or of none, nothing is cancelled. */
  cancelPressed(at: number, quantity = this.waiting): void {
    if (quantity > 0 && quantity <= this.waiting) this.cancel({ by: 'customer', quantity, at, holdUntil: at + CUSTOMER_HOLD });
  }

  /** True when something waits again. */
  undoPressed(at: number): boolean {
    const undone = this.cancellations.filter(({ by, state, holdUntil }) => by === 'customer' && state === 'held' && at < holdUntil);
    for (const one of undone) this.withdraw(one);
    return undone.length > 0;
  }

  /** Units that are cancelled already are not cancelled again; for them this only ends the undo. */
  orderCancelled({ eventId, quantity, refund }: OrderCancelled, at: number): void {
    if (!this.isNew(eventId)) return;
    let left = quantity ?? Number.POSITIVE_INFINITY;
    for (const one of this.cancellations) {
      if (left <= 0 || one.by === 'merchant' || one.isAcknowledged || (one.state !== 'held' && one.state !== 'requested')) continue;
      if (refund === 'done' && one.state === 'held' && one.quantity > left) {
        // The store has paid for some of these units only.
        this.withdraw(one);
        this.cancel({ ...one, quantity: one.quantity - left, madeAt: at });
        break;
      }
      left -= one.quantity;
      one.isAcknowledged = true;
      one.holdUntil = Math.min(one.holdUntil, at);
      if (refund === 'done' && one.state === 'held') Object.assign(one, { state: 'settled', settledAt: at });
    }
    const units = Math.min(left, this.waiting);
    if (units <= 0) return;
    const one = this.cancel({ by: 'merchant', quantity: units, at, holdUntil: at });
    if (refund === 'done') Object.assign(one, { state: 'settled', settledAt: at });
  }

  /** What had left before it was cancelled was not cancelled, as long as no refund is asked for. */
  orderShipped({ eventId, shipmentId, quantity, shippedAt }: OrderShipped, at: number, isOwed: boolean): void {
    if (this.shipments.has(shipmentId) || !this.isNew(eventId)) return;
    const late = this.standing.filter((one) => one.state === 'held' && one.by !== 'merchant' && at < one.holdUntil && Date.parse(shippedAt) < one.at);
    for (const one of late.reverse()) {
      const missing = quantity - this.waiting;
      if (missing <= 0) break;
      this.withdraw(one);
      if (one.quantity > missing) this.cancel({ ...one, quantity: one.quantity - missing, madeAt: at });
    }
    const units = Math.min(quantity, this.waiting);
    if (units > 0) this.shipments.set(shipmentId, { quantity: units, amount: this.share(units), timesTold: 0, isOwed });
    if (quantity > units) this.due.push({ type: 'Shipped After Cancellation', quantity: quantity - units });
  }

  refundAnswered(refundId: string, isSettled: boolean, at: number): void {
    const one = this.refunds.get(refundId);
    if (one === undefined || one.state === 'settled') return;
    if (isSettled) Object.assign(one, { state: 'settled', settledAt: at });
    else if (one.state === 'requested') Object.assign(one, { state: 'failed', failedAt: at });
  }

  /** `mayLapse`: the calendar may cancel what waits. */
  takeEvent({ detailType, detail }: OutgoingEvent, at: number, mayLapse: boolean, breach: Breach): void {
    switch (detailType) {
      case 'Cancellation Requested': {
        const one = this.takeDue((due) => due.type === detailType && due.cancelled.quantity === detail.quantity && due.cancelled.holdUntil === Date.parse(detail.holdUntil)) ?? this.lapse(at);
        if (one === undefined || one.quantity !== detail.quantity) breach(at, `${detail.quantity} are cancelled of ${one?.quantity ?? 0}`);
        if (one === undefined) break;
        if (this.byId.has(detail.cancellationId)) breach(at, `${detail.cancellationId} was cancelled twice`);
        if (one.by === 'calendar' && !mayLapse) breach(at, `${detail.quantity} are cancelled, and nobody asked for it`);
        if (one.by === 'calendar' && Date.parse(detail.holdUntil) !== one.holdUntil) breach(at, `a hold until ${detail.holdUntil}`);
        this.byId.set(detail.cancellationId, one);
        break;
      }
      case 'Cancellation Withdrawn': {
        const known = this.byId.get(detail.cancellationId);
        if (this.takeDue((due) => due.type === detailType && due.cancelled === known) === undefined) breach(at, `${detail.cancellationId} is withdrawn, and nobody asked for it`);
        break;
      }
      case 'Shipped After Cancellation': {
        const found = this.due.findIndex((due) => due.type === detailType && due.quantity === detail.quantity);
        if (found < 0) breach(at, `${detail.quantity} are said to have left too much`);
        else this.due.splice(found, 1);
        break;
      }
      case 'Refund Requested':
        this.takeRefund(detail, at, breach);
        break;
      case 'Refund Overdue': {
        const one = this.refunds.get(detail.refundId);
        if (one === undefined || one.isWarned === true || detail.state !== (one.state === 'failed' ? 'failed' : 'unanswered') || one.state === 'settled') breach(at, `a warning about the refund ${detail.refundId}, which is ${one?.state ?? 'unknown'}`);
        if (one !== undefined) one.isWarned = true;
        break;
      }
      default:
    }
  }

  /** Nothing of it is left to wait for, and all money is where it belongs: nobody who could not be reached hears of it any more. */
  endUnheard(): void {
    if (this.waiting > 0 || this.cancellations.some(({ state }) => state !== 'settled' && state !== 'withdrawn')) return;
    for (const one of this.cancellations) Object.assign(one, { timesTold: Math.max(one.timesTold, 1), timesRefundTold: Math.max(one.timesRefundTold, 1) });
    for (const one of this.shipments.values()) one.isOwed = false;
  }

  cancellation(id: string): Cancelled | undefined {
    return this.byId.get(id);
  }

  /** Before anything else happens, the bus has heard of what there was to hear; and no refund is forgotten. */
  check(at: number, breach: Breach): void {
    for (const due of this.due) breach(at, `no ${due.type} of ${'cancelled' in due ? due.cancelled.quantity : due.quantity}`);
    this.due = [];
    for (const one of this.cancellations) {
      if (one.state !== 'held' || at <= one.holdUntil + REFUND_GRACE) continue;
      breach(at, `no refund was asked for ${one.quantity} that were cancelled at ${new Date(one.at).toISOString()}`);
      one.state = 'failed';
    }
    for (const one of this.cancellations) {
      if (one.state === 'requested' && one.askedAt !== undefined && at > one.askedAt + DAY + REFUND_GRACE) {
        breach(at, `nobody has answered for a refund since ${new Date(one.askedAt).toISOString()}, and it was not asked for again`);
        one.askedAt = at;
      }
      // The morning of the day is not over everywhere before the afternoon.
      const isOpen = one.state === 'requested' || one.state === 'failed';
      if (isOpen && one.dueBy !== undefined && one.isWarned !== true && at > Date.parse(one.dueBy)) {
        breach(at, `a refund has to be sent by ${one.dueBy}, and the shop was not warned`);
        one.isWarned = true;
      }
    }
  }

  private takeRefund(detail: Extract<OutgoingEvent, { detailType: 'Refund Requested' }>['detail'], at: number, breach: Breach): void {
    const { refundId, cancellationId, quantity, amount, currency, cause } = detail;
    const one = this.byId.get(cancellationId);
    if (one === undefined) {
      breach(at, `a refund for ${cancellationId}, which was never cancelled`);
      return;
    }
    if (one.state === 'requested' && this.refunds.get(refundId) === one) {
      if (at < (one.askedAt ?? 0) + DAY) breach(at, `the refund ${refundId} is asked for again within a day`);
      one.askedAt = at;
      return;
    }
    if (one.state !== 'held') breach(at, `a refund for ${cancellationId}, which is ${one.state}`);
    if (at < one.holdUntil) breach(at, `a refund before the hold ends, at ${new Date(one.holdUntil).toISOString()}`);
    if (quantity !== one.quantity || amount !== one.amount || currency !== this.currency) {
      breach(at, `a refund of ${amount} ${currency} for ${quantity}, and it is ${one.amount} ${this.currency} for ${one.quantity}`);
    }
    if ((one.by === 'calendar') !== (cause === 'silence' || cause === 'no-offer') || (one.by !== 'calendar' && one.by !== cause)) breach(at, `a refund because of ${cause}`);
    if (this.refunds.has(refundId)) breach(at, `refund id ${refundId} for a second time`);
    this.refunds.set(refundId, one);
    Object.assign(one, { state: 'requested', askedAt: at, dueBy: detail.dueBy });
  }

  /** The calendar cancels all that waits. */
  private lapse(at: number): Cancelled | undefined {
    if (this.waiting <= 0) return undefined;
    const one = this.cancel({ by: 'calendar', quantity: this.waiting, at, holdUntil: at + CALENDAR_HOLD });
    this.due.pop();
    return one;
  }

  private cancel({ by, quantity, at, holdUntil, madeAt = at }: Pick<Cancelled, 'by' | 'quantity' | 'at' | 'holdUntil'> & { madeAt?: number }): Cancelled {
    const amount = this.share(quantity);
    const cancelled: Cancelled = { by, quantity, amount, at, madeAt, holdUntil, state: 'held', isAcknowledged: false, timesTold: 0, timesRefundTold: 0, timesFailureTold: 0 };
    this.cancellations.push(cancelled);
    this.due.push({ type: 'Cancellation Requested', cancelled });
    return cancelled;
  }

  private withdraw(cancelled: Cancelled): void {
    cancelled.state = 'withdrawn';
    this.due.push({ type: 'Cancellation Withdrawn', cancelled });
  }

  private takeDue(isIt: (due: Extract<Due, { cancelled: Cancelled }>) => boolean): Cancelled | undefined {
    const found = this.due.findIndex((due) => 'cancelled' in due && isIt(due));
    const [due] = found < 0 ? [] : this.due.splice(found, 1);
    return due !== undefined && 'cancelled' in due ? due.cancelled : undefined;
  }

  private isNew(eventId: string): boolean {
    if (this.applied.has(eventId)) return false;
    this.applied.add(eventId);
    return true;
  }
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);
