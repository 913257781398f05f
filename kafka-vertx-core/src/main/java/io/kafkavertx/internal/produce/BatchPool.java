package io.kafkavertx.internal.produce;

import io.kafkavertx.protocol.record.BatchBuilder;
import java.util.ArrayDeque;

/**
 * Builders, and with them their arrays, for use again.
 *
 * <p>Only builders come back whose bytes nobody can still be reading: sent once, and answered by
 * the broker, which it can only do after it has read all of them. After a time-out, a lost
 * connection or a repetition, bytes may sit in some socket's queue; such a builder is left to the
 * garbage collector (Kafka's CVE-2026-35554 is what happens otherwise).
 */
class BatchPool {
  private static final int MOST_BYTES = 2 * 1024 * 1024;
  private static final int FIRST_CAPACITY = 4096;

  private final int batchSize;
  private final int most;
  private final ArrayDeque<BatchBuilder> free = new ArrayDeque<>();

  BatchPool(int batchSize) {
    this.batchSize = batchSize;
    this.most = Math.max(1, MOST_BYTES / Math.max(batchSize, FIRST_CAPACITY));
  }

  /** A builder for a batch whose first record takes up to {@code bytes}. */
  final BatchBuilder take(int bytes) {
    BatchBuilder builder = free.pollLast();
    return builder == null
        ? new BatchBuilder(Math.max(bytes, Math.min(batchSize, FIRST_CAPACITY)))
        : builder;
  }

  /** Takes back the builder of a batch that was stored. */
  final void giveBack(ProducerBatch batch) {
    if (batch.attempts == 1 && free.size() < most && batch.size() <= 2 * (long) batchSize) {
      released(batch);
      batch.builder().reset();
      free.addLast(batch.builder());
    }
  }

  /** The buffer of {@code batch} may be written over from now on. For tests. */
  void released(ProducerBatch batch) {}

  final int size() {
    return free.size();
  }
}
