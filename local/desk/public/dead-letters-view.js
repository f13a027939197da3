import { get } from './api.js';
import { empty, fill, h } from './dom.js';
import { plural, when, whenExactly } from './words.js';

/** What could not be dealt with, where it lies, and why. */
export function deadLettersView(root, desk) {
  let count = -1;
  const list = h('ul.rows.events', {});
  fill(root, h('div.column', {}, h('h1', {}, 'Dead letters'), h('p.intro', {}, 'An event that can’t be used, and work that failed again and again, lie here; nothing is lost without a trace.'), list));

  async function load() {
    const letters = await get('/api/dead-letters');
    if (letters.length === 0) return void fill(list, empty('Nothing lies here', 'Every event was understood and every mail could be dealt with. In AWS, an alarm goes off when that changes.'));
    fill(list, letters.reverse().map(row));
  }

  function row({ queue, at, body, receiveCount, reason }) {
    return h(
      'li',
      {},
      h(
        'details.event.dead',
        {},
        h('summary', {}, h('span.direction', {}, 'dead'), h('span.type', {}, queue), h('span.about', {}, reason ?? 'no reason is known'), h('time', { datetime: at, title: whenExactly(at) }, when(at, desk.clock.now()))),
        h('p.source', {}, `Tried ${plural(receiveCount, 'time')}. ${reason ?? ''}`),
        h('pre', { tabindex: 0 }, pretty(body)),
      ),
    );
  }

  return {
    update: ({ deadLetters }) => {
      if (deadLetters === count) return;
      count = deadLetters;
      void load();
    },
  };
}

function pretty(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
