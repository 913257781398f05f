const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const compact = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 });
const small = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });

export const number = (n) => whole.format(n);
export const short = (n) => (n < 10_000 ? whole.format(n) : compact.format(n));

export function rate(perSecond) {
  if (perSecond === null || perSecond === undefined) return '–';
  return `${perSecond < 10 ? small.format(perSecond) : short(perSecond)}/s`;
}

export function bytes(size) {
  if (size < 1024) return `${size} B`;
  return size < 1 << 20 ? `${small.format(size / 1024)} KiB` : `${small.format(size / 1048576)} MiB`;
}

const two = (n) => String(n).padStart(2, '0');

/** Local time of day with milliseconds, as in a log. */
export function time(ms) {
  if (ms < 0) return 'no time';
  const at = new Date(ms);
  return `${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}.${String(at.getMilliseconds()).padStart(3, '0')}`;
}

export function day(ms) {
  const at = new Date(ms);
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}

export function dateTime(ms) {
  return ms < 0 ? 'no timestamp' : `${day(ms)} ${time(ms)}`;
}

/** The zone of local times, as "UTC+01:00". */
export function zone(ms) {
  const minutes = -new Date(ms).getTimezoneOffset();
  const size = Math.abs(minutes);
  return minutes === 0 ? 'UTC' : `UTC${minutes < 0 ? '−' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}

/** For an input of type datetime-local. */
export function forInput(ms) {
  return `${day(ms)}T${time(ms).slice(0, 8)}`;
}

export function decodeBase64(base64) {
  return Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
}

export function hex(byte) {
  return byte.toString(16).padStart(2, '0');
}
