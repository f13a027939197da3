import { apply } from '../core/apply';
import type { Customer } from '../core/customer';
import { isSameLine, type Line } from '../core/line';
import type { Instant } from '../core/dates';
import { isLapsed } from '../core/delay-rules/terms';
import type { Agreement, Change, Fact, Setting } from '../core/facts';
import { linesInScope, lineView, seenOf, unitsSeen } from '../core/line-view';
import type { OrderScope } from '../core/links';
import { momentOf } from '../core/moment';
import type { PageLine, PageView } from '../core/page-view';
import { waitingUnits } from '../core/standing';
import type { Form, Press } from './request';

export interface Pressed {
  change: Change | undefined;
  outcome: NonNullable<PageView['outcome']>;
}

/** The words that "keep my order" stands for, as the page shows them; `further` with consent in advance to a further delay. */
export type WordsOf = (line: PageLine, further: boolean) => string;

/**
 * What pressing a button does, and what the page says of it; undefined for a form that names only lines which are not
 * this link's to decide on, or more units than it showed. Pressing twice does it once and says the same twice. What
 * became impossible since the page was opened is said to be so, and nothing is done.
 */
export function press(customer: Customer, closed: readonly Line[], scope: OrderScope, form: Form, wordsOf: WordsOf, setting: Setting, now: Instant): Pressed | undefined {
  const inScope = linesInScope([...customer.lines, ...closed], scope);
  const lines = form.lines === undefined ? inScope : inScope.filter((line) => form.lines?.some((ref) => isSameLine(ref, line)));
  if (form.lines !== undefined && lines.length === 0) return undefined;
  if (isCancelledInPartAlready(form, lines, inScope)) return { change: undefined, outcome: outcomeFor(form, lines) };
  const change = apply(customer, factOf(form, lines, wordsOf, setting, now), setting, now);
  if (change === undefined && isMoreThanShown(form, lines, inScope)) return undefined;
  if (change !== undefined && sawSomethingElse(form, inScope, setting, now)) return { change: undefined, outcome: 'changed-meanwhile' };
  if (change !== undefined || isDoneAlready(form, lines, setting, now)) {
    const after = change?.customer.lines.filter((line) => lines.some((one) => isSameLine(one, line))) ?? lines;
    return { change, outcome: outcomeFor(form, after) };
  }
  if (isKeeping(form.press) && lines.some((line) => isTooLateToAgree(line, setting, now))) return { change: undefined, outcome: 'too-late-to-agree' };
  return { change: undefined, outcome: form.press === 'undo' || lines.every((line) => waitingUnits(line) === 0) ? 'too-late' : 'changed-meanwhile' };
}

/** Cancelling means the units that were shown, keeping their date too. */
function sawSomethingElse({ press: pressed, seen }: Form, lines: readonly Line[], setting: Setting, now: Instant): boolean {
  if (seen === undefined) return false;
  if (isKeeping(pressed)) return seen !== seenOf(lines, setting, now);
  return pressed === 'cancel' && unitsIn(seen) !== unitsSeen(lines);
}

/** A number that no page with this state has offered. */
const isMoreThanShown = ({ quantity, seen }: Form, lines: readonly Line[], inScope: readonly Line[]): boolean =>
  quantity !== undefined && lines.every((line) => waitingUnits(line) > 0 && waitingUnits(line) < quantity) && unitsIn(seen) === unitsSeen(inScope);

/** The second press of a button that cancels some: what it saw is what was there before the first. */
function isCancelledInPartAlready({ quantity, seen }: Form, [line]: readonly Line[], inScope: readonly Line[]): boolean {
  const last = line?.cancellations.at(-1);
  if (quantity === undefined || line === undefined || last?.by !== 'customer' || last.state === 'withdrawn' || last.quantity !== quantity) return false;
  const before = { ...line, cancellations: line.cancellations.slice(0, -1) };
  return unitsIn(seen) === unitsSeen(inScope.map((one) => (one === line ? before : one)));
}

/** The part of what was seen that says how many units wait. */
const unitsIn = (seen: string | undefined): string | undefined => seen?.split('_')[0];

const isKeeping = (pressed: Press): boolean => pressed === 'keep' || pressed === 'keep-further';

/** The day that ended the wait is over: an answer does not bring the order back. */
const isTooLateToAgree = (line: Line, setting: Setting, now: Instant): boolean =>
  (waitingUnits(line) > 0 && isLapsed(line, momentOf(setting, now))) || line.cancellations.some(({ by, state }) => (by === 'silence' || by === 'no-offer') && state !== 'withdrawn');

const outcomeOf: Record<Press, NonNullable<PageView['outcome']>> = {
  cancel: 'cancelled',
  undo: 'undone',
  keep: 'kept',
  'keep-further': 'kept',
  'stop-weekly': 'weekly-stopped',
  'resume-weekly': 'weekly-resumed',
};

/** `lines` as they are after it. */
const outcomeFor = ({ press: pressed, quantity }: Form, lines: readonly Line[]): Pressed['outcome'] =>
  pressed === 'cancel' && quantity !== undefined && lines.some((line) => waitingUnits(line) > 0) ? 'cancelled-in-part' : outcomeOf[pressed];

function agreementsOf(lines: readonly Line[], further: boolean, wordsOf: WordsOf, setting: Setting, now: Instant): Agreement[] {
  return lines.map((line) => {
    const shown = lineView(line, setting, now);
    const until = further ? shown.offer?.furtherUntil : undefined;
    return { orderId: line.orderId, lineId: line.lineId, words: wordsOf(shown, until !== undefined), ...(until === undefined ? {} : { further: until }) };
  });
}

function factOf({ press: pressed, quantity }: Form, lines: readonly Line[], wordsOf: WordsOf, setting: Setting, at: Instant): Fact {
  const click = { lines: lines.map(({ orderId, lineId }) => ({ orderId, lineId })), at };
  switch (pressed) {
    case 'cancel':
      return { type: 'Cancel Pressed', click: quantity === undefined ? click : { ...click, lines: click.lines.map((line) => ({ ...line, quantity })) } };
    case 'undo':
      return { type: 'Undo Pressed', click };
    case 'keep':
    case 'keep-further':
      return { type: 'Keep Pressed', click: { lines: agreementsOf(lines, pressed === 'keep-further', wordsOf, setting, at), at } };
    case 'stop-weekly':
      return { type: 'Weekly Stopped', click: { at } };
    case 'resume-weekly':
      return { type: 'Weekly Resumed', click: { at } };
  }
}

/** The second press of the same button: the state already is what it asks for. */
function isDoneAlready({ press: pressed, quantity }: Form, lines: readonly Line[], setting: Setting, now: Instant): boolean {
  switch (pressed) {
    case 'cancel':
      if (quantity !== undefined && lines.some((line) => waitingUnits(line) > 0)) return false;
      return lines.some((line) => line.cancellations.some(({ by, state }) => by === 'customer' && state !== 'withdrawn'));
    case 'undo':
      return lines.some((line) => line.cancellations.at(-1)?.state === 'withdrawn');
    case 'keep':
    case 'keep-further':
      return lines.some((line) => line.consents.length > 0 && waitingUnits(line) > 0 && !isLapsed(line, momentOf(setting, now)));
    case 'stop-weekly':
    case 'resume-weekly':
      return true;
  }
}

