package io.kafkavertx.internal.produce.txn;

import io.kafkavertx.protocol.ApiKey;
import io.kafkavertx.protocol.ErrorCode;

/** What an error code in an answer to one of the APIs of transactions means. */
enum TransactionOutcome {
  /** It worked. */
  OK,
  /** It did not work yet: ask the same broker again. */
  RETRY,
  /** Another broker coordinates: look it up, then ask that one. */
  FIND_COORDINATOR,
  /** The transaction has failed; the producer can go on after an abort. */
  ABORTABLE,
  /** As {@link #ABORTABLE}, and the coordinator no longer knows the producer's id. */
  NEW_EPOCH,
  /** The coordinator has no transaction of this producer open. */
  NOT_OPEN,
  /** Another producer has taken over, or the coordinator has given this one up. */
  FENCED,
  /** Nothing that this producer could do would help. */
  FATAL;

  static TransactionOutcome of(ApiKey api, ErrorCode code) {
    return switch (code) {
      case NONE -> OK;
      case TRANSACTION_ABORTABLE -> ABORTABLE;
      case PRODUCER_FENCED -> FENCED;
      case TRANSACTIONAL_ID_AUTHORIZATION_FAILED -> FATAL;
      // Who asks for an identity is given one, or is told that somebody else has it.
      case INVALID_PRODUCER_ID_MAPPING -> api == ApiKey.INIT_PRODUCER_ID ? FATAL : NEW_EPOCH;
      default -> api == ApiKey.PRODUCE ? ofProduce(code) : ofCoordinator(api, code);
    };
  }

  /** Records that were not stored. */
  private static TransactionOutcome ofProduce(ErrorCode code) {
    return code == ErrorCode.CLUSTER_AUTHORIZATION_FAILED ? FATAL : ABORTABLE;
  }

  private static TransactionOutcome ofCoordinator(ApiKey api, ErrorCode code) {
    return switch (code) {
      case NOT_COORDINATOR, COORDINATOR_NOT_AVAILABLE -> FIND_COORDINATOR;
      case COORDINATOR_LOAD_IN_PROGRESS, CONCURRENT_TRANSACTIONS -> RETRY;
      case UNKNOWN_PRODUCER_ID -> api == ApiKey.INIT_PRODUCER_ID ? FATAL : NEW_EPOCH;
      // A group's coordinator speaks of its own log here: whether the producer is fenced, the
      // transaction coordinator says (KIP-588).
      case INVALID_PRODUCER_EPOCH -> api == ApiKey.TXN_OFFSET_COMMIT ? ABORTABLE : FENCED;
      case INVALID_TXN_STATE -> api == ApiKey.END_TXN ? NOT_OPEN : FATAL;
      default -> code.isRetriable() ? retriable(api, code) : otherwise(api, code);
    };
  }

  private static TransactionOutcome retriable(ApiKey api, ErrorCode code) {
    boolean moved = api == ApiKey.TXN_OFFSET_COMMIT && code == ErrorCode.REQUEST_TIMED_OUT;
    return moved ? FIND_COORDINATOR : RETRY;
  }

  private static TransactionOutcome otherwise(ApiKey api, ErrorCode code) {
    return switch (api) {
      // What a broker that has failed inside has done, only asking again tells.
      case END_TXN -> code == ErrorCode.UNKNOWN_SERVER_ERROR ? RETRY : FATAL;
      case INIT_PRODUCER_ID -> code == ErrorCode.UNKNOWN_SERVER_ERROR ? ABORTABLE : FATAL;
      case TXN_OFFSET_COMMIT ->
          code == ErrorCode.UNSUPPORTED_FOR_MESSAGE_FORMAT ? FATAL : ABORTABLE;
      default -> ABORTABLE;
    };
  }

  /**
   * Whether a broker that answers with this code may have done what it was asked for all the same.
   * Coordinators hide behind these two and a time-out that they do not know whether what they wrote
   * to their log is safe.
   */
  static boolean mayHaveWorked(ErrorCode code) {
    return switch (code) {
      case COORDINATOR_NOT_AVAILABLE,
          NOT_COORDINATOR,
          REQUEST_TIMED_OUT,
          NETWORK_EXCEPTION,
          KAFKA_STORAGE_ERROR,
          NOT_ENOUGH_REPLICAS_AFTER_APPEND,
          UNKNOWN_SERVER_ERROR ->
          true;
      default -> false;
    };
  }
}
