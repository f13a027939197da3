import { post } from './api.js';
import { announce, fill, h, isOff, turn } from './dom.js';
import { dayOf, timeOf } from './words.js';

/** The stack's clock: what it shows, and the ways to move it. It never goes back. */
export class ClockBar {
  constructor(element, onMoved) {
    this.onMoved = onMoved;
    this.ahead = 0;
    [this.day, this.time] = [h('span', {}), h('span', {})];
    this.shown = h('time', {}, this.day, ' ', this.time);
    this.trouble = h('span.trouble', { role: 'alert' });
    this.buttons = [
      ['PT1H', '1 h', 'an hour later'],
      ['P1D', '1 d', 'a day later'],
      ['P7D', '1 w', 'a week later'],
    ].map(([advance, short, long]) =>
      h('button', { type: 'button', 'aria-label': capital(long), title: `Move the clock: ${long}`, onclick: ({ currentTarget }) => isOff(currentTarget) || this.move({ advance }, long) }, h('span.long', { 'aria-hidden': 'true' }, capital(long)), h('span.short', { 'aria-hidden': 'true' }, `+${short}`)),
    );
    fill(element, h('div.now', {}, h('span.label', {}, 'The clock'), this.shown), h('div.moves', { role: 'group', 'aria-label': 'Move the clock' }, this.buttons), this.trouble);
    setInterval(() => this.draw(), 1000);
  }

  /** Epoch milliseconds on the stack's clock. */
  now() {
    return Date.now() + this.ahead;
  }

  update({ now, telling }) {
    this.ahead = Date.parse(now) - Date.now();
    this.telling = telling?.state === 'running';
    this.enable();
    this.draw();
  }

  draw() {
    const at = new Date(this.now());
    this.shown.dateTime = at.toISOString();
    this.shown.title = at.toISOString();
    this.day.textContent = dayOf(at);
    this.time.textContent = timeOf(at);
  }

  enable() {
    for (const button of this.buttons) turn(button, !this.moving && !this.telling);
  }

  async move(where, words) {
    this.moving = true;
    this.trouble.textContent = '';
    this.enable();
    document.body.classList.add('moving');
    try {
      await post('/api/clock', where);
      announce(`The clock stands ${words}.`);
    } catch (error) {
      this.trouble.textContent = error.message;
    } finally {
      this.moving = false;
      document.body.classList.remove('moving');
      this.enable();
      this.onMoved();
    }
  }
}

const capital = (words) => words[0].toUpperCase() + words.slice(1);
