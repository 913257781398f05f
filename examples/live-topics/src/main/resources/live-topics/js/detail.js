import { announce, el, icon, setText } from './dom.js';
import { bytes, dateTime, zone } from './format.js';
import { hexDump, kindOf } from './content.js';
import { pretty } from './json.js';
import { foldAll, tree } from './tree.js';

const KIND = { json: 'JSON', text: 'text', binary: 'binary' };

/** Shows one record whole. */
export class Detail {
  #root;
  #fetchWhole;
  #onclose;

  constructor(root, fetchWhole, onclose) {
    this.#root = root;
    this.#fetchWhole = fetchWhole;
    this.#onclose = onclose;
  }

  show(record) {
    this.#root.hidden = record === null;
    document.body.classList.toggle('has-detail', record !== null);
    if (record === null) {
      this.#root.replaceChildren();
      return;
    }
    this.#root.replaceChildren(this.#head(record), el('div', { class: 'detail-body' },
      this.#part('Key', record, record.key, 'This record has no key.'),
      this.#part('Value', record, record.value, 'A tombstone: the value is null. In a compacted topic it removes the key.'),
      this.#headers(record)));
    this.#root.scrollTop = 0;
  }

  focus() {
    this.#root.focus();
  }

  #head(record) {
    const local = dateTime(record.timestamp);
    return el('div', { class: 'detail-head' },
      el('div', { class: 'detail-title' },
        el('h2', {}, record.topic),
        el('button', { class: 'button quiet icon', type: 'button', title: 'Close (Esc)', onclick: () => this.#onclose() },
          icon('M4 4l8 8M12 4l-8 8'), el('span', { class: 'sr' }, 'Close the record'))),
      el('dl', { class: 'facts' },
        fact('Partition', String(record.partition)),
        fact('Offset', String(record.offset)),
        fact(record.timestampType === 'LOG_APPEND_TIME' ? 'Appended' : 'Time',
          record.timestamp < 0 ? local : `${local} ${zone(record.timestamp)}`)));
  }

  #part(name, record, content, none) {
    const kind = kindOf(content);
    if (kind === 'none') {
      return el('section', { class: 'part', 'aria-label': name },
        el('div', { class: 'part-head' }, el('h3', {}, name)), el('p', { class: 'none' }, none));
    }
    const body = el('div', { class: 'part-body' });
    const draw = (way) => body.replaceChildren(shown(content, way));
    const ways = kind === 'json' ? ['Tree', 'Text', 'Hex'] : kind === 'text' ? ['Text', 'Hex'] : ['Hex'];
    draw(ways[0]);
    return el('section', { class: 'part', 'aria-label': name },
      el('div', { class: 'part-head' },
        el('h3', {}, name),
        el('span', { class: 'faint' }, `${KIND[kind]}, ${bytes(content.size)}`),
        ways.length > 1 ? choice(name, ways, draw) : null,
        kind === 'json' ? el('button', { class: 'button quiet small', type: 'button', onclick: (event) => {
          const open = event.currentTarget.dataset.open === 'yes';
          foldAll(body, open);
          event.currentTarget.dataset.open = open ? '' : 'yes';
          setText(event.currentTarget, open ? 'Fold' : 'Unfold');
        } }, 'Fold') : null,
        kind === 'binary' ? null : copyButton(name, () => content)),
      body,
      content.cut ? this.#cut(record, content) : null);
  }

  #cut(record, content) {
    const state = el('span', { role: 'status' }, `Only the beginning of ${bytes(content.size)} is shown.`);
    const button = el('button', { class: 'button small', type: 'button', onclick: async () => {
      button.disabled = true;
      setText(state, 'Reading it whole…');
      try {
        const whole = await this.#fetchWhole(record);
        Object.assign(record, { key: whole.key, value: whole.value, headers: whole.headers });
        this.show(record);
      } catch (error) {
        button.disabled = false;
        setText(state, error.message);
      }
    } }, 'Show all of it');
    return el('p', { class: 'cut' }, state, button);
  }

  #headers(record) {
    const count = record.headers.length;
    return el('section', { class: 'part', 'aria-label': 'Headers' },
      el('div', { class: 'part-head' }, el('h3', {}, 'Headers'), el('span', { class: 'faint' }, String(count))),
      count === 0 ? el('p', { class: 'none' }, 'None.') : el('dl', { class: 'headers' }, record.headers.map((header) =>
        el('div', {}, el('dt', {}, header.key), el('dd', {}, headerText(header.value))))));
  }
}

function fact(name, value) {
  return el('div', {}, el('dt', {}, name), el('dd', {}, value));
}

function headerText(content) {
  const kind = kindOf(content);
  if (kind === 'none') return el('span', { class: 'faint' }, 'null');
  return kind === 'binary' ? hexDump(content) : el('span', { class: 'text' }, content.text);
}

function shown(content, way) {
  if (way === 'Tree') return tree(content.node);
  if (way === 'Hex') return hexDump(content);
  const text = content.node ? pretty(content.node) : content.text;
  return el('pre', { class: 'text', tabindex: '0' }, text === '' ? el('span', { class: 'faint' }, 'empty') : text);
}

function choice(name, ways, draw) {
  return el('span', { class: 'choice', role: 'group', 'aria-label': `Show the ${name.toLowerCase()} as` }, ways.map((way, index) =>
    el('button', { type: 'button', 'aria-pressed': String(index === 0), onclick: (event) => {
      for (const one of event.currentTarget.parentElement.children) {
        one.setAttribute('aria-pressed', String(one === event.currentTarget));
      }
      draw(way);
    } }, way)));
}

function copyButton(name, content) {
  return el('button', { class: 'button quiet small', type: 'button', onclick: async () => {
    try {
      await navigator.clipboard.writeText(content().text);
      announce(`${name} copied`);
    } catch {
      announce('The browser did not allow copying.');
    }
  } }, 'Copy', el('span', { class: 'sr' }, ` the ${name.toLowerCase()}`));
}
