package io.kafkavertx.tests.sim;

import io.kafkavertx.spi.TopicPartition;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/** Which records the members of a group have been handed, all together. */
final class ReadLog {
  private final Map<TopicPartition, BitSet> read = new HashMap<>();

  /** Returns false when somebody had it already. */
  boolean add(TopicPartition partition, long offset) {
    BitSet offsets = of(partition);
    boolean news = !offsets.get((int) offset);
    offsets.set((int) offset);
    return news;
  }

  /** Up to where there is no gap. */
  long end(TopicPartition partition) {
    return of(partition).nextClearBit(0);
  }

  int count() {
    return read.values().stream().mapToInt(BitSet::cardinality).sum();
  }

  private BitSet of(TopicPartition partition) {
    return read.computeIfAbsent(partition, key -> new BitSet());
  }
}
