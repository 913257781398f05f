import { bytes, decodeBase64, hex } from './format.js';
import { el } from './dom.js';
import { parseStructure } from './json.js';

const PREVIEW = 240;

/** What a key or value is: "none", "binary", "json" or "text". Parsed when first looked at. */
export function kindOf(content) {
  if (content === null) return 'none';
  if (content.base64 !== undefined) return 'binary';
  if (content.node === undefined) content.node = parseStructure(content.text);
  return content.node ? 'json' : 'text';
}

/** The bytes of a content; of text, those that its characters stand for. */
export function bytesOf(content) {
  return content.base64 === undefined
    ? new TextEncoder().encode(content.text)
    : decodeBase64(content.base64);
}

/** One line that tells what it is. */
export function preview(content) {
  if (content.base64 === undefined) {
    return content.text.slice(0, PREVIEW).replace(/\s+/g, ' ');
  }
  return Array.from(decodeBase64(content.base64.slice(0, 64)).slice(0, 32), hex).join(' ');
}

/** What the filter looks at. */
export function searchText(record) {
  const parts = [record.key, record.value, ...record.headers.map((header) => header.value)]
    .map((content) => content?.text ?? '');
  return [...parts, ...record.headers.map((header) => header.key), `${record.partition}:${record.offset}`]
    .join('\n').toLowerCase();
}

/** Sixteen bytes a line: offset, hexadecimal, and what of it is ASCII. */
export function hexDump(content) {
  const all = bytesOf(content);
  const lines = [];
  for (let at = 0; at < all.length; at += 16) {
    const row = all.subarray(at, at + 16);
    const digits = Array.from(row, hex);
    const left = digits.slice(0, 8).join(' ').padEnd(23);
    const right = digits.slice(8).join(' ').padEnd(23);
    const ascii = Array.from(row, (b) => (b >= 32 && b < 127 ? String.fromCharCode(b) : '·')).join('');
    lines.push(el('div', { class: 'hex-line' },
      el('span', { class: 'hex-at' }, at.toString(16).padStart(6, '0')), `${left}  ${right}`,
      el('span', { class: 'hex-ascii' }, ascii)));
  }
  return el('div', { class: 'hex', tabindex: '0', role: 'group', 'aria-label': `${bytes(all.length)} in hexadecimal` }, lines);
}
