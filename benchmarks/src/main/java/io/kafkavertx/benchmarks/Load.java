package io.kafkavertx.benchmarks;

import java.util.Random;

/**
 * What every contender is given, and the settings that all of them use.
 *
 * @param records how many records a round has
 * @param size bytes of a value
 * @param partitions how many partitions the topics have
 * @param bootstrap the broker
 */
record Load(int records, int size, int partitions, String bootstrap) {
  static final int LINGER_MS = 5;
  static final int BATCH_SIZE = 16_384;
  static final long BUFFER_MEMORY = 32L << 20;

  /** Different payloads, so that nobody profits from one that is always in the cache. */
  byte[][] payloads() {
    Random random = new Random(1);
    byte[][] payloads = new byte[1_024][size];
    for (byte[] payload : payloads) {
      random.nextBytes(payload);
    }
    return payloads;
  }
}
