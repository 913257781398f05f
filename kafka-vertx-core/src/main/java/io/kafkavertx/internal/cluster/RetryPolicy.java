package io.kafkavertx.internal.cluster;

import io.kafkavertx.ConnectionException;
import io.kafkavertx.ConnectionException.Written;
import io.kafkavertx.protocol.ApiKey;
import io.kafkavertx.protocol.ApiRequest;
import io.kafkavertx.protocol.ErrorCode;
import io.kafkavertx.protocol.message.InitProducerIdRequest;
import java.util.EnumSet;
import java.util.Set;

/**
 * What is done about an error, as a table: by the broker's error code, and by what is known of a
 * request that a connection took with it.
 */
public final class RetryPolicy {
  /** What to do about an error code. */
  public enum Action {
    /** It worked. */
    NONE,
    /** Trying again gives the same answer. */
    FAIL,
    /** Ask the same broker again after a while. */
    RETRY,
    /** Somebody else is responsible: get new metadata, then ask the broker that it names. */
    REFRESH_AND_RETRY,
    /** Find the coordinator again, then ask it. */
    FIND_COORDINATOR_AND_RETRY,
    /** The broker wants the client to start again from its bootstrap addresses. */
    REBOOTSTRAP
  }

  private static final Set<ErrorCode> METADATA_IS_OLD =
      EnumSet.of(
          ErrorCode.UNKNOWN_TOPIC_OR_PARTITION,
          ErrorCode.LEADER_NOT_AVAILABLE,
          ErrorCode.NOT_LEADER_OR_FOLLOWER,
          ErrorCode.REPLICA_NOT_AVAILABLE,
          ErrorCode.NOT_CONTROLLER,
          ErrorCode.KAFKA_STORAGE_ERROR,
          ErrorCode.LISTENER_NOT_FOUND,
          ErrorCode.FENCED_LEADER_EPOCH,
          ErrorCode.UNKNOWN_LEADER_EPOCH,
          ErrorCode.PREFERRED_LEADER_NOT_AVAILABLE,
          ErrorCode.ELIGIBLE_LEADERS_NOT_AVAILABLE,
          ErrorCode.UNKNOWN_TOPIC_ID,
          ErrorCode.INCONSISTENT_TOPIC_ID);

  /** What may be sent twice: it changes nothing at the broker. */
  private static final Set<ApiKey> READS =
      EnumSet.of(
          ApiKey.METADATA,
          ApiKey.API_VERSIONS,
          ApiKey.FIND_COORDINATOR,
          ApiKey.LIST_OFFSETS,
          ApiKey.OFFSET_FETCH,
          ApiKey.OFFSET_FOR_LEADER_EPOCH,
          ApiKey.DESCRIBE_GROUPS,
          ApiKey.LIST_GROUPS,
          ApiKey.DESCRIBE_ACLS,
          ApiKey.DESCRIBE_CONFIGS,
          ApiKey.DESCRIBE_LOG_DIRS,
          ApiKey.DESCRIBE_DELEGATION_TOKEN,
          ApiKey.LIST_PARTITION_REASSIGNMENTS,
          ApiKey.DESCRIBE_CLIENT_QUOTAS,
          ApiKey.DESCRIBE_USER_SCRAM_CREDENTIALS,
          ApiKey.DESCRIBE_QUORUM,
          ApiKey.DESCRIBE_CLUSTER,
          ApiKey.DESCRIBE_PRODUCERS,
          ApiKey.DESCRIBE_TRANSACTIONS,
          ApiKey.LIST_TRANSACTIONS,
          ApiKey.CONSUMER_GROUP_DESCRIBE,
          ApiKey.DESCRIBE_TOPIC_PARTITIONS,
          ApiKey.SHARE_GROUP_DESCRIBE,
          ApiKey.STREAMS_GROUP_DESCRIBE,
          ApiKey.DESCRIBE_SHARE_GROUP_OFFSETS,
          ApiKey.LIST_CONFIG_RESOURCES);

  private RetryPolicy() {}

  /** What to do about an error code. */
  public static Action of(ErrorCode code) {
    if (code == ErrorCode.NONE) {
      return Action.NONE;
    }
    if (METADATA_IS_OLD.contains(code)) {
      return Action.REFRESH_AND_RETRY;
    }
    return switch (code) {
      case NOT_COORDINATOR, COORDINATOR_NOT_AVAILABLE -> Action.FIND_COORDINATOR_AND_RETRY;
      case COORDINATOR_LOAD_IN_PROGRESS -> Action.RETRY;
      case REBOOTSTRAP_REQUIRED -> Action.REBOOTSTRAP;
      default -> code.isRetriable() ? Action.RETRY : Action.FAIL;
    };
  }

  /**
   * Whether a request may be sent again after {@code failure}: when the broker cannot have
   * processed it, or when processing it twice changes nothing.
   */
  public static boolean maySendAgain(ApiRequest<?> request, Throwable failure) {
    if (!(failure instanceof ConnectionException lost)) {
      return false;
    }
    return lost.written() != Written.ALL || isRead(request);
  }

  /** Whether processing the request twice does no harm. */
  public static boolean isRead(ApiRequest<?> request) {
    if (request instanceof InitProducerIdRequest init) {
      // Without a transactional id the broker only hands out a number.
      return init.transactionalId() == null;
    }
    return READS.contains(request.apiKey());
  }
}
