package io.kafkavertx.internal.produce.txn;

import io.kafkavertx.KafkaException;
import io.kafkavertx.protocol.ApiResponse;

/** How asking a coordinator ended. */
sealed interface Ending<R extends ApiResponse> {
  /** Whether an attempt before the last one, or the last one itself, may have had its effect. */
  boolean inDoubt();

  /** What went wrong; null when nothing did. */
  KafkaException cause();

  /** It did what it was asked for. */
  record Answered<R extends ApiResponse>(R response, boolean inDoubt) implements Ending<R> {
    @Override
    public KafkaException cause() {
      return null;
    }
  }

  /** It said no. */
  record Refused<R extends ApiResponse>(
      TransactionOutcome outcome, KafkaException cause, boolean inDoubt) implements Ending<R> {}

  /** There was no answer that says anything before the deadline. */
  record TimedOut<R extends ApiResponse>(KafkaException cause, boolean inDoubt)
      implements Ending<R> {}

  /** What it means for the transaction: a coordinator that does not answer means to abort. */
  default TransactionOutcome outcome() {
    return this instanceof Answered ? TransactionOutcome.OK : TransactionOutcome.ABORTABLE;
  }

  default boolean isFatal() {
    return outcome() == TransactionOutcome.FENCED || outcome() == TransactionOutcome.FATAL;
  }

  /** Whether the coordinator knows of no transaction that could be ended that way. */
  default boolean isNotOpen() {
    return outcome() == TransactionOutcome.NOT_OPEN;
  }

  /** Whether the coordinator does not know the producer at all. */
  default boolean isUnknownProducer() {
    return outcome() == TransactionOutcome.NEW_EPOCH;
  }

  /** Whether nothing of the transaction can be open any more. */
  default boolean isSettled() {
    return this instanceof Answered || isNotOpen() || isUnknownProducer();
  }
}
