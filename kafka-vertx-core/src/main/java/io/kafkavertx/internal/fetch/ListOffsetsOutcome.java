package io.kafkavertx.internal.fetch;

import io.kafkavertx.protocol.ErrorCode;

/** What the error code of a partition in a ListOffsets response means. */
enum ListOffsetsOutcome {
  OK,
  /** The partition's message format has no timestamps: there is no such offset. */
  NONE,
  /** Ask for metadata, then again. */
  REFRESH,
  /** Ask again after a while. */
  RETRY,
  /** Asking again is of no use. */
  FAIL;

  static ListOffsetsOutcome of(ErrorCode code) {
    return switch (code) {
      case NONE -> OK;
      case UNSUPPORTED_FOR_MESSAGE_FORMAT -> NONE;
      case NOT_LEADER_OR_FOLLOWER,
          LEADER_NOT_AVAILABLE,
          REPLICA_NOT_AVAILABLE,
          KAFKA_STORAGE_ERROR,
          FENCED_LEADER_EPOCH,
          OFFSET_NOT_AVAILABLE,
          BROKER_NOT_AVAILABLE,
          UNKNOWN_TOPIC_OR_PARTITION,
          UNKNOWN_TOPIC_ID ->
          REFRESH;
      case TOPIC_AUTHORIZATION_FAILED,
          CLUSTER_AUTHORIZATION_FAILED,
          INVALID_TOPIC_EXCEPTION,
          UNSUPPORTED_VERSION,
          INVALID_REQUEST ->
          FAIL;
      default -> RETRY;
    };
  }
}
