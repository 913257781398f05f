import { el } from './dom.js';

const OPEN_DEPTH = 4;
const CHUNK = 100;

/** JSON that folds: every object and array opens and closes by click or key. */
export function tree(node) {
  return el('div', { class: 'json' }, line(null, node, 0, true));
}

export function foldAll(root, open) {
  root.querySelectorAll('details').forEach((details, index) => {
    details.open = open || index === 0;
  });
}

function line(key, node, depth, last) {
  const name = key === null ? [] : [el('span', { class: 'j-key' }, key), ': '];
  const comma = last ? '' : ',';
  if (!node.entries) {
    return el('div', { class: 'j-line' }, ...name, el('span', { class: `j-${node.kind}` }, node.text), comma);
  }
  const [open, close] = node.kind === 'object' ? '{}' : '[]';
  if (node.entries.length === 0) return el('div', { class: 'j-line' }, ...name, open + close + comma);
  const count = node.entries.length;
  const what = node.kind === 'object' ? (count === 1 ? 'field' : 'fields') : (count === 1 ? 'item' : 'items');
  const children = el('div', { class: 'j-children' });
  more(children, node.entries, 0, depth);
  return el('details', { class: 'j-fold', open: depth < OPEN_DEPTH },
    el('summary', {}, ...name, open, el('span', { class: 'j-count' }, ` ${count} ${what} `), el('span', { class: 'j-closed' }, `${close}${comma}`)),
    children,
    el('div', { class: 'j-line j-end' }, close + comma));
}

function more(parent, entries, from, depth) {
  const to = Math.min(entries.length, from + CHUNK);
  for (let i = from; i < to; i++) {
    parent.append(line(entries[i][0], entries[i][1], depth + 1, i === entries.length - 1));
  }
  if (to < entries.length) {
    const button = el('button', { class: 'button small', type: 'button', onclick: () => {
      button.remove();
      more(parent, entries, to, depth);
    } }, `${entries.length - to} more`);
    parent.append(button);
  }
}
