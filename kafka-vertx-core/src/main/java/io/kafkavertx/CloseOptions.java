package io.kafkavertx;

import java.time.Duration;
import java.util.Objects;

/** How a {@link KafkaConsumer} is to be closed. */
public final class CloseOptions {
  /** What becomes of the membership in the group. */
  public enum GroupMembershipOperation {
    /**
     * A dynamic member leaves, and its partitions go to others at once. A static member remains: it
     * may come back within the session timeout without a rebalance.
     */
    DEFAULT,
    /** It leaves, also when it is static: nobody waits for it to come back. */
    LEAVE_GROUP,
    /**
     * It says nothing to the group, also when it is dynamic: its partitions go to others when the
     * session times out. What was handled is committed all the same.
     */
    REMAIN_IN_GROUP
  }

  private Duration timeout = Duration.ofSeconds(30);
  private GroupMembershipOperation groupMembershipOperation = GroupMembershipOperation.DEFAULT;

  public CloseOptions() {}

  /** A copy that shares nothing with {@code other}. */
  public CloseOptions(CloseOptions other) {
    timeout = other.timeout;
    groupMembershipOperation = other.groupMembershipOperation;
  }

  /** How long closing may take; what is not done by then is left. Default 30 s; zero or more. */
  public Duration getTimeout() {
    return timeout;
  }

  /** See {@link #getTimeout()}. */
  public CloseOptions setTimeout(Duration timeout) {
    if (timeout.isNegative()) {
      throw new IllegalArgumentException("a timeout of " + timeout + " is negative");
    }
    this.timeout = timeout;
    return this;
  }

  /** Whether the group is left. Default {@link GroupMembershipOperation#DEFAULT}. */
  public GroupMembershipOperation getGroupMembershipOperation() {
    return groupMembershipOperation;
  }

  /** See {@link #getGroupMembershipOperation()}. */
  public CloseOptions setGroupMembershipOperation(GroupMembershipOperation operation) {
    this.groupMembershipOperation = Objects.requireNonNull(operation, "groupMembershipOperation");
    return this;
  }
}
