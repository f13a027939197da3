import { daysBetween, type PlainDate } from '../core/dates';
import type { WaitingPart } from '../core/notice';
import type { Aside, Fact, ItemView, Step } from './mail-view';
import type { Said } from './listing';
import { goodwillAside } from './goodwill';
import { choiceOf, keepNote } from './offer';
import { paidWithDetail } from './paid-with';
import { plain } from './plain-text';
import { amountDetails, depositAside, wordedFor } from './pre-order';
import { shownItem, type Letter } from './reader';
import { asWritten, type MessageKey } from './words';

/*
 * What is said about items that wait: sorry, the date as it now stands, the reason, and the way out.
 * All parts of one statement have kind, dates and cause in common.
 */

/** `also`: the mail has said the same kind of news of other items already. */
export function waitingStatement(parts: readonly [WaitingPart, ...WaitingPart[]], also: boolean, reader: Letter): Said {
  const [part] = parts;
  const letter = wordedFor(part, reader);
  const count = parts.reduce((sum, { quantity }) => sum + quantity, 0);
  const { heading, lede } = opening(part, count, also, letter);
  return {
    heading,
    lede,
    fact: dateFact(parts, letter),
    choice: choiceOf(part, count, letter),
    items: parts.map((each) => waitingItem(each, parts.length === 1, letter)),
    note: keepNote(part, { units: count, lines: parts.length }, letter),
    asides: [...depositAside(part, count, letter), reason(part, letter), ...goodwillAside(parts, letter)],
  };
}

/** How the news compares with what was told before. `first` and `weekly` are about the mail, the rest about the date. */
type News = 'first' | 'later' | 'earlier' | 'dated' | 'unknown' | 'reminder' | 'weekly';

export function newsOf(part: WaitingPart): News {
  switch (part.kind) {
    case 'first':
    case 'weekly':
    case 'reminder':
    case 'unknown':
      return part.kind;
    case 'later':
    case 'earlier':
      if (part.shipBy === null) return 'unknown';
      return part.previousShipBy === null ? 'dated' : part.kind;
  }
}

function opening(part: WaitingPart, count: number, also: boolean, letter: Letter): { heading: string; lede: string[] } {
  const { say, formats } = letter;
  const news = newsOf(part);
  const heading = say(also ? `${news}.heading.also` : `${news}.heading`, { count });
  const date = part.shipBy === null ? '' : formats.date(part.shipBy);
  const told = part.previousShipBy ?? null;
  const previous = told === null ? '' : formats.date(told);
  switch (news) {
    case 'first':
    case 'reminder':
      return { heading, lede: [say(part.shipBy === null ? `${news}.lede.undated` : `${news}.lede`, { count, date })] };
    case 'later':
    case 'earlier':
    case 'unknown':
      return { heading, lede: [say(told === null ? `${news}.lede.untold` : `${news}.lede`, { count, date, previous })] };
    case 'dated':
      return { heading, lede: [say('dated.lede', { count, date })] };
    case 'weekly':
      return { heading, lede: [weeklyApology(part, letter), say(weeklyNews(part), { count, date, previous, asOf: formats.date(formats.dateOf(part.confirmedAt)) })] };
  }
}

/** Grows with the wait, so that nobody reads the same sentence for months. */
function weeklyApology(part: WaitingPart, { say, formats }: Letter): string {
  const count = weeksWaited(formats.dateOf(part.placedAt), formats.today);
  if (count < 1) return say('weekly.wait.new');
  if (count < 4) return say('weekly.wait', { count });
  return say(count < 9 ? 'weekly.wait.long' : 'weekly.wait.veryLong', { count });
}

export const weeksWaited = (orderedOn: PlainDate, today: PlainDate): number => Math.floor(daysBetween(orderedOn, today) / 7);

/** A date of which nobody has had word for long is told as that, not as one that holds. */
function weeklyNews({ shipBy, previousShipBy, isConfirmedRecently }: WaitingPart): MessageKey {
  if (shipBy === null) return 'weekly.undated';
  if (!isConfirmedRecently) return 'weekly.stale';
  if (previousShipBy === undefined) return 'weekly.untold';
  if (previousShipBy === null) return 'weekly.dated';
  if (previousShipBy === shipBy) return 'weekly.same';
  return previousShipBy < shipBy ? 'weekly.later' : 'weekly.earlier';
}

function dateFact(parts: readonly [WaitingPart, ...WaitingPart[]], letter: Letter): Fact {
  const { say, formats } = letter;
  const [part] = parts;
  const { shipBy } = part;
  const asOf = formats.date(formats.dateOf(part.confirmedAt));
  const steps = progress(parts, letter);
  if (shipBy === null) {
    const value = say(part.kind === 'first' || part.kind === 'weekly' || part.kind === 'reminder' ? 'when.undated' : 'when.undatedNow');
    return { label: say('when.expectedUndated'), value, notes: [say('when.undatedAsOf', { date: asOf })], steps };
  }
  const notes = [...moved(part, shipBy, letter), ...arrival(part, letter), say('when.confirmed', { date: asOf })];
  return { label: say('when.expected'), value: formats.date(shipBy), notes, steps };
}

function moved({ previousShipBy }: WaitingPart, shipBy: PlainDate, { say }: Letter): string[] {
  if (previousShipBy === undefined || previousShipBy === null || previousShipBy === shipBy) return [];
  const days = daysBetween(previousShipBy, shipBy);
  return [days > 0 ? say('when.later', { count: days }) : say('when.earlier', { count: -days })];
}

function arrival({ deliverBy }: WaitingPart, { say, formats, merchant }: Letter): string[] {
  if (!deliverBy || merchant.policy.show === 'date') return [];
  const { earliest, latest } = deliverBy;
  if (earliest === latest) return [say('when.arrivesOn', { date: formats.date(latest) })];
  return [say('when.arrives', { earliest: formats.date(earliest), latest: formats.date(latest) })];
}

/** Ordered, told before, today, expected, in the order of the calendar; none when items were ordered on different days. */
function progress(parts: readonly [WaitingPart, ...WaitingPart[]], { say, formats }: Letter): Step[] {
  const [part] = parts;
  const orderedOn = formats.dateOf(part.placedAt);
  if (parts.some(({ placedAt }) => formats.dateOf(placedAt) !== orderedOn)) return [];
  const { shipBy } = part;
  const dated = [
    { on: orderedOn, label: say('progress.ordered'), gone: false },
    ...datesGone(part).map((on, n) => ({ on, label: say(n === 0 ? 'progress.first' : 'progress.moved'), gone: true })),
    // A mail on the day of the order or of the date needs no second mark for the same day.
    ...(formats.today === orderedOn || formats.today === shipBy ? [] : [{ on: formats.today, label: say('progress.today'), gone: false }]),
    ...(shipBy === null ? [] : [{ on: shipBy, label: say('progress.expected'), gone: false }]),
  ].sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0));
  const steps = dated.map(({ on, label, gone }) => ({ label, date: formats.shortDay(on), done: on <= formats.today, gone }));
  return shipBy === null ? [...steps, { label: say('progress.expected'), date: say('progress.undated'), done: false, gone: false }] : steps;
}

/** What was told first, and what was told last, where neither is the date as it now stands. */
function datesGone({ shipBy, firstShipBy, previousShipBy }: WaitingPart): PlainDate[] {
  const told = [firstShipBy, previousShipBy].filter((date) => date !== undefined && date !== null && date !== shipBy);
  return [...new Set(told.flatMap((date) => date ?? []))];
}

function waitingItem(part: WaitingPart, alone: boolean, letter: Letter): ItemView {
  const { say, formats, links } = letter;
  const cancel = { label: say(part.balanceDue === undefined ? 'mail.cancel' : 'mail.cancelDeposit', { amount: formats.money(part.refundable) }), href: links.cancel(part) };
  const keep = { label: say('mail.keep'), href: links.keep(part) };
  return {
    ...shownItem(part),
    details: [say('mail.quantity', { count: part.quantity }), say('mail.order', { order: plain(part.orderId) }), ...amountDetails(part, letter), ...paidWithDetail(part, letter)],
    // With several items the note below them says that keeping needs nothing, where that is so; a button for it each would bury the rest.
    actions: alone || part.offer?.silence === 'cancels' ? [keep, cancel] : [cancel],
  };
}

/** The catalogue's sentence, then the merchant's own words. With neither we say that we know of none, and invent none. */
function reason({ kind, cause, orderKind }: WaitingPart, { say, locale }: Letter): Aside {
  const ownWords = asWritten(cause?.text, locale);
  const label = say('reason.label');
  if (cause && cause.code !== 'other') return { label, texts: [say(`reason.${cause.code}`), ...ownWords] };
  if (ownWords.length > 0) return { label, texts: ownWords };
  // Of a release that is still to come this is the reason in every week, not only when it is told first.
  return { label, texts: [say(kind === 'first' || orderKind === 'pre-order' ? 'reason.none' : 'reason.unknown')] };
}
