package io.kafkavertx.internal.group;

import io.kafkavertx.UnsupportedVersionException;
import io.kafkavertx.internal.cluster.SendOptions;
import io.kafkavertx.internal.net.EventLoop;
import io.kafkavertx.protocol.message.HeartbeatRequest;
import io.kafkavertx.protocol.message.HeartbeatResponse;
import io.kafkavertx.protocol.message.JoinGroupRequest;
import io.kafkavertx.protocol.message.JoinGroupResponse;
import io.kafkavertx.protocol.message.LeaveGroupRequest;
import io.kafkavertx.protocol.message.SyncGroupRequest;
import io.kafkavertx.protocol.message.SyncGroupResponse;
import io.kafkavertx.spi.PartitionAssignor;
import io.kafkavertx.spi.TopicPartition;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/** The requests of the classic group protocol. */
final class GroupRequests {
  /** How much longer than the coordinator's own deadline we wait for its answer. */
  private static final long GRACE = 5_000_000_000L;

  private static final int LEAVE_WITH_MEMBERS = 3;

  /** What brokers keep of a reason (KIP-800). */
  private static final int LONGEST_REASON = 255;

  private final EventLoop loop;
  private final GroupConfig config;
  private final CoordinatorLink link;

  GroupRequests(EventLoop loop, GroupConfig config, CoordinatorLink link) {
    this.loop = loop;
    this.config = config;
    this.link = link;
  }

  void forgetCoordinator() {
    link.forget();
  }

  /**
   * Answered when all members have joined, at the latest after the rebalance timeout.
   *
   * @param owned what the member keeps while it joins
   * @param reason why it joins again, null when for the first time
   */
  Future<JoinGroupResponse> join(
      MemberIdentity identity,
      List<PartitionAssignor> assignors,
      Set<String> topics,
      Set<TopicPartition> owned,
      String reason) {
    List<JoinGroupRequest.JoinGroupRequestProtocol> protocols = new ArrayList<>();
    for (PartitionAssignor assignor : assignors) {
      byte[] userData = assignor.subscriptionUserData(topics);
      protocols.add(
          new JoinGroupRequest.JoinGroupRequestProtocol()
              .setName(assignor.name())
              .setMetadata(
                  ConsumerProtocol.subscription(
                      new PartitionAssignor.Subscription(
                          List.copyOf(topics),
                          userData,
                          List.copyOf(owned),
                          identity.generation,
                          config.rack(),
                          null))));
    }
    JoinGroupRequest request =
        new JoinGroupRequest()
            .setGroupId(config.groupId())
            .setSessionTimeoutMs(GroupConfig.millis(config.sessionTimeoutNanos()))
            .setRebalanceTimeoutMs(GroupConfig.millis(config.rebalanceTimeoutNanos()))
            .setMemberId(identity.memberId)
            .setGroupInstanceId(config.instanceId())
            .setProtocolType(ConsumerProtocol.TYPE)
            .setProtocols(protocols)
            .setReason(cut(reason));
    boolean isNew = identity.memberId.isEmpty() && config.instanceId() == null;
    return link.sendAndWait(
        request,
        isNew && link.givesIds() ? loop.nanoTime() + config.requestTimeoutNanos() : longDeadline());
  }

  /** Answered when the leader has shared out the partitions. */
  Future<SyncGroupResponse> sync(
      String memberId,
      int generation,
      String protocol,
      List<SyncGroupRequest.SyncGroupRequestAssignment> shares) {
    SyncGroupRequest request =
        new SyncGroupRequest()
            .setGroupId(config.groupId())
            .setGenerationId(generation)
            .setMemberId(memberId)
            .setGroupInstanceId(config.instanceId())
            .setProtocolType(ConsumerProtocol.TYPE)
            .setProtocolName(protocol)
            .setAssignments(shares);
    return link.sendAndWait(request, longDeadline());
  }

  Future<HeartbeatResponse> heartbeat(String memberId, int generation) {
    HeartbeatRequest request =
        new HeartbeatRequest()
            .setGroupId(config.groupId())
            .setGenerationId(generation)
            .setMemberId(memberId)
            .setGroupInstanceId(config.instanceId());
    long patience = Math.min(config.requestTimeoutNanos(), config.sessionTimeoutNanos());
    return link.send(request, loop.nanoTime() + patience, UnaryOperator.identity());
  }

  /**
   * Succeeds in any case, and soon when no broker can be reached. Not on the coordinator's lane: a
   * join may be waiting there.
   */
  Future<Void> leave(String memberId, String reason, long deadline) {
    LeaveGroupRequest request =
        new LeaveGroupRequest()
            .setGroupId(config.groupId())
            .setMembers(
                List.of(
                    new LeaveGroupRequest.MemberIdentity()
                        .setMemberId(memberId)
                        .setGroupInstanceId(config.instanceId())
                        .setReason(cut(reason))));
    long until = Math.min(deadline, loop.nanoTime() + config.requestTimeoutNanos());
    return link.reachable(until)
        .compose(ready -> leave(request, memberId, until))
        .<Void>mapEmpty()
        .otherwiseEmpty();
  }

  private Future<?> leave(LeaveGroupRequest request, String memberId, long until) {
    return link.send(
            request, until, how -> how.atLeast(LEAVE_WITH_MEMBERS).on(SendOptions.Lane.GENERAL))
        .recover(
            cause ->
                cause instanceof UnsupportedVersionException
                    ? link.send(
                        new LeaveGroupRequest().setGroupId(config.groupId()).setMemberId(memberId),
                        until,
                        how -> how.atMost(LEAVE_WITH_MEMBERS - 1).on(SendOptions.Lane.GENERAL))
                    : Future.failedFuture(cause));
  }

  private static String cut(String reason) {
    return reason == null || reason.length() <= LONGEST_REASON
        ? reason
        : reason.substring(0, LONGEST_REASON);
  }

  private long longDeadline() {
    long wait = Math.max(config.rebalanceTimeoutNanos(), config.sessionTimeoutNanos());
    return loop.nanoTime() + Math.max(wait + GRACE, config.requestTimeoutNanos());
  }
}
