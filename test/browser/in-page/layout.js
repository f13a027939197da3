/*
 * Runs inside the page that is looked at. `layoutProblems` tells what does not fit, one line each; `layoutLost`
 * what is missed without pictures; `layoutFocus` what has the focus; `layoutBoxes` where everything stands.
 */
(() => {
  const shown = (element) => {
    const { width, height } = element.getBoundingClientRect();
    // What only who hears the page gets is one pixel large and clipped away.
    return width > 1 && height > 1 && getComputedStyle(element).visibility !== 'hidden' && !element.closest('.heard, .skip:not(:focus)');
  };
  const hasWords = (element) => [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim() !== '');
  const named = (element) => `<${element.localName}> “${(element.innerText ?? '').replace(/\s+/g, ' ').trim().slice(0, 60)}”`;
  const all = (selector) => [...document.body.querySelectorAll(selector)].filter(shown);

  /** Rectangles of an element's own lines: an inline element that breaks is no rectangle as a whole. */
  function linesOf(element) {
    if (['button', 'select', 'img'].includes(element.localName)) return [element.getBoundingClientRect()];
    const range = document.createRange();
    return [...element.childNodes].flatMap((node) => {
      if (node.nodeType !== Node.TEXT_NODE || node.data.trim() === '') return [];
      range.selectNodeContents(node);
      return [...range.getClientRects()].filter(({ width, height }) => width > 1 && height > 1);
    });
  }

  const within = (inner, outer) => inner.left >= outer.left - 1 && inner.right <= outer.right + 1;
  // Lines of writing with high marks, such as Thai, reach a little into each other's space without touching.
  const overlap = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 2 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 6;

  function beyondTheEdge() {
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return [];
    const wide = all('*').filter((element) => !within(element.getBoundingClientRect(), { left: 0, right: clientWidth })).at(-1);
    return [`${scrollWidth - clientWidth} px beyond the edge${wide ? `: ${named(wide)}` : ''}`];
  }

  function onTopOfEachOther() {
    const pieces = all('*').filter((element) => hasWords(element) || ['button', 'select', 'img'].includes(element.localName));
    const lines = pieces.map((element) => linesOf(element));
    return pieces.flatMap((a, i) => pieces.slice(i + 1).flatMap((b, j) => (a.contains(b) || b.contains(a) || !lines[i].some((one) => lines[i + 1 + j].some((other) => overlap(one, other))) ? [] : [`${named(a)} lies on ${named(b)}`])));
  }

  /** Words that stick out of what they stand in. A choice draws its words itself: they have to be measured. */
  function cutOff() {
    const out = all('button, td, th, p, li, h1, h2, h3, div').filter((element) => hasWords(element) && element.scrollWidth > element.clientWidth + 1 && getComputedStyle(element).display !== 'inline');
    const paper = document.createElement('canvas').getContext('2d');
    const narrow = all('select').filter((element) => {
      const { font, paddingLeft, paddingRight } = getComputedStyle(element);
      paper.font = font;
      const ARROW = 20;
      return Math.max(...[...element.options].map(({ text }) => paper.measureText(text).width)) > element.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight) - ARROW;
    });
    return [...out, ...narrow].map((element) => `${named(element)} is cut off`);
  }

  const tooLow = (selector, least) => all(selector).filter((element) => element.getBoundingClientRect().height < least - 0.01).map((element) => `${named(element)} is ${element.getBoundingClientRect().height} px high`);
  const tooSmall = (least) => all('*').filter((element) => hasWords(element) && parseFloat(getComputedStyle(element).fontSize) < least).map((element) => `${named(element)} is written in ${getComputedStyle(element).fontSize}`);

  globalThis.layoutProblems = ({ buttons, leastText }) => [...beyondTheEdge(), ...onTopOfEachOther(), ...cutOff(), ...tooLow(buttons, 44), ...tooSmall(leastText)];
  /** Where no picture is shown: one that stands for words says them, whole, and any other stands beside words. */
  globalThis.layoutLost = () => all('img').filter((image) => {
    if (image.alt === '') return (image.closest('tr, .item')?.innerText ?? '').trim() === '';
    const paper = document.createElement('canvas').getContext('2d');
    paper.font = getComputedStyle(image).font;
    return image.getBoundingClientRect().width < paper.measureText(image.alt).width;
  }).map((image) => `the picture ${image.src} is missed`);

  /** What has the focus: which of all controls, and whether that is seen. The skip link is a control too, though it shows itself only then. */
  globalThis.layoutFocus = () => {
    const at = document.activeElement;
    const { outlineStyle, outlineWidth } = getComputedStyle(at);
    const { top, bottom } = at.getBoundingClientRect();
    return { index: [...document.querySelectorAll('a[href], button, select')].indexOf(at), what: named(at), ring: outlineStyle === 'none' ? 0 : parseFloat(outlineWidth), inView: shown(at) && top >= 0 && bottom <= innerHeight };
  };
  /** How far from the left everything stands whose width does not come from its words, and how wide it is: other fonts change neither. */
  globalThis.layoutBoxes = () => all('*').filter((element) => getComputedStyle(element).display !== 'inline' && !element.closest('a, .item > div, .quiet button')).map((element) => {
    const { left, width } = element.getBoundingClientRect();
    return `${element.localName} ${Math.round(left)} ${Math.round(width)}`;
  });
  globalThis.layoutFonts = () => {
    const paper = document.createElement('canvas').getContext('2d');
    paper.font = '700 32px -apple-system, BlinkMacSystemFont, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif';
    return ['Forthright 0123456789 äßç', 'مرحبا بالعالم'].map((text) => Math.round(paper.measureText(text).width * 10) / 10);
  };
})();
