package io.kafkavertx.internal.fetch;

import io.kafkavertx.protocol.ErrorCode;

/** What the error code of a partition in a fetch response means. */
enum FetchOutcome {
  /** There may be records. */
  OK,
  /** Somebody else leads the partition, or nobody: ask for metadata, then fetch again. */
  REFRESH,
  /** The broker cannot answer now: fetch again after a while. */
  RETRY,
  /** The log does not hold the position: by policy. */
  RESET,
  /** The broker's copy is broken. */
  CORRUPT,
  /** Needs the application or its operator. */
  STOP;

  static FetchOutcome of(ErrorCode code) {
    return switch (code) {
      case NONE -> OK;
      case NOT_LEADER_OR_FOLLOWER,
          LEADER_NOT_AVAILABLE,
          REPLICA_NOT_AVAILABLE,
          KAFKA_STORAGE_ERROR,
          FENCED_LEADER_EPOCH,
          OFFSET_NOT_AVAILABLE,
          BROKER_NOT_AVAILABLE,
          UNKNOWN_TOPIC_OR_PARTITION,
          UNKNOWN_TOPIC_ID,
          INCONSISTENT_TOPIC_ID ->
          REFRESH;
      case OFFSET_OUT_OF_RANGE -> RESET;
      case CORRUPT_MESSAGE -> CORRUPT;
      case TOPIC_AUTHORIZATION_FAILED,
          CLUSTER_AUTHORIZATION_FAILED,
          INVALID_TOPIC_EXCEPTION,
          UNSUPPORTED_COMPRESSION_TYPE ->
          STOP;
      // UNKNOWN_LEADER_EPOCH (the broker is behind us), timeouts, what is not meant for consumers.
      default -> RETRY;
    };
  }

  /** Whether an error of the whole response says that the fetch session is of no more use. */
  static boolean endsSession(ErrorCode code) {
    return switch (code) {
      case FETCH_SESSION_ID_NOT_FOUND,
          INVALID_FETCH_SESSION_EPOCH,
          FETCH_SESSION_TOPIC_ID_ERROR,
          INCONSISTENT_TOPIC_ID,
          UNKNOWN_TOPIC_ID ->
          true;
      default -> false;
    };
  }
}
