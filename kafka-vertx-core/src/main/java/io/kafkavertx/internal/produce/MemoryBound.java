package io.kafkavertx.internal.produce;

import java.util.function.LongConsumer;

/**
 * How many bytes of records have no result yet. A record counts from the moment it is taken until
 * its result is known: first with its upper bound while its partition is unknown, then with the
 * bytes it takes in its batch.
 */
final class MemoryBound {
  private final long limit;
  private final LongConsumer observer;
  private long used;

  /**
   * @param limit the most bytes to hold
   * @param observer told of each new level
   */
  MemoryBound(long limit, LongConsumer observer) {
    this.limit = limit;
    this.observer = observer;
  }

  long used() {
    return used;
  }

  boolean hasRoom(long bytes) {
    return bytes <= limit - used;
  }

  void take(long bytes) {
    used += bytes;
    observer.accept(used);
  }

  void release(long bytes) {
    used -= bytes;
    if (used < 0) {
      throw new IllegalStateException("released " + (-used) + " bytes more than were taken");
    }
    observer.accept(used);
  }
}
