package io.kafkavertx.admin;

import io.kafkavertx.spi.TopicPartition;
import java.util.Objects;

/**
 * A transaction that is to be aborted in a partition; see {@link HangingTransaction#toAbort()}.
 *
 * @param partition the partition
 * @param producerId the id of its producer
 * @param producerEpoch the epoch of its producer
 * @param coordinatorEpoch the epoch of its coordinator; a partition that has seen a newer one
 *     refuses
 */
public record AbortTransactionSpec(
    TopicPartition partition, long producerId, int producerEpoch, int coordinatorEpoch) {
  public AbortTransactionSpec {
    Objects.requireNonNull(partition, "partition");
    if (producerEpoch < 0 || producerEpoch > Short.MAX_VALUE) {
      throw new IllegalArgumentException("not the epoch of a producer: " + producerEpoch);
    }
  }
}
