package io.kafkavertx;

import io.kafkavertx.spi.TopicPartition;

/**
 * A partition has no position to read from, and {@code auto.offset.reset} is {@code none}. The
 * partition stands still until {@link KafkaConsumer#seek} gives it one; others go on.
 */
public final class NoOffsetException extends KafkaException {
  private static final long serialVersionUID = 1L;

  private final transient TopicPartition topicPartition;

  public NoOffsetException(TopicPartition topicPartition, String message) {
    super(message);
    this.topicPartition = topicPartition;
  }

  /** The partition that stands still. */
  public TopicPartition topicPartition() {
    return topicPartition;
  }
}
