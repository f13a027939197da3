import * as v from 'valibot';
import { apply } from '../../../functions/core/apply';
import { attend, type Attended } from '../../../functions/core/attend';
import type { Customer } from '../../../functions/core/customer';
import type { RecordEntry } from '../../../functions/core/record';
import { plusSeconds, type Instant } from '../../../functions/core/dates';
import type { BackorderCreated } from '../../../functions/core/events/incoming/backorder-created';
import type { OrderCancelled, OrderShipped } from '../../../functions/core/events/incoming/closing';
import type { EtaChanged } from '../../../functions/core/events/incoming/eta';
import { outgoing, type OutgoingDetailType, type OutgoingEvent } from '../../../functions/core/events/outgoing';
import type { Fact, Setting } from '../../../functions/core/facts';
import type { MailOutcome, MailReport } from '../../../functions/core/mail-report';
import { Policy } from '../../../functions/core/merchant';
import type { Notice } from '../../../functions/core/notice';
import { beginSending, published, recordSent } from '../../../functions/core/sending';

/** A merchant in New York with the default policy. */
export const setting: Setting = { policy: Policy.parse({}), timeZone: 'America/New_York', market: 'US' };

/** Two chairs of 29.50 each, promised for 10 December 2026, sold to Britain, where silence has no meaning, ordered on Monday 23 November at 9 in New York. */
export function created(over: Partial<BackorderCreated> & { shipBy?: string | null } = {}): BackorderCreated {
  const { shipBy = '2026-12-10', ...rest } = over;
  return {
    eventId: `created-${over.orderId ?? 'o1'}-${over.lineId ?? 'l1'}`,
    orderId: 'o1',
    lineId: 'l1',
    placedAt: '2026-11-23T14:00:00.000Z',
    market: 'GB',
    customer: { id: 'ada', email: 'ada@example.com', name: 'Ada' },
    item: { sku: 'CHAIR', name: 'Oak chair', quantity: 2 },
    paid: { amount: 5900, currency: 'USD' },
    promise: { shipBy },
    kind: 'backorder',
    cause: { code: 'supplier-delay' },
    ...rest,
  };
}

let events = 0;
export const etaChanged = (shipBy: string | null, asOf: Instant, over: Partial<EtaChanged> = {}): Fact => ({
  type: 'ETA Changed',
  event: { eventId: `eta-${(events += 1)}`, scope: { sku: 'CHAIR' }, shipBy, asOf, ...over },
});
export const shipped = (quantity: number, shippedAt: Instant, over: Partial<OrderShipped> = {}): Fact => ({
  type: 'Order Shipped',
  event: { eventId: `shipped-${(events += 1)}`, orderId: 'o1', lineId: 'l1', shipmentId: `s-${events}`, quantity, shippedAt, ...over },
});
export const cancelledByShop = (refund: 'needed' | 'done', over: Partial<OrderCancelled> = {}): Fact => ({
  type: 'Order Cancelled',
  event: { eventId: `shop-cancelled-${(events += 1)}`, orderId: 'o1', lineId: 'l1', refund, ...over },
});
export const press = (type: 'Cancel Pressed' | 'Undo Pressed' | 'Keep Pressed', at: Instant, lines = [{ orderId: 'o1', lineId: 'l1' }]): Fact =>
  type === 'Keep Pressed' ? { type, click: { lines: lines.map((line) => ({ ...line, words: 'I agree to wait.' })), at } } : { type, click: { lines, at } };

/** What SES tells of a mail to Ada. */
export const reported = (noticeId: string, outcome: MailOutcome, at: Instant, over: Partial<MailReport> = {}): Fact => ({
  type: 'Mail Reported',
  report: { noticeId, attempt: 1, messageId: 'ses-1', address: 'ada@example.com', at, outcome, ...over },
});

/** The keys under which hashes are kept of what an erasure takes away. */
export const KEYRING = { current: '1', keys: { '1': 'k'.repeat(64) } };

/** The store asks to erase Ada at that moment. */
export const erased = (at: Instant, eventId = 'erased'): Fact => ({ type: 'Customer Erased', event: { eventId, customer: { id: 'ada' } }, at, keyring: KEYRING });

/** Entries of the record without their ids, which are hashes of what they name. */
export const withoutIds = (entries: readonly RecordEntry[]): object[] => entries.map((entry) => Object.fromEntries(Object.entries(entry).filter(([field]) => field !== 'id')));

/** One customer whose mails all arrive: facts go in, time goes by, and what was told and published piles up. */
export class Told {
  customer: Customer | undefined;
  readonly mails: { at: Instant; notice: Notice }[] = [];
  readonly published: OutgoingEvent[] = [];
  readonly record: RecordEntry[] = [];
  private now: Instant = '';

  /** Takes the fact in at `at`; says whether it changed anything. */
  fact(fact: Fact, at: Instant): boolean {
    this.now = at;
    const change = apply(this.customer, fact, setting, at);
    if (change === undefined) return false;
    this.customer = change.customer;
    this.record.push(...change.record);
    return true;
  }

  /** Attends at each due instant up to and including `until`; who was left as they are is woken again a minute later. */
  passTo(until: Instant): this {
    let notBefore = this.now;
    for (let turns = 0; turns < 10_000; turns += 1) {
      const { customer } = this;
      const dueAt = customer?.profile.dueAt;
      const at = dueAt === undefined || dueAt > notBefore ? dueAt : notBefore;
      if (at === undefined || at > until) return this;
      this.attendAt(at);
      notBefore = this.customer === customer ? plusSeconds(at, 60) : at;
    }
    throw new Error('the customer never comes to rest');
  }

  attendAt(now: Instant): Attended['act'] {
    this.now = now;
    const attended = attend(this.known, setting, now);
    this.customer = attended.customer;
    this.record.push(...attended.record);
    this.publish(now);
    if (attended.act.kind === 'tell') this.send(attended.act.notice, attended.act.attempt, now);
    return attended.act;
  }

  get known(): Customer {
    if (this.customer === undefined) throw new Error('nobody is known yet');
    return this.customer;
  }

  /** Kinds of the mails so far, each with its parts' dates. */
  get said(): string[] {
    return this.mails.map(({ notice }) => `${notice.kind}: ${notice.parts.map((part) => ('shipBy' in part ? (part.shipBy ?? 'no date') : part.kind)).join(', ')}`);
  }

  /** As a store sees them that takes each id once, however often it is published. */
  eventsOf<T extends OutgoingDetailType>(type: T): v.InferOutput<(typeof outgoing)[T]>[] {
    const first = (event: OutgoingEvent, n: number): boolean => this.published.findIndex(({ detail }) => detail.eventId === event.detail.eventId) === n;
    return this.published.filter(first).filter(({ detailType }) => detailType === type).map(({ detail }) => v.parse(outgoing[type], detail) as v.InferOutput<(typeof outgoing)[T]>);
  }

  /** The customer after SES took the mail that is on its way. */
  sentAt(now: Instant): Customer {
    return recordSent(this.known, { messageId: 'm' }, setting, now).customer;
  }

  /** Hands a mail over at `now` and dies before the answer. */
  loseMailAt(now: Instant): void {
    const attended = attend(this.known, setting, now);
    if (attended.act.kind !== 'tell') throw new Error('expected a notice');
    this.record.push(...attended.record);
    const { notice, attempt } = attended.act;
    this.customer = beginSending(attended.customer, notice, attempt, { subject: notice.kind, wordsHash: 'hash', text: 'Dear Ada, we are sorry.' }, setting, now).customer;
  }

  private send(notice: Notice, attempt: 1 | 2, now: Instant): void {
    this.customer = beginSending(this.known, notice, attempt, { subject: notice.kind, wordsHash: 'hash', text: 'Dear Ada, we are sorry.' }, setting, now).customer;
    const sent = recordSent(this.known, { messageId: 'm' }, setting, now);
    this.customer = sent.customer;
    this.record.push(...sent.record);
    this.mails.push({ at: now, notice });
    this.publish(now);
  }

  private publish(now: Instant): void {
    const { outbox } = this.known.profile;
    if (outbox.length === 0) return;
    this.published.push(...outbox);
    this.customer = published(this.known, outbox.map(({ detail }) => detail.eventId), setting, now).customer;
  }
}

/** Ada, told at once about her two chairs for 10 December. */
export function told(over: Parameters<typeof created>[0] = {}): Told {
  const ada = new Told();
  ada.fact({ type: 'Backorder Created', event: created(over) }, '2026-11-23T14:00:00.000Z');
  return ada.passTo('2026-11-23T14:01:00.000Z');
}
