package io.kafkavertx.compression;

import io.kafkavertx.spi.CodecException;

/** Reads the lengths in an lz4 block: what it would become if there was room for it. */
final class Lz4Block {
  /** A byte more makes a copy at most 255 bytes longer. */
  static final long LARGEST_EXPANSION = 255;

  /** A length of 4 bits that goes on in the bytes that follow. */
  private static final int MORE = 15;

  private static final int SMALLEST_MATCH = 4;
  private static final int MATCH_OFFSET = 2;

  private final byte[] source;
  private final int end;
  private int at;

  private Lz4Block(byte[] source, int offset, int length) {
    this.source = source;
    this.at = offset;
    this.end = offset + length;
  }

  /**
   * What a block becomes: at most 255 times as many bytes as it has.
   *
   * @throws CodecException when it ends in the middle
   */
  static long length(byte[] source, int offset, int length) {
    return new Lz4Block(source, offset, length).length();
  }

  private long length() {
    long total = 0;
    while (true) {
      int token = next();
      long literals = length(token >>> 4);
      if (literals > end - at) {
        throw endsTooEarly();
      }
      total += literals;
      at += (int) literals;
      if (at == end) {
        // The last sequence has no match.
        return total;
      }
      if (end - at < MATCH_OFFSET) {
        throw endsTooEarly();
      }
      // Would copy what happened to be in the output before.
      if (source[at] == 0 && source[at + 1] == 0) {
        throw new CodecException("not an lz4 block: a copy of itself");
      }
      at += MATCH_OFFSET;
      total += SMALLEST_MATCH + length(token & MORE);
    }
  }

  private long length(int start) {
    long length = start;
    if (start == MORE) {
      int more;
      do {
        more = next();
        length += more;
      } while (more == 0xFF);
    }
    return length;
  }

  private int next() {
    if (at == end) {
      throw endsTooEarly();
    }
    return source[at++] & 0xFF;
  }

  private static CodecException endsTooEarly() {
    return new CodecException("not an lz4 block: it ends in the middle");
  }
}
