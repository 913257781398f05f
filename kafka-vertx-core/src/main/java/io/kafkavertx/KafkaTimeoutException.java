package io.kafkavertx;

/** Something did not happen before its deadline; the message says what the time went on. */
public final class KafkaTimeoutException extends KafkaException {
  private static final long serialVersionUID = 1L;

  public KafkaTimeoutException(String message) {
    super(message);
  }

  public KafkaTimeoutException(String message, Throwable cause) {
    super(message, cause);
  }
}
