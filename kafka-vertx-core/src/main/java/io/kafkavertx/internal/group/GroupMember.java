package io.kafkavertx.internal.group;

import io.kafkavertx.BrokerErrorException;
import io.kafkavertx.ClusterMetadata;
import io.kafkavertx.ConsumerGroupMetadata;
import io.kafkavertx.internal.cluster.Cluster;
import io.kafkavertx.internal.net.EventLoop;
import io.kafkavertx.protocol.ErrorCode;
import io.kafkavertx.spi.PartitionAssignor;
import io.kafkavertx.spi.TopicPartition;
import io.vertx.core.Future;
import io.vertx.core.internal.logging.Logger;
import io.vertx.core.internal.logging.LoggerFactory;
import java.util.Collection;
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
  private final Heartbeats heartbeats;
  private final GroupLeader leader;
  private final Joining joining;
  private final Runnable stopListening;
  private final GroupMetrics metrics;

  private MemberState state = MemberState.OUTSIDE;
  private int turn;
  private Set<String> topics = Set.of();
  private final MemberIdentity identity = new MemberIdentity();
  private Set<TopicPartition> owned = Set.of();
  private String rejoinReason;
  private Future<Void> givingUp = Future.succeededFuture();

  public GroupMember(
      Cluster cluster, GroupConfig config, List<PartitionAssignor> assignors, GroupEvents events) {
    this.cluster = cluster;
    this.loop = cluster.loop();
    this.config = config;
    this.events = events;
    this.metrics = new GroupMetrics(cluster.meters(), loop);
    this.requests = new GroupRequests(cluster, config);
    this.leader = new GroupLeader(cluster, config);
    this.joining = new Joining(cluster, config, this, identity, requests, leader, assignors);
    this.heartbeats = new Heartbeats(loop, config, this, requests);
    this.stopListening = cluster.onUpdate(this::metadataChanged);
  }

  /** Joins for these topics, in place of those before. */
  public void subscribe(Set<String> newTopics) {
    boolean same = topics.equals(newTopics);
    topics = Set.copyOf(new TreeSet<>(newTopics));
    if (state == MemberState.OUTSIDE) {
      metrics.began("joined");
      enter(MemberState.JOINING);
      joining.join();
    } else if (!same) {
      rejoin("the subscription has changed");
    }
  }

  /** Who this is in its group. */
  public ConsumerGroupMetadata metadata() {
    return new ConsumerGroupMetadata(
        config.groupId(), identity.generation, identity.memberId, config.instanceId());
  }

  /** Whether the coordinator takes commits of this member now. */
  public boolean canCommit() {
    return identity.generation >= 0 && state.isMember();
  }

  /** Whether it reads what it was assigned. */
  public boolean isStable() {
    return state == MemberState.STABLE;
  }

  MemberState state() {
    return state;
  }

  /** Grows with each change of state: whoever asked in an older turn ignores the answer. */
  int turn() {
    return turn;
  }

  Set<String> topics() {
    return topics;
  }

  /** Why it joins, to be told once; null when for the first time. */
  String takeRejoinReason() {
    String reason = rejoinReason;
    rejoinReason = null;
    return reason;
  }

  void enter(MemberState next) {
    if (!state.mayBecome(next)) {
      throw new IllegalStateException(
          "group " + config.groupId() + ": a member that is " + state + " cannot become " + next);
    }
    LOG.debug(
        "Group "
            + config.groupId()
            + ", member '"
            + identity.memberId
            + "': "
            + state
            + " -> "
            + next);
    state = next;
    turn++;
  }

  /** Gives up what it has and joins again. */
  void rejoin(String reason) {
    if (state == MemberState.STABLE) {
      LOG.info("Group " + config.groupId() + ": joining again, " + reason);
      metrics.began(reason);
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
                joining.join();
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

  private void metadataChanged(ClusterMetadata metadata) {
    if (state == MemberState.STABLE && leader.isOutdated(metadata)) {
      rejoin("partitions of a subscribed topic have changed");
    }
  }

  /** It is in, and these are its partitions. */
  void assign(Collection<TopicPartition> partitions) {
    owned = new LinkedHashSet<>(partitions);
    // The subscription may have changed while the group was at it; the next round puts it right.
    if (owned.removeIf(partition -> !topics.contains(partition.topic()))) {
      rejoinReason = "the assignment has topics that are not subscribed any more";
    }
    LOG.info(
        "Group "
            + config.groupId()
            + ", generation "
            + identity.generation
            + ": assigned "
            + owned);
    enter(MemberState.ASSIGNING);
    heartbeats.start();
    int mine = turn;
    Set<TopicPartition> mineNow = Set.copyOf(owned);
    waitFor(events.assigning(mineNow), "assigned")
        .onComplete(
            done -> {
              if (turn == mine) {
                enter(MemberState.STABLE);
                metrics.ended();
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
    if (ofGeneration == identity.generation
        && (action == GroupAction.REJOIN
            || action == GroupAction.LOST
            || action == GroupAction.LOST_AND_NEW)) {
      told(action, error);
    }
  }

  /** The group has gone on without this member. */
  void lost(boolean asNew, String reason) {
    identity.generation = -1;
    if (asNew) {
      identity.memberId = "";
    }
    heartbeats.stop();
    if (state == MemberState.ASSIGNING || state == MemberState.STABLE) {
      LOG.warn("Group " + config.groupId() + ": lost the partitions " + owned + ", " + reason);
      metrics.began(reason);
      enter(MemberState.REVOKING);
      Set<TopicPartition> gone = owned;
      owned = Set.of();
      giveUp(gone.isEmpty() ? Future.succeededFuture() : events.lost(gone));
    }
  }

  void fail(Throwable cause) {
    heartbeats.stop();
    identity.forget();
    if (state == MemberState.OUTSIDE || state == MemberState.LEAVING) {
      return;
    }
    Set<TopicPartition> gone = owned;
    owned = Set.of();
    enter(MemberState.OUTSIDE);
    metrics.abandoned();
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
    metrics.abandoned();
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
    String oldId = identity.memberId;
    identity.forget();
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
