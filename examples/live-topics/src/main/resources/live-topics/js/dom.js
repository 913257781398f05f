// Content of records only ever becomes text: nothing here, or anywhere else, parses HTML.

export const $ = (id) => document.getElementById(id);

/** Makes an element. Strings among the children become text; null ones are left out. */
export function el(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith('on')) element.addEventListener(key.slice(2), value);
    else if (key === 'class') element.className = value;
    else if (key in element && typeof value !== 'string') element[key] = value;
    else element.setAttribute(key, value === true ? '' : value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return element;
}

export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

export function show(element, shown) {
  if (element.hidden === shown) element.hidden = !shown;
}

const SVG = 'http://www.w3.org/2000/svg';

export function icon(path) {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', '0 0 16 16');
  svg.setAttribute('aria-hidden', 'true');
  const shape = document.createElementNS(SVG, 'path');
  shape.setAttribute('d', path);
  svg.append(shape);
  return svg;
}

let announced;

/** Says something to those who listen to the page; only what they would want to be told. */
export function announce(text) {
  clearTimeout(announced);
  announced = setTimeout(() => setText($('announce'), text), 150);
}

export function remember(key, value) {
  try {
    if (value === null) localStorage.removeItem(`live-topics.${key}`);
    else localStorage.setItem(`live-topics.${key}`, value);
  } catch {
    // Without storage it is forgotten.
  }
}

export function remembered(key) {
  try {
    return localStorage.getItem(`live-topics.${key}`);
  } catch {
    return null;
  }
}
