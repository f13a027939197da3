import type { EtaChanged, EtaConfirmed } from '../../functions/core/events/incoming';
import type { Fact, LineRef } from '../../functions/core/facts';
import type { Notice, NoticePart } from '../../functions/core/notice';
import { LineAccount, type Close } from './line-account';
import { keyOf, type Seen } from './world';

/*
 * Whether a history keeps the promises that the product makes. It knows only what could be seen from outside, and
 * shares nothing with the core but the types.
 */

export interface Facts {
  seen: readonly Seen[];
  /** Notice ids on record as sent. */
  recorded: readonly string[];
  end: number;
  customerZone: string;
  merchantZone: string;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** A date that passes by itself is taken back on the morning after, or on the one after that where a mail went out already. */
const CALENDAR_GRACE = 3 * DAY;

type Waiting = Extract<NoticePart, { refundable: unknown; orderKind: unknown }>;
const isWaiting = (part: NoticePart): part is Waiting => ['first', 'later', 'earlier', 'unknown', 'reminder', 'weekly'].includes(part.kind);

/** Every breach in words, with its time; empty when all promises are kept. */
export function breaches({ seen, recorded, end, customerZone, merchantZone }: Facts): string[] {
  const found: string[] = [];
  const breach = (at: number, text: string): void => void found.push(`${new Date(at).toISOString()} ${text}`);
  const lines = new Map<string, LineAccount>();
  const news: { at: number; event: EtaChanged }[] = [];
  const confirmed: { at: number; event: EtaConfirmed }[] = [];
  /** Closes that came before their line. */
  const early: Close[] = [];
  const mailIds = new Set<string>();
  const mailDays = new Map<string, string>();
  let weekly: 'on' | 'off' = 'on';
  let lastMail: number | undefined;
  let today = '';
  /** Since when somebody waits, has been told, and wants to hear weekly. */
  let silentSince: number | undefined;

  const someoneWaits = (): boolean => weekly === 'on' && [...lines.values()].some((line) => line.waiting > 0 && line.told !== undefined && !isOver(line));
  /** The wait of such a line ended with the day; the mail that says so comes in the morning. */
  const isOver = (line: LineAccount): boolean => line.us?.isOver(today) === true;
  const checkSilence = (at: number): void => {
    today = dayIn(merchantZone, at);
    if (silentSince !== undefined && lastMail !== undefined) {
      const silence = at - Math.max(silentSince, lastMail);
      if (silence > 7 * DAY + HOUR) breach(at, `no word for ${(silence / DAY).toFixed(2)} days`);
    }
    if (!someoneWaits()) silentSince = undefined;
    else silentSince ??= at;
  };

  for (const one of seen) {
    checkSilence(one.at);
    for (const line of lines.values()) line.checkPrompt(one.at, breach);
    switch (one.what) {
      case 'fact':
        weekly = takeFact(one.fact, one.at, lines, news, early, weekly, dayIn(merchantZone, one.at));
        if (one.fact.type === 'ETA Confirmed') confirmed.push({ at: one.at, event: one.fact.event });
        if (one.fact.type === 'Keep Pressed') takeConsent(one.fact.click.lines, one.at);
        break;
      case 'event': {
        const { detailType, detail } = one.event;
        if ('orderId' in detail) lines.get(keyOf(detail))?.takeEvent(detailType, detail, one.at, breach);
        break;
      }
      case 'mail':
        checkMail(one.notice, one.at);
        lastMail = one.at;
        break;
    }
    for (const line of lines.values()) line.checkUnits(one.at, breach);
    checkSilence(one.at);
  }
  checkSilence(end);
  for (const line of lines.values()) line.checkLapse(end, dayIn(merchantZone, end - DAY), breach);
  for (const line of lines.values()) line.checkEnd(end, [dateStanding(line, end), dateStanding(line, end - CALENDAR_GRACE)], breach);
  return found;

  function checkMail(notice: Notice, at: number): void {
    if (mailIds.has(notice.id)) breach(at, `the same notice twice: ${notice.id}`);
    mailIds.add(notice.id);
    if (!recorded.includes(notice.id)) breach(at, `no record of notice ${notice.id}`);
    const day = dayIn(customerZone, at);
    const before = mailDays.get(day);
    if (before !== undefined && ['weekly', 'earlier', 'shipped'].includes(notice.kind)) breach(at, `a ${notice.kind} mail on a day that had a ${before} mail`);
    mailDays.set(day, notice.kind);
    for (const part of notice.parts) {
      const line = lines.get(keyOf(part));
      if (line === undefined) {
        breach(at, `a mail about a line that nobody ordered: ${keyOf(part)}`);
        continue;
      }
      if (isWaiting(part)) line.takeWaiting(part, at, dateStanding(line, at), dayIn(merchantZone, at), breach);
      else line.takeEnd(part, at, dayIn(merchantZone, at), breach);
    }
  }

  function takeConsent(refs: readonly LineRef[], at: number): void {
    for (const ref of refs) {
      const line = lines.get(keyOf(ref));
      if (line !== undefined && line.waiting > 0) line.us?.takeConsent(dateStanding(line, at), dayIn(merchantZone, at));
    }
  }

  /** Whether the merchant has spoken of the date that ends today since the beginning of the day before yesterday. */
  function hasWord(line: LineAccount, best: { asOf: number; at: number }, at: number): boolean {
    const words = confirmed.filter((one) => one.at <= at && one.at >= best.at && rankOf(one.event, line) > 0).map(({ event }) => Date.parse(event.asOf));
    return dayIn(merchantZone, Math.max(best.asOf, ...words)) >= dayIn(merchantZone, at - 2 * DAY);
  }

  /** The newest word of the merchant whose scope holds the line; of two of the same time the narrower. A date that has passed is none. */
  function dateStanding(line: LineAccount, at: number): string | null {
    let best: { asOf: number; at: number; rank: number; shipBy: string | null } = { asOf: line.openedAt, at: line.openedAt, rank: 0, shipBy: line.firstShipBy };
    for (const { event, at: arrived } of news.filter((one) => one.at <= at)) {
      const rank = rankOf(event, line);
      const asOf = Date.parse(event.asOf);
      if (rank > 0 && (asOf > best.asOf || (asOf === best.asOf && rank > best.rank))) best = { asOf, at: arrived, rank, shipBy: event.shipBy };
    }
    const day = dayIn(merchantZone, at);
    if (best.shipBy === null || best.shipBy < day) return null;
    const isLastCall = best.shipBy === day && at >= noonOf(merchantZone, at);
    return isLastCall && !hasWord(line, best, at) ? null : best.shipBy;
  }
}

function takeFact(fact: Fact, at: number, lines: Map<string, LineAccount>, news: { at: number; event: EtaChanged }[], early: Close[], weekly: 'on' | 'off', openedOn: string): 'on' | 'off' {
  switch (fact.type) {
    case 'Backorder Created': {
      const key = keyOf(fact.event);
      if (lines.has(key)) return weekly;
      const line = new LineAccount(fact.event, at, openedOn);
      for (const close of early.filter((one) => keyOf(one.event) === key)) line.takeClose(close);
      lines.set(key, line);
      return weekly;
    }
    case 'ETA Changed':
      news.push({ at, event: fact.event });
      return weekly;
    case 'Weekly Stopped':
      return 'off';
    case 'Weekly Resumed':
      return 'on';
    case 'Order Shipped':
    case 'Order Cancelled':
      if (lines.has(keyOf(fact.event))) lines.get(keyOf(fact.event))?.takeClose(fact);
      else early.push(fact);
      return weekly;
    default:
      return weekly;
  }
}

function rankOf({ scope }: Pick<EtaChanged, 'scope'>, line: LineAccount & LineRef): number {
  if ('sku' in scope) return scope.sku === line.sku ? 1 : 0;
  if ('supplierOrder' in scope) return scope.supplierOrder === line.supplierOrder ? 2 : 0;
  return keyOf(scope) === keyOf(line) ? 3 : 0;
}

/** The first instant after 11:59 on the clocks of the zone, on the day of `at`. */
function noonOf(timeZone: string, at: number): number {
  const hour = Number(new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', hourCycle: 'h23' }).format(at));
  return hour >= 12 ? at : at + 1;
}

/** YYYY-MM-DD */
const formats = new Map<string, Intl.DateTimeFormat>();
export function dayIn(timeZone: string, at: number): string {
  const format = formats.get(timeZone) ?? new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
  formats.set(timeZone, format);
  return format.format(at);
}
