package io.kafkavertx.internal.group;

import io.kafkavertx.BrokerErrorException;
import io.kafkavertx.CloseOptions.GroupMembershipOperation;
import io.kafkavertx.ClusterMetadata;
import io.kafkavertx.ConfigException;
import io.kafkavertx.ConsumerGroupMetadata;
import io.kafkavertx.internal.cluster.Cluster;
import io.kafkavertx.internal.collect.OrderedCopy;
import io.kafkavertx.internal.net.EventLoop;
import io.kafkavertx.protocol.ErrorCode;
import io.kafkavertx.spi.PartitionAssignor;
import io.kafkavertx.spi.TopicPartition;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.logging.Logger;
import io.vertx.core.internal.logging.LoggerFactory;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

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
 * heartbeats go on. Every state change starts a new turn, and an answer or a timer of an older turn
 * is ignored.
 *
 * <p>The two rebalance protocols take the same way and differ in what REVOKING takes away ({@link
 * HandOver}). An eager member gives up everything, so that nothing is owned while it joins. A
 * cooperative one keeps what it has, reads and commits, through JOINING and SYNCING, and what the
 * assignment has not it gives up in ASSIGNING; then it joins again, for only now may another member
 * have that.
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
  private final HandOver handOver;
  private final OwnedPartitions owned;

  private MemberState state = MemberState.OUTSIDE;

  /** Why it is no member any more, unless it was asked to leave. */
  private Throwable failure;

  private int turn;
  private int waits;
  private Set<String> topics = Set.of();
  private final MemberIdentity identity = new MemberIdentity();
  private String rejoinReason;

  /** Completes when the round at hand has an assignment: it is to leave then. */
  private Promise<Void> leavesAfterRound;

  /**
   * @throws ConfigException when the assignors have no rebalance protocol in common
   */
  public GroupMember(
      Cluster cluster,
      GroupConfig config,
      CoordinatorLink link,
      List<PartitionAssignor> assignors,
      GroupEvents events) {
    this.cluster = cluster;
    this.loop = cluster.loop();
    this.config = config;
    this.events = events;
    this.handOver = HandOver.common(assignors);
    this.owned = new OwnedPartitions(cluster, config, events);
    this.metrics = new GroupMetrics(cluster.meters(), loop);
    this.requests = new GroupRequests(loop, config, link);
    this.leader = new GroupLeader(cluster, config);
    this.joining = new Joining(cluster, config, this, identity, requests, leader, assignors);
    this.heartbeats = new Heartbeats(loop, config, this, requests);
    this.stopListening = cluster.onUpdate(this::metadataChanged);
  }

  /** Joins for these topics, in place of those before. */
  public void subscribe(Set<String> newTopics) {
    boolean same = topics.equals(newTopics);
    topics = OrderedCopy.of(new TreeSet<>(newTopics));
    if (state == MemberState.OUTSIDE) {
      failure = null;
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
    return identity.generation >= 0 && (state.isMember() || !owned.isEmpty());
  }

  /** What has ended its membership; null while it is a member, or may become one by itself. */
  public Throwable failure() {
    return failure;
  }

  /** Whether it reads what it was assigned. */
  public boolean isStable() {
    return state == MemberState.STABLE;
  }

  /** Whether it is a member, or on its way to be one. */
  public boolean isIn() {
    return state != MemberState.OUTSIDE && state != MemberState.LEAVING;
  }

  MemberState state() {
    return state;
  }

  /** Grows with each change of state: whoever asked in an older turn ignores the answer. */
  int turn() {
    return turn;
  }

  /** The topics that it is subscribed to. */
  public Set<String> topics() {
    return topics;
  }

  /** What it reads, also while it joins. */
  Set<TopicPartition> owned() {
    return owned.all();
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

  /**
   * Asks the group to share out the partitions anew. A rebalance that is under way is as good.
   *
   * @param reason for the log of the coordinator
   * @throws IllegalStateException when it is no member and on no way to be one
   */
  public void enforceRebalance(String reason) {
    if (state == MemberState.OUTSIDE || state == MemberState.LEAVING) {
      throw new IllegalStateException(
          "enforceRebalance: this consumer is not a member of group " + config.groupId());
    }
    if (state == MemberState.STABLE) {
      // Not with the application's words: reasons are tags.
      metrics.began("asked for by the application");
      rejoin(reason);
    }
  }

  /** Gives up what it must and joins again. */
  void rejoin(String reason) {
    if (state == MemberState.STABLE) {
      LOG.info("Group " + config.groupId() + ": joining again, " + reason);
      metrics.began(reason);
      rejoinReason = reason;
      enter(MemberState.REVOKING);
      after(() -> owned.revoke(handOver.beforeJoining(owned.all(), topics)), this::join);
    } else if (state != MemberState.OUTSIDE && state != MemberState.LEAVING) {
      // On its way in: once there it joins again.
      rejoinReason = reason;
    }
  }

  /** Goes on when the application's handlers are through, unless there is something else to do. */
  private void after(Supplier<Future<Void>> handlers, Runnable next) {
    int mine = turn;
    int wait = ++waits;
    handlers
        .get()
        .onComplete(
            done -> {
              if (turn == mine && waits == wait) {
                next.run();
              }
            });
  }

  private void join() {
    owned.disown();
    if (owned.isEmpty()) {
      // The coordinator waits for the join now; there is nothing to be lost by silence.
      heartbeats.stop();
    }
    enter(MemberState.JOINING);
    joining.join();
  }

  /** The group has let it in; the assignment is to follow. */
  void accepted(String memberId, int generation) {
    identity.memberId = memberId;
    identity.generation = generation;
    enter(MemberState.SYNCING);
    if (!owned.isEmpty()) {
      // Answers for the generation before are of no interest any more.
      heartbeats.start();
    }
  }

  private void metadataChanged(ClusterMetadata metadata) {
    if (state == MemberState.STABLE && leader.isOutdated(metadata)) {
      rejoin("partitions of a subscribed topic have changed");
    }
  }

  /** It is in, and these are its partitions. */
  void assign(Collection<TopicPartition> partitions) {
    Set<TopicPartition> next = new LinkedHashSet<>(partitions);
    // The subscription may have changed while the group was at it; the next round puts it right.
    if (next.removeIf(partition -> !topics.contains(partition.topic()))) {
      rejoinReason = "the assignment has topics that are not subscribed any more";
    }
    LOG.info(
        "Group " + config.groupId() + ", generation " + identity.generation + ": assigned " + next);
    enter(MemberState.ASSIGNING);
    heartbeats.start();
    if (leavesAfterRound != null) {
      leavesAfterRound.tryComplete();
      return;
    }
    Set<TopicPartition> gone = owned.allBut(next);
    Set<TopicPartition> added = owned.lacking(next);
    if (!gone.isEmpty()) {
      // Whoever is to have them gets them in the next round: not before they are free.
      rejoinReason = "partitions that are to move have been given up";
    }
    after(() -> owned.revoke(gone), () -> take(added));
  }

  private void take(Set<TopicPartition> added) {
    owned.disown();
    after(() -> owned.add(added), () -> settle(added));
  }

  private void settle(Set<TopicPartition> added) {
    enter(MemberState.STABLE);
    metrics.ended();
    events.assigned(added);
    if (rejoinReason != null) {
      rejoin(rejoinReason);
    } else {
      metadataChanged(cluster.metadata());
    }
  }

  /** The answer to a heartbeat or a commit. */
  void told(GroupAction action, ErrorCode error) {
    switch (action) {
      case OK, RETRY, TAKE_MEMBER_ID -> {}
      case REJOIN -> {
        // On its way in, the answer to JoinGroup or SyncGroup will tell.
        if (state != MemberState.JOINING && state != MemberState.SYNCING) {
          rejoin("the group rebalances");
        }
      }
      case LOST -> {
        // Once it has been let in, the generation before is illegal; the answer is on its way.
        if (state != MemberState.JOINING) {
          lost(false, error.name());
        }
      }
      case LOST_AND_NEW -> lost(true, error.name());
      case FIND_COORDINATOR -> requests.forgetCoordinator();
      case FAIL ->
          fail(new BrokerErrorException(error, "membership of the group " + config.groupId()));
    }
  }

  /**
   * A commit was refused. Only what says that the generation at hand has ended is news: a rebalance
   * in progress is told by heartbeats.
   */
  public void commitRefused(ErrorCode error, int ofGeneration) {
    GroupAction action = GroupErrors.commit(error);
    if (ofGeneration == identity.generation
        && (action == GroupAction.LOST || action == GroupAction.LOST_AND_NEW)) {
      told(action, error);
    }
  }

  /**
   * Whether a commit was refused only because it named a generation that the member is past, or on
   * its way out of, with its partitions: it is to be repeated.
   */
  public boolean isPast(int generation) {
    return generation >= 0
        && !owned.isEmpty()
        && (identity.generation > generation
            || identity.generation == generation && state == MemberState.JOINING);
  }

  /** The group has gone on without this member. */
  void lost(boolean asNew, String reason) {
    identity.generation = -1;
    if (asNew) {
      identity.memberId = "";
    }
    heartbeats.stop();
    Set<TopicPartition> gone = owned.staying();
    boolean isIn = state == MemberState.ASSIGNING || state == MemberState.STABLE;
    if (state == MemberState.OUTSIDE || state == MemberState.LEAVING || gone.isEmpty() && !isIn) {
      return;
    }
    LOG.warn("Group " + config.groupId() + ": lost the partitions " + gone + ", " + reason);
    metrics.began(reason);
    if (state != MemberState.REVOKING) {
      enter(MemberState.REVOKING);
    }
    after(owned::lose, this::join);
  }

  void fail(Throwable cause) {
    heartbeats.stop();
    identity.forget();
    if (state == MemberState.OUTSIDE || state == MemberState.LEAVING) {
      return;
    }
    failure = cause;
    Set<TopicPartition> gone = owned.drop();
    enter(MemberState.OUTSIDE);
    metrics.abandoned();
    if (!gone.isEmpty()) {
      events.lost(gone);
    }
    events.failed(cause);
  }

  /**
   * Gives up its partitions and leaves, or stays a member that is not there until its session times
   * out.
   *
   * @return completes when the coordinator has been told, or could not be told in time
   */
  public Future<Void> leave(GroupMembershipOperation how, long deadline) {
    boolean between = state == MemberState.JOINING || state == MemberState.SYNCING;
    if (!between || owned.isEmpty()) {
      return leaveNow(how, deadline);
    }
    // Between two generations commits are refused. A round of members that are alive is short.
    leavesAfterRound = Promise.promise();
    long patience = Math.min((deadline - loop.nanoTime()) / 2, config.heartbeatNanos());
    return cluster
        .timers()
        .atMost(Math.max(0, patience), leavesAfterRound.future(), () -> {})
        .compose(done -> leaveNow(how, deadline));
  }

  /**
   * Leaves at once, without waiting for anybody: what it had is lost. A static member says nothing:
   * it may come back within the session timeout.
   *
   * @return completes when the application has taken note
   */
  public Future<Void> abandon(String reason) {
    String oldId = identity.memberId;
    heartbeats.stop();
    identity.forget();
    leader.leave();
    Set<TopicPartition> gone = owned.drop();
    enter(MemberState.OUTSIDE);
    metrics.abandoned();
    LOG.warn("Group " + config.groupId() + ": left, " + reason + "; lost the partitions " + gone);
    if (config.instanceId() == null && !oldId.isEmpty()) {
      requests.leave(oldId, reason, loop.nanoTime() + config.requestTimeoutNanos());
    }
    return gone.isEmpty() ? Future.succeededFuture() : events.lost(gone);
  }

  private Future<Void> leaveNow(GroupMembershipOperation how, long deadline) {
    leavesAfterRound = null;
    if (state == MemberState.OUTSIDE) {
      return Future.succeededFuture();
    }
    enter(MemberState.LEAVING);
    metrics.abandoned();
    long patience = Math.max(0, deadline - loop.nanoTime());
    return cluster
        .timers()
        .atMost(patience, owned.revoke(owned.staying()), () -> {})
        .compose(done -> left(how, deadline));
  }

  private Future<Void> left(GroupMembershipOperation how, long deadline) {
    heartbeats.stop();
    owned.disownAll();
    String oldId = identity.memberId;
    identity.forget();
    leader.leave();
    enter(MemberState.OUTSIDE);
    boolean stays =
        how == GroupMembershipOperation.REMAIN_IN_GROUP
            || how == GroupMembershipOperation.DEFAULT && config.instanceId() != null;
    return oldId.isEmpty() || stays
        ? Future.succeededFuture()
        : requests.leave(oldId, "the consumer has unsubscribed or was closed", deadline);
  }

  /** Stops without a word to anybody. */
  public void close() {
    heartbeats.stop();
    stopListening.run();
    turn++;
  }
}
