import { randomUUID } from 'node:crypto';
import net from 'node:net';

/** Why a message has failed. Throw one to fail a message with a code of your own. */
export class Failure extends Error {
  constructor(code, message) {
    super(message);
    this.code = code;
  }
}

/**
 * A client of Vert.x' TCP event-bus bridge: frames of JSON, each after its length in four bytes.
 */
export class EventBus {
  #socket;
  #received = Buffer.alloc(0);
  #handlers = new Map();
  #waiting = new Map();

  static connect(port, host = '127.0.0.1') {
    return new Promise((resolve, reject) => {
      const socket = net.connect(port, host);
      socket.once('error', reject);
      socket.once('connect', () => resolve(new EventBus(socket)));
    });
  }

  constructor(socket) {
    this.#socket = socket;
    this.closed = new Promise((resolve) => socket.once('close', resolve));
    socket.on('error', (error) => this.#end(error));
    socket.on('close', () => this.#end(new Error('the connection to the event bus has ended')));
    socket.on('data', (bytes) => this.#read(bytes));
  }

  /** Sends a message; the promise is for the body of the reply. */
  request(address, body, headers = {}) {
    return new Promise((resolve, reject) => {
      const replyAddress = randomUUID();
      this.#waiting.set(replyAddress, { resolve, reject });
      this.#write({ type: 'send', address, replyAddress, headers, body });
    });
  }

  /** Takes messages: what the handler returns is the reply, what it throws fails the message. */
  handle(address, handler) {
    this.#handlers.set(address, handler);
    this.#write({ type: 'register', address });
  }

  close() {
    this.#socket.end();
    return this.closed;
  }

  #write(frame) {
    const json = Buffer.from(JSON.stringify(frame));
    const length = Buffer.alloc(4);
    length.writeInt32BE(json.length);
    this.#socket.write(Buffer.concat([length, json]));
  }

  #read(bytes) {
    this.#received = Buffer.concat([this.#received, bytes]);
    while (this.#received.length >= 4) {
      const end = 4 + this.#received.readInt32BE();
      if (this.#received.length < end) {
        return;
      }
      const frame = JSON.parse(this.#received.subarray(4, end));
      this.#received = this.#received.subarray(end);
      this.#take(frame);
    }
  }

  #take(frame) {
    const { type, address } = frame;
    const waiting = this.#waiting.get(address);
    if (waiting) {
      this.#waiting.delete(address);
      if (type === 'err') {
        waiting.reject(new Failure(frame.failureCode, frame.message));
      } else {
        waiting.resolve(frame.body);
      }
    } else if (type === 'message') {
      this.#answer(frame);
    } else if (type === 'err') {
      // The bridge does not say what it refuses: "access_denied", for example.
      this.#socket.destroy(new Error(`the event bus refuses: ${frame.message}`));
    }
  }

  async #answer({ address, replyAddress, headers, body }) {
    let reply;
    try {
      reply = { body: (await this.#handlers.get(address)(body, headers)) ?? null };
    } catch (error) {
      const failureCode = Number.isInteger(error.code) ? error.code : 500;
      reply = { failureCode, message: error.message };
    }
    if (replyAddress && !this.#socket.destroyed) {
      this.#write({ type: 'send', address: replyAddress, ...reply });
    }
  }

  #end(error) {
    for (const { reject } of this.#waiting.values()) {
      reject(error);
    }
    this.#waiting.clear();
  }
}
