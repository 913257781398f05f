package io.kafkavertx.internal.fetch;

import io.kafkavertx.protocol.record.TimestampType;
import io.kafkavertx.spi.TopicPartition;

/**
 * What all records of a batch have in common. The run tells records that were handed out before a
 * seek from those after it.
 */
record BatchOrigin(
    TopicPartition topicPartition,
    int leaderEpoch,
    TimestampType timestampType,
    PartitionState state,
    int run)
    implements ReadRun {
  @Override
  public boolean isCurrent() {
    return !state.removed && state.run() == run;
  }

  @Override
  public boolean isDeliverable() {
    return !state.paused && !state.held;
  }
}
