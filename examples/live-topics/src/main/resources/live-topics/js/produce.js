import { $, el, setText } from './dom.js';
import { dateTime } from './format.js';
import { parse } from './json.js';

const ADVICE = {
  400: 'The record was not understood.',
  401: 'The broker refused the server’s credentials.',
  403: 'That is not allowed here.',
  429: 'The server has too much to do.',
  502: 'No broker can be reached. It may be stored when you send it again.',
  503: 'The connection was lost. Whether it was stored is not known.',
  504: 'It was not stored in time. You can send it again.',
  520: 'Nobody can tell whether it was stored. Sending it again may store it twice.',
};

/** The dialog that stores a record. It stays open, to send another. */
export class Produce {
  #dialog = $('produce');
  #send;
  #shown;
  #topics;

  constructor(send, shown) {
    this.#send = send;
    this.#shown = shown;
  }

  /** The topics are asked again for each record: they may have come, or changed, meanwhile. */
  open(topics, topic) {
    this.#topics = topics;
    if (!this.#dialog.firstChild) this.#dialog.append(this.#form());
    $('produce-topics').replaceChildren(...topics.all.filter((one) => !one.internal).map((one) => el('option', { value: one.name })));
    if (topic) $('produce-topic').value = topic;
    $('produce-result').replaceChildren();
    this.#dialog.showModal();
    $(topic ? 'produce-value' : 'produce-topic').focus();
  }

  #form() {
    const kinds = [['json', 'JSON'], ['text', 'Text'], ['base64', 'Base64'], ['tombstone', 'Tombstone']];
    return el('form', { method: 'dialog', novalidate: true, onsubmit: (event) => this.#submit(event), onkeydown: (event) => {
      if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) this.#submit(event);
    } },
    el('h2', { id: 'produce-title' }, 'Produce a record'),
    el('div', { class: 'pair' },
      el('label', { class: 'stacked' }, 'Topic', el('input', { id: 'produce-topic', list: 'produce-topics', required: true, autocomplete: 'off', spellcheck: 'false' })),
      el('label', { class: 'stacked narrow' }, 'Partition', el('input', { id: 'produce-partition', type: 'number', min: '0', placeholder: 'by key', inputmode: 'numeric' }))),
    el('datalist', { id: 'produce-topics' }),
    el('label', { class: 'stacked' }, 'Key', el('input', { id: 'produce-key', class: 'mono', placeholder: 'none', autocomplete: 'off', spellcheck: 'false' })),
    el('div', { class: 'stacked' },
      el('div', { class: 'label-row' }, el('label', { for: 'produce-value' }, 'Value'),
        el('span', { class: 'choice', role: 'radiogroup', 'aria-label': 'The value is' }, kinds.map(([value, text], index) =>
          el('label', {}, el('input', { type: 'radio', name: 'kind', value, checked: index === 0, onchange: () => this.#kind() }), el('span', {}, text))))),
      el('textarea', { id: 'produce-value', class: 'mono', rows: '7', spellcheck: 'false', 'aria-describedby': 'produce-problem' }),
      el('p', { id: 'produce-problem', class: 'error', role: 'alert' })),
    el('div', { class: 'stacked' }, el('span', {}, 'Headers'), el('div', { id: 'produce-headers' }),
      el('button', { class: 'button small quiet add', type: 'button', onclick: () => this.#header().querySelector('input').focus() }, 'Add a header')),
    el('div', { id: 'produce-result', class: 'result', role: 'status' }),
    el('div', { class: 'dialog-end' },
      el('button', { class: 'button quiet', type: 'button', onclick: () => this.#dialog.close() }, 'Close'),
      el('button', { id: 'produce-send', class: 'button strong', type: 'submit', title: 'Ctrl+Enter' }, 'Send')));
  }

  #kind() {
    const kind = this.#chosen();
    $('produce-value').disabled = kind === 'tombstone';
    $('produce-value').placeholder = kind === 'tombstone' ? 'null' : '';
    setText($('produce-problem'), '');
  }

  #chosen() {
    return this.#dialog.querySelector('input[name=kind]:checked').value;
  }

  #header() {
    const row = el('div', { class: 'header-row' },
      el('input', { class: 'mono', placeholder: 'name', 'aria-label': 'Header name', autocomplete: 'off' }),
      el('input', { class: 'mono', placeholder: 'value', 'aria-label': 'Header value', autocomplete: 'off' }),
      el('button', { class: 'button quiet small', type: 'button', onclick: () => row.remove() }, 'Remove'));
    $('produce-headers').append(row);
    return row;
  }

  /** Null after saying what is wrong. */
  #record() {
    const record = { topic: $('produce-topic').value.trim() };
    if (record.topic === '') return this.#wrong('Name a topic.', $('produce-topic'));
    const partition = $('produce-partition').value;
    if (partition !== '') {
      record.partition = Number(partition);
      const count = this.#topics.all.find((one) => one.name === record.topic)?.partitions;
      if (!Number.isSafeInteger(record.partition) || record.partition < 0 || record.partition >= (count ?? Infinity)) {
        return this.#wrong(count ? `${record.topic} has ${count === 1 ? 'one partition: 0' : `partitions 0 to ${count - 1}`}.` : 'A partition is a whole number, 0 or more.', $('produce-partition'));
      }
    }
    if ($('produce-key').value !== '') record.key = $('produce-key').value;
    const text = $('produce-value').value;
    const kind = this.#chosen();
    if (kind === 'json') {
      try {
        parse(text);
      } catch (error) {
        return this.#wrong(text.trim() === '' ? 'JSON cannot be empty.' : `Not JSON: ${error.message}`, $('produce-value'));
      }
    }
    if (kind === 'base64') {
      try {
        record.value = btoa(atob(text.replace(/\s/g, '')));
        record.valueEncoding = 'base64';
      } catch {
        return this.#wrong('That is not base64.', $('produce-value'));
      }
    } else {
      record.value = kind === 'tombstone' ? null : text;
    }
    const headers = [...$('produce-headers').children].map((row) => [...row.querySelectorAll('input')].map((input) => input.value));
    if (headers.length > 0) {
      record.headers = headers.filter(([key]) => key !== '').map(([key, value]) => ({ key, value }));
    }
    return record;
  }

  #wrong(text, field) {
    setText($('produce-problem'), text);
    field.focus();
    return null;
  }

  async #submit(event) {
    event.preventDefault();
    setText($('produce-problem'), '');
    const record = this.#record();
    const button = $('produce-send');
    if (!record || button.disabled) return;
    button.disabled = true;
    $('produce-result').replaceChildren(el('p', {}, 'Sending…'));
    try {
      const stored = await this.#send(record);
      $('produce-result').replaceChildren(el('p', { class: 'good' },
        `Stored in ${stored.topic}, partition ${stored.partition}, at offset ${stored.offset}`,
        stored.timestamp >= 0 ? ` (${dateTime(stored.timestamp)})` : '', '. '),
      el('button', { class: 'button small', type: 'button', onclick: () => {
        this.#dialog.close();
        this.#shown(stored);
      } }, 'Show it'));
    } catch (error) {
      const advice = ADVICE[error.code] ?? (error.code > 1000 ? `The broker answered with error ${error.code - 1000}.` : 'It was not stored.');
      $('produce-result').replaceChildren(el('p', { class: 'error' }, el('b', {}, advice), ` ${error.message}`));
    } finally {
      button.disabled = false;
    }
  }
}
