import { fill, h } from './dom.js';

/** What could be in the inbox: every mail and page in every language. A page of its own, which keeps its styles to itself. */
export function galleryView(root) {
  fill(root, h('iframe', { src: '/gallery/', title: 'Gallery' }));
  return {};
}
