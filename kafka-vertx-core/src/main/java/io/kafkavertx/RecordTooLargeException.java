package io.kafkavertx;

/**
 * A record is larger than the producer or the broker allows. Nothing of it was stored; sending it
 * again is of no use.
 */
public final class RecordTooLargeException extends KafkaException {
  private static final long serialVersionUID = 1L;

  public RecordTooLargeException(String message) {
    super(message);
  }
}
