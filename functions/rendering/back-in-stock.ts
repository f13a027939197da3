import type { BackInStockItem } from '../core/notice';
import type { Said } from './listing';
import type { Action, Fact, ItemView, MailView } from './mail-view';
import { httpsUrl, plain, shorten } from './plain-text';
import { shownItem, type Letter } from './reader';

/*
 * What is said of items that are back in stock: that they are, as of when, that nothing is reserved, and the way to the
 * shop and out. It is no apology and no promotion: nothing was bought, and how many are left is nobody's haste.
 */

/** As long as the item's name is in every other subject. */
const ITEM_MAX = 60;

type Items = readonly [BackInStockItem, ...BackInStockItem[]];

/** The items of a notice, if there are any. */
export function itemsBack(alerts: readonly BackInStockItem[] | undefined): Items | undefined {
  const [first, ...others] = alerts ?? [];
  return first === undefined ? undefined : [first, ...others];
}

export function backInStockStatement(items: Items, letter: Letter): Said {
  const { say } = letter;
  const count = items.length;
  return {
    heading: say('back.heading', { count }),
    lede: [say('back.lede', { count })],
    fact: count === 1 ? factOf(items[0], letter) : null,
    choice: null,
    items: items.map((item) => itemView(item, count === 1, letter)),
    note: say('alert.noReservation'),
    asides: [{ label: say('back.aboutLabel'), texts: [say('back.about', { count })] }],
  };
}

const factOf = ({ asOf, requestedAt }: BackInStockItem, { say, formats }: Letter): Fact => ({
  label: say('back.asOfLabel'),
  value: formats.moment(asOf),
  notes: [say('back.askedOn', { date: formats.date(formats.dateOf(requestedAt)) })],
  steps: [],
});

function itemView(item: BackInStockItem, alone: boolean, { say, formats, links }: Letter): ItemView {
  const stop: Action = { label: say('alert.stop'), href: links.leave(item.sku) };
  const productUrl = httpsUrl(item.productUrl);
  const see: Action[] = productUrl === null ? [] : [{ label: say('back.see'), href: productUrl }];
  return {
    ...shownItem({ ...item, orderId: '', lineId: item.sku }),
    details: alone ? [] : [say('back.asOf', { moment: formats.moment(item.asOf) }), say('back.askedOn', { date: formats.date(formats.dateOf(item.requestedAt)) })],
    actions: [...see, stop],
  };
}

/** Of a mail about nothing else. */
export function backInStockSubject(items: Items, { sayPlainly: say }: Letter): string {
  const [first] = items;
  if (items.length > 1) return say('back.subject.many', { count: items.length });
  return say('back.subject', { item: shorten(shownItem({ ...first, orderId: '', lineId: first.sku }).name, ITEM_MAX) });
}

export const backInStockPreheader = (items: Items, { say }: Letter): string => say('back.preheader', { count: items.length });

/** What the footer says in place of what it says about orders; `alone`: of a mail about nothing else. */
export function backInStockFooter(alone: boolean, { say, merchant, links }: Letter): Partial<MailView['footer']> {
  const brand = plain(merchant.brand.name);
  return alone ? { genuineText: say('back.genuineText', { domain: links.host }), why: say('back.why', { brand }) } : { why: say('back.whyAlso', { brand }) };
}
