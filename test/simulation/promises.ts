import type { Agreement, Fact, LineRef } from '../../functions/core/facts';
import type { Notice, NoticePart, WaitingPart } from '../../functions/core/notice';
import { AlertsAccount } from './alerts-account';
import { Books } from './books';
import { dayIn, hourIn } from './clocks';
import { GoodwillAccount, type GoodwillRules, type Late } from './goodwill-account';
import { LineAccount, type Day } from './line-account';
import { Post } from './post';
import { keyOf, type Seen } from './world';

/*
 * Whether a history keeps the promises that the product makes. It knows only what could be seen from outside, and
 * shares nothing with the core but the types.
 */

export interface Facts {
  seen: readonly Seen[];
  end: number;
  customerZone: string;
  merchantZone: string;
  goodwill: GoodwillRules;
  /** Days of a further delay to which consent is asked beforehand. */
  furtherDays: number;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const TILL_MORNING = 10 * HOUR;
/** A date that passes by itself is taken back on the morning after, or on the one after that where a mail went out already. */
const CALENDAR_GRACE = 3 * DAY;
/** The weekly update is aimed at the sixth day; the working day before it is the earliest. */
const SOONEST_WEEKLY = 4 * DAY;

type Close = Extract<Fact, { type: 'Order Shipped' | 'Order Cancelled' }>;
type Heard = Extract<Fact, { type: 'ETA Changed' | 'ETA Confirmed' }>;
const isWaiting = (part: NoticePart): part is WaitingPart => ['first', 'later', 'earlier', 'unknown', 'reminder', 'weekly'].includes(part.kind);

/** Every breach in words, with its time; empty when all promises are kept. */
export function breaches(facts: Facts): string[] {
  return new Watch(facts).found;
}

/**
 * Goes through what was seen, in order, and writes down what it promised and what became of that. When a mail turns out not
 * to have arrived, all is read again without it.
 */
class Watch {
  readonly found: string[] = [];
  private lines = new Map<string, LineAccount>();
  private heard: Heard[] = [];
  /** Closes that came before their line. */
  private early: Close[] = [];
  private alerts = new AlertsAccount();
  private books = new Books();
  private goodwill: GoodwillAccount;
  private post = new Post();
  private updates = new Set<string>();
  private mailIds = new Set<string>();
  private eventIds = new Set<string>();
  /** Notice ids on record as sent. */
  private readonly recorded: ReadonlySet<string>;
  private mailDays = new Map<string, string>();
  private weekly: 'on' | 'off' = 'on';
  private lastMail: number | undefined;
  /** Since when somebody waits, has been told, and wants to hear weekly. */
  private silentSince: number | undefined;
  private at = 0;
  private day: Day = { today: '', dayBeforeYesterday: '', isAfternoon: false };
  /** Notices that did not arrive. */
  private readonly lost = new Set<string>();
  /** SKUs that these had told. */
  private retold = new Set<string>();
  private isReadingAgain = false;
  /** Whether each press of "keep", in order, answered a choice: what was asked then is not asked otherwise in hindsight. */
  private readonly answers: boolean[] = [];
  private keeps = 0;

  constructor(private readonly facts: Facts) {
    this.goodwill = new GoodwillAccount(facts.goodwill);
    this.recorded = new Set(facts.seen.flatMap((one) => (one.what === 'record' && one.entry.what === 'notice-sent' ? [String(one.entry.facts.noticeId)] : [])));
    for (const [number, one] of facts.seen.entries()) {
      this.moveTo(one.at);
      this.check(one.what);
      this.readOn(one, number);
      this.checkSilence();
    }
    this.moveTo(facts.end);
    this.check('end');
    const before = this.dayAt(facts.end - CALENDAR_GRACE);
    for (const line of this.lines.values()) {
      line.checkLapse(this.at, this.day, this.breach);
      if (this.post.freeSince < facts.end) line.checkRest(this.at, [line.stands(this.day), line.stands(before)], this.breach);
    }
  }

  private readonly breach = (at: number, text: string): void => {
    if (!this.isReadingAgain) this.found.push(`${new Date(at).toISOString()} ${text}`);
  };

  private readOn(one: Seen, number: number): void {
    this.moveTo(one.at);
    if (!this.isReadingAgain && one.what === 'fact' && one.fact.type === 'Mail Reported' && !this.lost.has(one.fact.report.noticeId)) {
      this.lost.add(one.fact.report.noticeId);
      this.readAgain(number);
    }
    this.take(one);
    for (const line of this.lines.values()) {
      if (this.post.freeSince === Number.POSITIVE_INFINITY) line.units.endUnheard();
      line.compare(one.at, line.stands(this.day), this.isOver(line));
    }
  }

  /** Everything before `number`, without what is lost by now and without judging it a second time. */
  private readAgain(number: number): void {
    this.lines = new Map();
    this.heard = [];
    this.early = [];
    this.alerts = new AlertsAccount();
    this.books = new Books();
    this.goodwill = new GoodwillAccount(this.facts.goodwill);
    this.post = new Post();
    this.updates = new Set();
    this.mailIds = new Set();
    this.eventIds = new Set();
    this.mailDays = new Map();
    this.retold = new Set();
    this.keeps = 0;
    this.weekly = 'on';
    this.lastMail = undefined;
    this.silentSince = undefined;
    const { at } = this;
    this.isReadingAgain = true;
    for (const [n, one] of this.facts.seen.slice(0, number).entries()) {
      this.readOn(one, n);
      this.checkSilence();
    }
    this.isReadingAgain = false;
    this.moveTo(at);
  }

  private moveTo(at: number): void {
    if (at === this.at) return;
    this.at = at;
    this.day = this.dayAt(at);
  }

  private check(what: Seen['what'] | 'end'): void {
    this.checkSilence();
    for (const line of this.lines.values()) {
      line.checkTold(this.at, line.stands(this.day), this.isOver(line), { freeSince: this.post.freeSince, lastMail: this.lastMail ?? 0 }, this.breach);
      line.checkReceipt(this.at, this.isOver(line), this.post.freeSince, this.breach);
      if (what !== 'event' && what !== 'record') line.units.check(this.at, this.breach);
      if (what !== 'fact') continue;
      // Who could not be reached when it was time is told the date anew, and that is word enough.
      if (this.at > this.post.freeSince + CALENDAR_GRACE) line.checkReminder(this.at, this.day.today, this.breach);
      line.checkLapse(this.at, this.day, this.breach);
    }
    if (what === 'event' || what === 'record') return;
    this.alerts.check(this.at, this.post.freeSince, this.breach);
    this.books.compare([...this.lines.values()].map(({ units }) => units), this.at, this.breach);
  }

  private take(one: Seen): void {
    switch (one.what) {
      case 'fact':
        this.takeFact(one.fact);
        break;
      case 'event': {
        const { detail, detailType } = one.event;
        // Only who was not answered asks again.
        if (this.eventIds.has(detail.eventId) && detailType !== 'Refund Requested') this.breach(one.at, `${detailType} ${detail.eventId} for a second time`);
        this.eventIds.add(detail.eventId);
        const line = 'orderId' in detail ? this.lines.get(keyOf(detail)) : undefined;
        if (one.event.detailType === 'Goodwill Granted' && line !== undefined) this.goodwill.takeGrant(one.event.detail, lateOf(line), this.day.today, one.at, this.breach);
        line?.units.takeEvent(one.event, one.at, this.isOver(line), this.breach);
        break;
      }
      case 'mail':
        this.takeMail(one.notice);
        // A mail about stock alone says nothing of the orders that wait.
        if (one.notice.parts.length > 0 && !this.lost.has(one.notice.id)) this.lastMail = one.at;
        break;
      case 'record':
        this.books.take(one.entry, one.at, this.breach);
        break;
    }
  }

  private takeFact(fact: Fact): void {
    const { at } = this;
    this.alerts.take(fact, at, this.retold);
    switch (fact.type) {
      case 'Backorder Created': {
        const key = keyOf(fact.event);
        if (this.lines.has(key)) break;
        const line = new LineAccount(fact.event, at, this.day.today, this.dayAt);
        this.lines.set(key, line);
        this.post.moveTo(fact.event.customer.email, at);
        for (const one of this.heard) this.tell(line, one);
        for (const close of this.early) if (keyOf(close.event) === key) this.close(line, close);
        break;
      }
      case 'ETA Changed':
      case 'ETA Confirmed':
        this.heard.push(fact);
        for (const line of this.lines.values()) this.tell(line, fact);
        break;
      case 'Order Shipped':
      case 'Order Cancelled': {
        const line = this.lines.get(keyOf(fact.event));
        if (line === undefined) this.early.push(fact);
        else this.close(line, fact);
        break;
      }
      case 'Refund Settled':
      case 'Refund Failed':
        for (const line of this.lines.values()) line.units.refundAnswered(fact.event.refundId, fact.type === 'Refund Settled', at);
        break;
      case 'Cancel Pressed':
        for (const { quantity, ...ref } of fact.click.lines) this.lines.get(keyOf(ref))?.units.cancelPressed(at, quantity);
        break;
      case 'Undo Pressed':
        for (const line of this.linesOf(fact.click.lines)) if (!this.isOver(line) && line.units.undoPressed(at)) line.waitsAgain(at);
        break;
      case 'Keep Pressed':
        for (const agreement of fact.click.lines) this.keep(agreement);
        break;
      case 'Mail Reported':
        for (const line of this.lines.values()) line.us?.takeBounce(fact.report.noticeId);
        this.post.bounce(fact.report, at);
        break;
      case 'Customer Updated':
        if (this.post.address === undefined || this.updates.has(fact.event.eventId)) break;
        this.updates.add(fact.event.eventId);
        if (fact.event.customer.email !== undefined) this.post.correctTo(fact.event.customer.email, at);
        break;
      case 'Stock Alert Requested':
        if (this.post.address === undefined || this.post.freeSince === Number.POSITIVE_INFINITY) this.post.moveTo(fact.event.customer.email, at);
        break;
      case 'Weekly Stopped':
      case 'Weekly Resumed':
        // Nobody is known before they order or ask for something.
        if (this.post.address !== undefined) this.weekly = fact.type === 'Weekly Stopped' ? 'off' : 'on';
        break;
      default:
    }
  }

  private keep({ further, words, ...ref }: Agreement): void {
    const { at, day } = this;
    const number = this.keeps;
    this.keeps += 1;
    const line = this.lines.get(keyOf(ref));
    if (line === undefined || line.waiting <= 0) return;
    const stands = line.stands(day);
    const until = stands === null ? null : (further ?? stands);
    const isAnswer = this.answers[number] ?? (line.us !== undefined && !this.isOver(line) && line.us.isAsked(stands, further !== undefined) && line.receipts.isNews(stands, further !== undefined));
    this.answers[number] = isAnswer;
    if (!this.isOver(line) && line.receipts.isNews(stands, further !== undefined)) line.receipts.agree(stands, until);
    if (isAnswer) line.receipts.await({ at, words, shipBy: stands, until });
    line.us?.takeConsent(until, day.today);
  }

  private tell(line: LineAccount, heard: Heard): void {
    if (heard.type === 'ETA Changed') line.hear(heard.event, this.day);
    else line.hearAgain(heard.event, this.day);
  }

  private close(line: LineAccount, close: Close): void {
    const before = line.waiting;
    if (close.type === 'Order Shipped') line.units.orderShipped(close.event, this.at, line.told !== undefined);
    else line.units.orderCancelled(close.event, this.at);
    if (before === 0 && line.waiting > 0) line.waitsAgain(this.at);
  }

  private takeMail(notice: Notice): void {
    const { at, breach } = this;
    if (this.mailIds.has(notice.id)) breach(at, `the same notice twice: ${notice.id}`);
    this.mailIds.add(notice.id);
    if (!this.recorded.has(notice.id)) breach(at, `no record of notice ${notice.id}`);
    if (notice.to.email !== this.post.address) breach(at, `a mail to ${notice.to.email}, who has moved to ${this.post.address ?? 'nowhere'}`);
    if (at < this.post.freeSince) breach(at, `a mail to ${notice.to.email}, which takes none`);
    const isLost = this.lost.has(notice.id);
    if (isLost) {
      for (const { sku } of notice.alerts ?? []) this.retold.add(sku);
      for (const part of notice.parts) if (isWaiting(part)) this.lines.get(keyOf(part))?.takeWaiting(notice.id, part, at, this.day.today, true, breach);
      return;
    }
    this.alerts.takeMail(notice, at, this.retold, breach);
    if (notice.parts.length === 0) return;
    this.goodwill.takeMail(notice, this.lateLine, this.day.today, at, breach);
    const day = dayIn(this.facts.customerZone, at);
    const before = this.mailDays.get(day);
    if (before !== undefined && ['weekly', 'earlier', 'shipped'].includes(notice.kind)) breach(at, `a ${notice.kind} mail on a day that had a ${before} mail`);
    this.mailDays.set(day, notice.kind);
    if (notice.kind === 'weekly') this.checkWeekly();
    for (const part of notice.parts) {
      const line = this.lines.get(keyOf(part));
      if (line === undefined) {
        breach(at, `a mail about a line that nobody ordered: ${keyOf(part)}`);
      } else if (isWaiting(part)) {
        line.checkWaiting(part, at, line.stands(this.day), this.facts.furtherDays, breach);
        line.takeWaiting(notice.id, part, at, this.day.today, false, breach);
      } else if (part.kind === 'consented') {
        line.takeReceipt(part, at, this.isOver(line), breach);
      } else {
        line.checkEnd(part, at, this.day.today, breach);
        line.takeEnd(part, at, breach);
      }
    }
  }

  private checkWeekly(): void {
    if (this.weekly === 'off') this.breach(this.at, 'a weekly update, which the customer has stopped');
    const since = this.at - (this.lastMail ?? 0);
    if (since < SOONEST_WEEKLY) this.breach(this.at, `a weekly update ${(since / DAY).toFixed(2)} days after the last mail`);
  }

  private checkSilence(): void {
    const someoneWaits = this.weekly === 'on' && [...this.lines.values()].some((line) => line.told !== undefined && line.waiting > 0 && !this.isOver(line));
    if (this.silentSince !== undefined && this.lastMail !== undefined) {
      const silence = this.at - Math.max(this.silentSince, this.lastMail);
      // A wait that ended at midnight is told as ended in the morning.
      const patience = 7 * DAY + (someoneWaits ? HOUR : TILL_MORNING);
      if (silence > patience && this.at > this.post.freeSince + HOUR) this.breach(this.at, `no word for ${(silence / DAY).toFixed(2)} days`);
    }
    this.silentSince = someoneWaits ? (this.silentSince ?? this.at) : undefined;
  }

  /** The wait of such a line ended with the day; the mail that says so comes in the morning. */
  private isOver(line: LineAccount): boolean {
    return line.us?.isOver(this.day.today) === true;
  }

  private linesOf(refs: readonly LineRef[]): LineAccount[] {
    return refs.flatMap((ref) => this.lines.get(keyOf(ref)) ?? []);
  }

  private readonly lateLine = (ref: LineRef): Late | undefined => {
    const line = this.lines.get(keyOf(ref));
    return line === undefined ? undefined : lateOf(line);
  };

  private readonly dayAt = (at: number): Day => {
    const { merchantZone } = this.facts;
    const today = dayIn(merchantZone, at);
    const dayBeforeYesterday = new Date(Date.parse(today) - 2 * DAY).toISOString().slice(0, 10);
    return { today, dayBeforeYesterday, isAfternoon: hourIn(merchantZone, at) >= 12 };
  };
}

const lateOf = ({ name, units, lateSince: since }: LineAccount): Late => ({ name, units, since });
