import { sumOf } from '../core/money';
import type { WaitingPart } from '../core/notice';
import type { PageLine } from '../core/page-view';
import type { Aside } from './mail-view';
import type { PageFact } from './page-template';
import type { Letter, Reader } from './reader';

/** What was given back for the wait, after all that is said about the order; nothing where nothing was. All parts have one currency. */
export function goodwillAside(parts: readonly WaitingPart[], { say, formats }: Letter): Aside[] {
  const amounts = parts.flatMap(({ goodwill }) => (goodwill === undefined ? [] : [goodwill.amount]));
  if (amounts.length === 0) return [];
  const rest = formats.money(sumOf(parts.map(({ refundable }) => refundable)));
  return [{ label: say('goodwill.label'), texts: [say('goodwill.text', { amount: formats.money(sumOf(amounts)), rest })] }];
}

/** The same on the page, with the day of each. */
export const goodwillNotes = ({ goodwill }: PageLine, { say, formats }: Reader): string[] =>
  goodwill.map(({ amount, at }) => say('page.goodwill', { amount: formats.money(amount), date: formats.date(formats.dateOf(at)) }));

/** What was given back for a wait that is over; null where nothing was. */
export function goodwillFact(line: PageLine, reader: Reader): PageFact | null {
  if (line.goodwill.length === 0) return null;
  const { say, formats } = reader;
  return { label: say('goodwill.label'), value: formats.money(sumOf(line.goodwill.map(({ amount }) => amount))), notes: goodwillNotes(line, reader) };
}
