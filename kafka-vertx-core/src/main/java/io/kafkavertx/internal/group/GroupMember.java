package io.kafkavertx.internal.group;

import io.kafkavertx.BrokerErrorException;
import io.kafkavertx.ClusterMetadata;
import io.kafkavertx.ConsumerGroupMetadata;
import io.kafkavertx.KafkaException;
import io.kafkavertx.UnsupportedVersionException;
import io.kafkavertx.internal.cluster.Cluster;
import io.kafkavertx.internal.net.EventLoop;
import io.kafkavertx.protocol.ErrorCode;
import io.kafkavertx.protocol.message.JoinGroupResponse;
import io.kafkavertx.protocol.message.SyncGroupRequest;
import io.kafkavertx.protocol.message.SyncGroupResponse;
import io.kafkavertx.spi.PartitionAssignor;
import io.kafkavertx.spi.TopicPartition;
import io.vertx.core.Future;
import io.vertx.core.internal.logging.Logger;
import io.vertx.core.internal.logging.LoggerFactory;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A member of a consumer group, classic protocol.
 *
 * <pre>
 *   OUTSIDE -> JOINING -> SYNCING -> ASSIGNING -> STABLE
 *                 ^          |           |          |
 *                 |          v           v          v
 *                 +------------------ REVOKING <----+      LEAVING from everywhere, then OUTSIDE
 * </pre>
 *
 * <p>REVOKING, ASSIGNING and LEAVING wait for the application's handlers, with a bound; meanwhile
 * heartbeats go on. Partitions are owned from ASSIGNING to the end of REVOKING: with the eager
 * protocol a member owns nothing while it joins. Every state change starts a new turn, and an
 * answer or a timer of an older turn is ignored.
 */
public final class GroupMember {
  private static final Logger LOG = LoggerFactory.getLogger(GroupMember.class);

  private final Cluster cluster;
  private final EventLoop loop;
  private final GroupConfig config;
  private final GroupEvents events;
  private final GroupRequests requests;
  private final List<PartitionAssignor> assignors;
  private final Heartbeats heartbeats;
  private final GroupLeader leader;
  private final Runnable stopListening;

  private MemberState state = MemberState.OUTSIDE;
  private int turn;
  private int failures;
  private Set<String> topics = Set.of();
  private String memberId = "";
  private int generation = -1;
  private Set<TopicPartition> owned = Set.of();
  private String rejoinReason;
  private Future<Void> givingUp = Future.succeededFuture();

  public GroupMember(
      Cluster cluster, GroupConfig config, List<PartitionAssignor> assignors, GroupEvents events) {
    this.cluster = cluster;
    this.loop = cluster.loop();
    this.config = config;
    this.assignors = List.copyOf(assignors);
    this.events = events;
    this.requests = new GroupRequests(cluster, config);
    this.leader = new GroupLeader(cluster, config);
    this.heartbeats = new Heartbeats(loop, config, this, requests);
    this.stopListening = cluster.onUpdate(this::metadataChanged);
  }

  /** Joins for these topics, in place of those before. */
  public void subscribe(Set<String> newTopics) {
    boolean same = topics.equals(newTopics);
    topics = Set.copyOf(new TreeSet<>(newTopics));
    if (state == MemberState.OUTSIDE) {
      enter(MemberState.JOINING);
      join();
    } else if (!same) {
      rejoin("the subscription has changed");
    }
  }

  /** Who this is in its group. */
  public ConsumerGroupMetadata metadata() {
    return new ConsumerGroupMetadata(config.groupId(), generation, memberId, config.instanceId());
  }

  /** Whether the coordinator takes commits of this member now. */
  public boolean canCommit() {
    return generation >= 0 && state.isMember();
  }

  /** Whether it reads what it was assigned. */
  public boolean isStable() {
    return state == MemberState.STABLE;
  }

  MemberState state() {
    return state;
  }

  private void enter(MemberState next) {
    if (!state.mayBecome(next)) {
      throw new IllegalStateException(
          "group " + config.groupId() + ": a member that is " + state + " cannot become " + next);
    }
    LOG.debug(
        "Group " + config.groupId() + ", member '" + memberId + "': " + state + " -> " + next);
    state = next;
    turn++;
  }

  /** Gives up what it has and joins again. */
  void rejoin(String reason) {
    if (state == MemberState.STABLE) {
      LOG.info("Group " + config.groupId() + ": joining again, " + reason);
      rejoinReason = reason;
      enter(MemberState.REVOKING);
      giveUp(owned.isEmpty() ? Future.succeededFuture() : events.revoking(owned));
    } else if (state != MemberState.OUTSIDE && state != MemberState.LEAVING) {
      // On its way in: once there it joins again.
      rejoinReason = reason;
    }
  }

  private void giveUp(Future<Void> handler) {
    int mine = turn;
    givingUp = handler;
    waitFor(handler, "revoked or lost")
        .onComplete(
            done -> {
              if (turn == mine) {
                heartbeats.stop();
                disown();
                enter(MemberState.JOINING);
                join();
              }
            });
  }

  private void disown() {
    Set<TopicPartition> gone = owned;
    owned = Set.of();
    if (!gone.isEmpty()) {
      events.revoked(gone);
    }
  }

  private Future<Void> waitFor(Future<Void> handler, String what) {
    return cluster
        .timers()
        .atMost(
            config.rebalanceTimeoutNanos(),
            handler,
            () ->
                LOG.warn(
                    "Group "
                        + config.groupId()
                        + ": the handler for partitions that were "
                        + what
                        + " took longer than the rebalance timeout; going on without it"));
  }

  private void join() {
    int mine = turn;
    String reason = rejoinReason;
    rejoinReason = null;
    leader.resign();
    requests
        .join(memberId, assignors, topics, reason)
        .onComplete(
            answer -> {
              if (turn != mine) {
                return;
              }
              if (answer.failed()) {
                retryJoin(answer.cause());
              } else {
                joined(answer.result());
              }
            });
  }

  private void retryJoin(Throwable cause) {
    if (cause instanceof UnsupportedVersionException) {
      fail(cause);
      return;
    }
    failures++;
    LOG.debug("Group " + config.groupId() + ": cannot join yet: " + cause);
    joinAfter(config.backoff(failures));
  }

  private void joinAfter(long nanos) {
    int mine = turn;
    double jitter = 0.8 + 0.4 * loop.random().nextDouble();
    cluster
        .timers()
        .pause((long) (nanos * jitter))
        .onSuccess(
            waited -> {
              if (turn == mine) {
                join();
              }
            });
  }

  private void joined(JoinGroupResponse response) {
    ErrorCode error = ErrorCode.forCode(response.errorCode());
    switch (GroupErrors.join(error)) {
      case OK -> accepted(response);
      case TAKE_MEMBER_ID -> {
        memberId = response.memberId();
        join();
      }
      case LOST_AND_NEW -> {
        memberId = "";
        generation = -1;
        join();
      }
      case LOST -> {
        generation = -1;
        join();
      }
      case FIND_COORDINATOR -> {
        requests.forgetCoordinator();
        retryJoin(new BrokerErrorException(error, "JoinGroup"));
      }
      case RETRY, REJOIN -> retryJoin(new BrokerErrorException(error, "JoinGroup"));
      case FAIL -> fail(new BrokerErrorException(error, "joining the group " + config.groupId()));
    }
  }

  private void accepted(JoinGroupResponse response) {
    failures = 0;
    memberId = response.memberId();
    generation = response.generationId();
    PartitionAssignor assignor = assignor(response.protocolName());
    if (assignor == null) {
      fail(
          new KafkaException(
              "the group "
                  + config.groupId()
                  + " has chosen the assignor '"
                  + response.protocolName()
                  + "', which this member did not offer"));
      return;
    }
    enter(MemberState.SYNCING);
    if (response.leader().equals(memberId)) {
      lead(response, assignor);
    } else {
      sync(assignor, List.of());
    }
  }

  private PartitionAssignor assignor(String name) {
    for (PartitionAssignor assignor : assignors) {
      if (assignor.name().equals(name)) {
        return assignor;
      }
    }
    return null;
  }

  private void lead(JoinGroupResponse response, PartitionAssignor assignor) {
    int mine = turn;
    leader
        .share(response, assignor)
        .onComplete(
            shared -> {
              if (turn != mine) {
                return;
              }
              if (shared.failed()) {
                Throwable cause = shared.cause();
                fail(
                    new KafkaException(
                        "the assignor " + assignor.name() + " has failed: " + cause, cause));
              } else {
                sync(assignor, shared.result());
              }
            });
  }

  private void metadataChanged(ClusterMetadata metadata) {
    if (state == MemberState.STABLE && leader.isOutdated(metadata)) {
      rejoin("partitions of a subscribed topic have changed");
    }
  }

  private void sync(
      PartitionAssignor assignor, List<SyncGroupRequest.SyncGroupRequestAssignment> shares) {
    int mine = turn;
    requests
        .sync(memberId, generation, assignor.name(), shares)
        .onComplete(
            answer -> {
              if (turn != mine) {
                return;
              }
              if (answer.failed()) {
                enter(MemberState.JOINING);
                retryJoin(answer.cause());
              } else {
                synced(answer.result(), assignor);
              }
            });
  }

  private void synced(SyncGroupResponse response, PartitionAssignor assignor) {
    ErrorCode error = ErrorCode.forCode(response.errorCode());
    GroupAction action = GroupErrors.sync(error);
    if (action == GroupAction.OK) {
      assign(response, assignor);
      return;
    }
    if (action == GroupAction.FAIL) {
      fail(new BrokerErrorException(error, "joining the group " + config.groupId()));
      return;
    }
    enter(MemberState.JOINING);
    switch (action) {
      case REJOIN -> join();
      case LOST -> {
        generation = -1;
        join();
      }
      case LOST_AND_NEW -> {
        generation = -1;
        memberId = "";
        join();
      }
      default -> {
        requests.forgetCoordinator();
        retryJoin(new BrokerErrorException(error, "SyncGroup"));
      }
    }
  }

  private void assign(SyncGroupResponse response, PartitionAssignor assignor) {
    PartitionAssignor.Assignment assignment;
    try {
      assignment = ConsumerProtocol.readAssignment(response.assignment());
      assignor.onAssignment(assignment, generation);
    } catch (RuntimeException e) {
      fail(
          new KafkaException(
              "the leader of the group "
                  + config.groupId()
                  + " sent an assignment that cannot be read",
              e));
      return;
    }
    owned = new LinkedHashSet<>(assignment.partitions());
    // The subscription may have changed while the group was at it; the next round puts it right.
    if (owned.removeIf(partition -> !topics.contains(partition.topic()))) {
      rejoinReason = "the assignment has topics that are not subscribed any more";
    }
    LOG.info("Group " + config.groupId() + ", generation " + generation + ": assigned " + owned);
    enter(MemberState.ASSIGNING);
    heartbeats.start();
    int mine = turn;
    Set<TopicPartition> mineNow = Set.copyOf(owned);
    waitFor(events.assigning(mineNow), "assigned")
        .onComplete(
            done -> {
              if (turn == mine) {
                enter(MemberState.STABLE);
                events.assigned(mineNow);
                if (rejoinReason != null) {
                  rejoin(rejoinReason);
                } else {
                  metadataChanged(cluster.metadata());
                }
              }
            });
  }

  /** The answer to a heartbeat or a commit. */
  void told(GroupAction action, ErrorCode error) {
    switch (action) {
      case OK, RETRY, TAKE_MEMBER_ID -> {}
      case REJOIN -> rejoin("the group rebalances");
      case LOST -> lost(false, error.name());
      case LOST_AND_NEW -> lost(true, error.name());
      case FIND_COORDINATOR -> requests.forgetCoordinator();
      case FAIL ->
          fail(new BrokerErrorException(error, "membership of the group " + config.groupId()));
    }
  }

  /** A commit was refused; only what concerns the generation at hand is news. */
  public void commitRefused(ErrorCode error, int ofGeneration) {
    GroupAction action = GroupErrors.commit(error);
    if (ofGeneration == generation
        && (action == GroupAction.REJOIN
            || action == GroupAction.LOST
            || action == GroupAction.LOST_AND_NEW)) {
      told(action, error);
    }
  }

  /** The group has gone on without this member. */
  void lost(boolean asNew, String reason) {
    generation = -1;
    if (asNew) {
      memberId = "";
    }
    heartbeats.stop();
    if (state == MemberState.ASSIGNING || state == MemberState.STABLE) {
      LOG.warn("Group " + config.groupId() + ": lost the partitions " + owned + ", " + reason);
      enter(MemberState.REVOKING);
      Set<TopicPartition> gone = owned;
      owned = Set.of();
      giveUp(gone.isEmpty() ? Future.succeededFuture() : events.lost(gone));
    }
  }

  private void fail(Throwable cause) {
    heartbeats.stop();
    generation = -1;
    memberId = "";
    if (state == MemberState.OUTSIDE || state == MemberState.LEAVING) {
      return;
    }
    Set<TopicPartition> gone = owned;
    owned = Set.of();
    enter(MemberState.OUTSIDE);
    if (!gone.isEmpty()) {
      events.lost(gone);
    }
    events.failed(cause);
  }

  /**
   * Gives up its partitions and leaves. A static member only stops: the group keeps its place until
   * the session times out.
   *
   * @return completes when the coordinator has been told, or could not be told in time
   */
  public Future<Void> leave(long deadline) {
    if (state == MemberState.OUTSIDE) {
      return Future.succeededFuture();
    }
    boolean revoking = state == MemberState.REVOKING;
    enter(MemberState.LEAVING);
    long patience = Math.max(0, deadline - loop.nanoTime());
    Future<Void> handler =
        revoking ? givingUp : owned.isEmpty() ? Future.succeededFuture() : events.revoking(owned);
    return cluster
        .timers()
        .atMost(Math.min(patience, config.rebalanceTimeoutNanos()), handler, () -> {})
        .compose(done -> left(deadline));
  }

  private Future<Void> left(long deadline) {
    heartbeats.stop();
    disown();
    String oldId = memberId;
    memberId = "";
    generation = -1;
    leader.leave();
    enter(MemberState.OUTSIDE);
    if (oldId.isEmpty() || config.instanceId() != null) {
      return Future.succeededFuture();
    }
    return requests.leave(oldId, deadline);
  }

  /** Stops without a word to anybody. */
  public void close() {
    heartbeats.stop();
    stopListening.run();
    turn++;
  }
}
