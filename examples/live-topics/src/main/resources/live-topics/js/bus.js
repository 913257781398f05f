// The event-bus bridge's protocol over SockJS: what a page needs of it, and connecting anew.

const PING_MS = 5_000;
const SILENCE_MS = 16_000;

export class BusError extends Error {
  constructor(message, code) {
    super(message);
    this.code = code;
  }
}

export class Bus {
  #socket = null;
  #handlers = new Map();
  #waiting = new Map();
  #timers = [];
  #attempt = 0;
  #next = 0;
  #heard = 0;

  /** Told "connecting", "open", or "lost" with the milliseconds until the next attempt. */
  onstate = () => {};

  connect() {
    clearTimeout(this.retry);
    if (this.#socket) {
      this.#socket.onclose = null;
      this.#socket.close();
      this.#forget();
    }
    this.onstate('connecting');
    this.#socket = new SockJS('eventbus', null, {
      transports: ['websocket', 'xhr-streaming', 'xhr-polling'],
      timeout: 5_000,
    });
    this.#socket.onopen = () => this.#opened();
    this.#socket.onclose = () => this.#closed();
    this.#socket.onheartbeat = () => { this.#heard = performance.now(); };
    this.#socket.onmessage = (event) => this.#received(JSON.parse(event.data));
  }

  /** Gives this connection up; another is made after a while. */
  drop() {
    this.#socket?.close(4001, 'dropped');
  }

  request(address, body, timeoutMs = 15_000) {
    return new Promise((resolve, reject) => {
      const replyAddress = `r${++this.#next}`;
      const timer = setTimeout(() => this.#settle(replyAddress, (waiting) =>
        waiting.reject(new BusError('The server did not answer in time.', 504))), timeoutMs);
      this.#waiting.set(replyAddress, { resolve, reject, timer });
      if (!this.#send({ type: 'send', address, body, replyAddress })) {
        this.#settle(replyAddress, (waiting) =>
          waiting.reject(new BusError('There is no connection to the server.', 503)));
      }
    });
  }

  /** Takes the messages to an address; those that want a reply get an empty one. */
  register(address, handler) {
    this.#handlers.set(address, handler);
    this.#send({ type: 'register', address });
  }

  #send(frame) {
    if (!this.#socket || this.#socket.readyState !== SockJS.OPEN) return false;
    this.#socket.send(JSON.stringify(frame));
    return true;
  }

  #opened() {
    this.#attempt = 0;
    this.#heard = performance.now();
    this.#timers = [
      setInterval(() => this.#send({ type: 'ping' }), PING_MS),
      setInterval(() => {
        if (performance.now() - this.#heard > SILENCE_MS) this.#socket.close(4000, 'silence');
      }, 2_000),
    ];
    this.onstate('open');
  }

  /** What belonged to a connection that is gone. */
  #forget() {
    this.#timers.forEach(clearInterval);
    this.#handlers.clear();
    for (const address of [...this.#waiting.keys()]) {
      this.#settle(address, (waiting) =>
        waiting.reject(new BusError('The connection to the server was lost.', 503)));
    }
  }

  #closed() {
    this.#socket = null;
    this.#forget();
    const delay = Math.min(8_000, 500 * 2 ** this.#attempt++) * (0.8 + 0.4 * Math.random());
    this.retry = setTimeout(() => this.connect(), delay);
    this.onstate('lost', delay);
  }

  #received(frame) {
    this.#heard = performance.now();
    if (frame.type === 'rec' || frame.type === 'message') {
      const waiting = this.#waiting.has(frame.address);
      if (waiting) this.#settle(frame.address, (one) => one.resolve(frame.body));
      else this.#handlers.get(frame.address)?.(frame.body);
      if (frame.replyAddress) {
        this.#send({ type: 'send', address: frame.replyAddress, body: null });
      }
    } else if (frame.type === 'err' && frame.address) {
      this.#settle(frame.address, (one) =>
        one.reject(new BusError(frame.message || frame.body, frame.failureCode)));
    } else if (frame.type === 'err') {
      console.warn('refused by the bridge:', frame.body);
    }
  }

  #settle(address, how) {
    const waiting = this.#waiting.get(address);
    if (waiting) {
      this.#waiting.delete(address);
      clearTimeout(waiting.timer);
      how(waiting);
    }
  }
}
