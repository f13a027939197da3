import type { Merchant } from '../../functions/core/merchant';
import type { Notice, NoticePart, WaitingPart } from '../../functions/core/notice';
import { linksFor, type Links } from '../../functions/rendering/links';
import { renderMail, type RenderedMail } from '../../functions/rendering/mail';
import { choiceOf } from '../../functions/rendering/offer';
import { wordedFor } from '../../functions/rendering/pre-order';
import { inEnglish, readerOf, type Letter } from '../../functions/rendering/reader';
import { readAt, sampleNotices } from '../samples/notices';
import { elementsOf, hrefsOf, wordsOf } from './reading';

/*
 * What every mail has to hold, whoever wrote its words and templates: the way out, the date, the money, the sentences of the
 * law, and who sends it. Merchants may say all of it in their own words; they can't leave it out.
 */

const links = linksFor({ current: '1', keys: { '1': 'no secret: these links lead nowhere' } }, 'https://orders.shop.example', 'customer-77');

/** Elements that no mail program shows, or that would fetch something from elsewhere. */
const BARRED = ['script', 'iframe', 'form', 'object', 'embed', 'link', 'base', 'video', 'audio', 'svg'];

/** One line for each thing that a mail of this merchant lacks, in any language: the sample, the language, and what is missing. */
export function problemsOfMails(merchant: Merchant, languages: readonly string[]): string[] {
  return languages.flatMap((language) =>
    Object.entries<Notice>(sampleNotices).flatMap(([sample, notice]) => {
      const to = { ...notice.to, locale: language };
      return problemsOfMail({ ...notice, to }, merchant).map((problem) => `the mail "${sample}" in ${language}: ${problem}`);
    }),
  );
}

function problemsOfMail(notice: Notice, merchant: Merchant): string[] {
  let mail: RenderedMail;
  try {
    mail = renderMail(notice, merchant, links, readAt);
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
  const reader = readerOf([notice.to.locale, merchant.locale], notice.to.timeZone, readAt);
  const letter: Letter = { ...reader, english: inEnglish(reader, notice.to.timeZone, readAt), links, merchant };
  const shown = read(mail);
  const expected = [
    ...notice.parts.flatMap((part) => wordsAbout(part, letter)),
    ...merchant.postalAddress,
    merchant.support.email,
  ];
  const ways = [...notice.parts.flatMap((part) => waysOut(part, links)), ...(notice.kind === 'weekly' ? [`${links.all()}#weekly`] : [])];
  return [
    ...expected.flatMap((words) => missing(words, shown)),
    ...ways.filter((way) => !shown.hrefs.includes(way)).map((way) => `the HTML lacks the link ${way}`),
    ...ways.filter((way) => !mail.text.includes(way)).map((way) => `the text lacks the link ${way}`),
    ...elementsOf(mail.html).filter(({ tag }) => BARRED.includes(tag)).map(({ tag }) => `<${tag}> has no place in a mail`),
  ];
}

interface Shown {
  html: string;
  text: string;
  hrefs: readonly string[];
}

const read = ({ html, text }: RenderedMail): Shown => ({ html: joined(wordsOf(html)), text: joined(text), hrefs: hrefsOf(html) });

/** Words as they follow each other, whatever elements or line breaks stand between them. */
const joined = (text: string): string => text.replace(/[\s\u00a0]+/g, ' ');

function missing(words: string, { html, text }: Shown): string[] {
  const wanted = joined(words);
  return [...(html.includes(wanted) ? [] : [`the HTML does not say “${wanted}”`]), ...(text.includes(wanted) ? [] : [`the text does not say “${wanted}”`])];
}

function wordsAbout(part: NoticePart, letter: Letter): string[] {
  const { formats } = letter;
  switch (part.kind) {
    case 'first':
    case 'later':
    case 'earlier':
    case 'unknown':
    case 'reminder':
    case 'weekly':
      return [...(part.shipBy === null ? [] : [formats.date(part.shipBy)]), formats.money(part.refundable), ...sentencesOfTheLaw(part, letter)];
    case 'consented':
      return [part.words, formats.money(part.refundable), ...(part.shipBy === null ? [] : [formats.date(part.shipBy)])];
    case 'shipped':
      return [formats.date(formats.dateOf(part.shippedAt)), ...(part.stillWaiting > 0 ? [formats.money(part.refundable)] : [])];
    case 'cancelled':
      return [formats.money(part.amount), ...(part.refundDone ? [] : [formats.date(part.refundBy)]), ...(part.undoUntil === null ? [] : [formats.moment(part.undoUntil)])];
    case 'refunded':
      return [formats.money(part.amount), formats.date(part.settledOn)];
    case 'refund-failed':
      return [formats.money(part.amount), formats.date(part.refundBy)];
  }
}

function sentencesOfTheLaw(part: WaitingPart, letter: Letter): string[] {
  const choice = choiceOf(part, part.quantity, wordedFor(part, letter));
  return choice === null ? [] : [...choice.texts, ...(choice.english?.texts ?? [])];
}

function waysOut(part: NoticePart, to: Links): string[] {
  switch (part.kind) {
    case 'first':
    case 'later':
    case 'earlier':
    case 'unknown':
    case 'reminder':
    case 'weekly':
    case 'consented':
      return [to.cancel(part)];
    case 'shipped':
      return part.stillWaiting > 0 ? [to.cancel(part)] : [];
    case 'cancelled':
      return part.undoUntil === null ? [] : [to.undo(part)];
    case 'refunded':
    case 'refund-failed':
      return [];
  }
}
