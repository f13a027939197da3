import { get } from './api.js';
import { empty, fill, h } from './dom.js';
import { plural, whenExactly, whenInOrder } from './words.js';

/** What could not be dealt with, where it lies, and why. */
export function deadLettersView(root, desk) {
  let count = -1;
  const list = h('ul.rows.events', {});
  fill(root, h('div.column', {}, h('h1', {}, 'Dead letters'), h('p.intro', {}, 'An event that can’t be used and work that failed again and again lie here, with the reason. Nothing is lost without a trace.'), list));

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
        h('summary', {}, h('span.direction', {}, 'dead'), h('span.type', {}, typeOf(body) ?? 'Work to do'), h('span.about', {}, reason ?? 'No reason is known.'), h('time', { datetime: at, title: whenExactly(at) }, whenInOrder(at, desk.clock.now()))),
        h('p.source', {}, `In ${queue}${receiveCount > 0 ? `, tried ${plural(receiveCount, 'time')}` : ''}.`),
        h('pre', { tabindex: 0 }, JSON.stringify(parsed(body), null, 2)),
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

/** Which event it was, if it was one. */
const typeOf = (body) => parsed(body)?.['detail-type'];

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
