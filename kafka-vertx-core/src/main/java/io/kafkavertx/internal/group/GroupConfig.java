package io.kafkavertx.internal.group;

import io.kafkavertx.ConsumerOptions;
import io.kafkavertx.internal.net.Backoff;
import java.util.random.RandomGenerator;

/**
 * What group membership needs to know of the options.
 *
 * @param groupId the group, never null
 * @param instanceId the name of a static member, null for a dynamic one
 * @param sessionTimeoutNanos how long the group waits for a heartbeat
 * @param heartbeatNanos the time between heartbeats
 * @param rebalanceTimeoutNanos how long members may take to join again
 * @param rack where this member is, null when it does not say
 * @param readCommitted whether offsets of open transactions are to be waited for
 * @param requestTimeoutNanos how long an answer may take
 * @param backoffNanos the first wait before a repetition
 * @param backoffMaxNanos the longest wait
 */
public record GroupConfig(
    String groupId,
    String instanceId,
    long sessionTimeoutNanos,
    long heartbeatNanos,
    long rebalanceTimeoutNanos,
    String rack,
    boolean readCommitted,
    long requestTimeoutNanos,
    long backoffNanos,
    long backoffMaxNanos) {
  public static GroupConfig of(ConsumerOptions options) {
    return new GroupConfig(
        options.getGroupId(),
        options.getGroupInstanceId(),
        options.getSessionTimeout().toNanos(),
        options.getHeartbeatInterval().toNanos(),
        options.getRebalanceTimeout().toNanos(),
        options.getClientRack().isEmpty() ? null : options.getClientRack(),
        options.getIsolationLevel() == ConsumerOptions.IsolationLevel.READ_COMMITTED,
        options.getRequestTimeout().toNanos(),
        options.getRetryBackoff().toNanos(),
        options.getRetryBackoffMax().toNanos());
  }

  /** How long to wait after {@code failures} failures in a row, give or take 20 %. */
  long backoff(int failures, RandomGenerator random) {
    return Backoff.nanos(random, backoffNanos, backoffMaxNanos, failures);
  }

  static int millis(long nanos) {
    return (int) Math.min(Integer.MAX_VALUE, nanos / 1_000_000);
  }
}
