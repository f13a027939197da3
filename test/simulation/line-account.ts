import type { BackorderCreated } from '../../functions/core/events/incoming/backorder-created';
import type { EtaChanged, EtaConfirmed, Scope } from '../../functions/core/events/incoming/eta';
import type { ConsentedPart, NoticePart, WaitingPart } from '../../functions/core/notice';
import { ReceiptAccount } from './receipt-account';
import { UnitsAccount } from './units-account';
import { UsAccount } from './us-account';

type Breach = (at: number, text: string) => void;
type EndPart = Extract<NoticePart, { kind: 'shipped' | 'cancelled' | 'refunded' | 'refund-failed' }>;

const MINUTE = 60_000;
const DAY = 86_400_000;
const PROMPT = 2 * MINUTE;
/** A worse date waits for its neighbours that long, from the first change on. */
const SETTLE = 10 * MINUTE;
/** A better one may wait for the morning of a day on which no mail went out yet. */
const BETTER_GRACE = 2 * DAY;

/** When mail could go out at all, and when some last did. */
export interface Post {
  freeSince: number;
  lastMail: number;
}

/** What the merchant said of the date, and when they knew it. */
interface Word {
  asOf: number;
  /** How narrow its scope is. */
  rank: number;
  shipBy: string | null;
  /** What could be given of it when it was said: a date that had passed is none. */
  given: string | null;
}

/** The merchant's calendar at a moment. */
export interface Day {
  today: string;
  dayBeforeYesterday: string;
  isAfternoon: boolean;
}

/** What a careful clerk would have written down of one line: what is true of its date, and what was said. */
export class LineAccount {
  readonly name: string;
  readonly units: UnitsAccount;
  readonly receipts = new ReceiptAccount();
  /** The rule of the United States, for what is sold there. */
  readonly us: UsAccount | undefined;
  /** The date that was told last; null for "unknown", undefined before the first word. */
  told: string | null | undefined;
  /** From when on it is late: the first date that was told, or thirty days after the order. */
  lateSince: string;
  private isDateTold = false;
  /** When the first word went out; undefined before. */
  private toldSince: number | undefined;
  private readonly orderKind: BackorderCreated['kind'];
  private readonly balanceDue: number;
  /** The last digits of the card. */
  private readonly last4: string | undefined;
  private readonly ref: { orderId: string; lineId: string; sku: string; supplierOrder: string | undefined };
  private word: Word;
  /** When the merchant last spoke of the date. */
  private confirmedAt: number;
  /** Opened, or waiting again after the customer changed their mind; overdue news is said once. */
  private waitsSince: number;
  private differsSince: number | undefined;
  private worseSince: number | undefined;

  constructor(
    event: BackorderCreated,
    at: number,
    openedOn: string,
    private readonly dayAt: (at: number) => Day,
  ) {
    const { orderId, lineId, supplierOrder, item, promise } = event;
    this.name = lineId;
    this.ref = { orderId, lineId, sku: item.sku, supplierOrder };
    this.units = new UnitsAccount(event);
    const placedAt = Date.parse(event.placedAt);
    const monthLater = new Date(Date.parse(dayAt(placedAt).today) + 30 * DAY).toISOString().slice(0, 10);
    const stated = promise.shipBy ?? monthLater;
    this.lateSince = monthLater;
    this.orderKind = event.kind;
    this.balanceDue = event.balanceDue?.amount ?? 0;
    this.last4 = event.paidWith?.last4;
    this.us = event.market === 'US' ? new UsAccount(stated > openedOn ? stated : openedOn) : undefined;
    this.word = { asOf: placedAt, rank: 0, shipBy: promise.shipBy, given: promise.shipBy };
    this.confirmedAt = placedAt;
    this.waitsSince = at;
  }

  get waiting(): number {
    return this.units.waiting;
  }

  /** The newest word of the merchant whose scope holds the line; of two of the same time the narrower. */
  hear({ scope, asOf, shipBy }: EtaChanged, day: Day): void {
    const rank = this.rankOf(scope);
    const known = Date.parse(asOf);
    if (rank === 0 || known < this.word.asOf || (known === this.word.asOf && rank <= this.word.rank)) return;
    this.confirmedAt = Math.max(known, this.confirmedAt);
    this.word = { asOf: known, rank, shipBy, given: null };
    this.word.given = this.stands(day);
  }

  hearAgain({ scope, asOf }: EtaConfirmed, day: Day): void {
    if (this.rankOf(scope) === 0) return;
    this.confirmedAt = Math.max(this.confirmedAt, Date.parse(asOf));
    this.word.given = this.stands(day);
  }

  /** The date that can be given: none when it has passed, or ends today and nobody has confirmed it for three days. */
  stands({ today, dayBeforeYesterday, isAfternoon }: Day): string | null {
    const { shipBy } = this.word;
    if (shipBy === null || shipBy < today) return null;
    return shipBy === today && isAfternoon && this.dayAt(this.confirmedAt).today < dayBeforeYesterday ? null : shipBy;
  }

  waitsAgain(at: number): void {
    this.waitsSince = at;
    this.differsSince = undefined;
  }

  /** The clerk looks at how what is true differs from what was told, after anything that happened at `at`. */
  compare(at: number, stands: string | null, isOver: boolean): void {
    const { told } = this;
    const { given } = this.word;
    if (told === undefined || told === given || told === stands || isOver || this.waiting <= 0) {
      this.differsSince = undefined;
      this.worseSince = undefined;
      return;
    }
    this.differsSince ??= at;
    const isWorse = given === null || told === null || given > told;
    this.worseSince = isWorse ? (this.worseSince ?? at) : undefined;
  }

  /** Whether what had to be told by `at` was. */
  checkTold(at: number, stands: string | null, isOver: boolean, { freeSince, lastMail }: Post, breach: Breach): void {
    const isOverdue = (since: number, patience: number): boolean => at > Math.max(since + patience, freeSince) + PROMPT;
    if (this.told === undefined && this.waiting > 0 && !isOver && isOverdue(this.waitsSince, 0)) {
      breach(at, `${this.name} waits since ${new Date(this.waitsSince).toISOString()} and nobody was told`);
      this.waitsSince = Number.POSITIVE_INFINITY;
    }
    const differsSince = Math.max(this.differsSince ?? Number.POSITIVE_INFINITY, freeSince);
    const worseSince = this.worseSince === undefined ? undefined : Math.max(this.worseSince, freeSince);
    const tellBy = worseSince === undefined ? Math.max(differsSince, lastMail) + BETTER_GRACE : Math.max(differsSince + SETTLE, worseSince);
    // Where no mail could go out before the law ended the wait, its end is what is told.
    const isTooLate = isOver && this.differsSince !== undefined && freeSince > this.differsSince;
    if (isOverdue(tellBy, 0) && !this.hasPassedBy(tellBy) && !isTooLate) {
      breach(at, `${this.name}: ${this.word.given ?? 'no date'} is true since ${new Date(differsSince).toISOString()} and was not told`);
      this.differsSince = Number.POSITIVE_INFINITY;
    }
    // The calendar has made what was told true again.
    if (this.told === stands) this.differsSince = undefined;
    for (const one of this.units.cancellations) {
      if (one.state === 'withdrawn' || one.timesTold > 0 || !isOverdue(one.madeAt, 0)) continue;
      breach(at, `${this.name}: ${one.quantity} were cancelled at ${new Date(one.madeAt).toISOString()} and nobody was told`);
      one.timesTold = 1;
    }
    for (const one of this.units.cancellations) {
      if (one.settledAt === undefined || one.timesRefundTold > 0 || !isOverdue(one.settledAt, 0)) continue;
      breach(at, `${this.name}: a refund was sent at ${new Date(one.settledAt).toISOString()} and nobody was told`);
      one.timesRefundTold = 1;
    }
    for (const one of this.units.cancellations) {
      if (one.state !== 'failed' || one.failedAt === undefined || one.timesFailureTold > 0 || !isOverdue(one.failedAt, 0)) continue;
      breach(at, `${this.name}: a refund failed at ${new Date(one.failedAt).toISOString()} and nobody was told`);
      one.timesFailureTold = 1;
    }
  }

  /** Whether the answer to a choice was confirmed by `at`. */
  checkReceipt(at: number, isOver: boolean, freeSince: number, breach: Breach): void {
    if (this.toldSince === undefined || this.waiting <= 0 || isOver) return;
    this.receipts.check(this.name, at, Math.max(this.toldSince, this.waitsSince, freeSince), breach);
  }

  /** A receipt for an answer: whether it is true when the mail goes out. */
  takeReceipt(part: ConsentedPart, at: number, isOver: boolean, breach: Breach): void {
    const { name, units } = this;
    if (units.waiting <= 0 || isOver) breach(at, `${name}: an answer is confirmed, and nothing waits any more`);
    if (part.quantity !== units.waiting) breach(at, `${name}: ${part.quantity} are said to wait, ${units.waiting} do`);
    if (this.told === undefined) breach(at, `${name}: an answer is confirmed before anything was told`);
    if (part.orderKind !== this.orderKind) breach(at, `${name} is a ${this.orderKind} and is told as a ${part.orderKind}`);
    this.checkMoney(part.refundable, units.share(units.waiting), at, breach);
    this.receipts.take(name, part, at, breach);
  }

  /** The date was given, and could not be given any more when it had to be told. */
  private hasPassedBy(at: number): boolean {
    return this.word.given !== null && Number.isFinite(at) && this.stands(this.dayAt(at)) !== this.word.given;
  }

  /** A part of a mail that says the line waits: whether it is true when the mail goes out. */
  checkWaiting(part: WaitingPart, at: number, stands: string | null, furtherDays: number, breach: Breach): void {
    const { name, told, units } = this;
    if (this.us === undefined && part.offer !== undefined) breach(at, `${name}: a choice where the law knows of none`);
    if (units.waiting <= 0) breach(at, `${name} is said to wait, and nothing of it does`);
    else if (part.quantity !== units.waiting) breach(at, `${name}: ${part.quantity} are said to wait, ${units.waiting} do`);
    if (part.shipBy !== stands) breach(at, `${name} is told ${part.shipBy ?? 'no date'}, and ${stands ?? 'no date'} stands`);
    this.checkMoney(part.refundable, units.share(units.waiting), at, breach);
    if (part.orderKind !== this.orderKind) breach(at, `${name} is a ${this.orderKind} and is told as a ${part.orderKind}`);
    if (part.paidWith?.last4 !== this.last4) breach(at, `${name} is told as paid with ${part.paidWith?.last4 ?? 'nothing known'}, and it was ${this.last4 ?? 'nothing known'}`);
    if (units.isWhole && (part.balanceDue?.amount ?? 0) !== this.balanceDue) breach(at, `${name}: ${part.balanceDue?.amount ?? 0} is told as still to pay, and it is ${this.balanceDue}`);
    const furtherUntil = part.offer === undefined || stands === null || furtherDays === 0 ? undefined : new Date(Date.parse(stands) + furtherDays * DAY).toISOString().slice(0, 10);
    if (part.offer?.furtherUntil !== furtherUntil) breach(at, `${name}: a further delay until ${part.offer?.furtherUntil ?? 'none'} is asked for, and it is ${furtherUntil ?? 'none'}`);
    if ((part.kind === 'first') !== (told === undefined)) breach(at, `${name}: ${part.kind}, after ${told === undefined ? 'nothing' : 'something'} was told`);
    if (['later', 'earlier', 'unknown'].includes(part.kind) && part.shipBy === told) breach(at, `${name} is told ${part.shipBy ?? 'no date'} again as news`);
    if ((part.kind === 'weekly' || part.kind === 'reminder') && part.shipBy !== told) breach(at, `${name}: news told as a ${part.kind} mail`);
    if (part.kind === 'later' && typeof told === 'string' && part.shipBy !== null && part.shipBy < told) breach(at, `${name}: an earlier date told as later`);
    if (part.kind === 'earlier' && typeof told === 'string' && part.shipBy !== null && part.shipBy > told) breach(at, `${name}: a later date told as earlier`);
  }

  /** The customer knows it now; `isLost` when the mail turned out not to have arrived, as the lawyer's book has it too. */
  takeWaiting(noticeId: string, part: WaitingPart, at: number, today: string, isLost: boolean, breach: Breach): void {
    for (const wrong of this.us?.takeMail(noticeId, part.kind, part.shipBy, part.offer, today) ?? []) breach(at, `${this.name}: ${wrong}`);
    if (isLost) return;
    this.told = part.shipBy;
    this.toldSince ??= at;
    if (part.shipBy === null || this.isDateTold) return;
    this.lateSince = part.shipBy;
    this.isDateTold = true;
  }

  /** A part that says something has ended: whether it is true when the mail goes out. */
  checkEnd(part: EndPart, at: number, today: string, breach: Breach): void {
    if (part.kind === 'shipped') {
      const shipped = this.units.shipments.get(part.shipmentId);
      if (shipped === undefined) breach(at, `${part.shipmentId} is told as shipped, and never was`);
      else if (part.orderKind !== this.orderKind) breach(at, `${this.name} is a ${this.orderKind} and is told as a ${part.orderKind}`);
      else if (shipped.quantity !== part.quantity) breach(at, `${part.quantity} are told as shipped of ${shipped.quantity}`);
      if (part.stillWaiting !== this.waiting) breach(at, `${this.name}: ${part.stillWaiting} are said to wait still, ${this.waiting} do`);
      return;
    }
    const one = this.units.cancellation(part.cancellationId);
    if (one === undefined) {
      breach(at, `${part.cancellationId} is told as ${part.kind}, and was never cancelled`);
      return;
    }
    if (one.state === 'withdrawn') breach(at, `${part.cancellationId} is told as ${part.kind}, and was undone`);
    if (one.quantity !== part.quantity) breach(at, `${this.name}: ${part.quantity} are told as ${part.kind} of ${one.quantity}`);
    this.checkMoney(part.amount, one.amount, at, breach);
    if (part.paidWith?.last4 !== this.last4) breach(at, `${this.name}: money of ${part.paidWith?.last4 ?? 'nothing known'}, and it was paid with ${this.last4 ?? 'nothing known'}`);
    if (part.kind === 'refunded') {
      if (one.state !== 'settled') breach(at, `${part.cancellationId} is told as refunded, and is ${one.state}`);
      return;
    }
    if (part.kind === 'refund-failed') {
      if (one.state !== 'failed') breach(at, `the refund of ${part.cancellationId} is told as failed, and is ${one.state}`);
      if (one.timesTold === 0) breach(at, `the refund of ${part.cancellationId} is told as failed, and nobody knows that it was cancelled`);
      if (part.refundBy !== one.dueBy || part.isOverdue !== today > part.refundBy) breach(at, `${this.name}: the refund ${part.isOverdue ? 'was' : 'is'} due by ${part.refundBy}, and its last day is ${one.dueBy ?? 'unknown'}`);
      return;
    }
    if (one.by === 'calendar') this.checkAutomatic(part.by, today, at, breach);
    else if (one.by !== part.by) breach(at, `${this.name} was cancelled by the ${one.by} and is told as cancelled by ${part.by}`);
    const rest = this.us?.isOver(today) === true ? 0 : this.waiting;
    if ((part.rest?.quantity ?? 0) !== rest) breach(at, `${this.name}: ${part.rest?.quantity ?? 0} are said to wait still, ${rest} do`);
    if (part.rest !== undefined) this.checkMoney(part.rest.refundable, this.units.share(rest), at, breach);
    if (part.refundDone !== (one.state === 'settled')) breach(at, `${part.cancellationId} is told as ${part.refundDone ? '' : 'not '}refunded, and is ${one.state}`);
    const undoUntil = one.by === 'customer' && one.state === 'held' && at < one.holdUntil ? this.undoEnds(at, one.holdUntil) : null;
    if (part.undoUntil !== undoUntil) breach(at, `${this.name}: undo until ${part.undoUntil ?? 'never'}, and it is ${undoUntil ?? 'never'}`);
  }

  takeEnd(part: EndPart, at: number, breach: Breach): void {
    const again = (times: number, what: string): void => {
      if (times > 1) breach(at, `${what} is told twice`);
    };
    if (part.kind === 'shipped') {
      const shipped = this.units.shipments.get(part.shipmentId);
      if (shipped !== undefined) again((shipped.timesTold += 1), `shipment ${part.shipmentId}`);
      return;
    }
    const one = this.units.cancellation(part.cancellationId);
    if (one === undefined) return;
    if (part.kind === 'cancelled') again((one.timesTold += 1), `cancellation ${part.cancellationId}`);
    if (part.kind === 'refunded') again((one.timesRefundTold += 1), `the refund of ${part.cancellationId}`);
    else if (part.kind === 'refund-failed') again((one.timesFailureTold += 1), `the failed refund of ${part.cancellationId}`);
    // A cancellation that has to be told again, since its mail was lost, is told as it stands: the money may have been told meanwhile.
    else if (part.refundDone) one.timesRefundTold = Math.max(1, one.timesRefundTold);
  }

  /** A choice without which it is cancelled is not forgotten by the buyer alone. */
  checkReminder(at: number, today: string, breach: Breach): void {
    if (this.waiting > 0 && at > this.waitsSince + PROMPT && this.us?.isUnreminded(today) === true) breach(at, `${this.name}: nobody reminds of ${this.us.lastDay ?? 'nothing'}`);
  }

  /** The morning after its last day a line does not wait any more. */
  checkLapse(at: number, { today, isAfternoon }: Day, breach: Breach): void {
    const yesterday = new Date(Date.parse(today) - DAY).toISOString().slice(0, 10);
    if (this.waiting > 0 && this.us?.isOver(isAfternoon ? today : yesterday) === true) breach(at, `${this.name} still waits, and its last day was ${this.us.lastDay ?? 'none'}`);
  }

  /** Long after the last fact every mail is out. `stands`: the dates that it may have been told. */
  checkRest(at: number, stands: readonly (string | null)[], breach: Breach): void {
    if (this.waiting > 0 && (this.told === undefined || !stands.includes(this.told))) breach(at, `${this.name} was told ${this.told ?? 'no date'} and ${stands[0] ?? 'no date'} stands`);
    for (const [id, shipped] of this.units.shipments) if (shipped.isOwed && shipped.timesTold === 0) breach(at, `shipment ${id} was never told`);
  }

  /** With the hold, or with the last day of the wait. */
  private undoEnds(at: number, holdUntil: number): string | null {
    const isOver = (instant: number): boolean => this.us?.isOver(this.dayAt(instant).today) === true;
    if (isOver(at)) return null;
    let [before, after] = [at, holdUntil];
    while (isOver(after) && after - before > 1) {
      const between = Math.floor((before + after) / 2);
      if (isOver(between)) after = between;
      else before = between;
    }
    return new Date(after).toISOString();
  }

  /** Nothing is cancelled by the calendar but what the law cancels, and that with the right reason. */
  private checkAutomatic(by: string, today: string, at: number, breach: Breach): void {
    if (this.us?.isOver(today) !== true) breach(at, `${this.name} is cancelled by ${by}, and may wait until ${this.us?.lastDay ?? 'for ever'}`);
    else if (by !== (this.us.awaitsAnswer ? 'silence' : 'no-offer')) breach(at, `${this.name} is cancelled by ${by}, and an answer was ${this.us.awaitsAnswer ? '' : 'not '}awaited`);
  }

  private checkMoney({ amount, currency }: { amount: number; currency: string }, owed: number, at: number, breach: Breach): void {
    if (amount !== owed || currency !== this.units.currency) breach(at, `${this.name}: ${amount} ${currency} is told, and it is ${owed} ${this.units.currency}`);
  }

  private rankOf(scope: Scope): number {
    if ('sku' in scope) return scope.sku === this.ref.sku ? 1 : 0;
    if ('supplierOrder' in scope) return scope.supplierOrder === this.ref.supplierOrder ? 2 : 0;
    return scope.orderId === this.ref.orderId && scope.lineId === this.ref.lineId ? 3 : 0;
  }
}
