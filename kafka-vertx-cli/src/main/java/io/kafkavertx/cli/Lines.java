package io.kafkavertx.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/** Splits bytes at line feeds. A carriage return before one belongs to the line end. */
final class Lines {
  private static final int LARGEST = 1 << 30;

  private final InputStream in;
  private final byte[] buffer = new byte[1 << 16];
  private final ByteArrayOutputStream partial = new ByteArrayOutputStream();
  private int position;
  private int limit;
  private long bytes;

  Lines(InputStream in) {
    this.in = in;
  }

  /** The next line without its end; null at the end of the input. */
  byte[] next() throws IOException {
    while (true) {
      int from = position;
      while (position < limit) {
        if (buffer[position++] == '\n') {
          return line(from, position - 1);
        }
      }
      partial.write(buffer, from, limit - from);
      if (partial.size() > LARGEST) {
        throw new IOException("a line is longer than " + Figures.bytes(LARGEST));
      }
      position = 0;
      limit = in.read(buffer);
      if (limit < 0) {
        limit = 0;
        return partial.size() == 0 ? null : line(0, 0);
      }
      bytes += limit;
    }
  }

  /** True when the next call need not wait for input. */
  boolean ready() {
    return position < limit;
  }

  /** How many bytes were taken from the input so far. */
  long bytes() {
    return bytes - (limit - position);
  }

  private byte[] line(int from, int end) {
    byte[] line;
    if (partial.size() == 0) {
      line = java.util.Arrays.copyOfRange(buffer, from, end);
    } else {
      partial.write(buffer, from, end - from);
      line = partial.toByteArray();
      partial.reset();
    }
    int length = line.length;
    return length > 0 && line[length - 1] == '\r'
        ? java.util.Arrays.copyOf(line, length - 1)
        : line;
  }
}
