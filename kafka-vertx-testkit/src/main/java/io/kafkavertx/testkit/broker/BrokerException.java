package io.kafkavertx.testkit.broker;

/**
 * A broker could not be started, stopped or asked; the message says which one, why, and where its
 * log is.
 */
public final class BrokerException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * A failure with its reason.
   *
   * @param message what failed and what to do about it
   */
  public BrokerException(String message) {
    super(message);
  }

  /**
   * A failure with its cause.
   *
   * @param message what failed and what to do about it
   * @param cause what lay beneath
   */
  public BrokerException(String message, Throwable cause) {
    super(message, cause);
  }
}
