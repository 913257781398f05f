package io.kafkavertx;

import io.kafkavertx.spi.TopicPartition;

/**
 * A position that the consumer, not the application, has chosen.
 *
 * @param topicPartition the partition
 * @param from where reading would have gone on; -1 when there was no position
 * @param to where it goes on
 * @param reason why
 */
public record OffsetReset(TopicPartition topicPartition, long from, long to, Reason reason) {
  /** Why a position had to be chosen. */
  public enum Reason {
    /** The group has no committed offset for the partition. */
    NO_COMMITTED_OFFSET,
    /** The log no longer, or not yet, holds the position: records may have been deleted unread. */
    OUT_OF_RANGE,
    /** The log was cut off below the position by a leader election (KIP-320): records were lost. */
    LOG_TRUNCATED,
    /** The topic was deleted and made again under the same name. */
    TOPIC_RECREATED
  }
}
