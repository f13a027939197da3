import { h } from './dom.js';
import { kindName, when, whenExactly } from './words.js';

export const kindMark = (kind) => h(`span.kind.kind-${kind ?? 'other'}`, {}, kindName(kind));

/** A mail in a list; `query` keeps the search that it was found by. */
export function mailRow({ id, at, to, subject, kind }, now, query = '') {
  return h(
    'a.row.mail-row',
    { href: `#/inbox/${encodeURIComponent(id)}${query}` },
    h('span.top', {}, h('span.who', {}, to), kindMark(kind), h('time', { datetime: at, title: whenExactly(at) }, when(at, now))),
    h('span.subject', {}, subject),
  );
}
