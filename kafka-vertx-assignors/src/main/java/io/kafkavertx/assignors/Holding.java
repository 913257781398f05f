package io.kafkavertx.assignors;

import java.util.Arrays;

/** What one member has of one pool. */
final class Holding {
  final Seat seat;
  final Pool pool;

  /** What it had before, by place in the pool. */
  private int[] owned = new int[4];

  private int ownedCount;

  int held;

  Holding(Seat seat, Pool pool) {
    this.seat = seat;
    this.pool = pool;
  }

  void own(int place) {
    if (ownedCount == owned.length) {
      owned = Arrays.copyOf(owned, 2 * ownedCount);
    }
    owned[ownedCount++] = place;
  }

  int ownedCount() {
    return ownedCount;
  }

  /** The place in the pool of one of those that it had before. */
  int owned(int index) {
    return owned[index];
  }

  /** Whether it has more than before, so that one can go without being missed. */
  boolean hasSurplus() {
    return held > ownedCount;
  }

  /** Whether it has less than before, so that one more would be one that stays where it was. */
  boolean lacks() {
    return held < ownedCount;
  }
}
