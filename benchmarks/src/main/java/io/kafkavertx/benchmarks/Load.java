package io.kafkavertx.benchmarks;

import java.nio.charset.StandardCharsets;
import java.util.Random;

/**
 * What every contender is given, and the settings that all of them use.
 *
 * @param records how many records a round has
 * @param size bytes of a value
 * @param partitions how many partitions the topics have
 * @param codec the compression codec, {@code none} for none
 * @param bootstrap the broker
 */
record Load(int records, int size, int partitions, String codec, String bootstrap) {
  static final int LINGER_MS = 5;
  static final int BATCH_SIZE = 16_384;
  static final long BUFFER_MEMORY = 32L << 20;

  /** How many messages may be without a reply. */
  static final int IN_FLIGHT = 256;

  /** A power of two. */
  private static final int DISTINCT = 4_096;

  private static final String[] WORDS = {
    "order", "customer", "amount", "currency", "EUR", "created", "shipped", "street", "true", "null"
  };

  /**
   * Different payloads, so that nobody profits from one that is always in the cache: half noise,
   * half words, which is about as well compressed as real events are.
   */
  byte[][] payloads() {
    Random random = new Random(1);
    byte[][] payloads = new byte[DISTINCT][size];
    for (byte[] payload : payloads) {
      for (int at = 0; at < size; ) {
        byte[] part = part(random);
        int length = Math.min(part.length, size - at);
        System.arraycopy(part, 0, payload, at, length);
        at += length;
      }
    }
    return payloads;
  }

  private static byte[] part(Random random) {
    String word = WORDS[random.nextInt(WORDS.length)];
    String noise = Integer.toString(random.nextInt(1_000_000), 36);
    return ("\"" + word + "\":" + noise + ",").getBytes(StandardCharsets.US_ASCII);
  }

  /** The payload of the i-th record. */
  static byte[] payload(byte[][] payloads, int i) {
    return payloads[i & DISTINCT - 1];
  }

  @Override
  public String toString() {
    return String.format("%d bytes, %s", size, codec.equals("none") ? "no compression" : codec);
  }
}
