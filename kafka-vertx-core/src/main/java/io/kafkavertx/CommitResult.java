package io.kafkavertx;

import io.kafkavertx.spi.TopicPartition;
import java.util.Map;

/**
 * How a commit of offsets has ended. See {@link KafkaConsumer#commitHandler}.
 *
 * @param offsets what was to be committed: the offsets of the next records to read
 * @param failure why that is not certain; null when the group has stored them
 */
public record CommitResult(Map<TopicPartition, OffsetAndMetadata> offsets, Throwable failure) {
  /** Whether the group has stored the offsets. */
  public boolean succeeded() {
    return failure == null;
  }
}
