/*
 * Text that came from outside, made fit for a subject, a text part or a page. Escaping for HTML is the templates'
 * work; what escaping does not stop is stopped here.
 */

/**
 * One line of visible characters: no line break that could start a header, no mark that reverses or hides what follows
 * (control, format, line and paragraph separators, halves of surrogate pairs).
 */
export function plain(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

/** At most `max` characters as a reader counts them; what is cut off is marked by an ellipsis. */
export function shorten(text: string, max: number): string {
  if (text.length <= max) return text;
  const characters = Array.from(new Intl.Segmenter('und', { granularity: 'grapheme' }).segment(text), ({ segment }) => segment);
  if (characters.length <= max) return text;
  return `${characters
    .slice(0, max - 1)
    .join('')
    .trimEnd()}…`;
}

/** The address if it is an https one, else null: `javascript:`, `data:` and plain http never become a link or an image. */
export function httpsUrl(address: string | undefined): string | null {
  if (address === undefined || !URL.canParse(address)) return null;
  const url = new URL(address);
  return url.protocol === 'https:' && url.username === '' && url.password === '' ? url.href : null;
}
