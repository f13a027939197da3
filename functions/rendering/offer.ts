import type { NoticeOffer, WaitingPart } from '../core/notice';
import type { PageLine } from '../core/page-view';
import type { Choice } from './mail-view';
import { plain } from './plain-text';
import { wordedFor } from './pre-order';
import type { Letter, Reader } from './reader';

/*
 * What the law of a market asks to be said beside the news of a delay: what an answer does, what no answer means, and
 * until when. 16 CFR 435.2(b) for the kinds of the `us` pack.
 */

/** The choice of a mail in full, in the reader's language and below it in that of the law; null where the news asks for none. */
export function choiceOf({ offer, orderKind }: WaitingPart, count: number, letter: Letter): Choice | null {
  if (offer === undefined) return null;
  const { english } = letter;
  return {
    label: letter.say(offer.silence === 'cancels' ? 'offer.answerBy' : 'offer.label', { date: letter.formats.date(offer.answerBy) }),
    texts: choiceTexts(offer, count, letter),
    english: english === null ? null : { label: letter.say('mail.inEnglish'), texts: choiceTexts(offer, count, wordedFor({ orderKind }, english)) },
  };
}

function choiceTexts(offer: NoticeOffer, count: number, { say, formats }: Pick<Reader, 'say' | 'formats'>): string[] {
  const { furtherUntil } = offer;
  return [
    whatNoAnswerMeans(offer, count, { say, formats }),
    ...(offer.shipBy === null ? [say('offer.stillFree', { count, date: formats.date(offer.stated) })] : []),
    ...(furtherUntil === undefined ? [] : [say('offer.further', { date: formats.date(furtherUntil) })]),
    say('offer.free'),
  ];
}

/** What keeping asks of the customer: nothing, or an answer in time for each line, whatever its quantity. `units` are those of all `lines`. */
export const keepNote = ({ offer }: WaitingPart, { units, lines }: { units: number; lines: number }, { say, formats }: Letter): string =>
  offer?.silence === 'cancels' ? say('offer.keepNote', { count: lines, date: formats.date(offer.answerBy), keep: say('mail.keep') }) : say('mail.keepNote', { count: units });

export function whatNoAnswerMeans({ kind, shipBy, answerBy }: NoticeOffer, count: number, { say, formats }: Pick<Reader, 'say' | 'formats'>): string {
  const date = formats.date(answerBy);
  switch (kind) {
    case 'short':
      return say('offer.short', { count, date });
    case 'long':
      return say('offer.long', { count, date });
    case 'indefinite':
      return say('offer.indefinite', { count, date });
    case 'renewed':
      return say(shipBy === null ? 'offer.renewed.undated' : 'offer.renewed', { count, date });
  }
}

/** What "keep my order" says, as the page shows it beside the button and the record keeps it. */
export function consentWords(line: PageLine, { sayPlainly: say, formats }: Pick<Reader, 'sayPlainly' | 'formats'>, isFurther = false): string {
  const values = { count: line.waiting, item: plain(line.name), order: plain(line.orderId) };
  const { shipBy, offer } = line;
  if (shipBy === null) {
    return offer === undefined ? say('consent.undated', values) : say('consent.undatedUntil', { ...values, date: formats.date(offer.stated) });
  }
  const date = formats.date(shipBy);
  const further = offer?.furtherUntil;
  return isFurther && further !== undefined ? say('consent.further', { ...values, date, further: formats.date(further) }) : say('consent.dated', { ...values, date });
}

/** On the page: what the law has to say of no answer. Nothing where it asks for none, or has been answered. */
export function offerTexts({ offer, waiting }: PageLine, reader: Reader, isKept: boolean): string[] {
  return isKept || offer === undefined ? [] : [whatNoAnswerMeans(offer, waiting, reader)];
}

/** On the page: what no answer means, and what pressing the button says. */
export function offerNotes(line: PageLine, reader: Reader, isKept: boolean): string[] {
  if (isKept) return [];
  const { say, formats } = reader;
  const { offer } = line;
  return [
    ...offerTexts(line, reader, isKept),
    say('page.agreeing', { keep: say('page.keep'), words: consentWords(line, reader) }),
    ...(offer?.furtherUntil === undefined ? [] : [say('page.agreeing', { keep: say('page.keepFurther', { date: formats.date(offer.furtherUntil) }), words: consentWords(line, reader, true) })]),
  ];
}
