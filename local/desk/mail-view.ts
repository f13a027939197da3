/*
 * A mail as the customer sees it, in a frame that can do nothing: no scripts, no forms, no origin. Links open in a new
 * tab, outside of the frame's limits, as they would from a mail program.
 */

export type Scheme = 'light' | 'dark';

export const MAIL_POLICY =
  "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; img-src https: http: data:; style-src 'unsafe-inline'; frame-ancestors 'self'";

/** Always true and never true, in a query that may stand beside others. */
const HOLDS = '(min-width: 0)';
const FAILS = '(max-width: 0)';

/**
 * The mail's HTML with links that open in a new tab. With `scheme`, its rules for light or dark apply whatever the
 * browser prefers: a frame can't be told by other means.
 */
export function viewOf(html: string, scheme: Scheme | undefined): string {
  const head = `<base target="_blank">${scheme === undefined ? '' : `<style>:root { color-scheme: ${scheme} !important }</style>`}`;
  const shown = scheme === undefined ? html : asIfPreferring(html, scheme);
  const opening = /<head[^>]*>/i.exec(shown);
  if (opening === null) return head + shown;
  const at = opening.index + opening[0].length;
  return shown.slice(0, at) + head + shown.slice(at);
}

const asIfPreferring = (html: string, scheme: Scheme): string =>
  html.replaceAll(/\(\s*prefers-color-scheme\s*:\s*(light|dark)\s*\)/gi, (_query, preferred: string) => (preferred.toLowerCase() === scheme ? HOLDS : FAILS));
