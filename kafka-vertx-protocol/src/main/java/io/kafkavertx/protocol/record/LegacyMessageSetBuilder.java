package io.kafkavertx.protocol.record;

import static io.kafkavertx.protocol.record.RecordFormat.*;

import io.kafkavertx.protocol.wire.ByteSlice;
import io.kafkavertx.spi.BoundedOutput;
import io.kafkavertx.spi.CompressionCodec;
import java.util.Arrays;

/**
 * Builds a message set of magic 0 or 1, for brokers before 0.11 (Produce v0-v2). There are no
 * headers, no producer ids and no sequence numbers in these formats.
 */
public final class LegacyMessageSetBuilder {
  private final int magic;
  private byte[] array;
  private int position;
  private int count;
  private long maxTimestamp = -1;
  private BoundedOutput compressed;
  private ByteSlice closed;

  /**
   * @param magic 0, or 1 which has timestamps (brokers from 0.10)
   * @param initialCapacity bytes to allocate at first
   */
  public LegacyMessageSetBuilder(int magic, int initialCapacity) {
    if (magic != 0 && magic != 1) {
      throw new IllegalArgumentException("magic " + magic + " is not an old message format");
    }
    this.magic = magic;
    this.array = new byte[Math.max(64, initialCapacity)];
  }

  /**
   * Appends a message.
   *
   * @param timestamp in milliseconds since 1970; magic 0 drops it
   * @param key may be null
   * @param value may be null
   * @return how many bytes the message took
   * @throws IllegalStateException when the set is closed, or would be larger than 2 GiB
   */
  public int append(long timestamp, byte[] key, byte[] value) {
    if (closed != null) {
      throw new IllegalStateException("the message set is closed");
    }
    int keyLength = key == null ? 0 : key.length;
    int valueLength = value == null ? 0 : value.length;
    long size = LegacyBatch.smallest(magic) + (long) keyLength + valueLength;
    ensure(size);
    int start = position;
    int at = putHead(array, start, count, (int) size, 0, timestamp);
    INT32.set(array, at, key == null ? -1 : keyLength);
    at += 4;
    if (key != null) {
      System.arraycopy(key, 0, array, at, keyLength);
    }
    at += keyLength;
    INT32.set(array, at, value == null ? -1 : valueLength);
    at += 4;
    if (value != null) {
      System.arraycopy(value, 0, array, at, valueLength);
    }
    putCrc(array, start, (int) size);
    position = start + (int) size;
    count++;
    maxTimestamp = Math.max(maxTimestamp, timestamp);
    return (int) size;
  }

  /** How many messages were appended. */
  public int count() {
    return count;
  }

  /** The bytes so far, before compression. */
  public int size() {
    return position;
  }

  /** Whether no message was appended. */
  public boolean isEmpty() {
    return count == 0;
  }

  /**
   * Ends the message set; with a codec it becomes one wrapper message. The offsets count from 0,
   * the wrapper has that of the last message.
   *
   * @param codec null for no compression
   * @return the whole set, a view that is valid until {@link #reset}
   * @throws IllegalStateException when the set is empty, or closed already
   */
  public ByteSlice close(CompressionCodec codec) {
    if (closed != null || count == 0) {
      throw new IllegalStateException(
          count == 0 ? "the message set is empty" : "the message set is closed");
    }
    closed = codec == null ? ByteSlice.of(array, 0, position) : wrap(codec);
    return closed;
  }

  /** Starts a new set; keeps the arrays. */
  public void reset() {
    position = 0;
    count = 0;
    maxTimestamp = -1;
    closed = null;
  }

  private ByteSlice wrap(CompressionCodec codec) {
    if (compressed == null) {
      compressed = new BoundedOutput(Math.max(64, position / 2), LARGEST_ARRAY);
    }
    compressed.reset();
    int head = LegacyBatch.smallest(magic);
    compressed.reserve(head);
    compressed.advance(head);
    codec.compress(array, 0, position, magic, compressed);
    byte[] out = compressed.array();
    int size = compressed.size();
    int at = putHead(out, 0, count - 1, size, codec.id(), maxTimestamp);
    INT32.set(out, at, -1);
    INT32.set(out, at + 4, size - head);
    putCrc(out, 0, size);
    return ByteSlice.of(out, 0, size);
  }

  /** Writes what comes before the key and returns the position after it. */
  private int putHead(byte[] to, int start, long offset, int size, int attributes, long timestamp) {
    INT64.set(to, start + OFFSET, offset);
    INT32.set(to, start + SIZE, size - SIZE_END);
    to[start + MAGIC] = (byte) magic;
    to[start + LEGACY_ATTRIBUTES] = (byte) attributes;
    if (magic == 1) {
      INT64.set(to, start + LEGACY_TIMESTAMP, timestamp);
    }
    return start + LegacyBatch.smallest(magic) - 8;
  }

  private static void putCrc(byte[] to, int start, int size) {
    INT32.set(to, start + LEGACY_CRC, LegacyBatch.computeCrc(to, start, size));
  }

  private void ensure(long more) {
    if (more > array.length - position) {
      long wanted = position + more;
      if (wanted > LARGEST_ARRAY) {
        throw new IllegalStateException("a message set cannot be larger than 2 GiB");
      }
      array =
          Arrays.copyOf(array, (int) Math.min(LARGEST_ARRAY, Math.max(wanted, 2L * array.length)));
    }
  }
}
