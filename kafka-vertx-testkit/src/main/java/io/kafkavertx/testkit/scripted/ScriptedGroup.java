package io.kafkavertx.testkit.scripted;

import io.kafkavertx.internal.net.EventLoop;
import io.kafkavertx.protocol.ErrorCode;
import io.kafkavertx.protocol.message.JoinGroupRequest;
import io.kafkavertx.protocol.message.JoinGroupResponse;
import io.kafkavertx.protocol.message.JoinGroupResponse.JoinGroupResponseMember;
import io.kafkavertx.protocol.message.SyncGroupRequest;
import io.kafkavertx.protocol.message.SyncGroupResponse;
import io.kafkavertx.spi.TopicPartition;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * A consumer group by the classic protocol: join, sync, heartbeat, leave, and committed offsets.
 */
public final class ScriptedGroup {
  /** Where the group stands. */
  public enum State {
    /** It has no members. */
    EMPTY,
    /** It waits for all members to join. */
    PREPARING_REBALANCE,
    /** All have joined; the leader's assignment is awaited. */
    COMPLETING_REBALANCE,
    /** Every member has its assignment. */
    STABLE
  }

  /**
   * A committed offset.
   *
   * @param offset the next offset to read
   * @param leaderEpoch -1 when not known
   * @param metadata the committer's text
   */
  public record Committed(long offset, int leaderEpoch, String metadata) {}

  /**
   * The assignments of one generation.
   *
   * @param generation its number
   * @param assignments the bytes that the leader sent for each member
   */
  public record Generation(int generation, Map<String, byte[]> assignments) {}

  private static final int FIRST_VERSION_WITH_SKIP = 9;

  private final String id;
  private final ScriptedCluster cluster;
  private final Map<String, GroupMember> members = new LinkedHashMap<>();
  private final Set<String> pendingIds = new LinkedHashSet<>();
  private final Map<TopicPartition, Committed> offsets = new LinkedHashMap<>();
  private final List<Generation> generations = new ArrayList<>();
  private State state = State.EMPTY;
  private int generation;
  private String protocol;
  private String protocolType;
  private String leader;
  private EventLoop.Timer rebalanceTimer;
  private EventLoop.Timer syncTimer;

  ScriptedGroup(String id, ScriptedCluster cluster) {
    this.id = id;
    this.cluster = cluster;
  }

  /** Where the group stands. */
  public State state() {
    return state;
  }

  /** The number of the current generation. */
  public int generation() {
    return generation;
  }

  /** The ids of the members, oldest first. */
  public List<String> memberIds() {
    return new ArrayList<>(members.keySet());
  }

  /** What was assigned in each generation so far. */
  public List<Generation> generations() {
    return new ArrayList<>(generations);
  }

  /** The committed offsets; may be changed. */
  public Map<TopicPartition, Committed> offsets() {
    return offsets;
  }

  /** Throws a member out, as after a session timeout. */
  public void expel(String memberId) {
    GroupMember member = members.get(memberId);
    if (member != null) {
      cluster.note("group " + id + " loses " + memberId);
      remove(member);
    }
  }

  Future<JoinGroupResponse> join(RequestContext context, JoinGroupRequest request) {
    if (!members.isEmpty() && !fits(request)) {
      return joinError(request, ErrorCode.INCONSISTENT_GROUP_PROTOCOL);
    }
    GroupMember member = members.get(request.memberId());
    if (member == null) {
      return joinNew(context, request);
    }
    if (isFenced(member, request.groupInstanceId())) {
      return joinError(request, ErrorCode.FENCED_INSTANCE_ID);
    }
    boolean changed = !member.isSame(request);
    boolean isLeader = member.id().equals(leader);
    member.subscribe(request);
    if (state == State.COMPLETING_REBALANCE && !changed
        || state == State.STABLE && !changed && !isLeader) {
      member.alive(cluster.loop(), () -> expired(member));
      return Future.succeededFuture(joined(member));
    }
    return waitForOthers(member);
  }

  private Future<JoinGroupResponse> joinNew(RequestContext context, JoinGroupRequest request) {
    GroupMember same = request.groupInstanceId() == null ? null : byInstance(request);
    if (same != null && request.memberId().isEmpty()) {
      return replaceStatic(context, same, request);
    }
    if (request.memberId().isEmpty()) {
      String memberId = newMemberId(context, request);
      if (context.version() >= 4 && request.groupInstanceId() == null) {
        pendingIds.add(memberId);
        return Future.succeededFuture(
            JoinGroupHandler.error(request, ErrorCode.MEMBER_ID_REQUIRED).setMemberId(memberId));
      }
      return add(memberId, request);
    }
    if (!pendingIds.remove(request.memberId())) {
      return joinError(
          request, same != null ? ErrorCode.FENCED_INSTANCE_ID : ErrorCode.UNKNOWN_MEMBER_ID);
    }
    return add(request.memberId(), request);
  }

  private Future<JoinGroupResponse> add(String memberId, JoinGroupRequest request) {
    GroupMember member = new GroupMember(memberId, request);
    members.put(memberId, member);
    protocolType = request.protocolType();
    return waitForOthers(member);
  }

  /**
   * A static member comes back under a new id. Whatever it subscribes to now, the group goes on as
   * it is when that does not change the assignor, as with real brokers.
   */
  private Future<JoinGroupResponse> replaceStatic(
      RequestContext context, GroupMember old, JoinGroupRequest request) {
    fail(old, ErrorCode.FENCED_INSTANCE_ID);
    old.stopTimer();
    members.remove(old.id());
    String memberId = request.groupInstanceId() + "-" + randomId();
    GroupMember member = new GroupMember(memberId, request);
    member.assign(old.assignment());
    members.put(memberId, member);
    boolean wasLeader = old.id().equals(leader);
    if (wasLeader) {
      leader = memberId;
    }
    if (state == State.STABLE && vote().equals(protocol)) {
      member.alive(cluster.loop(), () -> expired(member));
      JoinGroupResponse response = joined(member).setSkipAssignment(wasLeader);
      // A leader that cannot be told to skip the assignment (KIP-814) must not take itself for one.
      return Future.succeededFuture(
          wasLeader && context.version() < FIRST_VERSION_WITH_SKIP
              ? response.setLeader(old.id()).setMembers(List.of()).setSkipAssignment(false)
              : response);
    }
    return waitForOthers(member);
  }

  private Future<JoinGroupResponse> waitForOthers(GroupMember member) {
    if (member.joining() != null) {
      member
          .joining()
          .tryComplete(JoinGroupHandler.error(member.subscription(), ErrorCode.UNKNOWN_MEMBER_ID));
    }
    Promise<JoinGroupResponse> promise = Promise.promise();
    member.joining(promise);
    member.stopTimer();
    prepareRebalance();
    return promise.future();
  }

  private void prepareRebalance() {
    if (state != State.PREPARING_REBALANCE) {
      boolean first = state == State.EMPTY;
      state = State.PREPARING_REBALANCE;
      cluster.note("group " + id + " rebalances after generation " + generation);
      stopSync();
      for (GroupMember member : members.values()) {
        failSync(member, ErrorCode.REBALANCE_IN_PROGRESS);
        if (member.joining() == null) {
          member.alive(cluster.loop(), () -> expired(member));
        }
      }
      long delay =
          first
              ? cluster.settings().initialRebalanceDelay().toNanos()
              : members.values().stream().mapToLong(GroupMember::rebalanceNanos).max().orElse(0);
      rebalanceTimer = cluster.loop().schedule(delay, this::completeJoin);
      if (first && delay > 0) {
        return;
      }
    }
    if (members.values().stream().allMatch(member -> member.joining() != null)
        && cluster.settings().initialRebalanceDelay().isZero()) {
      completeJoin();
    }
  }

  private void completeJoin() {
    rebalanceTimer.cancel();
    for (GroupMember member : new ArrayList<>(members.values())) {
      if (member.joining() == null) {
        member.stopTimer();
        members.remove(member.id());
      }
    }
    generation++;
    if (members.isEmpty()) {
      state = State.EMPTY;
      return;
    }
    state = State.COMPLETING_REBALANCE;
    protocol = vote();
    if (!members.containsKey(leader)) {
      leader = members.keySet().iterator().next();
    }
    cluster.note("group " + id + " generation " + generation + " has " + members.keySet());
    long patience = 0;
    for (GroupMember member : new ArrayList<>(members.values())) {
      patience = Math.max(patience, member.rebalanceNanos());
      Promise<JoinGroupResponse> promise = member.joining();
      member.joining(null);
      member.alive(cluster.loop(), () -> expired(member));
      promise.tryComplete(joined(member));
    }
    syncTimer = cluster.loop().schedule(patience, this::syncTimedOut);
  }

  private void syncTimedOut() {
    for (GroupMember member : new ArrayList<>(members.values())) {
      if (state == State.COMPLETING_REBALANCE && member.syncing() == null) {
        remove(member);
      }
    }
  }

  Future<SyncGroupResponse> sync(SyncGroupRequest request) {
    ErrorCode error = check(request.memberId(), request.groupInstanceId(), request.generationId());
    if (error == ErrorCode.NONE && state == State.PREPARING_REBALANCE) {
      error = ErrorCode.REBALANCE_IN_PROGRESS;
    }
    if (error != ErrorCode.NONE) {
      return Future.succeededFuture(new SyncGroupResponse().setErrorCode(error.code()));
    }
    GroupMember member = members.get(request.memberId());
    if (state == State.STABLE) {
      member.alive(cluster.loop(), () -> expired(member));
      return Future.succeededFuture(synced(member));
    }
    Promise<SyncGroupResponse> promise = Promise.promise();
    member.syncing(promise);
    if (member.id().equals(leader)) {
      distribute(request);
    }
    return promise.future();
  }

  private void distribute(SyncGroupRequest request) {
    stopSync();
    state = State.STABLE;
    Map<String, byte[]> assignments = new LinkedHashMap<>();
    members.values().forEach(member -> member.assign(new byte[0]));
    request
        .assignments()
        .forEach(
            assigned -> {
              GroupMember member = members.get(assigned.memberId());
              if (member != null) {
                member.assign(assigned.assignment());
                assignments.put(member.id(), assigned.assignment());
              }
            });
    generations.add(new Generation(generation, assignments));
    for (GroupMember member : members.values()) {
      member.alive(cluster.loop(), () -> expired(member));
      if (member.syncing() != null) {
        Promise<SyncGroupResponse> promise = member.syncing();
        member.syncing(null);
        promise.tryComplete(synced(member));
      }
    }
  }

  ErrorCode heartbeat(String memberId, String instanceId, int of) {
    ErrorCode error = check(memberId, instanceId, of);
    if (error != ErrorCode.NONE) {
      return error;
    }
    GroupMember member = members.get(memberId);
    member.alive(cluster.loop(), () -> expired(member));
    return state == State.PREPARING_REBALANCE ? ErrorCode.REBALANCE_IN_PROGRESS : ErrorCode.NONE;
  }

  ErrorCode leave(String memberId, String instanceId) {
    if (pendingIds.remove(memberId)) {
      return ErrorCode.NONE;
    }
    GroupMember member = members.get(memberId);
    if (memberId.isEmpty() && instanceId != null) {
      member =
          members.values().stream()
              .filter(known -> instanceId.equals(known.instanceId()))
              .findFirst()
              .orElse(null);
    }
    if (member == null) {
      return ErrorCode.UNKNOWN_MEMBER_ID;
    }
    remove(member);
    return ErrorCode.NONE;
  }

  /**
   * Whether a commit is acceptable; a client that is no member may commit to an empty group only.
   */
  ErrorCode checkCommit(String memberId, String instanceId, int of) {
    if (of < 0 && memberId.isEmpty()) {
      return members.isEmpty() ? ErrorCode.NONE : ErrorCode.UNKNOWN_MEMBER_ID;
    }
    ErrorCode error = check(memberId, instanceId, of);
    if (error != ErrorCode.NONE) {
      return error;
    }
    if (state == State.COMPLETING_REBALANCE) {
      return ErrorCode.REBALANCE_IN_PROGRESS;
    }
    GroupMember member = members.get(memberId);
    if (!member.isWaiting()) {
      member.alive(cluster.loop(), () -> expired(member));
    }
    return ErrorCode.NONE;
  }

  void close() {
    members.values().forEach(GroupMember::stopTimer);
    stopSync();
    if (rebalanceTimer != null) {
      rebalanceTimer.cancel();
    }
  }

  private void expired(GroupMember member) {
    if (members.get(member.id()) == member && !member.isWaiting()) {
      cluster.note("group " + id + ": session of " + member.id() + " expired");
      remove(member);
    }
  }

  private void remove(GroupMember member) {
    member.stopTimer();
    members.remove(member.id());
    fail(member, ErrorCode.UNKNOWN_MEMBER_ID);
    if (state == State.PREPARING_REBALANCE) {
      if (members.values().stream().allMatch(known -> known.joining() != null)) {
        completeJoin();
      }
    } else if (state != State.EMPTY) {
      prepareRebalance();
    }
  }

  private void fail(GroupMember member, ErrorCode code) {
    if (member.joining() != null) {
      member.joining().tryComplete(JoinGroupHandler.error(member.subscription(), code));
      member.joining(null);
    }
    failSync(member, code);
  }

  private static void failSync(GroupMember member, ErrorCode code) {
    if (member.syncing() != null) {
      member.syncing().tryComplete(new SyncGroupResponse().setErrorCode(code.code()));
      member.syncing(null);
    }
  }

  private ErrorCode check(String memberId, String instanceId, int of) {
    GroupMember member = members.get(memberId);
    if (member == null) {
      boolean replaced =
          instanceId != null
              && members.values().stream().anyMatch(known -> instanceId.equals(known.instanceId()));
      return replaced ? ErrorCode.FENCED_INSTANCE_ID : ErrorCode.UNKNOWN_MEMBER_ID;
    }
    if (isFenced(member, instanceId)) {
      return ErrorCode.FENCED_INSTANCE_ID;
    }
    return of == generation ? ErrorCode.NONE : ErrorCode.ILLEGAL_GENERATION;
  }

  private static boolean isFenced(GroupMember member, String instanceId) {
    return instanceId != null && !instanceId.equals(member.instanceId());
  }

  private GroupMember byInstance(JoinGroupRequest request) {
    return members.values().stream()
        .filter(member -> request.groupInstanceId().equals(member.instanceId()))
        .findFirst()
        .orElse(null);
  }

  private boolean fits(JoinGroupRequest request) {
    return request.protocolType().equals(protocolType)
        && request.protocols().stream()
            .anyMatch(
                offered ->
                    members.values().stream()
                        .filter(member -> !member.id().equals(request.memberId()))
                        .allMatch(member -> member.supports(offered.name())));
  }

  /** Every member votes for the first of its protocols that all know; most votes win. */
  private String vote() {
    Map<String, Integer> votes = new LinkedHashMap<>();
    for (GroupMember member : members.values()) {
      member.subscription().protocols().stream()
          .filter(offered -> members.values().stream().allMatch(m -> m.supports(offered.name())))
          .findFirst()
          .ifPresent(offered -> votes.merge(offered.name(), 1, Integer::sum));
    }
    return votes.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow().getKey();
  }

  private JoinGroupResponse joined(GroupMember member) {
    List<JoinGroupResponseMember> known = new ArrayList<>();
    if (member.id().equals(leader)) {
      for (GroupMember other : members.values()) {
        known.add(
            new JoinGroupResponseMember()
                .setMemberId(other.id())
                .setGroupInstanceId(other.instanceId())
                .setMetadata(other.metadata(protocol)));
      }
    }
    return new JoinGroupResponse()
        .setGenerationId(generation)
        .setProtocolType(protocolType)
        .setProtocolName(protocol)
        .setLeader(leader)
        .setMemberId(member.id())
        .setMembers(known);
  }

  private SyncGroupResponse synced(GroupMember member) {
    return new SyncGroupResponse()
        .setProtocolType(protocolType)
        .setProtocolName(protocol)
        .setAssignment(member.assignment());
  }

  private void stopSync() {
    if (syncTimer != null) {
      syncTimer.cancel();
      syncTimer = null;
    }
  }

  private String newMemberId(RequestContext context, JoinGroupRequest request) {
    String name =
        request.groupInstanceId() != null ? request.groupInstanceId() : context.clientId();
    return (name == null ? "member" : name) + "-" + randomId();
  }

  private UUID randomId() {
    return new UUID(cluster.loop().random().nextLong(), cluster.loop().random().nextLong());
  }

  private static Future<JoinGroupResponse> joinError(JoinGroupRequest request, ErrorCode code) {
    return Future.succeededFuture(JoinGroupHandler.error(request, code));
  }
}
