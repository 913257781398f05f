import { el, setText, show } from './dom.js';
import { dateTime, number, time } from './format.js';
import { kindOf, preview, searchText } from './content.js';

const MOST = 2_000;
const SPARE_ROWS = 6;
const COLOURS = 8;
let ids = 0;

/**
 * The records, newest first. Only the rows in sight are in the document; all have one height. When
 * the reader scrolls away from the top, or picks a record, what is in sight stays where it is.
 */
export class Records {
  #scroller;
  #space = el('div', { class: 'rows', role: 'presentation' });
  #newer;
  #all = [];
  #matching = [];
  #rows = new Map();
  #filter = '';
  #selected = null;
  #fresh = 0;
  #pending = [];
  #frame = 0;
  #rowHeight = 34;

  /** Told the record that is picked, or null. */
  onselect = () => {};
  /** Told when the number of records has changed. */
  onchange = () => {};

  constructor(scroller, newer) {
    this.#scroller = scroller;
    this.#newer = newer;
    scroller.append(this.#space);
    scroller.addEventListener('scroll', () => this.#schedule(), { passive: true });
    scroller.addEventListener('keydown', (event) => this.#key(event));
    scroller.addEventListener('click', (event) => {
      const row = event.target.closest('.row');
      if (row) this.select(this.#recordOf(row));
    });
    newer.addEventListener('click', () => this.toNewest());
    new ResizeObserver(() => this.#schedule()).observe(scroller);
  }

  get counts() {
    return { all: this.#all.length, matching: this.#matching.length, filtered: this.#filter !== '' };
  }

  get selected() {
    return this.#selected;
  }

  /** In the order in which they came; in the document with the next frame. */
  add(records) {
    for (const record of records) this.#pending.push(record);
    if (this.#pending.length > MOST) this.#pending.splice(0, this.#pending.length - MOST);
    this.#schedule();
  }

  clear() {
    this.#all = [];
    this.#matching = [];
    this.#pending = [];
    this.#fresh = 0;
    this.select(null);
    this.#scroller.scrollTop = 0;
    this.#schedule();
  }

  filter(text) {
    this.#filter = text.trim().toLowerCase();
    this.#matching = this.#all.filter((record) => this.#matches(record));
    for (const row of this.#rows.values()) row.remove();
    this.#rows.clear();
    this.#scroller.scrollTop = 0;
    this.#fresh = 0;
    this.#schedule();
  }

  select(record) {
    if (this.#selected === record) return;
    this.#rows.get(this.#selected)?.setAttribute('aria-selected', 'false');
    this.#selected = record;
    if (record) {
      this.#intoSight(record);
      this.#schedule();
    } else {
      this.#scroller.removeAttribute('aria-activedescendant');
    }
    this.onselect(record);
  }

  toNewest() {
    this.select(null);
    this.#fresh = 0;
    this.#scroller.scrollTop = 0;
    this.#schedule();
    this.#scroller.focus({ preventScroll: true });
  }

  move(by) {
    const size = this.#matching.length;
    if (size === 0) return;
    const now = this.#selected ? this.#place(this.#selected) : -1;
    const place = now >= 0 ? now + by : by >= MOST ? size - 1 : this.#topPlace();
    this.select(this.#at(Math.max(0, Math.min(size - 1, place))));
  }

  #key(event) {
    const page = Math.max(1, Math.floor(this.#scroller.clientHeight / this.#rowHeight) - 1);
    const moves = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, Home: -MOST, End: MOST };
    const by = moves[event.key];
    if (by === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    if (event.key === 'ArrowUp' && this.#selected && this.#place(this.#selected) === 0) {
      this.toNewest();
    } else {
      this.move(by);
    }
  }

  #matches(record) {
    if (this.#filter === '') return true;
    record.search ??= searchText(record);
    return record.search.includes(this.#filter);
  }

  /** Place 0 is at the top: the newest. */
  #at(place) {
    return this.#matching[this.#matching.length - 1 - place];
  }

  #place(record) {
    const index = this.#matching.lastIndexOf(record);
    return index < 0 ? -1 : this.#matching.length - 1 - index;
  }

  #topPlace() {
    return Math.ceil(this.#scroller.scrollTop / this.#rowHeight);
  }

  #recordOf(row) {
    for (const [record, one] of this.#rows) if (one === row) return record;
    return null;
  }

  #intoSight(record) {
    const place = this.#place(record);
    const top = place * this.#rowHeight;
    const { scrollTop, clientHeight } = this.#scroller;
    if (top < scrollTop) this.#scroller.scrollTop = top;
    else if (top + this.#rowHeight > scrollTop + clientHeight) {
      this.#scroller.scrollTop = top + this.#rowHeight - clientHeight;
    }
  }

  #schedule() {
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0;
      this.#takePending();
      this.#render();
    });
  }

  #takePending() {
    if (this.#pending.length === 0) return;
    const added = this.#pending.filter((record) => this.#matches(record));
    this.#all.push(...this.#pending);
    this.#matching.push(...added);
    this.#pending = [];
    if (this.#all.length > MOST) {
      const gone = new Set(this.#all.splice(0, this.#all.length - MOST));
      let kept = 0;
      while (kept < this.#matching.length && gone.has(this.#matching[kept])) kept++;
      this.#matching.splice(0, kept);
      if (gone.has(this.#selected)) this.select(null);
    }
    const following = this.#selected === null && this.#scroller.scrollTop < 4;
    if (following) {
      this.#fresh = 0;
      for (const record of added.length <= 6 ? added : []) record.arrives = true;
    } else {
      this.#fresh += added.length;
      this.#size();
      this.#scroller.scrollTop += added.length * this.#rowHeight;
    }
    this.onchange();
  }

  #size() {
    this.#space.style.height = `${this.#matching.length * this.#rowHeight}px`;
  }

  #render() {
    this.#rowHeight = parseFloat(getComputedStyle(this.#scroller).getPropertyValue('--row')) || 34;
    this.#size();
    const { scrollTop, clientHeight } = this.#scroller;
    const first = Math.max(0, Math.floor(scrollTop / this.#rowHeight) - SPARE_ROWS);
    const last = Math.min(this.#matching.length, Math.ceil((scrollTop + clientHeight) / this.#rowHeight) + SPARE_ROWS);
    const inSight = new Set();
    for (let place = first; place < last; place++) {
      const record = this.#at(place);
      inSight.add(record);
      let row = this.#rows.get(record);
      if (!row) {
        row = this.#row(record);
        this.#rows.set(record, row);
        this.#space.append(row);
      }
      row.style.transform = `translateY(${place * this.#rowHeight}px)`;
      row.setAttribute('aria-setsize', this.#matching.length);
      row.setAttribute('aria-posinset', place + 1);
      const selected = String(record === this.#selected);
      if (row.getAttribute('aria-selected') !== selected) row.setAttribute('aria-selected', selected);
    }
    for (const [record, row] of this.#rows) {
      if (!inSight.has(record)) {
        row.remove();
        this.#rows.delete(record);
      }
    }
    if (scrollTop < 4 && this.#selected === null) this.#fresh = 0;
    const active = this.#rows.get(this.#selected);
    if (active) this.#scroller.setAttribute('aria-activedescendant', active.id);
    show(this.#newer, this.#fresh > 0);
    if (this.#fresh > 0) setText(this.#newer, `${number(this.#fresh)} newer ↑`);
    this.onchange();
  }

  #row(record) {
    const row = el('div', { class: `row p${record.partition % COLOURS}`, role: 'option', id: `row-${++ids}`, 'aria-selected': 'false' },
      el('span', { class: 'c-time', title: dateTime(record.timestamp) }, time(record.timestamp)),
      el('span', { class: 'c-partition' }, el('span', { class: 'swatch', 'aria-hidden': 'true' }), el('span', { class: 'sr' }, 'partition '), String(record.partition)),
      el('span', { class: 'c-offset' }, el('span', { class: 'sr' }, 'offset '), String(record.offset)),
      el('span', { class: 'c-key' }, this.#content(record.key, 'no key')),
      el('span', { class: 'c-value' }, this.#content(record.value, 'tombstone')));
    if (record.arrives) {
      row.classList.add('arrives');
      record.arrives = false;
    }
    return row;
  }

  #content(content, none) {
    const kind = kindOf(content);
    if (kind === 'none') return el('span', { class: none === 'tombstone' ? 'chip tombstone' : 'faint' }, none);
    const text = preview(content);
    if (kind === 'binary') {
      return el('span', {}, el('span', { class: 'chip' }, `${content.size} B`), el('span', { class: 'hex-preview' }, ` ${text}`));
    }
    return text === '' ? el('span', { class: 'faint' }, 'empty') : this.#marked(text);
  }

  #marked(text) {
    const at = this.#filter === '' ? -1 : text.toLowerCase().indexOf(this.#filter);
    if (at < 0) return document.createTextNode(text);
    const end = at + this.#filter.length;
    return el('span', {}, text.slice(0, at), el('mark', {}, text.slice(at, end)), text.slice(end));
  }
}
