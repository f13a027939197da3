import { parse, type DefaultTreeAdapterMap } from 'parse5';

/*
 * How a mail or a page is read when it is checked: as a browser would, by its elements.
 */

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
