import { apply } from '../core/apply';
import { isSameLine, type Customer, type Line } from '../core/customer';
import type { Instant } from '../core/dates';
import type { Change, Fact, LineRef, Setting } from '../core/facts';
import { linesInScope, seenOf } from '../core/line-view';
import type { OrderScope } from '../core/links';
import type { PageView } from '../core/page-view';
import { waitingUnits } from '../core/standing';
import type { Form, Press } from './request';

export interface Pressed {
  change: Change | undefined;
  outcome: NonNullable<PageView['outcome']>;
}

/**
 * What pressing a button does, and what the page says of it; undefined for a form that names only lines which are not
 * this link's to decide on. Pressing twice does it once and says the same twice. What
 * became impossible since the page was opened is said to be so, and nothing is done.
 */
export function press(customer: Customer, closed: readonly Line[], scope: OrderScope, form: Form, setting: Setting, now: Instant): Pressed | undefined {
  const inScope = linesInScope([...customer.lines, ...closed], scope);
  const lines = form.lines === undefined ? inScope : inScope.filter((line) => form.lines?.some((ref) => isSameLine(ref, line)));
  if (form.lines !== undefined && lines.length === 0) return undefined;
  const change = apply(customer, factOf(form.press, lines, now), setting, now);
  const sawSomethingElse = form.seen !== undefined && form.seen !== seenOf(inScope);
  if (change !== undefined && form.press === 'cancel' && sawSomethingElse) return { change: undefined, outcome: 'changed-meanwhile' };
  if (change !== undefined || isDoneAlready(form.press, lines)) return { change, outcome: outcomeOf[form.press] };
  return { change: undefined, outcome: form.press === 'undo' || lines.every((line) => waitingUnits(line) === 0) ? 'too-late' : 'changed-meanwhile' };
}

const outcomeOf: Record<Press, NonNullable<PageView['outcome']>> = {
  cancel: 'cancelled',
  undo: 'undone',
  keep: 'kept',
  'stop-weekly': 'weekly-stopped',
  'resume-weekly': 'weekly-resumed',
};

function factOf(pressed: Press, lines: readonly LineRef[], at: Instant): Fact {
  const click = { lines: lines.map(({ orderId, lineId }) => ({ orderId, lineId })), at };
  switch (pressed) {
    case 'cancel':
      return { type: 'Cancel Pressed', click };
    case 'undo':
      return { type: 'Undo Pressed', click };
    case 'keep':
      return { type: 'Keep Pressed', click };
    case 'stop-weekly':
      return { type: 'Weekly Stopped', click: { at } };
    case 'resume-weekly':
      return { type: 'Weekly Resumed', click: { at } };
  }
}

/** The second press of the same button: the state already is what it asks for. */
function isDoneAlready(pressed: Press, lines: readonly Line[]): boolean {
  switch (pressed) {
    case 'cancel':
      return lines.some((line) => line.cancellations.some(({ by, state }) => by === 'customer' && state !== 'withdrawn'));
    case 'undo':
      return lines.some((line) => line.cancellations.at(-1)?.state === 'withdrawn');
    case 'keep':
      return lines.some((line) => line.consents.length > 0 && waitingUnits(line) > 0);
    case 'stop-weekly':
    case 'resume-weekly':
      return true;
  }
}

