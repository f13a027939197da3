import { createHash } from 'node:crypto';
import * as v from 'valibot';
import { html as htmlOf, text as textOf } from '../../build/templates/mail';
import type { Instant } from '../core/dates';
import type { Merchant } from '../core/merchant';
import type { Notice, NoticePart, WaitingPart } from '../core/notice';
import { cancelledStatement, refundedStatement, refundFailedStatement, shippedStatement } from './closing';
import { consentedStatement } from './consented';
import { backInStockFooter, backInStockPreheader, backInStockStatement, backInStockSubject, itemsBack } from './back-in-stock';
import { groupsOf, type Group } from './grouping';
import type { Links } from './links';
import { listed, type Said } from './listing';
import { MailView, type Action, type Aside } from './mail-view';
import { ordersOf } from './orders';
import { paletteOf } from './palette';
import { httpsUrl, plain } from './plain-text';
import { inEnglish, readerOf, type Letter } from './reader';
import { preheaderOf, subjectOf } from './subject';
import { waitingStatement } from './waiting';
import { directionOf } from './words';

export interface RenderedMail {
  subject: string;
  html: string;
  text: string;
  /** Besides those that SES sets itself; only weekly updates and mails about stock alone have any. */
  headers: { name: string; value: string }[];
  /** SHA-256 of subject, text and HTML, hex. */
  wordsHash: string;
}

/** A notice that can't be put into words as it is. Nothing was sent. */
export class UnrenderableNoticeError extends Error {
  constructor(noticeId: string, cause: unknown) {
    super(`the notice ${noticeId} cannot be rendered: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
    this.name = 'UnrenderableNoticeError';
  }
}

/**
 * The mail that tells `notice`, as read at `now` in the customer's zone: the same notice on the same day has the same
 * words. Throws an UnrenderableNoticeError rather than send a mail with a hole in it.
 */
export function renderMail(notice: Notice, merchant: Merchant, links: Links, now: Instant = new Date().toISOString()): RenderedMail {
  try {
    const view = v.parse(MailView, viewOf(notice, merchant, links, now));
    const html = htmlOf(view);
    const text = tidied(textOf(view));
    const wordsHash = createHash('sha256').update(JSON.stringify([view.subject, text, html])).digest('hex');
    return { subject: view.subject, html, text, headers: headersOf(notice, links), wordsHash };
  } catch (error) {
    throw new UnrenderableNoticeError(notice.id, error);
  }
}

/** What the templates are given for `notice`, not checked yet. */
export function viewOf(notice: Notice, merchant: Merchant, links: Links, now: Instant): MailView {
  const { timeZone } = notice.to;
  const reader = readerOf([notice.to.locale, merchant.locale], timeZone, now);
  const letter: Letter = { ...reader, english: inEnglish(reader, timeZone, now), links, merchant };
  const groups = groupsOf(notice.parts, letter.formats);
  const leading = groups.find(([part]) => part.kind === notice.kind) ?? groups[0];
  const back = itemsBack(notice.alerts);
  const statements = [
    ...unrepeated(groups.map((group, index) => statementOf(group, groups.slice(0, index), letter))),
    ...(back === undefined ? [] : [backInStockStatement(back, letter)]),
  ];
  const greeting = notice.to.name === undefined ? '' : plain(notice.to.name);
  return {
    lang: letter.locale,
    dir: directionOf(letter.locale),
    ...openingOf(leading, notice, letter),
    brand: { name: plain(merchant.brand.name), url: merchant.brand.url, logoUrl: httpsUrl(merchant.brand.logoUrl) },
    colours: paletteOf(merchant),
    groups: listed(statements, letter).map((statement, index) => ({
      ...statement,
      first: index === 0,
      greeting: index === 0 && greeting !== '' ? letter.say('mail.greeting', { name: greeting }) : null,
    })),
    closing: [...unlisted(notice, letter), ...whatComesNext(notice.parts, letter)],
    orders: ordersOf(notice.parts, letter),
    see: seeMore(notice, letter),
    footer: footerOf(notice, letter),
  };
}

/** What an inbox shows. What is about a paid order leads; of nothing else, what is back in stock. */
function openingOf(leading: Group | undefined, { parts, alerts = [] }: Notice, letter: Letter): Pick<MailView, 'subject' | 'preheader'> {
  const back = itemsBack(alerts);
  if (leading !== undefined) {
    return { subject: plain(subjectOf(leading, letter)), preheader: preheaderOf(leading, parts.length + alerts.length - leading.length, letter) };
  }
  if (back === undefined) throw new RangeError('a notice needs at least one part');
  return { subject: plain(backInStockSubject(back, letter)), preheader: backInStockPreheader(back, letter) };
}

/** An apology that already stands above is not said again word for word. */
function unrepeated(statements: readonly Said[]): Said[] {
  const said = new Set<string>();
  return statements.map((statement) => {
    const lede = statement.lede.filter((sentence) => !said.has(sentence));
    lede.forEach((sentence) => said.add(sentence));
    return { ...statement, lede };
  });
}

function statementOf(group: Group, above: readonly Group[], letter: Letter): Said {
  const [part] = group;
  switch (part.kind) {
    case 'first':
    case 'later':
    case 'earlier':
    case 'unknown':
    case 'reminder':
    case 'weekly':
      return waitingStatement(ofKind(group, part), above.some(([other]) => isSameNews(other, part)), letter);
    case 'shipped':
      return shippedStatement(ofKind(group, part), letter);
    case 'cancelled':
      return cancelledStatement(ofKind(group, part), letter);
    case 'refunded':
      return refundedStatement(ofKind(group, part), letter);
    case 'refund-failed':
      return refundFailedStatement(ofKind(group, part), letter);
    case 'consented':
      return consentedStatement(ofKind(group, part), letter);
  }
}

/** Whether the one is said of one more item after the other: of a backorder after a pre-order it is not. */
const isSameNews = (above: NoticePart, part: WaitingPart): boolean => above.kind === part.kind && 'orderKind' in above && above.orderKind === part.orderKind;

/** A group has parts of one kind; this tells the compiler. */
function ofKind<P extends NoticePart>([, ...others]: Group, first: P): [P, ...P[]] {
  return [first, ...others.filter((part): part is P => part.kind === first.kind)];
}

const stillWaits = (part: NoticePart): part is NoticePart & { shipBy: string | null } => (part.kind === 'shipped' ? part.stillWaiting > 0 : 'shipBy' in part);

/** Of what waits besides, nothing is said here but that it does. */
function unlisted({ unlisted: count }: Notice, { say }: Letter): Aside[] {
  return count === undefined ? [] : [{ label: say('mail.unlistedLabel'), texts: [say('mail.unlisted', { count })] }];
}

function whatComesNext(parts: readonly NoticePart[], { say }: Letter): Aside[] {
  const waiting = parts.filter(stillWaits);
  if (waiting.length === 0) return [];
  return [{ label: say('mail.next'), texts: [say(waiting.some(({ shipBy }) => shipBy !== null) ? 'mail.nextDated' : 'mail.nextUndated')] }];
}

function seeMore({ parts, unlisted: more = 0 }: Notice, { say, links }: Letter): Action | null {
  const [only, ...others] = parts;
  if (!only) return null;
  return others.length + more === 0 ? { label: say('mail.seeOrder'), href: links.view(only) } : { label: say('mail.seeAll'), href: links.all() };
}

function footerOf(notice: Notice, letter: Letter): MailView['footer'] {
  const { say, merchant, links } = letter;
  const { support, brand } = merchant;
  const weekly = notice.kind === 'weekly';
  const phone = support.phone === undefined ? '' : plain(support.phone);
  return {
    genuine: say('mail.genuine'),
    genuineText: say('mail.genuineText', { domain: links.host }),
    why: say(weekly ? 'mail.whyYouGetWeekly' : 'mail.whyYouGetThis', { brand: plain(brand.name) }),
    // The address in the headers is for mail programs; a person who follows a link needs a page with a button.
    stop: weekly ? { label: say('mail.stopWeekly'), href: `${links.all()}#weekly`, note: say('mail.stopWeeklyNote') } : null,
    ...(itemsBack(notice.alerts) === undefined ? {} : backInStockFooter(notice.parts.length === 0, letter)),
    contact: say('mail.contact'),
    ways: [
      { label: support.email, href: `mailto:${support.email}`, isWeb: false },
      ...(phone === '' ? [] : [{ label: phone, href: `tel:${phone.replace(/[^+\d]/g, '')}`, isWeb: false }]),
      ...(support.url === undefined ? [] : [{ label: say('mail.helpPages'), href: support.url, isWeb: true }]),
    ],
    address: [...merchant.postalAddress, ...brand.footer].map(plain).filter((line) => line !== ''),
  };
}

/**
 * RFC 8058: one click in the mail program stops the weekly updates, or the stock alerts, by the kind of the mail. No other
 * mail can be unsubscribed from.
 */
function headersOf(notice: Notice, links: Links): RenderedMail['headers'] {
  if (notice.kind !== 'weekly' && notice.kind !== 'back-in-stock') return [];
  return [
    { name: 'List-Unsubscribe', value: `<${notice.kind === 'weekly' ? links.stopWeekly() : links.stopAlerts()}>` },
    { name: 'List-Unsubscribe-Post', value: 'List-Unsubscribe=One-Click' },
  ];
}

const tidied = (text: string): string => `${text.replace(/[ \t]+$/gm, '').replace(/\n{3,}/g, '\n\n').trim()}\n`;
