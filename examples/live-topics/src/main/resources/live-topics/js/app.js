import { $, announce, setText, show } from './dom.js';
import { Charts } from './charts.js';
import { Detail } from './detail.js';
import { Keys } from './keys.js';
import { Produce } from './produce.js';
import { Records } from './records.js';
import { Seek } from './seek.js';
import { Session } from './session.js';
import { Status } from './status.js';
import { Topics } from './topics.js';
import { theme } from './theme.js';

const TOPICS_MS = 4_000;
const GROUPS_MS = 5_000;

const session = new Session();
const topics = new Topics();
const records = new Records($('records'), $('newer'));
const charts = new Charts($('partitions'));
const status = new Status(records);
const detail = new Detail($('detail'), (record) => session.whole(record), () => close());
const seek = new Seek((command) => jump(command));
const produce = new Produce((record) => session.request('live.produce', record), showStored);
let figures = { mode: 'NOTHING', partitions: [] };

const say = (promise) => promise.catch((error) => status.problem('command', error.message));

function watch(names) {
  records.clear();
  charts.clear();
  figures = { mode: 'NOTHING', partitions: [] };
  status.watching(names);
  show($('welcome'), names.length === 0);
  show($('view'), names.length > 0);
  setText($('view-name'), names.length > 2 ? `${names[0]} and ${names.length - 1} more` : names.join(' + '));
  document.title = names.length > 0 ? `${names.join(', ')} – Live topics` : 'Live topics';
  history.replaceState(null, '', names.length > 0 ? `#${names.map(encodeURIComponent).join(',')}` : location.pathname);
  topicsPanel(false);
  groups();
  status.problem('command', null);
  return say(session.watch(names));
}

async function jump(command) {
  await session.seek(command);
  records.clear();
  status.jumped();
  announce(command.to === 'END' ? 'At the end, following' : 'Jumped');
}

async function showStored({ topic, partition, offset }) {
  if (!topics.picked.includes(topic)) {
    topics.mark([topic]);
    await watch([topic]);
  }
  say(jump({ op: 'seek', to: 'OFFSET', value: offset, topic, partition }).then(() => $('records').focus()));
}

function pauseOrGo() {
  if (figures.mode === 'NOTHING') return;
  if (figures.mode === 'HELD') say(session.next());
  else if (figures.mode === 'PAUSED') say(session.resume().then(() => announce('Following')));
  else say(session.pause().then(() => announce('Paused')));
}

function goLive() {
  if (topics.picked.length > 0) say(jump({ op: 'seek', to: 'END', value: 0 }));
}

function close() {
  records.select(null);
  if ($('view').hidden === false) $('records').focus({ preventScroll: true });
}

function topicsPanel(open) {
  document.body.classList.toggle('topics-open', open);
  $('open-topics').setAttribute('aria-expanded', String(open));
}

function openTopics() {
  topicsPanel(true);
  $('topic-filter').focus();
}

function openSeek() {
  if (topics.picked.length > 0) seek.open(figures.partitions);
}

function openProduce() {
  if (!session.settings?.readonly) produce.open(topics, topics.picked[0]);
}

async function refreshTopics() {
  try {
    const answer = await session.request('live.topics', {});
    topics.set(answer.topics);
    status.problem('topics', null);
  } catch (error) {
    topics.fail(error.message);
    if (error.code === 502) status.problem('topics', error.message);
  }
}

async function groups() {
  const picked = topics.picked;
  if (picked.length === 0 || document.hidden) return;
  try {
    const answer = await session.request('live.groups', {});
    const rows = answer.groups.flatMap(({ group, lag }) => picked.filter((name) => name in lag).map((name) => ({ group, name, lag: lag[name] })));
    status.groups(rows, picked.length > 1);
  } catch {
    status.groups([], false);
  }
}

/** The page's address names the topics, so that it can be kept and shared. */
function fromAddress() {
  const names = location.hash.slice(1).split(',').filter((name) => name !== '').map(decodeURIComponent);
  if (names.length > 0) {
    topics.mark(names);
    watch(names);
  }
}

/** Merges partitions by time; each keeps its own order, whatever its timestamps say. */
function byTime(batch) {
  const queues = new Map();
  for (const record of batch) {
    const id = `${record.topic}/${record.partition}`;
    if (!queues.has(id)) queues.set(id, []);
    queues.get(id).push(record);
  }
  const heads = [...queues.values()].map((queue) => ({ queue, at: 0 }));
  return batch.map(() => {
    let first = null;
    for (const head of heads) {
      if (head.at < head.queue.length && (first === null || head.queue[head.at].timestamp < first.queue[first.at].timestamp)) first = head;
    }
    return first.queue[first.at++];
  });
}

session.onstate = (state, detailOfState) => {
  status.connection(state, detailOfState, session.settings);
  if (state === 'open') {
    show($('open-produce'), !session.settings.readonly);
    refreshTopics();
    if (topics.picked.length === 0) fromAddress();
  }
};
session.onrecords = (batch) => {
  const picked = new Set(topics.picked);
  records.add(byTime(batch.filter((record) => picked.has(record.topic))));
};
session.onfigures = (next) => {
  figures = { ...next, partitions: next.partitions ?? figures.partitions };
  if (next.partitions) charts.update(next.partitions);
  status.figures(figures, session.settings);
};
session.onproblem = (text) => status.problem('command', text);
status.onaction = (state) => (state === 'ended' ? session.again() : session.connect());
topics.onpick = watch;
records.onselect = (record) => detail.show(record);
records.onchange = () => status.counts(figures.mode);

addEventListener('hashchange', fromAddress);
$('pause').addEventListener('click', pauseOrGo);
$('go-live').addEventListener('click', goLive);
$('open-seek').addEventListener('click', openSeek);
$('open-produce').addEventListener('click', openProduce);
$('clear').addEventListener('click', () => records.clear());
$('record-filter').addEventListener('input', (event) => records.filter(event.target.value));
$('open-topics').addEventListener('click', () => (document.body.classList.contains('topics-open') ? topicsPanel(false) : openTopics()));
$('close-topics').addEventListener('click', () => topicsPanel(false));
$('welcome-topics').addEventListener('click', openTopics);
$('records').addEventListener('keydown', (event) => {
  if (event.key === 'Enter' && records.selected) {
    event.preventDefault();
    detail.focus();
  }
});

const keys = new Keys({
  '/': ['Filter the topics', openTopics],
  f: ['Filter the records shown', () => $('record-filter').focus()],
  ' ': ['Pause, go on, or read the next page', pauseOrGo],
  g: ['Jump to an offset or a time', openSeek],
  l: ['Go live: to the end, and follow', goLive],
  j: ['Next (older) record', () => records.move(1)],
  k: ['Previous (newer) record', () => records.move(-1)],
  p: ['Produce a record', openProduce],
  c: ['Forget the records shown', () => records.clear()],
  t: ['Light, dark, or as the system', () => theme.next()],
  '?': ['This help', () => keys.open()],
});
$('open-help').addEventListener('click', () => keys.open());
keys.onescape = (event) => {
  if (document.body.classList.contains('topics-open')) {
    topicsPanel(false);
    $('open-topics').focus();
  } else if (records.selected) close();
  else if (event.target.matches('input[type=search]') && event.target.value === '') $('records').focus();
  else if (event.target.matches('#records')) records.toNewest();
};
theme.onchange = () => charts.redraw();
theme.start();
setInterval(() => { if (!document.hidden) refreshTopics(); }, TOPICS_MS);
setInterval(groups, GROUPS_MS);
session.connect();
