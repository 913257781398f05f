package io.kafkavertx;

/**
 * Everything that this client fails with. The message names the cause (option, topic, broker, API,
 * error code) and what can be done.
 */
public class KafkaException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public KafkaException(String message) {
    super(message);
  }

  public KafkaException(String message, Throwable cause) {
    super(message, cause);
  }
}
