package io.kafkavertx.testkit.scripted;

import io.kafkavertx.protocol.ErrorCode;

/** Whether the broker that was asked is the right one to ask. */
final class Leadership {
  private Leadership() {}

  /**
   * Checks that a broker leads a partition.
   *
   * @param partition null when there is no such partition
   * @param epoch the leader epoch that the client knows, -1 when it knows none
   */
  static ErrorCode check(RequestContext context, ScriptedPartition partition, int epoch) {
    if (partition == null) {
      return ErrorCode.UNKNOWN_TOPIC_OR_PARTITION;
    }
    if (partition.leader() != context.broker().id()) {
      return ErrorCode.NOT_LEADER_OR_FOLLOWER;
    }
    if (epoch >= 0 && epoch < partition.leaderEpoch()) {
      return ErrorCode.FENCED_LEADER_EPOCH;
    }
    return epoch > partition.leaderEpoch() ? ErrorCode.UNKNOWN_LEADER_EPOCH : ErrorCode.NONE;
  }
}
