package io.kafkavertx.internal.fetch;

import io.kafkavertx.BrokerErrorException;
import io.kafkavertx.ClientClosedException;
import io.kafkavertx.ClusterMetadata;
import io.kafkavertx.KafkaException;
import io.kafkavertx.KafkaTimeoutException;
import io.kafkavertx.OffsetAndTimestamp;
import io.kafkavertx.UnsupportedVersionException;
import io.kafkavertx.internal.cluster.Cluster;
import io.kafkavertx.internal.cluster.SendOptions;
import io.kafkavertx.internal.net.EventLoop;
import io.kafkavertx.protocol.ErrorCode;
import io.kafkavertx.protocol.message.ListOffsetsRequest;
import io.kafkavertx.protocol.message.ListOffsetsResponse;
import io.kafkavertx.spi.PartitionInfo;
import io.kafkavertx.spi.TopicPartition;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One question for offsets by timestamp (ListOffsets), put to the leaders of its partitions and
 * repeated until all have answered or the time is over.
 */
final class OffsetLookup {
  /** The version from which a broker knows the timestamps of records. */
  private static final int TIMES_VERSION = 1;

  /** The version from which a broker can leave out records of open transactions. */
  private static final int ISOLATION_VERSION = 2;

  /** The version from which a broker can look for the largest timestamp (KIP-734). */
  private static final int MAX_TIMESTAMP_VERSION = 7;

  private final Cluster cluster;
  private final EventLoop loop;
  private final FetchConfig config;
  private final long deadline;
  private final Map<TopicPartition, Long> open;
  private final Map<TopicPartition, OffsetAndTimestamp> found = new LinkedHashMap<>();
  private final Promise<Map<TopicPartition, OffsetAndTimestamp>> promise = Promise.promise();
  private int attempts;
  private int pending;
  private boolean done;
  private String lastProblem = "no leader is known";

  private OffsetLookup(
      Cluster cluster, FetchConfig config, Map<TopicPartition, Long> wanted, long deadline) {
    this.cluster = cluster;
    this.loop = cluster.loop();
    this.config = config;
    this.open = new LinkedHashMap<>(wanted);
    this.deadline = deadline;
  }

  /**
   * Asks.
   *
   * @param wanted what to look for: a time in milliseconds since 1970, {@link
   *     ResetPolicy#EARLIEST}, {@link ResetPolicy#LATEST} or {@link ResetPolicy#MAX_TIMESTAMP}
   * @return what was found; partitions that have no such record are left out. Fails at once when a
   *     broker is too old for the question
   */
  static Future<Map<TopicPartition, OffsetAndTimestamp>> find(
      Cluster cluster, FetchConfig config, Map<TopicPartition, Long> wanted, long deadline) {
    OffsetLookup lookup = new OffsetLookup(cluster, config, wanted, deadline);
    lookup.attempt();
    return lookup.promise.future();
  }

  private void attempt() {
    if (done) {
      return;
    }
    if (open.isEmpty()) {
      done = true;
      promise.complete(found);
      return;
    }
    if (loop.nanoTime() >= deadline) {
      fail(late());
      return;
    }
    attempts++;
    ClusterMetadata metadata = cluster.metadata();
    Map<Integer, List<TopicPartition>> byLeader = new HashMap<>();
    boolean leaderless = false;
    for (TopicPartition topicPartition : open.keySet()) {
      PartitionInfo info = metadata.partition(topicPartition);
      if (info == null || info.leader() == null) {
        leaderless = true;
      } else {
        byLeader.computeIfAbsent(info.leader().id(), id -> new ArrayList<>()).add(topicPartition);
      }
    }
    if (leaderless) {
      // Counts like a request, so that the next attempt waits for the new metadata.
      pending++;
      cluster
          .refresh(deadline)
          .onComplete(
              refreshed -> {
                if (refreshed.failed()) {
                  failed(refreshed.cause());
                }
                answered();
              });
    }
    byLeader.forEach((leader, partitions) -> ask(leader, partitions, metadata));
  }

  private void ask(int leader, List<TopicPartition> partitions, ClusterMetadata metadata) {
    Map<String, ListOffsetsRequest.ListOffsetsTopic> topics = new LinkedHashMap<>();
    for (TopicPartition tp : partitions) {
      topics
          .computeIfAbsent(
              tp.topic(),
              name ->
                  new ListOffsetsRequest.ListOffsetsTopic()
                      .setName(name)
                      .setPartitions(new ArrayList<>()))
          .partitions()
          .add(
              new ListOffsetsRequest.ListOffsetsPartition()
                  .setPartitionIndex(tp.partition())
                  .setCurrentLeaderEpoch(metadata.partition(tp).leaderEpoch())
                  .setTimestamp(open.get(tp)));
    }
    long timeout = loop.nanoTime() + config.requestTimeoutNanos();
    long brokersTime = Math.min(deadline, timeout) - loop.nanoTime();
    ListOffsetsRequest request =
        new ListOffsetsRequest()
            .setReplicaId(-1)
            .setIsolationLevel(config.isolation())
            .setTimeoutMs((int) Math.max(1, brokersTime / 1_000_000))
            .setTopics(new ArrayList<>(topics.values()));
    pending++;
    cluster
        .sendUntil(
            deadline, leader, request, SendOptions.until(timeout).atLeast(leastVersion(partitions)))
        .onComplete(
            answer -> {
              if (answer.failed()) {
                failed(answer.cause());
                cluster.requestUpdate();
              } else {
                take(leader, answer.result());
              }
              answered();
            });
  }

  private int leastVersion(List<TopicPartition> partitions) {
    if (partitions.stream().anyMatch(tp -> open.get(tp) == ResetPolicy.MAX_TIMESTAMP)) {
      return MAX_TIMESTAMP_VERSION;
    }
    if (config.readCommitted()) {
      return ISOLATION_VERSION;
    }
    // Brokers before 0.10.1 have an answer of another kind: the segments of the log by file date.
    return partitions.stream().anyMatch(tp -> open.get(tp) >= 0) ? TIMES_VERSION : 0;
  }

  private void take(int leader, ListOffsetsResponse response) {
    for (ListOffsetsResponse.ListOffsetsTopicResponse topic : response.topics()) {
      for (ListOffsetsResponse.ListOffsetsPartitionResponse data : topic.partitions()) {
        TopicPartition tp = new TopicPartition(topic.name(), data.partitionIndex());
        if (open.containsKey(tp)) {
          take(leader, tp, data);
        }
      }
    }
  }

  private void take(
      int leader, TopicPartition tp, ListOffsetsResponse.ListOffsetsPartitionResponse data) {
    ErrorCode error = ErrorCode.forCode(data.errorCode());
    if (error != ErrorCode.NONE) {
      lastProblem = "broker " + leader + " answered " + error + " for " + tp;
    }
    switch (ListOffsetsOutcome.of(error)) {
      case OK -> {
        // Brokers before 0.10.1 answer with a list.
        long offset =
            data.oldStyleOffsets().isEmpty() ? data.offset() : data.oldStyleOffsets().get(0);
        if (offset >= 0) {
          found.put(tp, new OffsetAndTimestamp(offset, data.timestamp(), data.leaderEpoch()));
        }
        open.remove(tp);
      }
      case NONE -> open.remove(tp);
      case REFRESH -> cluster.requestUpdate();
      case RETRY -> {}
      case FAIL ->
          fail(new BrokerErrorException(error, "ListOffsets of " + tp + " at broker " + leader));
    }
  }

  private void answered() {
    pending--;
    if (pending > 0 || done) {
      return;
    }
    if (open.isEmpty()) {
      attempt();
      return;
    }
    long wait = config.backoff(attempts, loop.random());
    if (loop.nanoTime() + wait >= deadline) {
      fail(late());
      return;
    }
    cluster.timers().pause(wait).onSuccess(waited -> attempt()).onFailure(this::failed);
  }

  private KafkaTimeoutException late() {
    return new KafkaTimeoutException(
        "the offsets of " + open.keySet() + " could not be found in time; last: " + lastProblem);
  }

  private void failed(Throwable cause) {
    lastProblem = cause.getMessage();
    if (cause instanceof ClientClosedException || cause instanceof UnsupportedVersionException) {
      fail((KafkaException) cause);
    }
  }

  private void fail(RuntimeException cause) {
    if (!done) {
      done = true;
      promise.fail(cause);
    }
  }
}
