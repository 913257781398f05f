package io.kafkavertx.protocol.record;

/** Zig-zag varints and UTF-8 text, written at a place that is known to be large enough. */
final class Varints {
  private Varints() {}

  static int sizeOf(int value) {
    int raw = (value << 1) ^ (value >> 31);
    int bits = 32 - Integer.numberOfLeadingZeros(raw | 1);
    // Bits over 7, rounded up, without a division.
    return (bits * 9 + 64) >>> 6;
  }

  static int sizeOf(long value) {
    long raw = (value << 1) ^ (value >> 63);
    int bits = 64 - Long.numberOfLeadingZeros(raw | 1);
    return (bits * 9 + 64) >>> 6;
  }

  /** Returns the position after the varint. */
  static int put(byte[] array, int position, int value) {
    int rest = (value << 1) ^ (value >> 31);
    int at = position;
    while ((rest & ~0x7F) != 0) {
      array[at++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    array[at++] = (byte) rest;
    return at;
  }

  /** Returns the position after the varint. */
  static int put(byte[] array, int position, long value) {
    long rest = (value << 1) ^ (value >> 63);
    int at = position;
    while ((rest & ~0x7FL) != 0) {
      array[at++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    array[at++] = (byte) rest;
    return at;
  }

  /** The length of {@code text} in UTF-8; half a surrogate pair is written as a question mark. */
  static int utf8Length(String text) {
    int length = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < 0x80) {
        length++;
      } else if (c < 0x800) {
        length += 2;
      } else if (!Character.isSurrogate(c)) {
        length += 3;
      } else if (isPair(text, i)) {
        length += 4;
        i++;
      } else {
        length++;
      }
    }
    return length;
  }

  /** Writes {@code text} in UTF-8 and returns the position after it. */
  static int putUtf8(byte[] array, int position, String text) {
    int at = position;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < 0x80) {
        array[at++] = (byte) c;
      } else if (c < 0x800) {
        array[at++] = (byte) (0xC0 | (c >> 6));
        array[at++] = (byte) (0x80 | (c & 0x3F));
      } else if (!Character.isSurrogate(c)) {
        array[at++] = (byte) (0xE0 | (c >> 12));
        array[at++] = (byte) (0x80 | ((c >> 6) & 0x3F));
        array[at++] = (byte) (0x80 | (c & 0x3F));
      } else if (isPair(text, i)) {
        int point = Character.toCodePoint(c, text.charAt(++i));
        array[at++] = (byte) (0xF0 | (point >> 18));
        array[at++] = (byte) (0x80 | ((point >> 12) & 0x3F));
        array[at++] = (byte) (0x80 | ((point >> 6) & 0x3F));
        array[at++] = (byte) (0x80 | (point & 0x3F));
      } else {
        array[at++] = '?';
      }
    }
    return at;
  }

  private static boolean isPair(String text, int i) {
    return Character.isHighSurrogate(text.charAt(i))
        && i + 1 < text.length()
        && Character.isLowSurrogate(text.charAt(i + 1));
  }
}
