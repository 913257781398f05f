package io.kafkavertx;

/** The client has been closed. */
public final class ClientClosedException extends KafkaException {
  private static final long serialVersionUID = 1L;

  public ClientClosedException(String message) {
    super(message);
  }

  public ClientClosedException(String message, Throwable cause) {
    super(message, cause);
  }
}
