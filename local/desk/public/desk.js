import { get, Refused } from './api.js';
import { ClockBar } from './clock.js';
import { customersView } from './customers-view.js';
import { deadLettersView } from './dead-letters-view.js';
import { eventsView } from './events-view.js';
import { galleryView } from './gallery-view.js';
import { inboxView } from './inbox-view.js';
import { storiesView } from './stories-view.js';

/*
 * The desk: which view is open stands in the address, and what the stack says is asked for again and again.
 * A view is made with (element, desk) and has open(segments, query), update(summary) and close().
 */

const views = { stories: storiesView, inbox: inboxView, customers: customersView, events: eventsView, gallery: galleryView, 'dead-letters': deadLettersView };
const titles = { stories: 'Stories', inbox: 'Inbox', customers: 'Customers', events: 'Events', gallery: 'Gallery', 'dead-letters': 'Dead letters' };

const main = document.getElementById('main');
const trouble = document.getElementById('trouble');
const offline = document.getElementById('offline');
const desk = { clock: new ClockBar(document.getElementById('clock'), () => poll()), summary: undefined, poll: () => poll() };
let open;

function route() {
  // The skip link and its like are no places of their own.
  if (location.hash !== '' && !location.hash.startsWith('#/')) return;
  const [path, query = ''] = location.hash.slice(2).split('?');
  const [asked, ...segments] = path.split('/').map(decodeURIComponent);
  const name = views[asked] ? asked : 'stories';
  if (open?.name !== name) {
    open?.view.close?.();
    main.className = name;
    main.replaceChildren();
    open = { name, view: views[name](main, desk) };
    for (const link of document.querySelectorAll('.rail a')) {
      if (link.dataset.view === name) link.setAttribute('aria-current', 'page');
      else link.removeAttribute('aria-current');
    }
    document.title = `${titles[name]} · Forthright desk`;
    main.scrollTop = 0;
    window.scrollTo(0, 0);
  }
  open.view.open?.(segments, new URLSearchParams(query));
  if (desk.summary) open.view.update?.(desk.summary);
}

const briefly = new Intl.NumberFormat(undefined, { notation: 'compact' });
let asking;
async function poll() {
  asking ??= ask().finally(() => {
    asking = undefined;
  });
  return asking;
}

async function ask() {
  try {
    const summary = await get('/api/summary');
    desk.summary = summary;
    desk.clock.update(summary);
    for (const badge of document.querySelectorAll('[data-count]')) {
      const count = summary[badge.dataset.count];
      badge.textContent = count > 0 ? briefly.format(count) : '';
    }
    document.getElementById('version').textContent = `Version ${summary.version}`;
    offline.hidden = true;
    open?.view.update?.(summary);
  } catch {
    offline.hidden = false;
  }
}

const pace = () => (document.hidden ? 5000 : desk.summary?.telling?.state === 'running' || desk.clock.moving ? 400 : 1200);
async function goOn() {
  await poll();
  setTimeout(goOn, pace());
}

/** What a view could not load is said at the top, whatever view it was. A stack that is gone is told of by asking again. */
window.addEventListener('unhandledrejection', ({ reason }) => {
  if (!(reason instanceof Refused)) return;
  trouble.textContent = `The stack could not answer: ${reason.message}`;
  trouble.hidden = false;
});
window.addEventListener('hashchange', () => {
  trouble.hidden = true;
  route();
});
document.addEventListener('visibilitychange', () => document.hidden || poll());
// Views show times by the stack's clock, so its first word is awaited.
await poll();
route();
goOn();
