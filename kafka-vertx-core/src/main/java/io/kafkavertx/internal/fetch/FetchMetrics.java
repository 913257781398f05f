package io.kafkavertx.internal.fetch;

import io.kafkavertx.internal.metrics.Count;
import io.kafkavertx.internal.metrics.Level;
import io.kafkavertx.internal.metrics.Meters;
import io.kafkavertx.internal.metrics.Metric;
import io.kafkavertx.internal.metrics.Spread;
import io.kafkavertx.spi.TopicPartition;
import java.util.HashMap;
import java.util.Map;

/** The measurements of reading, those of all partitions together. */
final class FetchMetrics {
  private final Meters meters;
  private final Runnable stopSampling;
  private final Spread fetchSize;
  private final Level assigned;
  private final Level buffered;
  private final Level progressAge;
  private final Map<String, Count> errors = new HashMap<>();
  private long handedOut;
  private boolean wasBehind;
  private long progressAt;

  /**
   * @param sample called when {@link #levels} is to be told
   */
  FetchMetrics(Meters meters, Runnable sample) {
    this.meters = meters;
    this.stopSampling = meters.onSample(sample);
    this.fetchSize = meters.spread(Metric.FETCH_SIZE);
    this.assigned = meters.level(Metric.ASSIGNED);
    this.buffered = meters.level(Metric.CONSUMER_BUFFERED);
    this.progressAge = meters.level(Metric.PROGRESS_AGE);
  }

  PartitionMeters partition(TopicPartition partition) {
    return new PartitionMeters(meters, partition);
  }

  /** An answer has brought records. */
  void fetched(int bytes) {
    fetchSize.record(bytes);
  }

  void failed(String error) {
    errors.computeIfAbsent(error, e -> meters.count(Metric.FETCH_ERRORS, e)).add(1);
  }

  /**
   * How things stand.
   *
   * @param behind whether there is something to read
   * @param handedOutSoFar how many records have been handed out ever
   */
  void levels(
      int partitions, long bufferedBytes, boolean behind, long handedOutSoFar, long nowNanos) {
    assigned.set(partitions);
    buffered.set(bufferedBytes);
    if (!behind || !wasBehind || handedOutSoFar != handedOut) {
      progressAt = nowNanos;
    }
    wasBehind = behind;
    handedOut = handedOutSoFar;
    progressAge.set(nowNanos - progressAt);
  }

  void close() {
    stopSampling.run();
  }
}
