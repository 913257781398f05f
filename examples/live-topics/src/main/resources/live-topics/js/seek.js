import { $, el, setText } from './dom.js';
import { forInput, number } from './format.js';

const MINUTE = 60_000;

/** The dialog to read on elsewhere. */
export class Seek {
  #dialog = $('seek');
  #perform;
  #figures = [];

  constructor(perform) {
    this.#perform = perform;
  }

  open(figures) {
    this.#figures = figures;
    this.#dialog.replaceChildren(this.#form());
    this.#dialog.showModal();
    this.#dialog.querySelector('input:checked').focus();
  }

  #form() {
    const many = new Set(this.#figures.map((one) => one.topic)).size > 1;
    const where = el('select', { id: 'seek-partition', onchange: () => this.#hint() },
      el('option', { value: '' }, 'All partitions'),
      this.#figures.map((one, index) => el('option', { value: String(index) }, `${many ? `${one.topic}, partition` : 'Partition'} ${one.partition}`)));
    const offset = el('input', { id: 'seek-offset', type: 'number', min: '0', step: '1', inputmode: 'numeric', 'aria-label': 'Offset', onfocus: () => this.#choose('OFFSET') });
    const time = el('input', { id: 'seek-time', type: 'datetime-local', step: '1', value: forInput(Date.now() - 5 * MINUTE), 'aria-label': 'Local time', onfocus: () => this.#choose('TIME') });
    const ago = (text, ms) => el('button', { class: 'button small', type: 'button', onclick: () => {
      this.#choose('TIME');
      time.value = forInput(Date.now() - ms);
    } }, text);
    const form = el('form', { method: 'dialog', novalidate: true, onsubmit: (event) => this.#submit(event) },
      el('h2', { id: 'seek-title' }, 'Jump to'),
      el('fieldset', { class: 'ways' }, el('legend', { class: 'sr' }, 'Where to'),
        way('BEGINNING', 'The beginning', true),
        way('END', 'The end, and follow'),
        way('OFFSET', 'An offset', false, offset),
        way('TIME', 'A time', false, time, el('span', { class: 'agos' }, ago('1 min ago', MINUTE), ago('15 min ago', 15 * MINUTE), ago('1 h ago', 60 * MINUTE)))),
      el('label', { class: 'stacked' }, 'In', where),
      el('p', { id: 'seek-hint', class: 'hint' }),
      el('p', { id: 'seek-error', class: 'error', role: 'alert', hidden: true }),
      el('div', { class: 'dialog-end' },
        el('button', { class: 'button quiet', type: 'button', onclick: () => this.#dialog.close() }, 'Cancel'),
        el('button', { class: 'button strong', type: 'submit' }, 'Jump')));
    queueMicrotask(() => this.#hint());
    return form;
  }

  #choose(value) {
    this.#dialog.querySelector(`input[value=${value}]`).checked = true;
  }

  #chosen() {
    return this.#figures[Number($('seek-partition').value || NaN)] ?? null;
  }

  #hint() {
    const one = this.#chosen();
    setText($('seek-hint'), one
      ? (one.end > one.begin ? `It holds offsets ${number(one.begin)} to ${number(one.end - 1)}.` : 'It is empty.')
      : 'An offset outside a partition becomes the nearest that is inside.');
  }

  async #submit(event) {
    event.preventDefault();
    const to = this.#dialog.querySelector('input[name=way]:checked').value;
    const value = to === 'OFFSET' ? Number($('seek-offset').value || NaN)
      : to === 'TIME' ? new Date($('seek-time').value).getTime() : 0;
    const error = $('seek-error');
    if (!Number.isSafeInteger(value) || value < 0) {
      setText(error, to === 'OFFSET' ? 'An offset is a whole number, 0 or more.' : 'Choose a day and a time.');
      error.hidden = false;
      $(to === 'OFFSET' ? 'seek-offset' : 'seek-time').focus();
      return;
    }
    const one = this.#chosen();
    try {
      await this.#perform({ op: 'seek', to, value, topic: one?.topic, partition: one?.partition });
      this.#dialog.close();
    } catch (failure) {
      setText(error, failure.message);
      error.hidden = false;
    }
  }
}

function way(value, text, checked, ...more) {
  return el('div', { class: 'way' }, el('label', {}, el('input', { type: 'radio', name: 'way', value, checked: checked === true }), el('span', {}, text)), ...more);
}
