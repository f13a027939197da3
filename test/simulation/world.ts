import { newsOf, openWithEarlyCloses } from '../../functions/backorder-created/opening';
import { apply, applyToClosed } from '../../functions/core/apply';
import { attend } from '../../functions/core/attend';
import type { Customer } from '../../functions/core/customer';
import { isSameLine, type Line } from '../../functions/core/line';
import type { RecordEntry } from '../../functions/core/record';
import type { BackorderCreated } from '../../functions/core/events/incoming/backorder-created';
import type { OrderCancelled, OrderShipped } from '../../functions/core/events/incoming/closing';
import type { EtaChanged, EtaConfirmed } from '../../functions/core/events/incoming/eta';
import type { OutgoingEvent } from '../../functions/core/events/outgoing';
import type { Change, Fact, LineRef, Setting } from '../../functions/core/facts';
import type { Notice } from '../../functions/core/notice';
import { beginSending, published, recordSent } from '../../functions/core/sending';
import { dayIn } from './clocks';

/** What anybody outside of the core could have seen, in the order in which it happened. Times are epoch ms. */
export type Seen =
  | { at: number; what: 'fact'; fact: Fact }
  | { at: number; what: 'mail'; notice: Notice }
  | { at: number; what: 'event'; event: OutgoingEvent }
  | { at: number; what: 'record'; entry: RecordEntry };

type Close = { type: 'Order Shipped'; event: OrderShipped } | { type: 'Order Cancelled'; event: OrderCancelled };

/**
 * One customer and everything around them, in memory: orders that remember early closes, dates that lines find when they
 * open, a bus and an SES that take everything at once. It decides nothing.
 */
export class World {
  readonly seen: Seen[] = [];
  private customer: Customer | undefined;
  private readonly known = new Map<string, 'open' | 'closed'>();
  private readonly closed: Line[] = [];
  private readonly early: Close[] = [];
  /** What the goodwill of a month has cost, by month and currency. */
  private readonly spent = new Map<string, Record<string, number>>();
  private readonly dates: ({ type: 'ETA Changed'; event: EtaChanged } | { type: 'ETA Confirmed'; event: EtaConfirmed })[] = [];

  constructor(
    private readonly setting: Setting,
    private now: number,
  ) {}

  get time(): number {
    return this.now;
  }

  /** Refund ids that were asked for and are unanswered, as a store would look them up. */
  get refundsAsked(): { refundId: string; amount: number; currency: string }[] {
    const asked = this.seen.flatMap((one) => (one.what === 'event' && one.event.detailType === 'Refund Requested' ? [one.event.detail] : []));
    return asked.filter(({ refundId }, n) => asked.findIndex((other) => other.refundId === refundId) === n);
  }

  /** Notices about lines that are still open. */
  get notices(): string[] {
    const isOpen = (ref: LineRef): boolean => this.customer?.lines.some((line) => isSameLine(line, ref)) === true;
    return this.mails.filter(({ parts }) => parts.every(isOpen)).map(({ id }) => id);
  }

  get address(): string | undefined {
    return this.customer?.profile.email;
  }

  /** The further delay to which the last mail about a line asked consent, as long as its date stands. */
  offeredFurther(ref: LineRef): string | undefined {
    const told = this.mails.flatMap(({ parts }) => parts.filter((part) => isSameLine(part, ref))).at(-1);
    const line = this.customer?.lines.find((one) => isSameLine(one, ref));
    return told !== undefined && 'offer' in told && told.shipBy === line?.eta.shipBy ? told.offer?.furtherUntil : undefined;
  }

  private get mails(): Notice[] {
    return this.seen.flatMap((one) => (one.what === 'mail' ? [one.notice] : []));
  }

  /** Of what moment the merchant last spoke. */
  get lastAsOf(): string | undefined {
    return this.dates.at(-1)?.event.asOf;
  }

  /** Takes a fact in as the Lambdas do, and attends at once to what is due. */
  take(fact: Fact): void {
    this.seen.push({ at: this.now, what: 'fact', fact });
    switch (fact.type) {
      case 'Backorder Created':
        this.open(fact.event);
        break;
      case 'ETA Changed':
      case 'ETA Confirmed':
        this.dates.push(fact);
        this.change((known) => apply(known, fact, this.setting, this.instant));
        break;
      case 'Order Shipped':
      case 'Order Cancelled':
        this.close(fact);
        break;
      default:
        this.change((known) => apply(known, fact, this.setting, this.instant));
    }
    this.passTo(this.now);
  }

  /** Lets time go by; the customer is attended to whenever they are due. */
  passTo(until: number): void {
    for (let turns = 0; turns < 10_000; turns += 1) {
      const dueAt = this.customer?.profile.dueAt;
      if (dueAt === undefined || Date.parse(dueAt) > until) {
        this.now = Math.max(this.now, until);
        return;
      }
      this.now = Math.max(this.now, Date.parse(dueAt));
      this.attendOnce();
    }
    throw new Error('the customer never comes to rest');
  }

  private open(event: BackorderCreated): void {
    const key = keyOf(event);
    if (this.known.has(key)) return;
    const mine = this.early.filter((close) => keyOf(close.event) === key);
    const order = { orderId: event.orderId, version: 1, lines: {}, early: mine };
    this.change((known) => openWithEarlyCloses(known, order, event, this.setting, this.instant));
    this.known.set(key, this.customer?.lines.some((line) => isSameLine(line, event)) === true ? 'open' : 'closed');
    const news = newsOf(this.dates.map((date) => ({ version: 1, history: [], ...(date.type === 'ETA Changed' ? { changed: date.event } : { confirmed: date.event }) })));
    for (const fact of news) this.change((known) => apply(known, fact, this.setting, this.instant));
  }

  private close(close: Close): void {
    const state = this.known.get(keyOf(close.event));
    if (state === undefined) this.early.push(close);
    else if (state === 'open') this.change((known) => apply(known, close, this.setting, this.instant));
    else if (close.type === 'Order Shipped') {
      const line = this.closed.find((one) => isSameLine(one, close.event));
      if (line !== undefined) this.change((known) => (known === undefined ? undefined : applyToClosed(known, line, close.event, this.setting, this.instant)));
    }
  }

  private attendOnce(): void {
    const { customer } = this;
    if (customer === undefined) return;
    const month = dayIn(this.setting.timeZone, this.now).slice(0, 7);
    const attended = attend(customer, this.setting, this.instant, { goodwillSpent: this.spent.get(month) ?? {} });
    this.commit(attended);
    if (attended.act.kind === 'tell') {
      const { notice, attempt } = attended.act;
      this.change((known) => known && beginSending(known, notice, attempt, { subject: notice.kind, wordsHash: 'hash', text: 'Dear Ada, we are sorry.' }, this.setting, this.instant));
      this.seen.push({ at: this.now, what: 'mail', notice });
      this.change((known) => known && recordSent(known, { messageId: 'm' }, this.setting, this.instant));
    }
    const outbox = this.customer?.profile.outbox ?? [];
    if (outbox.length > 0) this.change((known) => known && published(known, outbox.map(({ detail }) => detail.eventId), this.setting, this.instant));
  }

  private change(decide: (known: Customer | undefined) => Change | undefined): void {
    const change = decide(this.customer);
    if (change !== undefined) this.commit(change);
  }

  private commit(change: Change): void {
    const before = new Set(this.customer?.profile.outbox.map(({ detail }) => detail.eventId));
    this.customer = change.customer;
    for (const event of change.customer.profile.outbox) {
      if (!before.has(event.detail.eventId)) this.seen.push({ at: this.now, what: 'event', event });
    }
    for (const { month, currency, amount } of change.spending ?? []) {
      const spent = this.spent.get(month);
      this.spent.set(month, { ...spent, [currency]: (spent?.[currency] ?? 0) + amount });
    }
    if (new Set(change.record.map(({ at, id }) => `${at} ${id}`)).size < change.record.length) throw new Error('the store takes no entry twice in one commit');
    for (const entry of change.record) this.seen.push({ at: this.now, what: 'record', entry });
    for (const line of change.closed) {
      const before = this.closed.findIndex((one) => isSameLine(one, line));
      if (before >= 0) this.closed.splice(before, 1);
      this.closed.push(line);
      this.known.set(keyOf(line), 'closed');
    }
  }

  private get instant(): string {
    return new Date(this.now).toISOString();
  }
}

export const keyOf = ({ orderId, lineId }: LineRef): string => JSON.stringify([orderId, lineId]);
