package io.kafkavertx;

/**
 * Records that fail their checksum or do not follow the format; the message names partition and
 * offset.
 */
public final class CorruptBatchException extends KafkaException {
  private static final long serialVersionUID = 1L;

  public CorruptBatchException(String message) {
    super(message);
  }

  public CorruptBatchException(String message, Throwable cause) {
    super(message, cause);
  }
}
