package io.kafkavertx;

/**
 * How finely topics and partitions are told apart in measurements. Each partition has a few time
 * series of its own otherwise, which adds up with thousands of partitions.
 */
public enum MetricsDetail {
  /** Each partition by itself. */
  PARTITION,
  /** Each topic by itself; the partition's tag is {@code all}, lags are added up. */
  TOPIC,
  /** One number for the client; the tags of topic and partition are {@code all}. */
  CLIENT
}
