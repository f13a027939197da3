import { page } from './api.js';
import { calmly, empty, fill, h } from './dom.js';
import { kindName, plural, whenExactly, whenInOrder } from './words.js';

const PAGE = 100;
const INCOMING = ['Backorder Created', 'ETA Changed', 'ETA Confirmed', 'Order Shipped', 'Order Cancelled', 'Refund Settled', 'Refund Failed', 'Customer Updated', 'Customer Erased'];
const OUTGOING = ['Notice Sent', 'Cancellation Requested', 'Cancellation Withdrawn', 'Refund Requested', 'Delay Consented', 'ETA Confirmation Needed', 'Shipped After Cancellation', 'Customer Unreachable'];

/** What went out on the bus, newest first: the store’s words and Forthright’s answers. */
export function eventsView(root, desk) {
  let [limit, count, wanted] = [PAGE, -1, ''];
  const again = () => {
    limit = PAGE;
    void load();
  };
  const search = h('input', { type: 'search', placeholder: 'Search details', 'aria-label': 'Search details', oninput: calmly(again) });
  const type = h('select', { 'aria-label': 'Kind of event', onchange: again }, h('option', { value: '' }, 'All events'), [['From the store', INCOMING], ['From Forthright', OUTGOING]].map(([label, names]) => h('optgroup', { label }, names.map((name) => h('option', {}, name)))));
  const found = h('p.found', {});
  const list = h('ul.rows.events', {});
  const rows = new Map();
  fill(root, h('div.column', {}, h('h1', {}, 'Events'), h('p.intro', {}, 'Everything on the bus: what the store told, and what Forthright answered.'), h('div.search', {}, type, search, found), list));

  async function load() {
    const query = { order: 'newest', limit, q: search.value, detailType: type.value };
    const asked = JSON.stringify(query);
    wanted = asked;
    const { items, total } = await page('/api/events', query);
    if (wanted !== asked) return;
    fill(found, plural(total, 'event'));
    if (total === 0) {
      return void fill(list, search.value === '' && type.value === '' ? empty('The bus is quiet', 'Put an event on it with the AWS SDK, or tell a story.', h('a.button', { href: '#/' }, 'Tell a story')) : empty('No event like that', 'Search looks at the details of an event.'));
    }
    const shown = items.map((event) => {
      if (!rows.has(event.id)) rows.set(event.id, row(event));
      return rows.get(event.id);
    });
    fill(list, shown, total > items.length && h('li', {}, h('button.more', { type: 'button', onclick: () => ((limit += PAGE), load()) }, `Show older ones (${plural(total - items.length, 'more', 'more')})`)));
  }

  function row({ at, source, detailType, detail }) {
    const about = [detailType === 'Notice Sent' && kindName(detail?.kind), detail?.orderId, detail?.scope && Object.values(detail.scope).join(' / '), detail?.customerKey, detail?.shipmentId].filter(Boolean).join(' · ');
    return h(
      'li',
      {},
      h(
        `details.event.${source === 'forthright' ? 'ours' : 'theirs'}`,
        {},
        h('summary', {}, h('span.direction', { title: source }, source === 'forthright' ? 'out' : 'in'), h('span.type', {}, detailType), h('span.about', {}, about), h('time', { datetime: at, title: whenExactly(at) }, whenInOrder(at, desk.clock.now()))),
        h('p.source', {}, `From ${source}, ${whenExactly(at)}`),
        h('pre', { tabindex: 0 }, JSON.stringify(detail, null, 2)),
      ),
    );
  }

  return {
    update: ({ events }) => {
      if (events === count) return;
      count = events;
      void load();
    },
  };
}
