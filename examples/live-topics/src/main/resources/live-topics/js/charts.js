import { el, setText, show } from './dom.js';
import { rate, short } from './format.js';

const SECONDS = 60;
const COLOURS = 8;
const WIDTH = 128;
const HEIGHT = 44;

/** More than what two seconds bring: the last records are always on their way. */
export function isLagging({ lag, rate: perSecond }) {
  return lag > Math.max(5, 2 * (perSecond ?? 0));
}

/** The rate (above) and the lag (below) of each partition over the last minute. */
export class Charts {
  #root;
  #cards = new Map();
  #many = false;

  constructor(root) {
    this.#root = root;
  }

  clear() {
    this.#cards.clear();
    this.#root.replaceChildren();
  }

  update(partitions) {
    this.#many = new Set(partitions.map((p) => p.topic)).size > 1;
    const here = new Set();
    for (const figure of partitions) {
      const id = `${figure.topic}/${figure.partition}`;
      here.add(id);
      let card = this.#cards.get(id);
      if (!card) {
        card = this.#card(figure);
        this.#cards.set(id, card);
        this.#root.append(card.root);
      }
      this.#add(card, figure);
    }
    for (const [id, card] of this.#cards) {
      if (!here.has(id)) {
        card.root.remove();
        this.#cards.delete(id);
      }
    }
    this.redraw();
  }

  /** Also when the colours have changed. */
  redraw() {
    const style = getComputedStyle(document.documentElement);
    const amber = style.getPropertyValue('--lag').trim();
    for (const card of this.#cards.values()) {
      draw(card, style.getPropertyValue(`--p${card.colour}`).trim(), amber);
    }
  }

  #card(figure) {
    const canvas = el('canvas', { class: 'chart', 'aria-hidden': 'true' });
    const colour = figure.partition % COLOURS;
    const topic = el('span', { class: 'card-topic' }, figure.topic);
    const rateText = el('b', {});
    const lagText = el('span', { class: 'card-lag' });
    return {
      root: el('div', { class: `card p${colour}` },
        el('div', { class: 'card-head' }, el('span', { class: 'swatch', 'aria-hidden': 'true' }), el('span', {}, topic, el('span', { class: 'sr' }, 'partition '), String(figure.partition)), rateText),
        canvas, lagText),
      canvas, colour, topic, rateText, lagText, rates: [], lags: [],
    };
  }

  #add(card, figure) {
    card.rates.push(figure.rate ?? 0);
    card.lags.push(figure.lag);
    if (card.rates.length > SECONDS) {
      card.rates.shift();
      card.lags.shift();
    }
    show(card.topic, this.#many);
    setText(card.rateText, rate(figure.rate));
    setText(card.lagText, figure.lag === 0 ? 'at the end' : `${short(figure.lag)} behind`);
    card.lagText.classList.toggle('lagging', isLagging(figure));
  }
}

function draw({ canvas, rates, lags }, colour, amber) {
  const scale = window.devicePixelRatio || 1;
  if (canvas.width !== Math.round(WIDTH * scale)) {
    canvas.width = Math.round(WIDTH * scale);
    canvas.height = Math.round(HEIGHT * scale);
  }
  const context = canvas.getContext('2d');
  context.setTransform(scale, 0, 0, scale, 0, 0);
  context.clearRect(0, 0, WIDTH, HEIGHT);
  const upper = 28;
  context.globalAlpha = 0.3;
  context.fillStyle = colour;
  context.fillRect(0, upper - 1, WIDTH, 1);
  context.globalAlpha = 1;
  area(context, rates, Math.max(1, ...rates), 1, upper - 1, colour);
  bars(context, lags, Math.max(1, ...lags), upper + 4, HEIGHT, amber);
}

const step = WIDTH / (SECONDS - 1);

function area(context, values, most, top, bottom, colour) {
  const y = (value) => bottom - (value / most) * (bottom - top - 1);
  const from = WIDTH - (values.length - 1) * step;
  context.beginPath();
  values.forEach((value, i) => context[i === 0 ? 'moveTo' : 'lineTo'](from + i * step, y(value)));
  context.strokeStyle = colour;
  context.lineWidth = 1.5;
  context.lineJoin = 'round';
  context.stroke();
  context.lineTo(WIDTH, bottom + 1);
  context.lineTo(from, bottom + 1);
  context.closePath();
  context.globalAlpha = 0.16;
  context.fillStyle = colour;
  context.fill();
  context.globalAlpha = 1;
}

function bars(context, values, most, top, bottom, colour) {
  const from = WIDTH - (values.length - 1) * step;
  context.fillStyle = colour;
  values.forEach((value, i) => {
    if (value > 0) {
      const height = Math.max(1.5, (value / most) * (bottom - top));
      context.fillRect(from + i * step - 1, bottom - height, 1.5, height);
    }
  });
}
