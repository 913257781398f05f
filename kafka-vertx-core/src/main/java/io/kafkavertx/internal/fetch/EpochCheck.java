package io.kafkavertx.internal.fetch;

import io.kafkavertx.BrokerErrorException;
import io.kafkavertx.internal.cluster.Cluster;
import io.kafkavertx.internal.cluster.SendOptions;
import io.kafkavertx.protocol.ApiKey;
import io.kafkavertx.protocol.ErrorCode;
import io.kafkavertx.protocol.message.OffsetForLeaderEpochRequest;
import io.kafkavertx.protocol.message.OffsetForLeaderEpochResponse;
import io.kafkavertx.spi.TopicPartition;
import io.vertx.core.internal.logging.Logger;
import io.vertx.core.internal.logging.LoggerFactory;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Asks a new leader whether its log is the one that was read (OffsetForLeaderEpoch), before
 * anything is fetched from it. Brokers from 2.7 look at that with each fetch by themselves; those
 * before 2.3 cannot be asked without rights to the cluster.
 */
final class EpochCheck {
  private static final Logger LOG = LoggerFactory.getLogger(EpochCheck.class);

  /** The first version that needs no other right than to read the topic. */
  private static final int FIRST_VERSION = 3;

  private final Cluster cluster;
  private final FetchConfig config;
  private final FetchEvents events;
  private final TruncatedLogs truncatedLogs;
  private final Runnable done;

  /** A question about a partition. */
  private record Asked(PartitionState state, int generation, long offset, int leaderEpoch) {
    /** False when the partition has moved on, in whatever way, since it was asked about. */
    boolean isCurrent() {
      return !state.removed
          && state.checking
          && state.generation() == generation
          && state.fetchOffset == offset
          && state.leaderEpoch == leaderEpoch;
    }
  }

  /**
   * @param done called when partitions may be fetched again
   */
  EpochCheck(
      Cluster cluster,
      FetchConfig config,
      FetchEvents events,
      TruncatedLogs truncatedLogs,
      Runnable done) {
    this.cluster = cluster;
    this.config = config;
    this.events = events;
    this.truncatedLogs = truncatedLogs;
    this.done = done;
  }

  /** Takes out the partitions that must not be fetched yet, and asks about them. */
  void hold(int node, List<PartitionState> wanted) {
    boolean able = cluster.version(node, ApiKey.OFFSET_FOR_LEADER_EPOCH) >= FIRST_VERSION;
    List<Asked> asked = new ArrayList<>();
    Iterator<PartitionState> all = wanted.iterator();
    while (all.hasNext()) {
      PartitionState state = all.next();
      if (!able || state.fetchEpoch < 0 || state.leaderEpoch < 0 || node != state.leaderId) {
        // There is nothing to compare. What comes next is from this leader's log.
        state.checkedEpoch = state.leaderEpoch;
      } else if (state.checking) {
        all.remove();
      } else if (state.checkedEpoch != state.leaderEpoch) {
        all.remove();
        state.checking = true;
        asked.add(new Asked(state, state.generation(), state.fetchOffset, state.leaderEpoch));
      }
    }
    if (!asked.isEmpty()) {
      ask(node, asked);
    }
  }

  private void ask(int node, List<Asked> asked) {
    Map<String, OffsetForLeaderEpochRequest.OffsetForLeaderTopic> topics = new LinkedHashMap<>();
    Map<TopicPartition, Asked> open = new LinkedHashMap<>();
    for (Asked each : asked) {
      TopicPartition tp = each.state.topicPartition;
      open.put(tp, each);
      topics
          .computeIfAbsent(
              tp.topic(),
              name ->
                  new OffsetForLeaderEpochRequest.OffsetForLeaderTopic()
                      .setTopic(name)
                      .setPartitions(new ArrayList<>()))
          .partitions()
          .add(
              new OffsetForLeaderEpochRequest.OffsetForLeaderPartition()
                  .setPartition(tp.partition())
                  .setCurrentLeaderEpoch(each.leaderEpoch)
                  .setLeaderEpoch(each.state.fetchEpoch));
    }
    OffsetForLeaderEpochRequest request =
        new OffsetForLeaderEpochRequest()
            .setReplicaId(-1)
            .setTopics(new ArrayList<>(topics.values()));
    long deadline = cluster.loop().nanoTime() + config.requestTimeoutNanos();
    cluster
        .send(node, request, SendOptions.until(deadline).atLeast(FIRST_VERSION))
        .onComplete(
            answer -> {
              if (answer.succeeded()) {
                take(open, answer.result());
              } else {
                LOG.debug("No epochs from broker " + node + " yet: " + answer.cause());
              }
              // Whoever has no answer asks again after a while.
              open.values().forEach(this::again);
              done.run();
            });
  }

  private void take(Map<TopicPartition, Asked> open, OffsetForLeaderEpochResponse response) {
    for (OffsetForLeaderEpochResponse.OffsetForLeaderTopicResult topic : response.topics()) {
      for (OffsetForLeaderEpochResponse.EpochEndOffset end : topic.partitions()) {
        Asked asked = open.remove(new TopicPartition(topic.topic(), end.partition()));
        if (asked != null) {
          take(asked, end);
        }
      }
    }
  }

  private void take(Asked asked, OffsetForLeaderEpochResponse.EpochEndOffset end) {
    PartitionState state = asked.state;
    ErrorCode error = ErrorCode.forCode(end.errorCode());
    if (error == ErrorCode.TOPIC_AUTHORIZATION_FAILED && asked.isCurrent()) {
      BrokerErrorException refused =
          new BrokerErrorException(
              error,
              "OffsetForLeaderEpoch of "
                  + state.topicPartition
                  + "; the partition stands still until you seek");
      state.stop(refused);
      events.failed(state.topicPartition, refused);
    } else if (error != ErrorCode.NONE) {
      LOG.debug("OffsetForLeaderEpoch of " + state.topicPartition + ": " + error);
      again(asked);
    } else if (!asked.isCurrent()) {
      forget(asked);
    } else {
      state.checking = false;
      compare(state, end);
    }
  }

  private void compare(PartitionState state, OffsetForLeaderEpochResponse.EpochEndOffset end) {
    if (end.endOffset() < 0 || end.leaderEpoch() < 0) {
      truncatedLogs.unknownEpoch(state);
    } else if (end.endOffset() < state.fetchOffset || end.leaderEpoch() < state.fetchEpoch) {
      truncatedLogs.diverged(state, end.leaderEpoch(), end.endOffset());
    } else {
      state.checkedEpoch = state.leaderEpoch;
    }
  }

  private void again(Asked asked) {
    if (asked.isCurrent()) {
      asked.state.backOff(cluster.loop(), config);
      cluster.requestUpdate();
    }
    forget(asked);
  }

  private static void forget(Asked asked) {
    if (asked.state.generation() == asked.generation) {
      asked.state.checking = false;
    }
  }
}
