package io.kafkavertx.internal.group;

import io.kafkavertx.BrokerErrorException;
import io.kafkavertx.protocol.ErrorCode;

/** What error codes mean, one table for each API of the classic group protocol. */
final class GroupErrors {
  private GroupErrors() {}

  static GroupAction join(ErrorCode code) {
    return switch (code) {
      case NONE -> GroupAction.OK;
      case MEMBER_ID_REQUIRED -> GroupAction.TAKE_MEMBER_ID;
      case UNKNOWN_MEMBER_ID -> GroupAction.LOST_AND_NEW;
      case ILLEGAL_GENERATION -> GroupAction.LOST;
      case COORDINATOR_LOAD_IN_PROGRESS, REBALANCE_IN_PROGRESS -> GroupAction.RETRY;
      case COORDINATOR_NOT_AVAILABLE, NOT_COORDINATOR -> GroupAction.FIND_COORDINATOR;
      default -> retriableOrFail(code);
    };
  }

  static GroupAction sync(ErrorCode code) {
    return switch (code) {
      case NONE -> GroupAction.OK;
      case REBALANCE_IN_PROGRESS -> GroupAction.REJOIN;
      case UNKNOWN_MEMBER_ID -> GroupAction.LOST_AND_NEW;
      case ILLEGAL_GENERATION -> GroupAction.LOST;
      case COORDINATOR_LOAD_IN_PROGRESS -> GroupAction.REJOIN;
      case COORDINATOR_NOT_AVAILABLE, NOT_COORDINATOR -> GroupAction.FIND_COORDINATOR;
      default -> retriableOrFail(code);
    };
  }

  static GroupAction heartbeat(ErrorCode code) {
    return switch (code) {
      case NONE -> GroupAction.OK;
      case REBALANCE_IN_PROGRESS -> GroupAction.REJOIN;
      case UNKNOWN_MEMBER_ID -> GroupAction.LOST_AND_NEW;
      case ILLEGAL_GENERATION -> GroupAction.LOST;
      case COORDINATOR_LOAD_IN_PROGRESS -> GroupAction.RETRY;
      case COORDINATOR_NOT_AVAILABLE, NOT_COORDINATOR -> GroupAction.FIND_COORDINATOR;
      default -> retriableOrFail(code);
    };
  }

  /** The error of one partition in an OffsetCommit response. */
  static GroupAction commit(ErrorCode code) {
    return switch (code) {
      case NONE -> GroupAction.OK;
      case REBALANCE_IN_PROGRESS -> GroupAction.REJOIN;
      case UNKNOWN_MEMBER_ID -> GroupAction.LOST_AND_NEW;
      case ILLEGAL_GENERATION -> GroupAction.LOST;
      case COORDINATOR_LOAD_IN_PROGRESS, UNKNOWN_TOPIC_OR_PARTITION, UNSTABLE_OFFSET_COMMIT ->
          GroupAction.RETRY;
      case COORDINATOR_NOT_AVAILABLE, NOT_COORDINATOR, REQUEST_TIMED_OUT ->
          GroupAction.FIND_COORDINATOR;
      default -> retriableOrFail(code);
    };
  }

  /**
   * The error of an OffsetFetch response or of a partition in it. Never anything but {@link
   * GroupAction#OK} for NONE alone: an error read as "nothing committed" would move the position.
   */
  static GroupAction offsetFetch(ErrorCode code) {
    return switch (code) {
      case NONE -> GroupAction.OK;
      case COORDINATOR_NOT_AVAILABLE, NOT_COORDINATOR -> GroupAction.FIND_COORDINATOR;
      case GROUP_AUTHORIZATION_FAILED,
          TOPIC_AUTHORIZATION_FAILED,
          CLUSTER_AUTHORIZATION_FAILED,
          INVALID_GROUP_ID,
          FENCED_INSTANCE_ID,
          GROUP_ID_NOT_FOUND ->
          GroupAction.FAIL;
      default -> GroupAction.RETRY;
    };
  }

  /**
   * Whether there is no answer because the brokers refuse to say who coordinates the group, and
   * asking again is of no use.
   */
  static boolean isRefusal(Throwable cause) {
    return cause instanceof BrokerErrorException refused
        && !refused.code().isRetriable()
        && refused.code() != ErrorCode.REBOOTSTRAP_REQUIRED;
  }

  private static GroupAction retriableOrFail(ErrorCode code) {
    return code.isRetriable() ? GroupAction.RETRY : GroupAction.FAIL;
  }
}
