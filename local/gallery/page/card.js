import { fill, h } from '../../desk/public/dom.js';
import { linksIn, shownCopy } from './copy.js';

/** One mail or page on the wall. It is told what to show, and draws it when somebody comes near. */
export class Card {
  constructor(exhibit, index) {
    this.exhibit = exhibit;
    this.index = index;
    this.above = h('div', {});
    // No scripts run in it; it has our origin only so that its height can be read.
    this.frame = h('iframe', { title: exhibit.name, sandbox: 'allow-same-origin' });
    this.text = h('pre', { tabindex: 0, hidden: true });
    this.below = h('div', {});
    // The frame stays where it is: one that is moved forgets what it shows.
    this.element = h('article.card', { id: exhibit.id, tabindex: -1, 'aria-label': exhibit.name }, this.above, this.frame, this.text, this.below);
    // An empty frame loads too; it keeps the height that it is likely to need, so that little moves when it is drawn.
    this.frame.addEventListener('load', () => this.frame.srcdoc !== '' && this.fit());
    new ResizeObserver(() => this.width !== undefined && this.frame.clientWidth !== this.width && this.fit()).observe(this.frame);
  }

  show(shown, place) {
    [this.shown, this.place, this.stale] = [shown, place, true];
  }

  draw() {
    if (!this.stale) return;
    this.stale = false;
    if (this.exhibit.of === 'mail') this.drawMail(this.shown.mails.find(({ name }) => name === this.exhibit.name));
    else this.drawPage(this.shown.pages.find(({ of, name }) => of === this.exhibit.of && name === this.exhibit.name));
  }

  drawMail(mail) {
    const { locale, dir } = this.shown;
    const links = linksIn(mail.html);
    const size = h(mail.bytes > this.index.largestKb * 1024 ? 'span.size.large' : 'span.size', { title: `Gmail cuts mails off at 102 KB; more than ${this.index.largestKb} is marked` }, `${(mail.bytes / 1024).toFixed(1)} KB`);
    const row = h('div.row', { lang: locale, dir }, h('b', {}, this.index.brand), h('p', {}, h('span.subject', {}, mail.subject), ' ', h('span.begins', {}, mail.begins)));
    fill(this.above, this.heading(size), row);
    fill(this.below, h('details', { open: this.below.querySelector('details')?.open }, h('summary', {}, `${links.length} links`), h('ol', {}, links.map(({ words, href }) => h('li', {}, h('bdi', { lang: locale }, words), h('code', {}, href))))));
    const isText = this.place.part === 'text';
    [this.frame.hidden, this.text.hidden] = [isText, !isText];
    [this.text.textContent, this.text.lang, this.text.dir] = [mail.text, locale, dir];
    this.fillFrame(mail.html);
  }

  drawPage({ html }) {
    fill(this.above, this.heading());
    this.fillFrame(html);
  }

  heading(...more) {
    const { name, words } = this.exhibit;
    return h('h3', {}, name, words && h('small', {}, words), more);
  }

  fillFrame(html) {
    // Until it has loaded there is nothing to measure.
    this.width = undefined;
    this.frame.srcdoc = shownCopy(html, this.place, this.index.logoUrl);
  }

  /** As high as what it shows: nothing scrolls within the wall. */
  fit() {
    const page = this.frame.contentDocument?.documentElement;
    if (!page) return;
    this.width = this.frame.clientWidth;
    this.frame.style.height = '0';
    this.frame.style.height = `${page.scrollHeight}px`;
  }
}
