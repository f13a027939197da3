/*
 * What a mail program posts to unsubscribe (RFC 8058, section 3.2): the one field that the header List-Unsubscribe-Post names,
 * as a form of either kind.
 */

const FIELD = 'List-Unsubscribe';
const VALUE = 'One-Click';

/** `no-form` where the body is declared as neither kind of form. */
export function isOneClick(contentType: string, body: string): boolean | 'no-form' {
  if (/^application\/x-www-form-urlencoded\b/i.test(contentType)) return new URLSearchParams(body).get(FIELD) === VALUE;
  const boundary = /^multipart\/form-data\b.*;\s*boundary=(?:"([^"]+)"|([^\s;]+))/i.exec(contentType);
  if (boundary === null) return /^multipart\/form-data\b/i.test(contentType) ? false : 'no-form';
  return partsOf(body, boundary[1] ?? boundary[2] ?? '').some(({ name, value }) => name === FIELD && value === VALUE);
}

/** The fields of a multipart form (RFC 7578); a part may have other headers besides the one with its name. */
function partsOf(body: string, boundary: string): { name: string | undefined; value: string }[] {
  const parts = `\n${body}`.replaceAll('\r\n', '\n').split(`\n--${boundary}`).slice(1);
  return parts.flatMap((part) => {
    const [head = '', ...rest] = part.replace(/^[ \t]*\n/, '').split('\n\n');
    if (rest.length === 0) return [];
    const name = /^content-disposition:\s*form-data\b.*;\s*name=(?:"([^"]*)"|([^\s;]+))/im.exec(head);
    return [{ name: name?.[1] ?? name?.[2], value: rest.join('\n\n') }];
  });
}
