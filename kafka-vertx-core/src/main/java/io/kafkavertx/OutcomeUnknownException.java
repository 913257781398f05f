package io.kafkavertx;

/**
 * A record or a change was sent, and nobody can tell whether the broker stored or made it. Sending
 * a record again may duplicate it.
 */
public final class OutcomeUnknownException extends KafkaException {
  private static final long serialVersionUID = 1L;

  public OutcomeUnknownException(String message) {
    super(message);
  }

  public OutcomeUnknownException(String message, Throwable cause) {
    super(message, cause);
  }
}
