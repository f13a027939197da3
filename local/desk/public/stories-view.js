import { get, page, post } from './api.js';
import { announce, fill, h } from './dom.js';
import { mailRow } from './mail-row.js';
import { plural, when, whenExactly } from './words.js';

const LATEST = 6;

/** What there is to see at first sight: one button, the stories, and what comes of them. */
export function storiesView(root, desk) {
  const play = h('button.primary', { type: 'button', onclick: () => begin('eight-weeks') }, 'Show eight weeks');
  const trouble = h('p.trouble', { role: 'alert' });
  const cards = h('ul.cards', { 'aria-label': 'Stories' });
  const telling = h('section.telling', { 'aria-label': 'The story that is told' });
  const latest = h('section.latest', { 'aria-label': 'Latest mails' });
  fill(
    root,
    h(
      'div.opening',
      {},
      h(
        'section.hero',
        {},
        h('h1', {}, 'See what your customers would hear'),
        h('p', {}, 'Forthright runs whole on this machine: the functions, the templates and the table that you would deploy, on a clock that you can move. Nothing here leaves it.'),
        play,
        h('p.hint', {}, 'Everything on the right at once, in a shop called Tern & Tide. Or pick one story, and read the mails that follow.'),
        trouble,
      ),
      cards,
    ),
    h('div.outcome', {}, telling, latest),
  );

  let drawn = '';
  let mails = -1;
  const buttons = new Map();
  void get('/api/stories').then(({ stories }) => {
    fill(cards, stories.filter(({ id }) => id !== 'eight-weeks').map((story) => h('li', {}, card(story))));
    if (desk.summary) update(desk.summary);
  });

  function card({ id, title, summary, days }) {
    const button = h('button.card', { type: 'button', onclick: () => begin(id) }, h('span.title', {}, title), h('span.summary', {}, summary), h('span.length', {}, `${plural(days, 'day')} of the clock`));
    buttons.set(id, button);
    return button;
  }

  async function begin(id) {
    trouble.textContent = '';
    try {
      const { title } = await post(`/api/stories/${id}`);
      announce(`${title}: begun.`);
    } catch (error) {
      trouble.textContent = error.message;
    }
    await desk.poll();
  }

  function update(summary) {
    const running = summary.telling?.state === 'running' ? summary.telling : undefined;
    play.disabled = running !== undefined;
    play.textContent = running?.id === 'eight-weeks' ? 'Eight weeks are passing …' : 'Show eight weeks';
    for (const [id, button] of buttons) {
      button.disabled = running !== undefined;
      button.classList.toggle('running', running?.id === id);
    }
    const state = JSON.stringify([summary.telling, summary.telling?.state === 'running' ? summary.mails : 0]);
    if (state !== drawn) {
      drawn = state;
      fill(telling, summary.telling ? told(summary) : h('div.empty', {}, h('h2', {}, 'Nothing has happened yet'), h('p', {}, 'Press “Show eight weeks”, or put your own events on the bus: the AWS SDK reaches it at http://127.0.0.1:4401.')));
    }
    if (mails !== summary.mails) {
      mails = summary.mails;
      void showLatest(summary);
    }
  }

  function told({ telling: story, mails: count }) {
    const heading = { running: story.title, done: `${story.title}: the end`, failed: `${story.title} could not go on` }[story.state];
    return [
      h('h2', {}, heading),
      story.state === 'running' && h('progress', { max: 1, value: story.progress, 'aria-label': `How far “${story.title}” has come` }),
      story.state === 'failed' && h('p.trouble', {}, story.reason),
      story.state === 'done' && h('p.end', {}, 'Every customer’s mails are in the ', h('a', { href: '#/inbox' }, 'inbox'), ', and what we know of each stands under ', h('a', { href: '#/customers' }, 'customers'), '.'),
      story.state === 'running' && h('p.end', {}, `${plural(count, 'mail')} so far.`),
      h('ol.happened', {}, [...story.told].reverse().map(({ at, says }) => h('li', {}, h('time', { datetime: at, title: whenExactly(at) }, when(at, desk.clock.now())), h('span', {}, says)))),
    ];
  }

  async function showLatest(summary) {
    const { items } = await page('/api/mails', { fields: 'list', order: 'newest', limit: LATEST });
    if (items.length === 0) return void fill(latest);
    fill(
      latest,
      h('h2', {}, 'Latest mails'),
      h('ul.rows', {}, items.map((mail) => h('li', {}, mailRow(mail, desk.clock.now())))),
      summary.mails > LATEST && h('a.more', { href: '#/inbox' }, `All ${plural(summary.mails, 'mail')}`),
    );
  }

  return { update };
}
