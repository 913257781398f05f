package io.kafkavertx.internal.fetch;

import io.kafkavertx.internal.metrics.Count;
import io.kafkavertx.internal.metrics.Level;
import io.kafkavertx.internal.metrics.Meters;
import io.kafkavertx.internal.metrics.Metric;
import io.kafkavertx.spi.TopicPartition;

/** The measurements of one partition that is read. */
final class PartitionMeters {
  private final Meters meters;
  private final Count consumed;
  private final Count fetched;
  private final Level lag;
  private long lastLag;

  PartitionMeters(Meters meters, TopicPartition read) {
    String partition = Integer.toString(read.partition());
    this.meters = meters;
    this.consumed = meters.count(Metric.CONSUMED_MESSAGES, "poll", read.topic(), partition);
    this.fetched = meters.count(Metric.FETCHED_BYTES, read.topic(), partition);
    this.lag = meters.level(Metric.LAG, read.topic(), partition);
  }

  void consumed(int records) {
    consumed.add(records);
  }

  void fetched(int bytes) {
    fetched.add(bytes);
  }

  /** By its change: partitions may share one level. */
  void lag(long records) {
    lag.add(records - lastLag);
    lastLag = records;
  }

  void close() {
    lag(0);
    meters.release(consumed);
    meters.release(fetched);
    meters.release(lag);
  }
}
