import { fill, h } from '../../desk/public/dom.js';
import { Card } from './card.js';
import { languageOf } from './languages.js';
import { readPlace, writePlace } from './place.js';
import { switches } from './switches.js';

/*
 * One page with everything: switches at the top, a list of what there is, and a card for each mail and page. How it is looked
 * at stands in the address, so that it can be passed on.
 */

const PAGES = { order: 'Pages of an order', alert: 'Pages of a stock alert', message: 'Pages that say one thing' };

function open(index) {
  const place = readPlace(index);
  const title = h('h1', {}, `${index.brand}: mails and pages`);
  // Within the desk, whose address says nothing of how it is looked at.
  const alone = window !== window.parent && h('a', { href: '.', target: '_blank', onclick: ({ currentTarget }) => (currentTarget.href = location.href) }, 'On a page of its own ↗');
  const trouble = h('p.trouble', { role: 'alert', hidden: true });
  const exhibits = [
    { heading: 'Mails', cards: index.mails.map(({ name, words }) => new Card({ id: `mail/${name}`, of: 'mail', name, words }, index)) },
    ...Object.entries(PAGES).map(([of, heading]) => ({ heading, cards: index.pages.filter((page) => page.of === of).map(({ name }) => new Card({ id: `${of}/${name}`, of, name }, index)) })),
  ];
  const cards = exhibits.flatMap((section) => section.cards);

  const goTo = (card) => {
    place.at = card.exhibit.id;
    writePlace(place);
    card.element.scrollIntoView();
    card.element.focus({ preventScroll: true });
  };
  const link = (card) => h('a', { href: `#at=${card.exhibit.id}`, onclick: (event) => (event.preventDefault(), goTo(card)) }, card.exhibit.name);
  const header = h('header', {}, title, alone, switches(index, place, () => (writePlace(place), show())));
  // It is as high as its switches need it to be, and what is gone to must not lie below it.
  new ResizeObserver(() => document.documentElement.style.setProperty('--bar', `${header.offsetHeight}px`)).observe(header);
  fill(
    document.body,
    header,
    trouble,
    h('nav', { 'aria-label': 'Mails and pages' }, exhibits.map(({ heading, cards: those }) => [h('h2', {}, heading), h('ul', {}, those.map((card) => h('li', {}, link(card))))])),
    h('main', {}, exhibits.map(({ heading, cards: those }) => h('section', {}, h('h2', {}, heading, h('small', {}, String(those.length))), h('div.wall', {}, those.map(({ element }) => element))))),
  );

  // What is far away is not rendered before somebody comes near: a hundred frames at once are slow.
  const near = new IntersectionObserver((entries) => entries.forEach(({ isIntersecting, target }) => isIntersecting && cards.find(({ element }) => element === target).draw()), { rootMargin: '1200px' });

  async function show() {
    const { language } = place;
    document.documentElement.style.setProperty('--width', `${place.width}px`);
    const shown = await languageOf(language).catch((error) => error);
    // Somebody has chosen another one in the meantime.
    if (place.language !== language) return;
    trouble.hidden = !(shown instanceof Error);
    if (shown instanceof Error) {
      trouble.textContent = shown.message;
      return;
    }
    for (const card of cards) {
      card.show(shown, { ...place });
      near.unobserve(card.element);
      near.observe(card.element);
    }
  }

  document.title = `Gallery of ${index.brand}`;
  const asked = cards.find(({ exhibit }) => exhibit.id === place.at);
  void show().then(() => asked?.element.scrollIntoView());
}

const trouble = globalThis.galleryTrouble ?? (globalThis.galleryIndex === undefined && 'What there is to show could not be made or loaded. Where it was asked for, the terminal says why.');
if (trouble) fill(document.body, h('p.trouble', { role: 'alert' }, trouble));
else open(globalThis.galleryIndex);
