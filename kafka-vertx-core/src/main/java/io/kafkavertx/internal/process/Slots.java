package io.kafkavertx.internal.process;

import java.util.Collection;

/**
 * Who may start a record when not all can. Half of the concurrency is shared out among the
 * partitions, at least one each as long as there are enough; the rest is for whoever has work. So a
 * single busy partition gets most of it, and partitions whose records hang cannot use up all.
 */
final class Slots {
  private final int concurrency;
  private int partitions = -1;
  private int guaranteed;
  private int pool;
  private int borrowed;
  private int taken;

  /** Records of lanes that are gone, still being worked on; all of them borrow. */
  private int ghosts;

  Slots(int concurrency) {
    this.concurrency = concurrency;
    this.pool = concurrency;
  }

  /** Shares out anew when the number of partitions has changed. */
  void share(int count, Collection<? extends Lane<?, ?>> lanes) {
    if (count == partitions) {
      return;
    }
    partitions = count;
    guaranteed = count == 0 || count > concurrency ? 0 : Math.max(1, concurrency / 2 / count);
    pool = concurrency - guaranteed * count;
    borrowed = ghosts;
    for (Lane<?, ?> lane : lanes) {
      borrowed += Math.max(0, lane.inFlight() - guaranteed);
    }
  }

  /** True when somebody may start a record. */
  boolean isFree() {
    return taken < concurrency;
  }

  /** How many records could be started. */
  int free() {
    return concurrency - taken;
  }

  int taken() {
    return taken;
  }

  boolean mayStart(Lane<?, ?> lane) {
    return taken < concurrency && (lane.inFlight() < guaranteed || borrowed < pool);
  }

  /** A record of the lane is going to be started. */
  void take(Lane<?, ?> lane) {
    taken++;
    if (lane.inFlight() >= guaranteed) {
      borrowed++;
    }
  }

  /** A record of the lane is not being worked on any more; before the lane counts it out. */
  void release(Lane<?, ?> lane) {
    taken--;
    if (lane.isClosed()) {
      ghosts--;
      borrowed--;
    } else if (lane.inFlight() > guaranteed) {
      borrowed--;
    }
  }

  /** The lane is going to be closed. */
  void closing(Lane<?, ?> lane) {
    ghosts += lane.inFlight();
    borrowed += Math.min(guaranteed, lane.inFlight());
  }
}
