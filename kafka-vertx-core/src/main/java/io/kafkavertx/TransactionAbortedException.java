package io.kafkavertx;

/** A record had not been sent yet when its transaction was aborted, and was dropped. */
public final class TransactionAbortedException extends KafkaException {
  private static final long serialVersionUID = 1L;

  public TransactionAbortedException(String message) {
    super(message);
  }

  public TransactionAbortedException(String message, Throwable cause) {
    super(message, cause);
  }
}
