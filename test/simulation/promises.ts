import type { EtaChanged } from '../../functions/core/events/incoming';
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
const isWaiting = (part: NoticePart): part is Waiting => ['first', 'later', 'earlier', 'unknown', 'weekly'].includes(part.kind);

/** Every breach in words, with its time; empty when all promises are kept. */
export function breaches({ seen, recorded, end, customerZone, merchantZone }: Facts): string[] {
  const found: string[] = [];
  const breach = (at: number, text: string): void => void found.push(`${new Date(at).toISOString()} ${text}`);
  const lines = new Map<string, LineAccount>();
  const news: { at: number; event: EtaChanged }[] = [];
  /** Closes that came before their line. */
  const early: Close[] = [];
  const mailIds = new Set<string>();
  const mailDays = new Map<string, string>();
  let weekly: 'on' | 'off' = 'on';
  let lastMail: number | undefined;
  /** Since when somebody waits, has been told, and wants to hear weekly. */
  let silentSince: number | undefined;

  const someoneWaits = (): boolean => weekly === 'on' && [...lines.values()].some((line) => line.waiting > 0 && line.told !== undefined);
  const checkSilence = (at: number): void => {
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
        weekly = takeFact(one.fact, one.at, lines, news, early, weekly);
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
      if (isWaiting(part)) line.takeWaiting(part, at, dateStanding(line, at), breach);
      else line.takeEnd(part, at, breach);
    }
  }

  /** The newest word of the merchant whose scope holds the line; of two of the same time the narrower. A date that has passed is none. */
  function dateStanding(line: LineAccount, at: number): string | null {
    let best: { asOf: number; rank: number; shipBy: string | null } = { asOf: line.openedAt, rank: 0, shipBy: line.firstShipBy };
    for (const { event } of news.filter((one) => one.at <= at)) {
      const rank = rankOf(event, line);
      const asOf = Date.parse(event.asOf);
      if (rank > 0 && (asOf > best.asOf || (asOf === best.asOf && rank > best.rank))) best = { asOf, rank, shipBy: event.shipBy };
    }
    return best.shipBy !== null && best.shipBy < dayIn(merchantZone, at) ? null : best.shipBy;
  }
}

function takeFact(fact: Fact, at: number, lines: Map<string, LineAccount>, news: { at: number; event: EtaChanged }[], early: Close[], weekly: 'on' | 'off'): 'on' | 'off' {
  switch (fact.type) {
    case 'Backorder Created': {
      const key = keyOf(fact.event);
      if (lines.has(key)) return weekly;
      const line = new LineAccount(fact.event, at);
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

function rankOf({ scope }: EtaChanged, line: LineAccount & LineRef): number {
  if ('sku' in scope) return scope.sku === line.sku ? 1 : 0;
  if ('supplierOrder' in scope) return scope.supplierOrder === line.supplierOrder ? 2 : 0;
  return keyOf(scope) === keyOf(line) ? 3 : 0;
}

/** YYYY-MM-DD */
const formats = new Map<string, Intl.DateTimeFormat>();
export function dayIn(timeZone: string, at: number): string {
  const format = formats.get(timeZone) ?? new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
  formats.set(timeZone, format);
  return format.format(at);
}
