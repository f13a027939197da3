import { catalogues } from '../../build/templates/catalogues';
import type { Merchant } from '../../functions/core/merchant';
import { renderAlertPage } from '../../functions/rendering/alert-page';
import { renderMessagePage, renderPage } from '../../functions/rendering/page';
import { sampleAlerts } from '../samples/alerts';
import { readAt } from '../samples/notices';
import { samplePages } from '../samples/pages';
import { problemsOfMails } from './mails';

/** One line for each mail and page of this merchant that can't be made, or that lacks what it has to hold. */
export function problemsOf(merchant: Merchant): string[] {
  const languages = Object.keys(catalogues);
  return [...problemsOfMails(merchant, languages), ...languages.flatMap((language) => problemsOfPages(merchant, language))];
}

function problemsOfPages(merchant: Merchant, locale: string): string[] {
  const paths = { self: '/b/token', base: '/b/token' };
  const pages: [string, () => string][] = [
    ...Object.entries(samplePages).map(([state, view]): [string, () => string] => [state, () => renderPage({ ...view, locale }, merchant, paths, readAt)]),
    ...Object.entries(sampleAlerts).map(([state, view]): [string, () => string] => [`alert ${state}`, () => renderAlertPage({ ...view, locale }, merchant, paths.base, readAt)]),
    ...(['not-found', 'refused', 'too-large', 'failed', 'one-click'] as const).map((kind): [string, () => string] => [kind, () => renderMessagePage(kind, { ...merchant, locale })]),
  ];
  return pages.flatMap(([state, make]) => {
    try {
      make();
      return [];
    } catch (error) {
      return [`the page "${state}" in ${locale}: ${error instanceof Error ? error.message : String(error)}`];
    }
  });
}
