import type { ConsentedPart } from '../core/notice';
import type { Said } from './listing';
import type { Fact, ItemView } from './mail-view';
import { plain } from './plain-text';
import { amountDetails, wordedFor } from './pre-order';
import { shownItem, type Letter } from './reader';

/*
 * The receipt for a "keep" that the law had asked for: what was agreed to, word for word, when, and the way out that it
 * leaves open. All parts of one statement were agreed to in one press and for the same date.
 */

export function consentedStatement(parts: readonly [ConsentedPart, ...ConsentedPart[]], reader: Letter): Said {
  const [part] = parts;
  const letter = wordedFor(part, reader);
  const { say } = letter;
  const count = parts.reduce((sum, { quantity }) => sum + quantity, 0);
  return {
    heading: say('consented.heading'),
    lede: [say('consented.lede', { count })],
    fact: agreedFact(part, letter),
    choice: null,
    items: parts.map((each) => consentedItem(each, letter)),
    note: say('mail.keepNote', { count }),
    asides: [{ label: say('consented.wordsLabel'), texts: parts.map(({ words }) => say('consented.words', { words: plain(words) })) }],
  };
}

/** The date of the answer, and not the one that stands by now: that is told as news where it differs. */
function agreedFact({ shipBy, until, consentedAt }: ConsentedPart, { say, formats }: Letter): Fact {
  const given = say('consented.given', { moment: formats.moment(consentedAt) });
  if (shipBy === null) return { label: say('consented.undated'), value: say('consented.undatedValue'), notes: [given], steps: [] };
  const further = until === null || until === shipBy ? [] : [say('consented.further', { date: formats.date(until) })];
  return { label: say('consented.dated'), value: formats.date(shipBy), notes: [...further, given], steps: [] };
}

function consentedItem(part: ConsentedPart, letter: Letter): ItemView {
  const { say, formats, links } = letter;
  const cancel = say(part.balanceDue === undefined ? 'mail.cancel' : 'mail.cancelDeposit', { amount: formats.money(part.refundable) });
  return {
    ...shownItem(part),
    details: [say('mail.quantity', { count: part.quantity }), say('mail.order', { order: plain(part.orderId) }), ...amountDetails(part, letter)],
    actions: [{ label: cancel, href: links.cancel(part) }],
  };
}
