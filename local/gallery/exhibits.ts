import { catalogues } from '../../build/templates/catalogues';
import type { Merchant } from '../../functions/core/merchant';
import type { NoticeKind } from '../../functions/core/notice-kinds';
import type { Notice } from '../../functions/core/notice';
import { renderAlertPage } from '../../functions/rendering/alert-page';
import { linksFor } from '../../functions/rendering/links';
import { renderMail, type RenderedMail } from '../../functions/rendering/mail';
import { renderMessagePage, renderPage } from '../../functions/rendering/page';
import { directionOf, localeFor } from '../../functions/rendering/words';
import { wordsOf } from '../../templates/checking/reading';
import { sampleAlerts } from '../../templates/samples/alerts';
import { readAt, sampleNotices } from '../../templates/samples/notices';
import { samplePages } from '../../templates/samples/pages';
import type { SampleName } from './kinds';

/*
 * What hangs in the gallery. This file is only run from a bundle that renderer.ts makes of it, so that it renders with the
 * templates of the merchant, whoever's they are: never import more than its types.
 */

export interface ShownMail {
  name: SampleName;
  kind: NoticeKind;
  subject: string;
  /** What an inbox shows behind the subject: the first words of the mail, the preheader foremost. */
  begins: string;
  html: string;
  text: string;
  /** Of the HTML in UTF-8. */
  bytes: number;
}

export interface ShownPage {
  of: 'order' | 'alert' | 'message';
  name: string;
  html: string;
}

/** Everything in one language. */
export interface Shown {
  /** As in the `lang` of what is shown: `zh-Hans` for `zh`. */
  locale: string;
  dir: 'ltr' | 'rtl';
  mails: ShownMail[];
  pages: ShownPage[];
}

type Message = Parameters<typeof renderMessagePage>[0];
/** A record, so that a message page that is new can't be forgotten. */
const messages: Record<Message, Message> = { 'not-found': 'not-found', refused: 'refused', 'too-large': 'too-large', failed: 'failed', 'one-click': 'one-click' };

/** Inboxes show up to about so much beside the subject. */
const BEGINNING = 160;

/** Of the catalogues, in their order: `en`, `ar` ... */
export const languages = (): string[] => Object.keys(catalogues);

export const directionIn = (language: string): 'ltr' | 'rtl' => directionOf(localeFor(language));

/** Whether there are words for this locale, such as `de-AT`, and not only those of English in their stead. */
export function speaks(locale: string): boolean {
  try {
    return new Intl.Locale(localeFor(locale)).language === new Intl.Locale(locale.replaceAll('_', '-')).language;
  } catch {
    return false;
  }
}

/** Throws what the rendering throws: a sample that can't be put into words. */
export function shownIn(language: string, merchant: Merchant): Shown {
  const locale = localeFor(language);
  return {
    locale,
    dir: directionOf(locale),
    mails: Object.entries<Notice>(sampleNotices).map(([name, notice]) => shownMail(name as SampleName, mailOf({ ...notice, to: { ...notice.to, locale: language } }, merchant), notice.kind)),
    pages: pagesIn(language, merchant),
  };
}

/** One sample, to this address and in this locale. */
export function sampleFor(name: SampleName, to: { email: string; locale: string }, merchant: Merchant): RenderedMail {
  const notice: Notice = sampleNotices[name];
  return mailOf({ ...notice, to: { ...notice.to, ...to } }, merchant);
}

/** The links of a sample are signed with a key that is no secret, and open nothing. */
function mailOf(notice: Notice, merchant: Merchant): RenderedMail {
  const keyring = { current: '1', keys: { '1': 'no secret: these links lead nowhere' } };
  return renderMail(notice, merchant, linksFor(keyring, `https://${merchant.pageDomain?.name ?? 'orders.shop.example'}`, 'customer-77'), readAt);
}

function shownMail(name: SampleName, { subject, html, text }: RenderedMail, kind: NoticeKind): ShownMail {
  return { name, kind, subject, begins: wordsOf(html).trim().slice(0, BEGINNING), html, text, bytes: Buffer.byteLength(html) };
}

function pagesIn(locale: string, merchant: Merchant): ShownPage[] {
  const paths = { self: '/b/token', base: '/b/token' };
  return [
    ...Object.entries(samplePages).map(([name, view]): ShownPage => ({ of: 'order', name, html: renderPage({ ...view, locale }, merchant, paths, readAt) })),
    ...Object.entries(sampleAlerts).map(([name, view]): ShownPage => ({ of: 'alert', name, html: renderAlertPage({ ...view, locale }, merchant, paths.base, readAt) })),
    ...Object.values(messages).map((name): ShownPage => ({ of: 'message', name, html: renderMessagePage(name, { ...merchant, locale }) })),
  ];
}
