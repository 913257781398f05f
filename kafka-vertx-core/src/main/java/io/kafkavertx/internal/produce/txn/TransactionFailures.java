package io.kafkavertx.internal.produce.txn;

import io.kafkavertx.BrokerErrorException;
import io.kafkavertx.CommitFailedException;
import io.kafkavertx.KafkaException;
import io.kafkavertx.OutcomeUnknownException;
import io.kafkavertx.ProducerFencedException;
import io.kafkavertx.TransactionAbortableException;
import io.kafkavertx.TransactionAbortedException;
import io.kafkavertx.UnsupportedVersionException;
import io.kafkavertx.protocol.ApiRequest;
import io.kafkavertx.protocol.ErrorCode;

/** The words in which failures of transactions are told. */
final class TransactionFailures {
  private TransactionFailures() {}

  /** A coordinator said no. */
  static KafkaException refused(
      ApiRequest<?> request, CoordinatorCall.Trouble trouble, int node, String key) {
    String what =
        "broker "
            + node
            + " refused "
            + request.apiKey()
            + " for "
            + key
            + (trouble.about() == null ? "" : ", " + trouble.about());
    return switch (trouble.code()) {
      case PRODUCER_FENCED -> fenced(trouble.code(), what);
      case INVALID_PRODUCER_EPOCH ->
          TransactionOutcome.of(request.apiKey(), trouble.code()) == TransactionOutcome.FENCED
              ? fenced(trouble.code(), what)
              : new BrokerErrorException(trouble.code(), what);
      case UNKNOWN_MEMBER_ID, ILLEGAL_GENERATION, STALE_MEMBER_EPOCH, REBALANCE_IN_PROGRESS ->
          new CommitFailedException(
              what
                  + ": "
                  + trouble.code().name()
                  + "; the group has given the partitions to another member, which reads these"
                  + " records again");
      case TRANSACTIONAL_ID_AUTHORIZATION_FAILED ->
          new BrokerErrorException(
              trouble.code(),
              what + "; allow this user to write and describe the transactional id");
      case INVALID_TRANSACTION_TIMEOUT ->
          new BrokerErrorException(
              trouble.code(),
              what + "; transactionTimeout is larger than the brokers' transaction.max.timeout.ms");
      default -> new BrokerErrorException(trouble.code(), what);
    };
  }

  static ProducerFencedException fenced(ErrorCode code, String what) {
    return new ProducerFencedException(
        code,
        what
            + "; another producer with this transactional id has taken over, or a transaction was"
            + " open for longer than transactionTimeout; close this producer");
  }

  /** The words of a broker that did not store a record, as part of a transaction. */
  static KafkaException ofRecord(BrokerErrorException refused, KafkaException known) {
    return refused.code() == ErrorCode.PRODUCER_FENCED
        ? fenced(refused.code(), refused.getMessage())
        : known;
  }

  /** A request that cannot be made at all. */
  static KafkaException impossible(ApiRequest<?> request, Throwable cause) {
    if (cause instanceof UnsupportedVersionException) {
      return new UnsupportedVersionException(
          "the brokers are too old for what transactions need here (0.11 has them first, going on"
              + " after an answer that was lost needs 2.5, offsets of a consumer group's member"
              + " 2.5): "
              + request.apiKey()
              + ": "
              + cause.getMessage(),
          cause);
    }
    return (KafkaException) cause;
  }

  /** A call after something went wrong in the transaction. */
  static TransactionAbortableException abortable(Throwable cause) {
    return new TransactionAbortableException(
        "the transaction has failed and can only be aborted; call abortTransaction(). The first"
            + " cause: "
            + cause.getMessage(),
        cause);
  }

  /** What becomes of records that have not been sent when the transaction is aborted. */
  static TransactionAbortedException dropped(Throwable cause) {
    return cause == null
        ? new TransactionAbortedException(
            "a record was not sent because its transaction was aborted")
        : new TransactionAbortedException(
            "a record was not sent because its transaction has failed: " + cause.getMessage(),
            cause);
  }

  /** A commit that may have happened. */
  static OutcomeUnknownException unknownCommit(KafkaException cause, boolean canAskAgain) {
    return new OutcomeUnknownException(
        "the transaction may or may not have been committed: an answer was lost, and then: "
            + cause.getMessage()
            + (canAskAgain
                ? ". commitTransaction() asks again and tells the outcome; beginTransaction() finds"
                    + " it out before the next transaction begins"
                : ""),
        cause);
  }

  /** The coordinator has nothing to commit any more. */
  static KafkaException gone(KafkaException cause, int timeoutMillis) {
    return new KafkaException(
        "the coordinator has aborted the transaction already, most likely because it was open for"
            + " longer than transactionTimeout ("
            + timeoutMillis
            + " ms): "
            + cause.getMessage(),
        cause);
  }
}
