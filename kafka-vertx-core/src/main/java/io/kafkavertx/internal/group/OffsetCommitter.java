package io.kafkavertx.internal.group;

import io.kafkavertx.BrokerErrorException;
import io.kafkavertx.CommitFailedException;
import io.kafkavertx.ConsumerGroupMetadata;
import io.kafkavertx.KafkaException;
import io.kafkavertx.KafkaTimeoutException;
import io.kafkavertx.OffsetAndMetadata;
import io.kafkavertx.UnsupportedVersionException;
import io.kafkavertx.internal.cluster.Cluster;
import io.kafkavertx.internal.collect.OrderedCopy;
import io.kafkavertx.internal.net.EventLoop;
import io.kafkavertx.internal.net.Timers;
import io.kafkavertx.protocol.ErrorCode;
import io.kafkavertx.protocol.message.OffsetCommitRequest;
import io.kafkavertx.protocol.message.OffsetCommitResponse;
import io.kafkavertx.spi.TopicPartition;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Commits offsets: one request at a time, so that a commit never overtakes an older one. Those that
 * come in meanwhile leave together in the next request, the newest offset of each partition.
 */
public final class OffsetCommitter {
  /** Version 0 keeps offsets in ZooKeeper, where nobody looks for them later. */
  private static final int FIRST_VERSION_IN_KAFKA = 1;

  /** Version 10 names topics by ids only; names do. */
  private static final int LAST_VERSION_WITH_NAMES = 9;

  private final EventLoop loop;
  private final Timers timers;
  private final GroupConfig config;
  private final CoordinatorLink link;
  private final Membership membership;
  private final CommitMetrics metrics;
  private List<Call> waiting = new ArrayList<>();
  private List<Call> flying = List.of();
  private boolean busy;
  private KafkaException closed;
  private int failures;

  /** On whose behalf offsets are committed. */
  public interface Membership {
    /** Who commits; the generation is -1 outside of a group. */
    ConsumerGroupMetadata identity();

    /** Whether a commit in this generation is to be repeated in the one that follows. */
    boolean isPast(int generation);

    /** An error that may say something about the membership in this generation. */
    void refused(ErrorCode error, int generation);
  }

  /** Somebody who wants offsets committed. */
  private static final class Call {
    final Map<TopicPartition, OffsetAndMetadata> offsets;
    final long deadline;
    final Set<TopicPartition> gone = new HashSet<>();
    final Promise<Map<TopicPartition, OffsetAndMetadata>> promise = Promise.promise();
    EventLoop.Timer timer;
    boolean done;
    String lastProblem = "the coordinator was not asked yet";

    Call(Map<TopicPartition, OffsetAndMetadata> offsets, long deadline) {
      this.offsets = offsets;
      this.deadline = deadline;
    }

    void drop(Set<TopicPartition> partitions) {
      offsets.keySet().stream().filter(partitions::contains).forEach(gone::add);
    }

    void end(KafkaException failure) {
      if (done) {
        return;
      }
      done = true;
      timer.cancel();
      if (failure == null) {
        promise.complete(offsets);
      } else {
        promise.fail(failure);
      }
    }
  }

  public OffsetCommitter(
      Cluster cluster, GroupConfig config, CoordinatorLink link, Membership membership) {
    this.loop = cluster.loop();
    this.timers = cluster.timers();
    this.config = config;
    this.link = link;
    this.membership = membership;
    this.metrics = new CommitMetrics(cluster.meters(), loop);
  }

  /** Commits; completes with what was committed. */
  public Future<Map<TopicPartition, OffsetAndMetadata>> commit(
      Map<TopicPartition, OffsetAndMetadata> offsets, long deadline) {
    if (offsets.isEmpty()) {
      return Future.succeededFuture(Map.of());
    }
    if (closed != null) {
      return Future.failedFuture(closed);
    }
    Call call = call(OrderedCopy.of(offsets), deadline);
    metrics.watch(call.promise.future());
    waiting.add(call);
    send();
    return call.promise.future();
  }

  private Call call(Map<TopicPartition, OffsetAndMetadata> offsets, long deadline) {
    Call call = new Call(offsets, deadline);
    call.timer =
        loop.schedule(
            Math.max(0, deadline - loop.nanoTime()),
            () ->
                call.end(
                    new KafkaTimeoutException(
                        "the commit of "
                            + call.offsets
                            + " for group "
                            + config.groupId()
                            + " was not confirmed in time, it may have been stored or not; last: "
                            + call.lastProblem)));
    return call;
  }

  /**
   * The partitions belong to somebody else now: what has not left for them must not leave any more.
   */
  public void drop(Set<TopicPartition> gone) {
    // A request that has left may still succeed, but is not repeated.
    flying.forEach(call -> call.drop(gone));
    waiting.forEach(call -> call.drop(gone));
    waiting = withoutGone(waiting);
  }

  /** Who wanted more than can be is told; what can be is committed all the same. */
  private List<Call> withoutGone(List<Call> calls) {
    List<Call> left = new ArrayList<>();
    for (Call call : calls) {
      if (call.gone.isEmpty()) {
        left.add(call);
      } else if (!call.done) {
        call.end(taken(call));
        Map<TopicPartition, OffsetAndMetadata> rest = new HashMap<>(call.offsets);
        rest.keySet().removeAll(call.gone);
        if (!rest.isEmpty()) {
          left.add(call(rest, call.deadline));
        }
      }
    }
    return left;
  }

  private static CommitFailedException taken(Call call) {
    return new CommitFailedException(
        call.gone
            + " were taken from this consumer before these offsets were committed: "
            + call.offsets);
  }

  private void send() {
    waiting.removeIf(call -> call.done);
    if (busy || waiting.isEmpty()) {
      return;
    }
    List<Call> calls = waiting;
    waiting = new ArrayList<>();
    flying = calls;
    busy = true;
    Map<TopicPartition, OffsetAndMetadata> offsets = new LinkedHashMap<>();
    for (Call call : calls) {
      offsets.putAll(call.offsets);
    }
    ConsumerGroupMetadata who = membership.identity();
    OffsetCommitRequest request =
        new OffsetCommitRequest()
            .setGroupId(config.groupId())
            .setGenerationIdOrMemberEpoch(who.generationId())
            .setMemberId(who.memberId())
            .setGroupInstanceId(who.generationId() < 0 ? null : who.groupInstanceId())
            .setTopics(topics(offsets));
    link.send(
            request,
            loop.nanoTime() + config.requestTimeoutNanos(),
            how -> how.atLeast(FIRST_VERSION_IN_KAFKA).atMost(LAST_VERSION_WITH_NAMES))
        .onComplete(
            answer -> {
              busy = false;
              flying = List.of();
              if (answer.failed()) {
                unanswered(calls, answer.cause());
              } else {
                answered(calls, answer.result(), who.generationId());
              }
            });
  }

  private void unanswered(List<Call> calls, Throwable cause) {
    if (GroupErrors.isRefusal(cause)) {
      calls.forEach(call -> call.end((BrokerErrorException) cause));
      send();
    } else if (cause instanceof UnsupportedVersionException) {
      calls.forEach(call -> call.end(TooOld.forOffsets(cause)));
      send();
    } else {
      calls.forEach(call -> call.lastProblem = String.valueOf(cause));
      again(calls);
    }
  }

  private static List<OffsetCommitRequest.OffsetCommitRequestTopic> topics(
      Map<TopicPartition, OffsetAndMetadata> offsets) {
    Map<String, OffsetCommitRequest.OffsetCommitRequestTopic> topics = new LinkedHashMap<>();
    offsets.forEach(
        (tp, offset) ->
            topics
                .computeIfAbsent(
                    tp.topic(),
                    name ->
                        new OffsetCommitRequest.OffsetCommitRequestTopic()
                            .setName(name)
                            .setPartitions(new ArrayList<>()))
                .partitions()
                .add(
                    new OffsetCommitRequest.OffsetCommitRequestPartition()
                        .setPartitionIndex(tp.partition())
                        .setCommittedOffset(offset.offset())
                        .setCommittedLeaderEpoch(offset.leaderEpoch())
                        .setCommittedMetadata(offset.metadata())));
    return new ArrayList<>(topics.values());
  }

  private void answered(List<Call> calls, OffsetCommitResponse response, int generation) {
    Map<TopicPartition, ErrorCode> errors = new HashMap<>();
    for (OffsetCommitResponse.OffsetCommitResponseTopic topic : response.topics()) {
      for (OffsetCommitResponse.OffsetCommitResponsePartition partition : topic.partitions()) {
        errors.put(
            new TopicPartition(topic.name(), partition.partitionIndex()),
            ErrorCode.forCode(partition.errorCode()));
      }
    }
    List<Call> open = new ArrayList<>();
    for (Call call : calls) {
      if (!settle(call, errors, generation)) {
        open.add(call);
      }
    }
    errors.values().stream()
        .distinct()
        .filter(error -> error != ErrorCode.NONE)
        .forEach(
            error -> {
              if (GroupErrors.commit(error) == GroupAction.FIND_COORDINATOR) {
                link.forget();
              }
              membership.refused(error, generation);
            });
    if (open.isEmpty()) {
      failures = 0;
      send();
    } else {
      again(open);
    }
  }

  /** Returns false when the call is to be repeated. */
  private boolean settle(Call call, Map<TopicPartition, ErrorCode> errors, int generation) {
    boolean repeat = false;
    for (TopicPartition partition : call.offsets.keySet()) {
      // A partition that the coordinator does not mention was not committed.
      ErrorCode error = errors.getOrDefault(partition, ErrorCode.UNKNOWN_SERVER_ERROR);
      GroupAction action = GroupErrors.commit(error);
      if (action == GroupAction.LOST && membership.isPast(generation)) {
        // The rebalance overtook it, and left the partitions here: the next round takes it.
        action = GroupAction.RETRY;
      }
      switch (action) {
        case OK -> {}
        case RETRY, FIND_COORDINATOR, TAKE_MEMBER_ID, REJOIN -> {
          repeat = true;
          call.lastProblem = error + " for " + partition;
        }
        case LOST, LOST_AND_NEW -> {
          call.end(
              new CommitFailedException(
                  "the group "
                      + config.groupId()
                      + " has gone on without this member, and "
                      + partition
                      + " may belong to another one now ("
                      + error
                      + "): records after the last commit are read again"));
          return true;
        }
        case FAIL -> {
          call.end(
              new BrokerErrorException(
                  error, "commit of " + partition + " for group " + config.groupId()));
          return true;
        }
      }
    }
    if (!repeat) {
      call.end(null);
    }
    return !repeat;
  }

  private void again(List<Call> calls) {
    // Before the newer ones: their offsets must win.
    List<Call> all = withoutGone(calls);
    all.addAll(waiting);
    waiting = all;
    failures++;
    busy = true;
    timers
        .pause(config.backoff(failures, loop.random()))
        .onSuccess(
            waited -> {
              busy = false;
              send();
            });
  }

  /** Fails what is left, and what is still to come. */
  public void close(KafkaException cause) {
    closed = cause;
    flying.forEach(call -> call.end(cause));
    waiting.forEach(call -> call.end(cause));
    waiting.clear();
  }
}
