import { renderAlertPage } from '../../functions/rendering/alert-page';
import type { Notice } from '../../functions/core/notice';
import { renderMail, type RenderedMail } from '../../functions/rendering/mail';
import { renderMessagePage, renderPage } from '../../functions/rendering/page';
import { sampleAlerts } from '../../templates/samples/alerts';
import { lemonLane, ternAndTide } from '../../templates/samples/merchants';
import { readAt, sampleNotices } from '../../templates/samples/notices';
import { samplePages } from '../../templates/samples/pages';
import { links } from './reading';

/*
 * Every mail and every page there is, in one language: what is checked of one of them is checked of all.
 */

export interface Sample {
  name: string;
  html: string;
}

export const mailIn = (notice: Notice, locale: string, merchant = ternAndTide): RenderedMail => renderMail({ ...notice, to: { ...notice.to, locale } }, merchant, links, readAt);

export const mailsIn = (locale: string, merchant = ternAndTide): Sample[] => Object.entries<Notice>(sampleNotices).map(([sample, notice]) => ({ name: `mail ${sample} ${locale}`, html: mailIn(notice, locale, merchant).html }));

/** With what the page's address begins, and what it answers. */
export function pagesIn(locale: string, merchant = ternAndTide): Sample[] {
  return [
    ...Object.entries(samplePages).map(([state, view]) => ({ name: `page ${state} ${locale}`, html: renderPage({ ...view, locale }, merchant, { self: '/b/token', base: '/b/token' }, readAt) })),
    ...Object.entries(sampleAlerts).map(([state, view]) => ({ name: `alert ${state} ${locale}`, html: renderAlertPage({ ...view, locale }, merchant, '/b/token', readAt) })),
    ...(['not-found', 'refused', 'too-large', 'failed', 'one-click'] as const).map((kind) => ({ name: `message ${kind} ${locale}`, html: renderMessagePage(kind, { ...merchant, locale }) })),
  ];
}

/** Both shops: one whose name stands above its mails, and one with a logo, help pages and a colour too light for words. */
export const merchants = [ternAndTide, lemonLane];
