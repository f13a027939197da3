import { viewOf } from '../../desk/mail-view';

/*
 * The copy of a mail or a page that a frame shows: in the colours that were asked for, and with pictures of its own, since
 * those of the samples are nowhere. What a merchant's own template would load besides is barred.
 */

const POLICY = `<meta http-equiv="content-security-policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">`;

const svg = (width, height, drawing) => `data:image/svg+xml,${encodeURIComponent(`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"><rect width="${width}" height="${height}" fill="#9aa5a8"/>${drawing}</svg>`)}`;
const GOODS = svg(64, 64, '<path d="M12 46l13-16 9 10 7-8 11 14z" fill="#e9eded"/><circle cx="42" cy="21" r="5" fill="#e9eded"/>');
const LOGO = svg(120, 32, '<text x="60" y="21" fill="#fff" font-family="sans-serif" font-size="14" text-anchor="middle">Logo</text>');
/** No picture: a mail program that blocks them shows what stands in their place. */
const BLOCKED = 'data:,';

export function shownCopy(html, { scheme, images }, logoUrl) {
  const pictureFor = (address) => (images === 'off' ? BLOCKED : address === logoUrl ? LOGO : GOODS);
  const pictured = html
    .replace(/(<img\b[^>]*?\bsrc=")([^"]*)(")/gi, (_all, before, address, after) => before + pictureFor(unescaped(address)) + after)
    .replace(/\b(background=")https?:[^"]*(")/gi, (_all, before, after) => before + BLOCKED + after)
    .replace(/\burl\(\s*['"]?https?:[^)]*\)/gi, `url(${BLOCKED})`);
  return viewOf(pictured, scheme).replace(/<base target="_blank">/, POLICY);
}

const unescaped = (attribute) => attribute.replaceAll('&amp;', '&');

/** Every link with its words, in the order of the mail. */
export function linksIn(html) {
  const links = [...new DOMParser().parseFromString(html, 'text/html').querySelectorAll('a[href]')];
  return links.map((link) => ({ words: link.textContent.trim() || link.querySelector('img')?.alt || '', href: link.getAttribute('href') }));
}
