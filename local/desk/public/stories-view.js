import { get, page, post } from './api.js';
import { announce, fill, h, isOff, turn } from './dom.js';
import { mailRow } from './mail-row.js';
import { plural, when, whenExactly } from './words.js';

const LATEST = 6;

/** What there is to see at first sight: one button, the stories, and what comes of them. */
export function storiesView(root, desk) {
  const play = h('button.primary', { type: 'button', onclick: () => begin('eight-weeks', play) }, 'Show eight weeks');
  const trouble = h('p.trouble', { role: 'alert' });
  const telling = h('section.telling', { 'aria-label': 'The story that is told' });
  const cards = h('ul.cards', { 'aria-label': 'Stories' });
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
        trouble,
        telling,
      ),
      h('div.shelf', {}, cards, latest),
    ),
  );

  let drawn = '';
  let mails = -1;
  const [bar, count] = [h('progress', { max: 1 }), h('p.end', {})];
  const buttons = new Map([['eight-weeks', play]]);
  void get('/api/stories').then(({ stories }) => {
    fill(cards, stories.filter(({ id }) => id !== 'eight-weeks').map((story) => h('li', {}, card(story))));
    if (desk.summary) update(desk.summary);
  });

  function card({ id, title, summary, days }) {
    const button = h('button.card', { type: 'button', onclick: () => begin(id, button) }, h('span.title', {}, title), h('span.length', {}, plural(days, 'day')), h('span.summary', {}, summary));
    buttons.set(id, button);
    return button;
  }

  async function begin(id, button) {
    if (isOff(button)) return;
    trouble.textContent = '';
    try {
      const { title } = await post(`/api/stories/${id}`);
      announce(`${title}: begun.`);
    } catch (error) {
      trouble.textContent = error.message;
    }
    await desk.poll();
    telling.scrollIntoView({ block: 'nearest' });
  }

  function update(summary) {
    const running = summary.telling?.state === 'running' ? summary.telling : undefined;
    play.textContent = running?.id === 'eight-weeks' ? 'Eight weeks pass …' : 'Show eight weeks';
    for (const [id, button] of buttons) {
      turn(button, running === undefined);
      button.classList.toggle('running', running?.id === id);
    }
    tell(summary);
    if (mails === summary.mails) return;
    mails = summary.mails;
    void showLatest(summary);
  }

  function tell({ telling: story, mails: total, awsUrl }) {
    if (story?.state === 'running') {
      bar.value = story.progress;
      bar.setAttribute('aria-label', `How far “${story.title}” has come`);
      count.textContent = `${plural(total, 'mail')} so far.`;
    }
    const state = JSON.stringify([story?.startedAt, story?.id, story?.state, story?.told.length]);
    if (state === drawn) return;
    if (drawn !== '' && story?.state === 'done') announce(`${story.title}: the end.`);
    drawn = state;
    fill(telling, story ? told(story) : nothingYet(awsUrl));
  }

  const nothingYet = (awsUrl) => [
    h('p.end', {}, 'That is all of these stories at once, in a shop called Tern & Tide, and takes seconds. Or pick one, and read the mails that follow.'),
    h('p.end', {}, 'Your own events are welcome too: the AWS SDK reaches the bus at ', h('code', {}, awsUrl), '.'),
  ];

  function told(story) {
    return [
      h('h2', {}, { running: story.title, done: `${story.title}: the end`, failed: `${story.title} could not go on` }[story.state]),
      story.state === 'running' && [bar, count],
      story.state === 'failed' && h('p.trouble', {}, story.reason),
      story.state === 'done' && h('p.end', {}, 'Every mail is in the ', h('a', { href: '#/inbox' }, 'inbox'), ', and what we know of each customer under ', h('a', { href: '#/customers' }, 'customers'), '.'),
      h('ol.happened', { tabindex: 0, 'aria-label': 'What happened in the shop, latest first' }, [...story.told].reverse().map(({ at, says }) => h('li', {}, h('time', { datetime: at, title: whenExactly(at) }, when(at, desk.clock.now())), h('span', {}, says)))),
    ];
  }

  async function showLatest(summary) {
    const { items } = await page('/api/mails', { fields: 'list', order: 'newest', limit: LATEST });
    if (items.length === 0) return void fill(latest);
    fill(
      latest,
      h('h2', {}, 'Latest mails', summary.mails > LATEST && h('a.more', { href: '#/inbox' }, `All ${plural(summary.mails, 'mail')}`)),
      h('ul.rows', {}, items.map((mail) => h('li', {}, mailRow(mail, desk.clock.now())))),
    );
  }

  return { update };
}
