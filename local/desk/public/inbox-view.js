import { get, page } from './api.js';
import { calmly, empty, fill, h } from './dom.js';
import { MailPane } from './mail-pane.js';
import { mailRow } from './mail-row.js';
import { plural } from './words.js';
import { VirtualList } from './virtual-list.js';

/** Every mail, newest first, and the one that is open beside it. */
export function inboxView(root, desk) {
  let [words, to, shown, count] = ['', '', undefined, -1];
  const queryOf = () => {
    const query = new URLSearchParams(Object.entries({ q: words, to }).filter(([, value]) => value !== ''));
    return query.size === 0 ? '' : `?${query}`;
  };
  const search = h('input', { type: 'search', placeholder: 'Search subject or address', 'aria-label': 'Search mails', oninput: calmly(() => go(search.value, to)) });
  const found = h('p.found', {});
  const list = new VirtualList({
    label: 'Mails',
    rowHeight: 92,
    keyOf: ({ id }) => id,
    renderRow: (mail) => mailRow(mail, desk.clock.now(), queryOf()),
    fetchPage: async (offset, limit) => {
      const part = await page('/api/mails', { fields: 'list', order: 'newest', offset, limit, q: words, to });
      fill(found, plural(part.total, 'mail'), to !== '' && [` to ${to} `, h('a', { href: '#/inbox' }, 'show all')]);
      return part;
    },
    none: () =>
      words === '' && to === ''
        ? empty('No mail yet', 'Mails appear here the moment they are sent.', h('a.button', { href: '#/' }, 'Tell a story'))
        : empty('No mail like that', 'Search looks at the address, the subject and how the mail begins.'),
  });
  const pane = new MailPane(desk);
  fill(root, h('section.list', {}, h('h1.visually-hidden', {}, 'Inbox'), h('div.search', {}, search, found), list.element), h('section.reading', { 'aria-label': 'Mail' }, pane.element));

  function go(nextWords, nextTo) {
    [words, to] = [nextWords, nextTo];
    history.replaceState(null, '', `#/inbox${shown ? `/${encodeURIComponent(shown)}` : ''}${queryOf()}`);
    void list.reset();
  }

  async function show(id) {
    shown = id;
    root.classList.toggle('has-open', id !== undefined);
    list.select(id);
    if (id === undefined) return void pane.showNone();
    try {
      const mail = await get(`/api/mails/${encodeURIComponent(id)}`);
      if (shown === id) pane.show(mail, `#/inbox${queryOf()}`);
    } catch (error) {
      pane.showTrouble(error.message);
    }
  }

  return {
    open: ([id], query) => {
      const [q, address] = [query.get('q') ?? '', query.get('to') ?? ''];
      if (count === -1 || q !== words || address !== to) {
        search.value = q;
        [words, to] = [q, address];
        void list.reset();
      }
      if (count === -1 || id !== shown) void show(id);
      count = Math.max(count, 0);
    },
    update: ({ mails }) => {
      if (mails === count) return;
      count = mails;
      void list.refresh();
    },
    close: () => list.close(),
  };
}
