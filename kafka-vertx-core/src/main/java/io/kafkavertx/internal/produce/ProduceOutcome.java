package io.kafkavertx.internal.produce;

import io.kafkavertx.protocol.ErrorCode;

/**
 * What an error code in a produce response means for the batch. Every code has its row: a code that
 * is new does not compile.
 */
enum ProduceOutcome {
  /** Stored. */
  OK,
  /** Stored by an earlier attempt; the broker no longer knows at which offset. */
  DUPLICATE_OK,
  /** Too large for the broker: two halves may pass. */
  SPLIT,
  /** Not (surely) stored for a reason that passes. */
  RETRY,
  /** As {@link #RETRY}, and what is known of the partition is out of date. */
  RETRY_AFTER_METADATA,
  /**
   * The broker's memory of this producer and ours differ: a new epoch is needed, or, behind a batch
   * that failed, only patience.
   */
  BUMP_EPOCH,
  /** Not stored, and trying again is of no use. */
  FATAL;

  static ProduceOutcome of(ErrorCode code) {
    return switch (code) {
      case NONE -> OK;
      case DUPLICATE_SEQUENCE_NUMBER -> DUPLICATE_OK;
      case MESSAGE_TOO_LARGE, RECORD_LIST_TOO_LARGE -> SPLIT;
      case NOT_LEADER_OR_FOLLOWER,
          LEADER_NOT_AVAILABLE,
          REPLICA_NOT_AVAILABLE,
          BROKER_NOT_AVAILABLE,
          LISTENER_NOT_FOUND,
          UNKNOWN_TOPIC_OR_PARTITION,
          UNKNOWN_TOPIC_ID,
          INCONSISTENT_TOPIC_ID,
          FENCED_LEADER_EPOCH,
          UNKNOWN_LEADER_EPOCH,
          NEW_LEADER_ELECTED,
          PREFERRED_LEADER_NOT_AVAILABLE,
          ELIGIBLE_LEADERS_NOT_AVAILABLE,
          KAFKA_STORAGE_ERROR,
          NETWORK_EXCEPTION,
          NOT_CONTROLLER,
          REBOOTSTRAP_REQUIRED ->
          RETRY_AFTER_METADATA;
      case CORRUPT_MESSAGE,
          REQUEST_TIMED_OUT,
          COORDINATOR_LOAD_IN_PROGRESS,
          COORDINATOR_NOT_AVAILABLE,
          NOT_COORDINATOR,
          NOT_ENOUGH_REPLICAS,
          NOT_ENOUGH_REPLICAS_AFTER_APPEND,
          CONCURRENT_TRANSACTIONS,
          FETCH_SESSION_ID_NOT_FOUND,
          INVALID_FETCH_SESSION_EPOCH,
          OFFSET_NOT_AVAILABLE,
          ELECTION_NOT_NEEDED,
          UNSTABLE_OFFSET_COMMIT,
          THROTTLING_QUOTA_EXCEEDED,
          FETCH_SESSION_TOPIC_ID_ERROR,
          SHARE_SESSION_NOT_FOUND,
          INVALID_SHARE_SESSION_EPOCH,
          SHARE_SESSION_LIMIT_REACHED ->
          RETRY;
      case OUT_OF_ORDER_SEQUENCE_NUMBER, UNKNOWN_PRODUCER_ID, INVALID_PRODUCER_EPOCH -> BUMP_EPOCH;
      case UNKNOWN_SERVER_ERROR,
          OFFSET_OUT_OF_RANGE,
          INVALID_FETCH_SIZE,
          STALE_CONTROLLER_EPOCH,
          OFFSET_METADATA_TOO_LARGE,
          INVALID_TOPIC_EXCEPTION,
          INVALID_REQUIRED_ACKS,
          ILLEGAL_GENERATION,
          INCONSISTENT_GROUP_PROTOCOL,
          INVALID_GROUP_ID,
          UNKNOWN_MEMBER_ID,
          INVALID_SESSION_TIMEOUT,
          REBALANCE_IN_PROGRESS,
          INVALID_COMMIT_OFFSET_SIZE,
          TOPIC_AUTHORIZATION_FAILED,
          GROUP_AUTHORIZATION_FAILED,
          CLUSTER_AUTHORIZATION_FAILED,
          INVALID_TIMESTAMP,
          UNSUPPORTED_SASL_MECHANISM,
          ILLEGAL_SASL_STATE,
          UNSUPPORTED_VERSION,
          TOPIC_ALREADY_EXISTS,
          INVALID_PARTITIONS,
          INVALID_REPLICATION_FACTOR,
          INVALID_REPLICA_ASSIGNMENT,
          INVALID_CONFIG,
          INVALID_REQUEST,
          UNSUPPORTED_FOR_MESSAGE_FORMAT,
          POLICY_VIOLATION,
          INVALID_TXN_STATE,
          INVALID_PRODUCER_ID_MAPPING,
          INVALID_TRANSACTION_TIMEOUT,
          TRANSACTION_COORDINATOR_FENCED,
          TRANSACTIONAL_ID_AUTHORIZATION_FAILED,
          SECURITY_DISABLED,
          OPERATION_NOT_ATTEMPTED,
          LOG_DIR_NOT_FOUND,
          SASL_AUTHENTICATION_FAILED,
          REASSIGNMENT_IN_PROGRESS,
          DELEGATION_TOKEN_AUTH_DISABLED,
          DELEGATION_TOKEN_NOT_FOUND,
          DELEGATION_TOKEN_OWNER_MISMATCH,
          DELEGATION_TOKEN_REQUEST_NOT_ALLOWED,
          DELEGATION_TOKEN_AUTHORIZATION_FAILED,
          DELEGATION_TOKEN_EXPIRED,
          INVALID_PRINCIPAL_TYPE,
          NON_EMPTY_GROUP,
          GROUP_ID_NOT_FOUND,
          TOPIC_DELETION_DISABLED,
          UNSUPPORTED_COMPRESSION_TYPE,
          STALE_BROKER_EPOCH,
          MEMBER_ID_REQUIRED,
          GROUP_MAX_SIZE_REACHED,
          FENCED_INSTANCE_ID,
          NO_REASSIGNMENT_IN_PROGRESS,
          GROUP_SUBSCRIBED_TO_TOPIC,
          INVALID_RECORD,
          PRODUCER_FENCED,
          RESOURCE_NOT_FOUND,
          DUPLICATE_RESOURCE,
          UNACCEPTABLE_CREDENTIAL,
          INCONSISTENT_VOTER_SET,
          INVALID_UPDATE_VERSION,
          FEATURE_UPDATE_FAILED,
          PRINCIPAL_DESERIALIZATION_FAILURE,
          SNAPSHOT_NOT_FOUND,
          POSITION_OUT_OF_RANGE,
          DUPLICATE_BROKER_REGISTRATION,
          BROKER_ID_NOT_REGISTERED,
          INCONSISTENT_CLUSTER_ID,
          TRANSACTIONAL_ID_NOT_FOUND,
          INELIGIBLE_REPLICA,
          OFFSET_MOVED_TO_TIERED_STORAGE,
          FENCED_MEMBER_EPOCH,
          UNRELEASED_INSTANCE_ID,
          UNSUPPORTED_ASSIGNOR,
          STALE_MEMBER_EPOCH,
          MISMATCHED_ENDPOINT_TYPE,
          UNSUPPORTED_ENDPOINT_TYPE,
          UNKNOWN_CONTROLLER_ID,
          UNKNOWN_SUBSCRIPTION_ID,
          TELEMETRY_TOO_LARGE,
          INVALID_REGISTRATION,
          TRANSACTION_ABORTABLE,
          INVALID_RECORD_STATE,
          FENCED_STATE_EPOCH,
          INVALID_VOTER_KEY,
          DUPLICATE_VOTER,
          VOTER_NOT_FOUND,
          INVALID_REGULAR_EXPRESSION,
          STREAMS_INVALID_TOPOLOGY,
          STREAMS_INVALID_TOPOLOGY_EPOCH,
          STREAMS_TOPOLOGY_FENCED,
          GROUP_DELETION_FAILED,
          STREAMS_TOPOLOGY_DESCRIPTION_UPDATE_FAILED,
          CONTROLLER_ID_NOT_REGISTERED ->
          FATAL;
    };
  }

  /** Whether a broker that answers with this code may have stored the batch all the same. */
  static boolean mayHaveStored(ErrorCode code) {
    return switch (code) {
      case REQUEST_TIMED_OUT,
          NOT_ENOUGH_REPLICAS_AFTER_APPEND,
          KAFKA_STORAGE_ERROR,
          NETWORK_EXCEPTION,
          UNKNOWN_SERVER_ERROR ->
          true;
      default -> false;
    };
  }
}
