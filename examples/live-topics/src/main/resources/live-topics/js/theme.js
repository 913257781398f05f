import { $, announce, remember, remembered, setText } from './dom.js';

const ORDER = ['auto', 'light', 'dark'];
const TEXT = { auto: 'as the system', light: 'light', dark: 'dark' };

export const theme = {
  onchange: () => {},

  start() {
    $('theme').addEventListener('click', () => this.next());
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.onchange());
    this.apply(remembered('theme') ?? 'auto');
  },

  next() {
    const now = document.documentElement.dataset.theme ?? 'auto';
    const next = ORDER[(ORDER.indexOf(now) + 1) % ORDER.length];
    remember('theme', next === 'auto' ? null : next);
    this.apply(next);
    announce(`Theme: ${TEXT[next]}`);
  },

  apply(name) {
    if (name === 'auto') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = name;
    setText($('theme-text'), `Theme: ${TEXT[name] ?? TEXT.auto}`);
    this.onchange();
  },
};
