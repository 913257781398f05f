// JSON as it was written: numbers keep their digits, which JSON.parse would round, and duplicate
// keys stay. A node is {kind, text} or {kind: 'object' | 'array', entries: [[key, node], ...]}.

const TOKEN = /\s*(?:([{}[\],:])|("(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*")|(-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)|(true|false)|(null))/y;
const DEEPEST = 200;

class Reader {
  constructor(text) {
    this.text = text;
    this.at = 0;
    this.advance();
  }

  advance() {
    TOKEN.lastIndex = this.at;
    this.start = this.at;
    this.token = TOKEN.exec(this.text);
    if (this.token) this.at = TOKEN.lastIndex;
    else if (this.text.slice(this.at).trim() !== '') throw this.error();
  }

  error() {
    const before = this.text.slice(0, this.start + /^\s*/.exec(this.text.slice(this.start))[0].length);
    const line = before.split('\n').length;
    const column = before.length - before.lastIndexOf('\n');
    const rest = this.text.slice(before.length, before.length + 12);
    return new SyntaxError(`line ${line}, column ${column}: ${rest === '' ? 'it ends too early' : `“${rest}” is not expected`}`);
  }

  is(punctuation) {
    return this.token && this.token[1] === punctuation;
  }

  take(punctuation) {
    if (!this.is(punctuation)) throw this.error();
    this.advance();
  }

  value(depth) {
    if (!this.token || depth > DEEPEST) throw this.error();
    if (this.is('{')) return this.list('object', '}', depth);
    if (this.is('[')) return this.list('array', ']', depth);
    const [, , string, digits, truth, nothing] = this.token;
    const text = string ?? digits ?? truth ?? nothing;
    if (text === undefined) throw this.error();
    this.advance();
    return { kind: string ? 'string' : digits ? 'number' : truth ? 'boolean' : 'null', text };
  }

  list(kind, end, depth) {
    const entries = [];
    this.advance();
    while (!this.is(end)) {
      let key = null;
      if (kind === 'object') {
        key = this.token?.[2];
        if (key === undefined) throw this.error();
        this.advance();
        this.take(':');
      }
      entries.push([key, this.value(depth + 1)]);
      if (!this.is(end)) {
        this.take(',');
        if (this.is(end)) throw this.error();
      }
    }
    this.advance();
    return { kind, entries };
  }
}

/** Throws a SyntaxError that names the place. */
export function parse(text) {
  const reader = new Reader(text);
  const node = reader.value(0);
  if (reader.token) throw reader.error();
  return node;
}

/** Null when the text is no JSON object or array. */
export function parseStructure(text) {
  if (!/^\s*[{[]/.test(text)) return null;
  try {
    return parse(text);
  } catch {
    return null;
  }
}

export function pretty(node, indent = '') {
  if (!node.entries) return node.text;
  const [open, close] = node.kind === 'object' ? '{}' : '[]';
  if (node.entries.length === 0) return open + close;
  const deeper = `${indent}  `;
  const lines = node.entries.map(([key, value]) =>
    `${deeper}${key === null ? '' : `${key}: `}${pretty(value, deeper)}`);
  return `${open}\n${lines.join(',\n')}\n${indent}${close}`;
}
