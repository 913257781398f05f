package io.kafkavertx.admin;

import io.kafkavertx.KafkaException;
import io.kafkavertx.internal.collect.OrderedCopy;
import io.kafkavertx.spi.TopicPartition;
import java.util.Map;

/**
 * A directory of a broker's logs.
 *
 * @param error what is wrong with it; null when it is in use
 * @param replicas what is in it
 * @param totalBytes the size of its volume; -1 from brokers before 3.3
 * @param usableBytes how much of it is free; -1 from brokers before 3.3
 * @param cordoned whether new replicas are kept away from it (Kafka 4.3)
 */
public record LogDirDescription(
    KafkaException error,
    Map<TopicPartition, ReplicaInfo> replicas,
    long totalBytes,
    long usableBytes,
    boolean cordoned) {
  public LogDirDescription {
    replicas = OrderedCopy.of(replicas);
  }

  /**
   * A replica in a directory.
   *
   * @param size its size in bytes
   * @param offsetLag how many records it is behind: the high watermark, or the current place when
   *     it is a future one
   * @param future whether it is on its way here from another directory
   */
  public record ReplicaInfo(long size, long offsetLag, boolean future) {}
}
