package io.kafkavertx;

/**
 * The transaction cannot be committed; after {@link KafkaProducer#abortTransaction()} the producer
 * can begin the next one. The cause says what went wrong first.
 */
public final class TransactionAbortableException extends KafkaException {
  private static final long serialVersionUID = 1L;

  public TransactionAbortableException(String message, Throwable cause) {
    super(message, cause);
  }
}
