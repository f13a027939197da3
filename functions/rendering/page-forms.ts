import type { Instant } from '../core/dates';
import { sumOf, type Money } from '../core/money';
import type { PageLine, PageView } from '../core/page-view';
import type { PageForm } from './page-template';
import type { Reader } from './reader';

/*
 * The page's buttons. Each is a form of its own, so that it works without a script, and says which lines it is about.
 */

/** A reader of the page, where its forms go, and which state it shows. */
export interface Visit extends Reader {
  /** `/b/<token>` */
  base: string;
  view: PageView;
  now: Instant;
  /** For sentences of the law; null where the page is in English. */
  english: Reader | null;
  /** Whether the merchant speaks of delivery windows at all. */
  showWindow: boolean;
}

type Press = 'cancel' | 'keep' | 'keep-further' | 'undo' | 'stop-weekly' | 'resume-weekly';

type Words = Pick<PageForm, 'label' | 'about'> & Partial<Pick<PageForm, 'quantity'>>;

export function formFor(press: Press, lines: readonly PageLine[], words: Words, { base, view }: Visit): PageForm {
  const weekly = press === 'stop-weekly' || press === 'resume-weekly';
  return {
    action: `${base}/${weekly ? 'weekly' : press === 'keep-further' ? 'keep' : press}`,
    fields: [
      { name: 'action', value: press },
      { name: 'seen', value: view.seen },
      ...lines.map(({ orderId, lineId }) => ({ name: 'line' as const, value: `${encodeURIComponent(orderId)}/${encodeURIComponent(lineId)}` })),
    ],
    quantity: null,
    ...words,
  };
}

export const canUndo = (line: PageLine): boolean => line.cancellations.some(({ undoUntil }) => undoUntil !== undefined);

/** Whether the customer has said "keep" about the very date that stands. */
export const isKept = ({ kept, shipBy, offer }: PageLine): boolean => kept !== undefined && kept.shipBy === shipBy && offer?.silence !== 'cancels';

/** Keep and cancel of one line, what the link named first. A line that was kept as it stands is not asked again. */
export function choicesFor(line: PageLine, about: string | null, visit: Visit): PageForm[] {
  const { say, view } = visit;
  if (line.waiting === 0 || line.refundable === undefined) return [];
  const cancel = formFor('cancel', [line], { ...cancelWords(line, line.refundable, visit), about }, visit);
  if (isKept(line)) return [cancel];
  const keep = formFor('keep', [line], { label: say('page.keep'), about }, visit);
  return view.intent === 'cancel' ? [cancel, keep, ...further(line, about, visit)] : [keep, ...further(line, about, visit), cancel];
}

/** Where several units wait, how many of them go is chosen above the button, and the amount stands with each choice. */
function cancelWords({ waiting, balanceDue, refundableFor }: PageLine, refundable: Money, { say, formats }: Visit): Omit<Words, 'about'> {
  const isDeposit = balanceDue !== undefined;
  if (refundableFor === undefined) return { label: say(isDeposit ? 'page.cancelDeposit' : 'page.cancel', { amount: formats.money(refundable) }) };
  const options = refundableFor.map(({ quantity, refundable: back }) => ({
    value: String(quantity),
    label: say(quantity === waiting ? 'page.cancelQuantity.all' : 'page.cancelQuantity.some', { count: quantity, waiting, amount: formats.money(back) }),
  }));
  return { label: say(isDeposit ? 'page.cancelSomeDeposit' : 'page.cancelSome'), quantity: { label: say('page.cancelQuantity'), options } };
}

/** Consent in advance to a further delay, where it is asked for: never the only way to keep. */
function further(line: PageLine, about: string | null, visit: Visit): PageForm[] {
  const until = line.offer?.furtherUntil;
  return until === undefined ? [] : [formFor('keep-further', [line], { label: visit.say('page.keepFurther', { date: visit.formats.date(until) }), about }, visit)];
}

/** One press for all items that the link is about, where there are several. */
export function choicesForAll(visit: Visit): PageForm[] {
  const { say, view } = visit;
  const undoable = view.lines.filter(canUndo);
  const waiting = view.lines.filter((line) => line.waiting > 0 && line.refundable !== undefined);
  const undo = undoable.length < 2 ? [] : [formFor('undo', undoable, { label: say('page.undoAll', { count: undoable.length }), about: null }, visit)];
  if (view.intent === 'undo') return undo;
  if (waiting.length < 2) return view.outcome === 'cancelled' || view.outcome === 'cancelled-in-part' ? undo : [];
  const cancel = formFor('cancel', waiting, { label: cancelAllLabel(waiting, visit), about: null }, visit);
  if (waiting.every(isKept)) return [cancel];
  const keep = formFor('keep', waiting, { label: say('page.keepAll', { count: waiting.length }), about: null }, visit);
  return view.intent === 'cancel' ? [cancel, keep] : [keep, cancel];
}

/** Amounts in several currencies have no sum; each stands at its item. */
function cancelAllLabel(lines: readonly PageLine[], { say, formats }: Visit): string {
  const amounts = lines.flatMap(({ refundable }) => (refundable === undefined ? [] : [refundable]));
  const count = lines.length;
  if (new Set(amounts.map(({ currency }) => currency)).size > 1) return say('page.cancelAllPlain', { count });
  return say('page.cancelAll', { count, amount: formats.money(sumOf(amounts)) });
}
