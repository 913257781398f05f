package io.kafkavertx.internal.net;

import io.kafkavertx.protocol.wire.ByteSlice;
import io.kafkavertx.protocol.wire.ProtocolException;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/**
 * Cuts a stream of bytes into frames: a 32-bit size, then that many bytes. Both transports, the
 * real one and the simulator's, use it.
 *
 * <p>A size is checked against the limit before any memory is taken for the frame; a frame becomes
 * one array, into which chunks are copied as they come; it may be empty, except the first. After a
 * failure the stream cannot be read any further.
 */
public final class FrameAssembler {
  private static final int TLS_ALERT = 0x15;
  private static final int TLS_HANDSHAKE = 0x16;

  private final IntFunction<byte[]> arrays;
  private final Consumer<ByteSlice> frames;
  private int limit;
  private int sizeBytes;
  private int size;
  private byte[] frame;
  private int frameSize;
  private int filled;
  private boolean first = true;
  private boolean broken;

  /**
   * @param limit the largest frame to accept
   * @param arrays makes the array for a frame, of its size at least
   * @param frames takes each complete frame, which it may keep
   */
  public FrameAssembler(int limit, IntFunction<byte[]> arrays, Consumer<ByteSlice> frames) {
    this.limit = limit;
    this.arrays = arrays;
    this.frames = frames;
  }

  /** Changes the largest frame to accept, for frames whose size has not arrived yet. */
  public void limit(int bytes) {
    limit = bytes;
  }

  /** True in the middle of a frame: a connection that ends now ends too early. */
  public boolean isPartial() {
    return frame != null || sizeBytes > 0;
  }

  /**
   * Takes all of {@code chunk}, which may hold any part of a frame or many frames.
   *
   * @throws ProtocolException when a size cannot be one, with a guess at what is at the other end
   */
  public void accept(ByteBuffer chunk) {
    while (chunk.hasRemaining() && !broken) {
      if (frame == null && !readSize(chunk)) {
        return;
      }
      int count = Math.min(chunk.remaining(), frameSize - filled);
      chunk.get(frame, filled, count);
      filled += count;
      if (filled < frameSize) {
        return;
      }
      ByteSlice complete = ByteSlice.of(frame, 0, frameSize);
      frame = null;
      frames.accept(complete);
    }
  }

  /** Reads as much of a size as there is; true when it is complete and the frame can be filled. */
  private boolean readSize(ByteBuffer chunk) {
    while (sizeBytes < 4 && chunk.hasRemaining()) {
      size = (size << 8) | (chunk.get() & 0xFF);
      sizeBytes++;
    }
    if (sizeBytes < 4) {
      return false;
    }
    // Brokers before 1.0 end some logins with an empty frame; nobody begins with one.
    if (size < 0 || size > limit || (size == 0 && first)) {
      broken = true;
      throw new ProtocolException(diagnosis());
    }
    frame = arrays.apply(size);
    frameSize = size;
    filled = 0;
    size = 0;
    sizeBytes = 0;
    first = false;
    return true;
  }

  private String diagnosis() {
    if (first) {
      int type = size >>> 24;
      int major = (size >>> 16) & 0xFF;
      if (major == 3 && (type == TLS_ALERT || type == TLS_HANDSHAKE)) {
        return "the other end answered in TLS: is this a TLS port? Set securityProtocol to SSL or"
            + " SASL_SSL";
      }
      if (size == 0x48545450) {
        return "the other end answered in HTTP: is this an HTTP port?";
      }
    }
    if (size <= 0) {
      return "a frame of " + size + " bytes was announced, which no broker sends";
    }
    return "a frame of "
        + size
        + " bytes was announced, more than the "
        + limit
        + " that are accepted"
        + (first ? "; is this a Kafka broker?" : "; see maxFrameBytes");
  }
}
