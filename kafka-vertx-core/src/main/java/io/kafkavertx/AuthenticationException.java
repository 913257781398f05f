package io.kafkavertx;

/**
 * The broker or the client refused the other's credentials, or the client's own cannot be used: a
 * supplier failed, a key store does not open. Trying again with the same ones is of no use.
 */
public final class AuthenticationException extends KafkaException {
  private static final long serialVersionUID = 1L;

  public AuthenticationException(String message) {
    super(message);
  }

  public AuthenticationException(String message, Throwable cause) {
    super(message, cause);
  }
}
