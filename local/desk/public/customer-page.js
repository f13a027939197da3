import { fill, h } from './dom.js';
import { pageOfCustomer } from './mail-pane.js';
import { markOf, postingsOf, sentenceOf, standingOf } from './record-words.js';
import { date, money, when, whenExactly } from './words.js';

/** One customer: where they stand, each of their lines, and the record in order. */
export async function customerPage(root, customer, desk) {
  const { key, profile, lines, record } = customer;
  const link = await pageOfCustomer(profile.email);
  const nameOf = (ref) => lines.find((line) => line.orderId === ref.orderId && line.lineId === ref.lineId)?.item.name ?? `${ref.orderId}/${ref.lineId}`;
  fill(
    root,
    h(
      'div.column.customer',
      {},
      h('a.back', { href: '#/customers' }, '← All customers'),
      h('h1', {}, profile.name ?? profile.email ?? key),
      h(
        'p.intro',
        {},
        [profile.email, profile.name && key, profile.timeZone].filter(Boolean).join(' · '),
      ),
      h('p.state', {}, standingOf(customer).join(' ')),
      h('p.links', {}, profile.email && h('a.button', { href: `#/inbox?to=${encodeURIComponent(profile.email)}` }, 'Their mails'), link && h('a.button', { href: link, target: '_blank', rel: 'noopener' }, 'Open their page ↗')),
      h('h2', {}, 'Order lines'),
      h('ul.lines', {}, lines.map((line) => h('li', {}, lineCard(line, desk.clock.now())))),
      h('h2', {}, 'The record'),
      h('ol.record', {}, record.map((entry) => recordRow(entry, nameOf, desk.clock.now()))),
    ),
  );
}

function lineCard(line, now) {
  const { item, paid, orderId, lineId, eta, promises } = line;
  return h(
    `div.line${line.waiting > 0 ? '' : '.over'}`,
    {},
    h('p.head', {}, h('strong', {}, `${item.quantity} × ${item.name}`), h('span.price', {}, money(paid))),
    h('p.sub', {}, `Order ${orderId}, line ${lineId} · ${standingOfLine(line)}`),
    line.waiting > 0 && h('p.eta', {}, wordOfShop(eta.shipBy, now)),
    promises.length > 0 && h('ol.promises', { 'aria-label': 'Dates the customer was told' }, promises.map((promise) => h(`li${promise.shipBy ? '' : '.undated'}`, { title: `Told ${whenExactly(promise.toldAt)}` }, h('b', {}, date(promise.shipBy)), h('span', {}, `told ${when(promise.toldAt, now)}`)))),
  );
}

function wordOfShop(shipBy, now) {
  if (!shipBy) return 'The shop has no date.';
  const hasPassed = Date.parse(shipBy) + 86_400_000 <= now;
  return hasPassed ? `The shop said ${date(shipBy)}, and has not shipped.` : `The shop says ${date(shipBy)}.`;
}

function standingOfLine({ waiting, item, shipments, cancellations, closed }) {
  const said = [];
  if (waiting > 0) said.push(waiting === item.quantity ? 'waits' : `${waiting} still wait`);
  for (const { quantity } of shipments) said.push(quantity === item.quantity ? 'shipped' : `${quantity} shipped`);
  for (const { state, amount } of cancellations) {
    said.push(
      {
        held: `cancelled, can be undone, ${money(amount)} to go back`,
        withdrawn: 'a cancellation was undone',
        requested: `cancelled, ${money(amount)} asked for`,
        settled: `cancelled, ${money(amount)} sent back`,
        failed: `cancelled, the refund of ${money(amount)} failed`,
      }[state],
    );
  }
  if (closed) said.push('done');
  return said.join(' · ');
}

function recordRow(entry, nameOf, now) {
  return h(
    entry.what === 'notice-sent' ? `li.said.kind-${entry.facts.kind}` : `li.${markOf(entry)}`,
    {},
    h('time', { datetime: entry.at, title: whenExactly(entry.at) }, when(entry.at, now)),
    h('div', {}, h('p', {}, entry.what === 'notice-sent' ? entry.facts.subject : sentenceOf(entry, nameOf)), entry.words && h('details', {}, h('summary', {}, 'The words'), h('pre', { tabindex: 0 }, entry.words)), entry.postings && h('details', {}, h('summary', {}, 'The books'), h('pre', { tabindex: 0 }, postingsOf(entry).join('\n')))),
  );
}
