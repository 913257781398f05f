package io.kafkavertx.protocol.record;

import io.kafkavertx.protocol.wire.ByteSlice;
import io.kafkavertx.spi.CompressionCodec;

/**
 * Builds a message set of magic 0 or 1, for brokers before 0.11 (Produce v0-v2). There are no
 * headers, no producer ids and no sequence numbers in these formats.
 */
public final class LegacyMessageSetBuilder {
  /**
   * @param magic 0, or 1 which has timestamps (brokers from 0.10)
   */
  public LegacyMessageSetBuilder(int magic, int initialCapacity) {}

  /**
   * Appends a message.
   *
   * @param timestamp in milliseconds since 1970; magic 0 drops it
   * @param key may be null
   * @param value may be null
   * @return how many bytes the message took
   */
  public int append(long timestamp, byte[] key, byte[] value) {
    throw new UnsupportedOperationException();
  }

  /** How many messages were appended. */
  public int count() {
    throw new UnsupportedOperationException();
  }

  /** The bytes so far, before compression. */
  public int size() {
    throw new UnsupportedOperationException();
  }

  /**
   * Ends the message set; with a codec it becomes one wrapper message.
   *
   * @param codec null for no compression
   * @return the whole set, a view that is valid until {@link #reset}
   */
  public ByteSlice close(CompressionCodec codec) {
    throw new UnsupportedOperationException();
  }

  /** Starts a new set; keeps the arrays. */
  public void reset() {}
}
