import type { OutgoingEvent } from '../../functions/core/events/outgoing';
import type { Notice, NoticePart } from '../../functions/core/notice';
import type { UnitsAccount } from './units-account';

type Breach = (at: number, text: string) => void;
type Granted = Extract<OutgoingEvent, { detailType: 'Goodwill Granted' }>['detail'];

const DAY = 86_400_000;
const LINES_IN_A_MAIL = 20;

/** What the shop says that it gives. */
export interface GoodwillRules {
  steps: readonly { lateDays: number; percent: number }[];
  /** For a calendar month, by currency. */
  monthlyBudget: Readonly<Record<string, number>>;
}

/** A line, as who gives looks at it. */
export interface Late {
  name: string;
  units: UnitsAccount;
  /** From when on it is late. */
  since: string;
}

interface Gift {
  lateDays: number;
  amount: number;
  isTold: boolean;
  /** Nothing had shipped or was cancelled, so that the amount is plain to see. */
  isWhole: boolean;
}

/** The purse out of which a shop gives something for a long wait. */
export class GoodwillAccount {
  private readonly gifts = new Map<string, Gift[]>();
  private readonly spent = new Map<string, number>();
  private readonly ids = new Set<string>();

  constructor(private readonly rules: GoodwillRules) {}

  takeGrant({ goodwillId, lateDays, percent, amount, currency }: Granted, line: Late, today: string, at: number, breach: Breach): void {
    const { name, units } = line;
    const step = this.reached(line, today);
    if (step?.lateDays !== lateDays || step.percent !== percent) breach(at, `${name} is given ${percent} % for ${lateDays} days, and is ${daysFrom(line.since, today)} days late`);
    const before = this.giftsOf(name);
    if (before.some((gift) => gift.lateDays >= lateDays)) breach(at, `${name} is given something for ${lateDays} days a second time`);
    if (this.ids.has(goodwillId)) breach(at, `goodwill ${goodwillId} twice`);
    this.ids.add(goodwillId);
    const due = this.due(line, percent);
    const most = Math.floor((units.paid * percent) / 100) - sum(before);
    if (currency !== units.currency || amount <= 0 || amount > most || (due !== undefined && amount !== due)) breach(at, `${name} is given ${amount} ${currency}, and it is ${due ?? `at most ${most}`} ${units.currency}`);
    const spent = (this.spent.get(today.slice(0, 7)) ?? 0) + amount;
    this.spent.set(today.slice(0, 7), spent);
    if (spent > (this.rules.monthlyBudget[currency] ?? 0)) breach(at, `${spent} ${currency} are given away in a month`);
    this.gifts.set(name, [...before, { lateDays, amount, isTold: false, isWhole: due !== undefined }]);
    units.give(amount);
  }

  /** What a mail says of it, and does not say. `lineOf` finds what waits. */
  takeMail({ kind, parts }: Notice, lineOf: (part: NoticePart) => Late | undefined, today: string, at: number, breach: Breach): void {
    const isOccasion = (kind === 'weekly' || kind === 'earlier') && parts.every((part) => !('offer' in part) || part.offer === undefined);
    for (const part of parts) {
      const line = lineOf(part);
      if (line === undefined || !('refundable' in part) || part.kind === 'shipped' || part.kind === 'consented') continue;
      const told = part.goodwill?.amount.amount ?? 0;
      if (!isOccasion || (part.kind !== 'weekly' && part.kind !== 'earlier')) {
        if (told > 0) breach(at, `${line.name}: goodwill in a notice that is not for it`);
        continue;
      }
      if (parts.length <= LINES_IN_A_MAIL) this.checkForgotten(line, today, at, breach);
      const untold = this.giftsOf(line.name).filter(({ isTold }) => !isTold);
      if (told !== sum(untold)) breach(at, `${line.name} is told of ${told}, and was given ${sum(untold)}`);
      // A mail that said nothing of it has not told it: the one before, which did, may turn out to be lost.
      if (told > 0) for (const gift of untold) gift.isTold = true;
    }
  }

  /** A step was reached, there was money, and nothing was given. */
  private checkForgotten(line: Late, today: string, at: number, breach: Breach): void {
    const step = this.reached(line, today);
    if (step === undefined || this.giftsOf(line.name).some(({ lateDays }) => lateDays >= step.lateDays)) return;
    const due = this.due(line, step.percent);
    const left = (this.rules.monthlyBudget[line.units.currency] ?? 0) - (this.spent.get(today.slice(0, 7)) ?? 0);
    if (due !== undefined && due > 0 && due <= left) breach(at, `${line.name} is ${daysFrom(line.since, today)} days late and was not given ${due}`);
  }

  /** What the step comes to; undefined where parts are gone, and it takes more than a glance. */
  private due({ name, units }: Late, percent: number): number | undefined {
    const gifts = this.giftsOf(name);
    if (!units.isWhole || gifts.some(({ isWhole }) => !isWhole)) return undefined;
    const given = sum(gifts);
    return Math.min(Math.floor((units.paid * percent) / 100), units.paid - units.tax) - given;
  }

  private reached({ since }: Late, today: string): GoodwillRules['steps'][number] | undefined {
    return this.rules.steps.filter(({ lateDays }) => lateDays <= daysFrom(since, today)).at(-1);
  }

  private giftsOf(name: string): Gift[] {
    return this.gifts.get(name) ?? [];
  }
}

const daysFrom = (since: string, today: string): number => (Date.parse(today) - Date.parse(since)) / DAY;
const sum = (gifts: readonly Gift[]): number => gifts.reduce((total, { amount }) => total + amount, 0);
