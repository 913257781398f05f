package io.kafkavertx;

import io.kafkavertx.spi.TopicPartition;

/**
 * A record could not be processed by {@link KafkaConsumer#process}: goes to the exception handler.
 * The cause is what its last attempt has failed with.
 */
public final class RecordFailedException extends KafkaException {
  private static final long serialVersionUID = 1L;

  /** What has become of the record. */
  public enum Outcome {
    /**
     * An attempt took longer than {@link ProcessOptions#getProcessingTimeout()}; the record is
     * tried again. Attempts that fail otherwise are not reported while there are more to come.
     */
    TIMED_OUT,
    /** It was passed over. */
    SKIPPED,
    /** It was written to the dead-letter topic. */
    DEAD_LETTERED,
    /** Its partition stands still at it. */
    PARTITION_STOPPED,
    /**
     * It was not done in time when its partition was given up or the consumer closed; whoever reads
     * the partition next reads it again.
     */
    GIVEN_UP
  }

  private final transient TopicPartition topicPartition;
  private final long offset;
  private final int attempts;
  private final Outcome outcome;

  /**
   * @param attempts how often it was tried; 0 when it could not be deserialized
   */
  public RecordFailedException(
      String message,
      TopicPartition topicPartition,
      long offset,
      int attempts,
      Outcome outcome,
      Throwable cause) {
    super(message, cause);
    this.topicPartition = topicPartition;
    this.offset = offset;
    this.attempts = attempts;
    this.outcome = outcome;
  }

  /** Where the record is. */
  public TopicPartition topicPartition() {
    return topicPartition;
  }

  /** Where in the partition. */
  public long offset() {
    return offset;
  }

  /** How often it was tried; 0 when it could not be deserialized. */
  public int attempts() {
    return attempts;
  }

  /** What has become of it. */
  public Outcome outcome() {
    return outcome;
  }
}
