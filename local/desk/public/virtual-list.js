import { fill, h } from './dom.js';

const PAGE = 100;
/** Rows kept beyond both edges, so that scrolling shows no gaps. */
const MARGIN = 6;

/**
 * A list of any length that holds only the rows in sight. All rows are `rowHeight` pixels high and links.
 *
 *   fetchPage(offset, limit) -> { items, total }     keyOf(item)     renderRow(item) -> <a>     none() -> what to show
 */
export class VirtualList {
  constructor({ label, rowHeight, fetchPage, keyOf, renderRow, none }) {
    Object.assign(this, { rowHeight, fetchPage, keyOf, renderRow, none });
    this.space = h('div.space', { role: 'list' });
    this.element = h('div.virtual', { 'aria-label': label, role: 'region', onscroll: () => this.draw(), onkeydown: (event) => this.onKey(event) }, this.space);
    this.resized = new ResizeObserver(() => this.draw());
    this.resized.observe(this.element);
    this.forget();
  }

  /** Begins anew, for another question. */
  reset() {
    this.forget();
    this.element.scrollTop = 0;
    return this.refresh();
  }

  forget() {
    this.generation = (this.generation ?? 0) + 1;
    this.total = undefined;
    this.pages = new Map();
    this.asked = new Set();
    this.rows = new Map();
  }

  /** Asks again for what is in sight. Whoever has scrolled down keeps the rows they see. */
  async refresh() {
    const generation = this.generation;
    const first = Math.floor(this.firstInSight() / PAGE) * PAGE;
    const { items, total } = await this.fetchPage(first, PAGE);
    if (generation !== this.generation) return;
    const grown = this.total === undefined ? 0 : total - this.total;
    this.pages = new Map([[first, items]]);
    this.asked = new Set([first]);
    this.total = total;
    this.space.style.height = `${total * this.rowHeight}px`;
    if (grown > 0 && this.element.scrollTop > this.rowHeight) this.element.scrollTop += grown * this.rowHeight;
    this.draw();
  }

  close() {
    this.resized.disconnect();
  }

  /** Marks the row that is open. */
  select(key) {
    this.selected = key;
    for (const [rowKey, row] of this.rows) this.mark(row, rowKey);
  }

  firstInSight() {
    return Math.max(0, Math.floor(this.element.scrollTop / this.rowHeight));
  }

  draw() {
    if (this.total === undefined) return;
    if (this.total === 0) return void fill(this.space, this.none());
    const from = Math.max(0, this.firstInSight() - MARGIN);
    const to = Math.min(this.total, this.firstInSight() + Math.ceil(this.element.clientHeight / this.rowHeight) + MARGIN);
    const kept = new Map();
    for (let index = from; index < to; index += 1) {
      const item = this.itemAt(index);
      if (item === undefined) continue;
      const key = this.keyOf(item);
      const row = this.rows.get(key) ?? h('div.slot', { role: 'listitem' }, this.renderRow(item));
      row.style.transform = `translateY(${index * this.rowHeight}px)`;
      row.dataset.index = index;
      this.mark(row, key);
      kept.set(key, row);
    }
    this.rows = kept;
    const shown = new Set(kept.values());
    for (const child of [...this.space.children]) if (!shown.has(child)) child.remove();
    for (const row of shown) if (row.parentNode !== this.space) this.space.append(row);
  }

  mark(row, key) {
    if (key === this.selected) row.firstChild.setAttribute('aria-current', 'true');
    else row.firstChild.removeAttribute('aria-current');
  }

  /** Undefined while its page is on the way. */
  itemAt(index) {
    const first = Math.floor(index / PAGE) * PAGE;
    const items = this.pages.get(first);
    if (items === undefined) void this.ask(first);
    return items?.[index - first];
  }

  async ask(first) {
    if (this.asked.has(first)) return;
    this.asked.add(first);
    const { generation, asked } = this;
    try {
      const { items } = await this.fetchPage(first, PAGE);
      if (generation !== this.generation || asked !== this.asked) return;
      this.pages.set(first, items);
      this.draw();
    } catch {
      asked.delete(first);
    }
  }

  onKey(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const at = Number(event.target.closest('.slot')?.dataset.index);
    if (step === undefined || Number.isNaN(at) || this.total === undefined) return;
    event.preventDefault();
    const next = Math.min(this.total - 1, Math.max(0, at + step));
    const [top, bottom] = [next * this.rowHeight, (next + 1) * this.rowHeight];
    if (top < this.element.scrollTop) this.element.scrollTop = top;
    else if (bottom > this.element.scrollTop + this.element.clientHeight) this.element.scrollTop = bottom - this.element.clientHeight;
    this.draw();
    const row = [...this.rows.values()].find((slot) => Number(slot.dataset.index) === next)?.firstChild;
    row?.focus();
    row?.click();
  }
}
