package io.kafkavertx;

import io.kafkavertx.internal.collect.OrderedCopy;
import io.kafkavertx.spi.TopicPartition;
import java.time.Duration;
import java.util.Map;

/**
 * How {@link KafkaConsumer#process} stands.
 *
 * @param inFlight records being worked on, or being written to the dead-letter topic; those of
 *     partitions that are gone included
 * @param oldest how long the oldest record that is not done has been with us: waiting, being worked
 *     on or waiting for another attempt; zero when there is none
 * @param partitions each partition of which records have been taken
 */
public record ProcessingStatus(
    int inFlight, Duration oldest, Map<TopicPartition, PartitionStatus> partitions) {
  public ProcessingStatus {
    partitions = OrderedCopy.of(partitions);
  }

  /**
   * How a partition stands.
   *
   * @param inFlight records being worked on, or being written to the dead-letter topic
   * @param waiting records that wait for their turn
   * @param retrying records that wait for another attempt
   * @param unfinished records from the first that is not done to the last that was taken; those
   *     between them that are done cannot be committed yet
   * @param oldest how long the oldest record that is not done has been with us; zero without one
   * @param committable the offset that may be committed; -1 before the first record is done
   * @param stopped whether it stands still at a record that failed
   */
  public record PartitionStatus(
      int inFlight,
      int waiting,
      int retrying,
      int unfinished,
      Duration oldest,
      long committable,
      boolean stopped) {}
}
