import { Bus } from './bus.js';

const HERE_MS = 60_000;
const TOO_MANY = 429;

/**
 * The page's session on the server. A new connection gets a new session, which takes up where the
 * last one stopped.
 */
export class Session {
  #bus = new Bus();
  #id = null;
  #topics = [];
  #positions = [];
  #received = new Map();
  #mode = 'NOTHING';

  settings = null;
  onstate = () => {};
  onrecords = () => {};
  onfigures = () => {};
  onproblem = () => {};

  constructor() {
    this.#bus.onstate = (state, delay) => {
      if (state === 'open') this.#open();
      else {
        this.#id = null;
        this.onstate(state, delay);
      }
    };
    setInterval(() => {
      if (this.#id && !document.hidden) this.#command({ op: 'here' }).catch(() => {});
    }, HERE_MS);
  }

  connect() {
    this.#bus.connect();
  }

  request(address, body) {
    return this.#bus.request(address, body);
  }

  /** Without positions the topics start near their end. */
  watch(topics, positions = []) {
    this.#topics = topics;
    this.#received.clear();
    return this.#command({ op: 'watch', topics, positions });
  }

  pause() {
    return this.#command({ op: 'pause' });
  }

  resume() {
    return this.#command({ op: 'resume' });
  }

  next() {
    return this.#command({ op: 'next' });
  }

  async seek(command) {
    await this.#command(command);
    this.#received.clear();
  }

  whole({ topic, partition, offset }) {
    return this.#command({ op: 'record', topic, partition, offset });
  }

  /** After the server has ended an idle session. */
  again() {
    return this.#open();
  }

  /** The figures are up to a second older than the records. */
  #stoppedAt() {
    return this.#positions.map(({ topic, partition, offset }) =>
      ({ topic, partition, offset: Math.max(offset, this.#received.get(`${topic}/${partition}`) ?? 0) }));
  }

  #command(body) {
    return this.#id
      ? this.#bus.request(`live.session.${this.#id}`, body)
      : Promise.reject(new Error('There is no connection to the server.'));
  }

  async #open() {
    try {
      this.settings = await this.#bus.request('live.open', {});
      const id = this.settings.session;
      this.#bus.register(`live.records.${id}`, (body) => this.#take(body));
      this.#id = id;
      const mode = this.#mode;
      this.onstate('open');
      if (this.#topics.length > 0) {
        await this.watch(this.#topics, this.#stoppedAt());
        if (mode !== 'FOLLOWING' && mode !== 'NOTHING') await this.pause();
      }
    } catch (error) {
      // A server that is full says so. Other failures pass: another connection is tried.
      if (error.code === TOO_MANY) this.onstate('refused', error);
      else if (!this.#id) this.#bus.drop();
      else this.onproblem(error.message);
    }
  }

  #take(body) {
    if (body.type === 'records') {
      for (const { topic, partition, offset } of body.records) this.#received.set(`${topic}/${partition}`, offset + 1);
      this.onrecords(body.records);
    } else if (body.type === 'ended') {
      this.#id = null;
      this.onstate('ended');
    } else {
      this.#mode = body.mode;
      if (body.partitions) this.#positions = body.partitions.map(({ topic, partition, position }) => ({ topic, partition, offset: position }));
      this.onfigures(body);
    }
  }
}
