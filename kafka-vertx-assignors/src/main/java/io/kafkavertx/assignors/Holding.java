package io.kafkavertx.assignors;

import io.kafkavertx.spi.TopicPartition;
import java.util.ArrayList;
import java.util.List;

/** What one member has of one pool. */
final class Holding {
  final Seat seat;
  final Pool pool;

  /** What it had before, by number. */
  final List<TopicPartition> owned = new ArrayList<>();

  int held;

  Holding(Seat seat, Pool pool) {
    this.seat = seat;
    this.pool = pool;
  }

  /** Whether it has more than before, so that one can go without being missed. */
  boolean hasSurplus() {
    return held > owned.size();
  }

  /** Whether it has less than before, so that one more would be one that stays where it was. */
  boolean lacks() {
    return held < owned.size();
  }
}
