package io.kafkavertx.internal.fetch;

/**
 * Which replica of a partition is read: the leader, or for a while the one that the leader has
 * named because it is nearer (KIP-392).
 *
 * <p>A replica that refuses, or cannot be reached, rests: the leader would name it again at once,
 * so the leader is not told where this consumer is before the rest is over.
 */
final class ReadReplica {
  private static final long REST_NANOS = 10_000_000_000L;
  private static final int LEADER = -1;

  private int id = LEADER;
  private long until;
  private boolean resting;
  private long restUntil;

  /**
   * The broker to fetch from; -1 when there is none.
   *
   * @param leader the leader, -1 when there is none
   */
  int node(int leader, long now) {
    if (id == LEADER || leader < 0) {
      return leader;
    }
    if (until - now <= 0) {
      id = LEADER;
      return leader;
    }
    return id;
  }

  /** The replica that was named last, whether or not it still counts; -1 for none. */
  int named() {
    return id;
  }

  /** The leader has named a replica, to be read until then. */
  void prefer(int replica, long untilNanos) {
    id = replica;
    until = untilNanos;
  }

  /** Reads from the leader again; it may name a replica anew. */
  void leader() {
    id = LEADER;
  }

  /** The replica is of no use now: reads from the leader, and for a while from nobody else. */
  void rest(long now) {
    id = LEADER;
    resting = true;
    restUntil = now + REST_NANOS;
  }

  /** True while the leader itself must answer, wherever this consumer is. */
  boolean isResting(long now) {
    resting = resting && restUntil - now > 0;
    return resting;
  }
}
