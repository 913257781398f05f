package io.kafkavertx.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Output that is collected and written in large pieces. */
final class ByteSink {
  private static final int SIZE = 1 << 16;

  private final OutputStream out;
  private final byte[] buffer = new byte[SIZE];
  private int size;
  private long written;

  ByteSink(OutputStream out) {
    this.out = out;
  }

  void putByte(int oneByte) {
    if (size == SIZE) {
      write();
    }
    buffer[size++] = (byte) oneByte;
  }

  void put(byte[] bytes) {
    put(bytes, 0, bytes.length);
  }

  void put(byte[] bytes, int offset, int length) {
    if (length > SIZE - size) {
      write();
      if (length > SIZE) {
        try {
          out.write(bytes, offset, length);
          written += length;
        } catch (IOException e) {
          throw new ClosedOutputException(e);
        }
        return;
      }
    }
    System.arraycopy(bytes, offset, buffer, size, length);
    size += length;
  }

  void put(String text) {
    put(text.getBytes(StandardCharsets.UTF_8));
  }

  /** In decimal. */
  void put(long number) {
    if (number < 0 || number > 999_999_999_999_999_999L) {
      put(Long.toString(number));
      return;
    }
    if (SIZE - size < 20) {
      write();
    }
    int digits = 1;
    for (long rest = number; rest >= 10; rest /= 10) {
      digits++;
    }
    long rest = number;
    for (int i = size + digits - 1; i >= size; i--) {
      buffer[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    size += digits;
  }

  /** Gives everything to the reader. */
  void flush() {
    write();
    try {
      out.flush();
    } catch (IOException e) {
      throw new ClosedOutputException(e);
    }
  }

  long written() {
    return written + size;
  }

  private void write() {
    try {
      out.write(buffer, 0, size);
    } catch (IOException e) {
      throw new ClosedOutputException(e);
    }
    written += size;
    size = 0;
  }
}
