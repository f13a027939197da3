import { parse, type DefaultTreeAdapterMap } from 'parse5';
import type { Notice, NoticePart, WaitingPart } from '../../functions/core/notice';
import { strictest } from '../../functions/core/notice-kinds';
import { linksFor } from '../../functions/rendering/links';
import { renderMail, type RenderedMail } from '../../functions/rendering/mail';
import { ternAndTide } from '../../templates/samples/merchants';
import { readAt } from '../../templates/samples/notices';

/*
 * How the tests read a mail or a page: as a browser would, by its elements.
 */

export const links = linksFor({ current: '1', keys: { '1': 'a secret for tests' } }, 'https://orders.ternandtide.example', 'customer-77');

export const mailOf = (notice: Notice): RenderedMail => renderMail(notice, ternAndTide, links, readAt);

export const noticeWith = (...parts: NoticePart[]): Notice => ({
  id: 'n-1',
  kind: strictest(parts.map(({ kind }) => kind)),
  to: { email: 'ada@example.com', name: 'Ada', timeZone: 'America/New_York' },
  parts,
});

export const waitingPart = (changes: Partial<WaitingPart> = {}): WaitingPart => ({
  kind: 'first',
  orderId: '1042',
  lineId: '1',
  name: 'Kettle',
  quantity: 1,
  orderKind: 'backorder',
  shipBy: '2026-12-08',
  cause: { code: 'supplier-delay' },
  confirmedAt: '2026-11-24T14:00:00.000Z',
  isConfirmedRecently: true,
  placedAt: '2026-11-02T16:20:00.000Z',
  refundable: { amount: 5900, currency: 'USD' },
  ...changes,
});

type Node = DefaultTreeAdapterMap['node'];
export interface Element {
  tag: string;
  attributes: Record<string, string>;
}

export function elementsOf(html: string): Element[] {
  const found: Element[] = [];
  walk(parse(html), (node) => {
    if ('tagName' in node) found.push({ tag: node.tagName, attributes: Object.fromEntries(node.attrs.map(({ name, value }) => [name, value])) });
  });
  return found;
}

/** What a reader sees: all text but that of the style and the title, with white space as shown. */
export function wordsOf(html: string): string {
  const words: string[] = [];
  walk(parse(html), (node) => {
    if (node.nodeName === '#text' && 'value' in node && !['style', 'title'].includes(node.parentNode?.nodeName ?? '')) words.push(node.value);
  });
  return words.join(' ').replace(/[\s\u00a0]+/g, ' ');
}

export const hrefsOf = (html: string): string[] => elementsOf(html).flatMap(({ tag, attributes }) => (tag === 'a' && attributes.href !== undefined ? [attributes.href] : []));

function walk(node: Node, visit: (node: Node) => void): void {
  visit(node);
  if ('childNodes' in node) node.childNodes.forEach((child) => walk(child, visit));
}
