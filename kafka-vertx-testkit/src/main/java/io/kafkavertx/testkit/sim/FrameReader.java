package io.kafkavertx.testkit.sim;

import io.kafkavertx.protocol.wire.ProtocolException;
import java.util.function.Consumer;

/** Cuts a stream of bytes into frames: a 32-bit size, then that many bytes. */
public final class FrameReader {
  private final Consumer<byte[]> frames;
  private int limit;
  private int sizeBytes;
  private int size;
  private byte[] frame;
  private int filled;

  /**
   * Hands every complete frame to {@code frames}.
   *
   * @param limit the largest frame to accept
   */
  public FrameReader(int limit, Consumer<byte[]> frames) {
    this.limit = limit;
    this.frames = frames;
  }

  /** Changes the largest frame that is accepted. */
  public void limit(int bytes) {
    limit = bytes;
  }

  /**
   * Takes the next bytes of the stream.
   *
   * @throws ProtocolException when a frame's size is negative or above the limit
   */
  public void feed(byte[] bytes, int offset, int length) {
    int at = offset;
    int end = offset + length;
    while (at < end) {
      at = frame == null ? readSize(bytes, at) : readBody(bytes, at, end);
    }
  }

  private int readSize(byte[] bytes, int at) {
    size = size << 8 | bytes[at] & 0xFF;
    if (++sizeBytes == 4) {
      if (size < 0 || size > limit) {
        throw new ProtocolException("a frame of " + size + " bytes is not between 0 and " + limit);
      }
      frame = new byte[size];
      filled = 0;
      deliverWhenFull();
    }
    return at + 1;
  }

  private int readBody(byte[] bytes, int at, int end) {
    int count = Math.min(end - at, frame.length - filled);
    System.arraycopy(bytes, at, frame, filled, count);
    filled += count;
    deliverWhenFull();
    return at + count;
  }

  private void deliverWhenFull() {
    if (filled == frame.length) {
      byte[] whole = frame;
      frame = null;
      size = 0;
      sizeBytes = 0;
      frames.accept(whole);
    }
  }
}
