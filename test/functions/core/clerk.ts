import type { BackorderCreated } from '../../../functions/core/events/incoming/backorder-created';
import type { OrderCancelled } from '../../../functions/core/events/incoming/closing';
import type { OutgoingEvent } from '../../../functions/core/events/outgoing';
import type { Fact } from '../../../functions/core/facts';

/** Units with the money that was paid for them, tax in it. */
interface Pot {
  units: number;
  money: number;
  tax: number;
}

interface Part extends Pot {
  refundId?: string;
  state: 'held' | 'withdrawn' | 'asked' | 'paid';
  /** The shop itself took these units out, or has answered for them. */
  isTheShops: boolean;
}

interface Account {
  currency: string;
  paid: number;
  waiting: Pot;
  shipped: Pot[];
  parts: Map<string, Part>;
  gifts: number;
  seen: Set<string>;
}

/**
 * Somebody who keeps the books of one order from outside: from what the shop says and what the bus carries, unit by unit,
 * knowing nothing of how it is decided. `complaints` are amounts on the bus that are not what these units had paid.
 */
export class Clerk {
  readonly complaints: string[] = [];
  private readonly accounts = new Map<string, Account>();
  /** Sent back, and sent beyond or below what was owed, by currency. */
  private readonly sent = new Map<string, number>();
  private readonly differences = new Map<string, number>();

  /** One change: the fact behind it, unless it was the calendar, and the events that it led to, in order. */
  take(fact: Fact | undefined, events: readonly OutgoingEvent[]): void {
    if (fact?.type === 'Backorder Created') this.open(fact.event);
    const answered = fact?.type === 'Order Cancelled' ? this.answer(fact.event) : undefined;
    for (const event of events) this.takeEvent(event);
    if (answered !== undefined && fact?.type === 'Order Cancelled') this.taken(answered, fact.event, events);
    if (fact?.type === 'Order Shipped') this.ship(fact.event);
    if (fact?.type === 'Refund Settled') this.settle(fact.event);
  }

  /** What each account has to show, credits less debits, as `account currency`; those at zero are left out. */
  get balances(): Record<string, number> {
    const balances = new Map<string, number>();
    const add = (account: string, currency: string, amount: number): void => void balances.set(`${account} ${currency}`, (balances.get(`${account} ${currency}`) ?? 0) + amount);
    for (const { currency, paid, waiting, shipped, parts, gifts } of this.accounts.values()) {
      add('clearing', currency, gifts - paid);
      add('contract-liability', currency, waiting.money - waiting.tax);
      add('tax-payable', currency, waiting.tax + total(shipped, 'tax'));
      add('revenue', currency, total(shipped, 'money') - total(shipped, 'tax'));
      add('refunds-payable', currency, total([...parts.values()].filter(({ state }) => state === 'held' || state === 'asked'), 'money'));
    }
    for (const [currency, amount] of this.sent) add('clearing', currency, amount);
    for (const [currency, amount] of this.differences) add('refund-differences', currency, amount);
    return Object.fromEntries([...balances].filter(([, amount]) => amount !== 0));
  }

  /** Refunds that the shop was asked for, as it would look them up. */
  get asked(): { refundId: string; amount: number; currency: string }[] {
    return [...this.accounts.values()].flatMap(({ parts, currency }) =>
      [...parts.values()].flatMap(({ refundId, money }) => (refundId === undefined ? [] : [{ refundId, amount: money, currency }])),
    );
  }

  /** For each line what its parts, shipped, cancelled, given back and waiting, come to, beside what was paid; and its units. */
  get sums(): { parts: number; paid: number; units: number }[] {
    return [...this.accounts.values()].map(({ paid, waiting, shipped, parts, gifts }) => {
      const standing = [...parts.values()].filter(({ state }) => state !== 'withdrawn');
      return { parts: total([waiting, ...shipped, ...standing], 'money') + gifts, paid, units: total([waiting, ...shipped, ...standing], 'units') };
    });
  }

  private open({ orderId, lineId, paid, item }: BackorderCreated): void {
    if (this.accounts.has(`${orderId}/${lineId}`)) return;
    const waiting = { units: item.quantity, money: paid.amount, tax: paid.tax ?? 0 };
    this.accounts.set(`${orderId}/${lineId}`, { currency: paid.currency, paid: paid.amount, waiting, shipped: [], parts: new Map(), gifts: 0, seen: new Set() });
  }

  private takeEvent({ detailType, detail }: OutgoingEvent): void {
    const account = 'lineId' in detail ? this.accounts.get(`${detail.orderId}/${detail.lineId}`) : undefined;
    if (account === undefined) return;
    const part = 'cancellationId' in detail ? account.parts.get(detail.cancellationId) : undefined;
    switch (detailType) {
      case 'Cancellation Requested':
        account.parts.set(detail.cancellationId, { ...takeOut(account.waiting, detail.quantity), state: 'held', isTheShops: false });
        return;
      case 'Cancellation Withdrawn':
        if (part?.state !== 'held') { this.complain(`${detail.cancellationId} is withdrawn, and was ${part?.state ?? 'unknown'}`); return; }
        account.waiting = { units: account.waiting.units + part.units, money: account.waiting.money + part.money, tax: account.waiting.tax + part.tax };
        part.state = 'withdrawn';
        return;
      case 'Refund Requested':
        // Nobody has answered yet: the same is asked for again.
        if (part?.state === 'asked' && part.refundId === detail.refundId) return;
        if (part?.state !== 'held') { this.complain(`${detail.cancellationId} is to be refunded, and was ${part?.state ?? 'unknown'}`); return; }
        if (part.money !== detail.amount || part.units !== detail.quantity || account.currency !== detail.currency) this.complain(`${detail.quantity} units, ${detail.amount} ${detail.currency} are asked for where ${part.units} paid ${part.money}`);
        part.state = 'asked';
        part.refundId = detail.refundId;
        return;
      case 'Goodwill Granted':
        account.waiting.money -= detail.amount;
        account.gifts += detail.amount;
        if (account.waiting.money < account.waiting.tax) this.complain('more was given back than the goods cost');
        return;
      default:
    }
  }

  /** What the shop says of units that had been cancelled before; returns what is left to cancel, undefined for a repeat. */
  private answer({ eventId, orderId, lineId, quantity, refund }: OrderCancelled): number | undefined {
    const account = this.accounts.get(`${orderId}/${lineId}`);
    if (account === undefined || account.seen.has(eventId)) return undefined;
    account.seen.add(eventId);
    let left = quantity ?? Number.POSITIVE_INFINITY;
    for (const part of account.parts.values()) {
      if (part.isTheShops || (part.state !== 'held' && part.state !== 'asked') || left <= 0) continue;
      const isPaidBack = refund === 'done' && part.state === 'held';
      // Of some of these units only: they come apart, which the bus tells.
      if (isPaidBack && part.units > left) break;
      left -= part.units;
      part.isTheShops = true;
      if (isPaidBack) this.pay(part, account.currency, part.money, account.currency);
    }
    return left;
  }

  /** What the shop cancelled by itself is the last that was taken out. */
  private taken(left: number, { orderId, lineId, refund }: OrderCancelled, events: readonly OutgoingEvent[]): void {
    const account = this.accounts.get(`${orderId}/${lineId}`);
    const last = events.findLast(({ detailType }) => detailType === 'Cancellation Requested')?.detail;
    const part = last !== undefined && 'cancellationId' in last ? account?.parts.get(last.cancellationId) : undefined;
    if (account === undefined || part === undefined) return;
    if (part.units > left) this.complain(`${part.units} are cancelled where the shop spoke of ${left}`);
    part.isTheShops = true;
    if (refund === 'done') this.pay(part, account.currency, part.money, account.currency);
  }

  private ship({ eventId, shipmentId, orderId, lineId, quantity }: Extract<Fact, { type: 'Order Shipped' }>['event']): void {
    const account = this.accounts.get(`${orderId}/${lineId}`);
    if (account === undefined || account.seen.has(eventId) || account.seen.has(shipmentId)) return;
    account.seen.add(eventId).add(shipmentId);
    account.shipped.push(takeOut(account.waiting, Math.min(quantity, account.waiting.units)));
  }

  private settle({ refundId, amount, currency }: Extract<Fact, { type: 'Refund Settled' }>['event']): void {
    for (const account of this.accounts.values()) {
      for (const part of account.parts.values()) if (part.refundId === refundId && part.state === 'asked') this.pay(part, account.currency, amount, currency);
    }
  }

  private pay(part: Part, owedIn: string, amount: number, currency: string): void {
    part.state = 'paid';
    this.sent.set(currency, (this.sent.get(currency) ?? 0) + amount);
    this.differences.set(owedIn, (this.differences.get(owedIn) ?? 0) + part.money);
    this.differences.set(currency, (this.differences.get(currency) ?? 0) - amount);
  }

  private complain(text: string): void {
    this.complaints.push(text);
  }
}

/** Each unit has paid the same, rounded down; the last take what is left. */
function takeOut(pot: Pot, units: number): Pot {
  const isLast = units === pot.units;
  const taken = { units, money: isLast ? pot.money : Math.floor((pot.money * units) / pot.units), tax: isLast ? pot.tax : Math.floor((pot.tax * units) / pot.units) };
  pot.units -= taken.units;
  pot.money -= taken.money;
  pot.tax -= taken.tax;
  return taken;
}

const total = (pots: readonly Pot[], what: keyof Pot): number => pots.reduce((sum, pot) => sum + pot[what], 0);
