package io.kafkavertx.admin;

import io.kafkavertx.spi.TopicPartition;

/**
 * A transaction that is open in a partition, and that no coordinator will ever end: readers of
 * committed records wait before it for ever.
 *
 * @param partition where it is open
 * @param producer what the partition's leader knows of its producer
 * @param transactionalId the id whose producer it was; null when no coordinator knows the producer
 */
public record HangingTransaction(
    TopicPartition partition, ProducerState producer, String transactionalId) {
  /** What {@code abortTransaction} needs to end it. */
  public AbortTransactionSpec toAbort() {
    return new AbortTransactionSpec(
        partition,
        producer.producerId(),
        producer.producerEpoch(),
        Math.max(0, producer.coordinatorEpoch()));
  }
}
