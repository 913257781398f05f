import { $, announce, el, remember, remembered, setText, show } from './dom.js';

/** The list of topics: one tab stop, arrows within it, Enter watches one, Space adds or takes away. */
export class Topics {
  #list = $('topic-list');
  #all = [];
  #picked = new Set();
  #active = null;
  #error = null;

  /** Told the set of names that are to be watched. */
  onpick = () => {};

  constructor() {
    $('show-internal').checked = remembered('internal') === 'yes';
    $('show-internal').addEventListener('change', (event) => {
      remember('internal', event.target.checked ? 'yes' : null);
      this.#draw();
    });
    $('topic-filter').addEventListener('input', () => this.#draw());
    $('topic-filter').addEventListener('keydown', (event) => {
      if (event.key === 'Enter' || event.key === 'ArrowDown') {
        event.preventDefault();
        this.#activate(this.#shown()[0]?.name);
        if (event.key === 'Enter' && this.#active) this.#only(this.#active);
        this.#list.focus();
      }
    });
    this.#list.addEventListener('keydown', (event) => this.#key(event));
    this.#list.addEventListener('focus', () => this.#activate(this.#active ?? [...this.#picked][0] ?? this.#shown()[0]?.name));
    this.#list.addEventListener('click', (event) => {
      const row = event.target.closest('[role=option]');
      if (!row) return;
      this.#activate(row.dataset.name);
      if (event.target.closest('.box') || event.ctrlKey || event.metaKey) this.#toggle(row.dataset.name);
      else this.#only(row.dataset.name);
    });
  }

  get all() {
    return this.#all;
  }

  get picked() {
    return [...this.#picked];
  }

  set(topics) {
    this.#error = null;
    const same = JSON.stringify(topics) === JSON.stringify(this.#all);
    this.#all = topics;
    if (!same || $('topic-state').textContent !== '') this.#draw();
  }

  fail(text) {
    this.#error = text;
    if (this.#all.length === 0) this.#draw();
  }

  /** What is watched, when that was not decided here. */
  mark(names) {
    this.#picked = new Set(names);
    this.#draw();
  }

  #shown() {
    const filter = $('topic-filter').value.trim().toLowerCase();
    return this.#all.filter((topic) => (filter === '' || topic.name.toLowerCase().includes(filter))
      && ($('show-internal').checked || !topic.internal));
  }

  #draw() {
    const shown = this.#shown();
    this.#list.replaceChildren(...shown.map((topic, index) => el('div', {
      role: 'option', class: `topic${topic.name === this.#active ? ' active' : ''}`, id: `topic-${index}`, 'data-name': topic.name,
      'aria-selected': String(this.#picked.has(topic.name)),
    }, el('span', { class: 'box', 'aria-hidden': 'true' }), el('span', { class: 'topic-name' }, topic.name),
    el('span', { class: 'topic-count', title: 'partitions' }, String(topic.partitions ?? '?'), el('span', { class: 'sr' }, ' partitions')))));
    if (!shown.some((topic) => topic.name === this.#active)) this.#active = null;
    this.#point();
    const hidden = this.#all.filter((topic) => topic.internal).length;
    setText($('topic-state'), this.#stateText(shown.length, hidden));
    show($('topic-state'), shown.length === 0);
    show(this.#list, shown.length > 0);
  }

  #stateText(shown, hidden) {
    if (shown > 0) return '';
    if (this.#error) return this.#error;
    if (this.#all.length === hidden && $('topic-filter').value === '') return 'This cluster has no topics yet. Produce a record to a new one, or wait: they appear here by themselves.';
    return 'No topic matches.';
  }

  #activate(name) {
    this.#active = name ?? null;
    for (const row of this.#list.children) {
      const active = row.dataset.name === this.#active;
      row.classList.toggle('active', active);
      if (active) row.scrollIntoView({ block: 'nearest' });
    }
    this.#point();
  }

  #point() {
    const row = [...this.#list.children].find((one) => one.dataset.name === this.#active);
    if (row) this.#list.setAttribute('aria-activedescendant', row.id);
    else this.#list.removeAttribute('aria-activedescendant');
  }

  #key(event) {
    const shown = this.#shown();
    const at = shown.findIndex((topic) => topic.name === this.#active);
    const last = shown.length - 1;
    const places = { ArrowDown: Math.min(last, at + 1), ArrowUp: Math.max(0, at - 1), Home: 0, End: last };
    if (event.key in places) this.#activate(shown[places[event.key]]?.name);
    else if (event.key === 'Enter' && this.#active) this.#only(this.#active);
    else if (event.key === ' ' && this.#active) this.#toggle(this.#active);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  #only(name) {
    if (this.#picked.size === 1 && this.#picked.has(name)) return;
    this.#pick(new Set([name]));
  }

  #toggle(name) {
    const picked = new Set(this.#picked);
    if (!picked.delete(name)) picked.add(name);
    this.#pick(picked);
  }

  #pick(picked) {
    this.#picked = picked;
    this.#draw();
    announce(picked.size === 0 ? 'No topic is watched' : `Watching ${[...picked].join(', ')}`);
    this.onpick(this.picked);
  }
}
