import { page } from './api.js';
import { empty, fill, h } from './dom.js';
import { kindMark } from './mail-row.js';
import { sender, whenExactly } from './words.js';

const remembered = (name, otherwise) => localStorage.getItem(`desk-${name}`) ?? otherwise;

/** One mail: as the customer sees it, its text, its headers. How it is looked at stays as it was for the next one. */
export class MailPane {
  constructor(desk) {
    this.desk = desk;
    this.tab = 'mail';
    this.width = remembered('width', 'desktop');
    this.scheme = remembered('scheme', 'light');
    this.element = h('article.mail', {});
  }

  showNone() {
    this.mail = undefined;
    fill(this.element, empty('Pick a mail', 'It is shown here just as the customer sees it. The arrow keys move through the list.'));
  }

  showTrouble(words) {
    fill(this.element, empty('This mail can’t be shown', words));
  }

  show(mail, back) {
    [this.mail, this.back] = [mail, back];
    this.draw();
  }

  draw() {
    const { mail } = this;
    const link = /https?:\/\/\S+\/b\/[^\s/>)]+/.exec(mail.text)?.[0];
    fill(
      this.element,
      h(
        'header',
        {},
        h('div.ways', {}, h('a.back', { href: this.back }, '← All mails'), h('a', { href: `#/customers?q=${encodeURIComponent(mail.to)}` }, 'Customer'), link && h('a', { href: link, target: '_blank', rel: 'noopener' }, 'Their page ↗')),
        h('h2', {}, mail.subject),
        h('p.meta', {}, kindMark(mail.tags.kind), h('span.from', { title: mail.from }, sender(mail.from)), h('span', {}, '→ ', h('a', { href: `#/inbox?to=${encodeURIComponent(mail.to)}`, title: 'All mails to this address' }, mail.to)), h('time', { datetime: mail.at }, whenExactly(mail.at))),
        h(
          'div.tools',
          {},
          this.tabs(),
          this.tab === 'mail' && this.choice('width', 'Width', [['phone', 'Phone'], ['desktop', 'Desktop']]),
          this.tab === 'mail' && this.choice('scheme', 'Colours', [['light', 'Light'], ['dark', 'Dark']]),
        ),
      ),
      h('div.body', { role: 'tabpanel', 'aria-label': this.tab }, this.body()),
    );
  }

  tabs() {
    const tab = ([name, label]) =>
      h('button', { type: 'button', role: 'tab', 'aria-selected': name === this.tab ? 'true' : 'false', tabindex: name === this.tab ? 0 : -1, onclick: () => this.turnTo(name), onkeydown: (event) => this.onTabKey(event) }, label);
    return h('div.switch', { role: 'tablist', 'aria-label': 'Parts of the mail' }, [['mail', 'Mail'], ['text', 'Text'], ['headers', 'Headers']].map(tab));
  }

  turnTo(name) {
    this.tab = name;
    this.draw();
    this.element.querySelector('[role=tab][aria-selected=true]').focus();
  }

  onTabKey(event) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const names = ['mail', 'text', 'headers'];
    if (step !== undefined) this.turnTo(names[(names.indexOf(this.tab) + step + names.length) % names.length]);
  }

  choice(name, label, options) {
    const choose = (value) => {
      this[name] = value;
      localStorage.setItem(`desk-${name}`, value);
      this.draw();
      this.element.querySelector(`[data-choice="${name}-${value}"]`).focus();
    };
    return h(`div.switch.${name}`, { role: 'group', 'aria-label': label }, options.map(([value, words]) => h('button', { type: 'button', 'data-choice': `${name}-${value}`, 'aria-pressed': this[name] === value ? 'true' : 'false', onclick: () => choose(value) }, words)));
  }

  body() {
    const { mail } = this;
    if (this.tab === 'text') return h('pre.text', { tabindex: 0 }, mail.text);
    if (this.tab === 'headers') {
      const all = [['From', mail.from], ['To', mail.to], ['Subject', mail.subject], ['Date', mail.at], ...Object.entries(mail.headers), ...Object.entries(mail.tags).map(([name, value]) => [`Tag: ${name}`, value])];
      return h('dl.headers', {}, all.map(([name, value]) => [h('dt', {}, name), h('dd', {}, value)]));
    }
    return h(`div.stage.${this.width}.${this.scheme}`, {}, h('iframe', { title: `The mail “${mail.subject}”`, src: `/api/mails/${encodeURIComponent(mail.id)}/html?scheme=${this.scheme}`, sandbox: 'allow-popups allow-popups-to-escape-sandbox' }));
  }
}

/** The page of a customer is known from the link in their last mail: only Forthright itself can sign one. */
export async function pageOfCustomer(email) {
  if (!email) return undefined;
  const { items } = await page('/api/mails', { to: email, order: 'newest', limit: 1 });
  return /https?:\/\/\S+\/b\/[^\s/>)]+/.exec(items[0]?.text ?? '')?.[0];
}
