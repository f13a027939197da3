import { get, page } from './api.js';
import { customerPage } from './customer-page.js';
import { calmly, empty, fill, h } from './dom.js';
import { date, distance, plural, when, whenExactly } from './words.js';

const PAGE = 50;

/** Who waits, for what, and when we last spoke; one of them in full. */
export function customersView(root, desk) {
  let [limit, seen, shown, wanted, drawn] = [PAGE, '', undefined, '', ''];
  const search = h('input', { type: 'search', placeholder: 'Name, address or key', 'aria-label': 'Search customers', oninput: calmly(() => ((limit = PAGE), load())) });
  const found = h('p.found', {});
  const list = h('ul.rows.customers', {});
  // How long ago and how soon change with the clock alone.
  const minute = () => Math.floor(desk.clock.now() / 60_000);
  const column = h('div.column', {}, h('h1', {}, 'Customers'), h('p.intro', {}, 'Everybody who waits or has waited, as the table knows them.'), h('div.search', {}, search, found), list);

  async function load() {
    const asked = (wanted = `${search.value}#${limit}`);
    const parts = [];
    for (let offset = 0; offset < limit; offset += PAGE) parts.push(page('/api/customers', { order: 'newest', offset, limit: PAGE, q: search.value }));
    const pages = await Promise.all(parts);
    if (asked !== wanted || shown !== undefined) return;
    const [items, total] = [pages.flatMap((one) => one.items), pages[0].total];
    const state = JSON.stringify([pages, search.value, minute()]);
    if (state === drawn) return;
    drawn = state;
    fill(found, plural(total, 'customer'));
    if (total === 0) return void fill(list, search.value === '' ? empty('Nobody waits yet', 'A customer appears with their first backordered line.', h('a.button', { href: '#/' }, 'Tell a story')) : empty('Nobody like that', 'Search looks at names, addresses and keys.'));
    fill(list, items.map((item) => h('li', {}, row(item))), total > items.length && h('li', {}, h('button.more', { type: 'button', onclick: () => ((limit += PAGE), load()) }, `Show ${plural(total - items.length, 'more', 'more')}`)));
  }

  function row({ key, name, email, waiting, cancelled, asked, lastContactAt, dueAt, weekly }) {
    const now = desk.clock.now();
    return h(
      'a.row.customer-row',
      { href: `#/customers/${encodeURIComponent(key)}` },
      h('span.who', {}, h('strong', {}, name ?? email ?? key), h('span.address', {}, name ? (email ?? key) : key)),
      h('span.standing', {}, standing(waiting, cancelled, asked), weekly === 'off' && h('span.note', {}, 'no weekly updates')),
      h('span.times', {}, h('span', { title: lastContactAt && whenExactly(lastContactAt) }, lastContactAt ? `heard from us ${when(lastContactAt, now)}` : 'not written to yet'), h('span', { title: dueAt && whenExactly(dueAt) }, dueAt ? `next ${distance(dueAt, now)}` : 'nothing to come')),
    );
  }

  async function show(key) {
    try {
      const customer = await get(`/api/customers/${encodeURIComponent(key)}`);
      if (shown !== key) return;
      const state = JSON.stringify(customer);
      if (state === drawn) return;
      drawn = state;
      await customerPage(root, customer, desk);
    } catch (error) {
      fill(root, h('div.column', {}, h('a.back', { href: '#/customers' }, '← All customers'), empty('This customer can’t be shown', error.message)));
    }
  }

  return {
    open: ([key], query) => {
      [shown, drawn] = [key, ''];
      if (key !== undefined) return void show(key);
      if (query.has('q')) search.value = query.get('q');
      fill(root, column);
      void load();
    },
    update: ({ events, mails, customers }) => {
      const state = `${events} ${mails} ${customers} ${minute()}`;
      if (state === seen) return;
      const first = seen === '';
      seen = state;
      if (first) return;
      if (shown === undefined) void load();
      else void show(shown);
    },
  };
}

function standing(waiting, cancelled, asked) {
  if (waiting.length === 0 && asked.length > 0) return h('span', {}, `asked about ${asked.join(', ')}`);
  if (waiting.length === 0) return h('span', {}, cancelled > 0 ? 'cancelled, the refund is on its way' : 'nothing waits');
  // What they were told, not what the shop said once: a date that has passed is no date any more.
  return waiting.map(({ name, quantity, shipBy, told = shipBy }) => h('span.waiting', {}, `${quantity} × ${name}`, h(`b.${told ? 'dated' : 'undated'}`, {}, date(told))));
}
