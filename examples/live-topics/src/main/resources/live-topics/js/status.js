import { $, announce, el, setText, show } from './dom.js';
import { isLagging } from './charts.js';
import { number, rate, short } from './format.js';

const MODE = { FOLLOWING: 'Live', READING: 'Reading', HELD: 'Waiting', PAUSED: 'Paused', NOTHING: '' };
const PAUSE = 'M4 3h3v10H4zM9 3h3v10H9z';
const PLAY = 'M5 3l8 5-8 5z';

/** Says how things stand: connection, broker, mode, sampling, counts. */
export class Status {
  #records;
  #problems = new Map();
  #state = 'connecting';
  #before = null;
  #last = null;
  #since = 0;

  /** Told the state in which the banner's button was pressed. */
  onaction = () => {};

  constructor(records) {
    this.#records = records;
    $('banner-action').addEventListener('click', () => this.onaction(this.#state));
  }

  connection(state, detail, settings) {
    const lost = state === 'lost' || (state === 'connecting' && this.#state === 'lost');
    if (state === 'open' && this.#state !== 'open' && this.#state !== 'connecting') announce('Connected again');
    if (!(state === 'connecting' && this.#state === 'lost')) this.#state = state;
    document.body.dataset.link = lost ? 'lost' : state;
    setText($('link-text'), state === 'open' ? settings.bootstrap + (settings.readonly ? ' · read only' : '')
      : lost ? 'No connection' : state === 'ended' ? 'Asleep' : state === 'refused' ? 'Refused' : 'Connecting…');
    this.problem('link', lost ? 'The connection to the server is lost. Trying again by itself…'
      : state === 'ended' ? 'Nothing was asked for in a while, so the server has stopped reading.'
      : state === 'refused' ? detail.message : null);
  }

  /** One banner for all; the most fundamental problem first. Null takes one back. */
  problem(source, text) {
    if (text === null) this.#problems.delete(source);
    else this.#problems.set(source, text);
    const first = ['link', 'broker', 'topics', 'command', 'record'].find((one) => this.#problems.has(one));
    show($('banner'), first !== undefined);
    if (first === undefined) return;
    const said = this.#problems.get(first);
    setText($('banner-text'), first === 'broker' || first === 'topics'
      ? `No broker answers. Trying again by itself; what you see is from before. (${said})` : said);
    show($('banner-action'), first === 'link');
    setText($('banner-action'), this.#state === 'ended' ? 'Read on' : 'Try now');
  }

  watching(names) {
    this.#before = null;
    this.#last = null;
    this.#since = performance.now();
    for (const id of ['total-rate', 'total-lag', 'total-seen']) setText($(id), '–');
    setText($('sampling'), '');
    show($('groups'), false);
    if (names.length === 0) this.problem('record', null);
    this.#mode('READING', null);
  }

  jumped() {
    this.#since = performance.now();
  }

  figures(figures, settings) {
    this.problem('broker', figures.problem?.kind === 'broker' ? figures.problem.text : null);
    this.problem('record', figures.problem?.kind === 'record' ? figures.problem.text : null);
    const rates = figures.partitions.map((one) => one.rate).filter((one) => one !== null);
    if (rates.length > 0) setText($('total-rate'), rate(rates.reduce((a, b) => a + b, 0)));
    const lag = figures.partitions.reduce((sum, one) => sum + one.lag, 0);
    setText($('total-lag'), lag === 0 ? 'none' : short(lag));
    $('total-lag').classList.toggle('lagging', figures.partitions.some(isLagging));
    setText($('total-seen'), short(figures.seen));
    this.#sampling(figures);
    this.#mode(figures.mode, settings, lag);
    this.#last = figures;
    this.counts(figures.mode);
  }

  counts(mode) {
    const { all, matching, filtered } = this.#records.counts;
    setText($('match-count'), filtered ? `${number(matching)} of the ${number(all)} shown match` : '');
    const empty = matching === 0;
    show($('nothing'), empty);
    if (!empty) return;
    const waited = performance.now() - this.#since > 1_500;
    setText($('nothing'), filtered && all > 0 ? 'None of the records shown contains that.'
      : !waited || this.#last === null ? 'Reading…'
      : mode === 'PAUSED' ? 'Paused. Nothing is shown yet.'
      : this.#last.partitions.every((one) => one.end === one.begin) ? 'This topic is empty. Records appear here the moment they are written.'
      : 'Waiting for the next record. G jumps to older ones.');
  }

  groups(rows, many) {
    show($('groups'), rows.length > 0);
    $('groups').replaceChildren(el('span', { class: 'groups-title' }, rows.length === 1 ? 'Group' : 'Groups'), ...rows.map((row) =>
      el('span', { class: 'group' }, el('b', {}, row.group), many ? ` on ${row.name}` : '', ' ',
        el('span', { class: row.lag > 0 ? 'lagging' : 'faint' }, row.lag === 0 ? 'up to date' : `${short(row.lag)} behind`))));
  }

  #sampling(figures) {
    const before = this.#before;
    const now = performance.now();
    if (before !== null && figures.seen >= before.seen && now - before.at < 700) return;
    this.#before = { seen: figures.seen, shown: figures.shown, leftOut: figures.leftOut, at: now };
    if (before === null || figures.seen < before.seen) return;
    const seconds = (now - before.at) / 1000;
    const come = (figures.seen - before.seen) / seconds;
    const shown = (figures.shown - before.shown) / seconds;
    const ratio = come / Math.max(1, shown);
    setText($('sampling'), figures.leftOut > before.leftOut && shown > 0
      ? `Showing about 1 in ${ratio < 10 ? ratio.toFixed(1).replace('.0', '') : number(ratio)}: ${number(come)} records/s come, ${number(shown)}/s are shown. Counts and charts are of all.` : '');
  }

  #mode(mode, settings, lag) {
    $('mode').dataset.mode = mode;
    setText($('mode-text'), mode === 'HELD' ? `Read without gaps up to here; ${number(lag)} more` : MODE[mode]);
    const going = mode === 'FOLLOWING' || mode === 'READING';
    $('pause-icon').setAttribute('d', going ? PAUSE : PLAY);
    setText($('pause-text'), mode === 'HELD' ? `Next ${settings.pageSize}` : going ? 'Pause' : 'Go on');
    show($('go-live'), mode === 'HELD' || mode === 'PAUSED' || (mode === 'FOLLOWING' && lag > 5_000));
  }
}
