import { $, el, remember, remembered } from './dom.js';

const typing = (target) => target.closest?.('input, textarea, select, [contenteditable]') !== null;
const pressing = (target) => target.closest?.('button, summary, a, [role=listbox]') !== null;

/** Shortcuts of one key, which can be turned off, and the dialog that lists them. */
export class Keys {
  #dialog = $('help');
  #actions;

  /** @param actions by key: [what it does, how] */
  constructor(actions) {
    this.#actions = actions;
    document.addEventListener('keydown', (event) => this.#key(event));
  }

  open() {
    this.#dialog.replaceChildren(
      el('h2', { id: 'help-title' }, 'Keyboard'),
      el('dl', { class: 'shortcuts' }, [
        ...Object.entries(this.#actions).map(([key, [what]]) => [key === ' ' ? 'Space' : key.toUpperCase(), what]),
        ['↑ ↓', 'Move among topics or records'], ['Enter', 'Watch only this topic; open the record'], ['Esc', 'Close what is open; back to the newest'],
      ].map(([key, what]) => el('div', {}, el('dt', {}, el('kbd', {}, key)), el('dd', {}, what)))),
      el('label', { class: 'check' }, el('input', { type: 'checkbox', checked: this.#on, onchange: (event) => remember('keys', event.target.checked ? null : 'off') }), ' ', el('span', {}, 'Shortcuts of a single key')),
      el('div', { class: 'dialog-end' }, el('button', { class: 'button strong', type: 'button', onclick: () => this.#dialog.close() }, 'Close')));
    this.#dialog.showModal();
    this.#dialog.querySelector('.dialog-end button').focus();
  }

  get #on() {
    return remembered('keys') !== 'off';
  }

  #key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || document.querySelector('dialog[open]')) return;
    if (event.key === 'Escape') {
      this.onescape(event);
      return;
    }
    if (typing(event.target) || (event.key !== '?' && !this.#on)) return;
    if (event.key === ' ' && pressing(event.target) && !event.target.closest('#records')) return;
    const action = this.#actions[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (action) {
      event.preventDefault();
      action[1]();
    }
  }

  onescape = () => {};
}
