package io.kafkavertx.internal.group;

import io.kafkavertx.internal.metrics.Level;
import io.kafkavertx.internal.metrics.Meters;
import io.kafkavertx.internal.metrics.Metric;
import io.kafkavertx.internal.metrics.Spread;
import io.kafkavertx.internal.net.EventLoop;

/** The measurements of a group's rebalances. */
final class GroupMetrics {
  private final Meters meters;
  private final EventLoop loop;
  private final Spread duration;
  private String reason;
  private long began;
  private Level last;

  GroupMetrics(Meters meters, EventLoop loop) {
    this.meters = meters;
    this.loop = loop;
    this.duration = meters.spread(Metric.REBALANCE_DURATION);
  }

  /** A rebalance starts; one that starts while another is under way is part of that. */
  void began(String why) {
    if (reason == null) {
      reason = why;
      began = loop.nanoTime();
    }
  }

  /** There is no group any more. */
  void abandoned() {
    reason = null;
  }

  /** Partitions are read again. */
  void ended() {
    if (reason == null) {
      return;
    }
    meters.count(Metric.REBALANCES, reason).add(1);
    duration.record(loop.nanoTime() - began);
    meters.release(last);
    last = meters.level(Metric.LAST_REBALANCE, reason);
    last.set(1);
    reason = null;
  }
}
