package io.kafkavertx.admin;

import io.kafkavertx.internal.collect.OrderedCopy;
import io.kafkavertx.spi.Node;
import io.kafkavertx.spi.TopicPartition;
import java.time.Duration;
import java.util.Set;

/**
 * The transaction of a transactional id.
 *
 * @param coordinator the broker that looks after it
 * @param state how far it is
 * @param producerId the id of its producer
 * @param producerEpoch the epoch of its producer
 * @param timeout how long it may be open
 * @param startTime when it was begun, in milliseconds since 1970; -1 when none is open
 * @param partitions what it has written to, while it is open or being ended
 */
public record TransactionDescription(
    Node coordinator,
    TransactionState state,
    long producerId,
    int producerEpoch,
    Duration timeout,
    long startTime,
    Set<TopicPartition> partitions) {
  public TransactionDescription {
    partitions = OrderedCopy.of(partitions);
  }
}
