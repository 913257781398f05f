package io.kafkavertx.internal.fetch;

import io.kafkavertx.BrokerErrorException;
import io.kafkavertx.NoOffsetException;
import io.kafkavertx.OffsetAndMetadata;
import io.kafkavertx.OffsetAndTimestamp;
import io.kafkavertx.OffsetReset;
import io.kafkavertx.internal.cluster.Cluster;
import io.kafkavertx.internal.net.EventLoop;
import io.kafkavertx.spi.TopicPartition;
import io.vertx.core.Future;
import io.vertx.core.internal.logging.Logger;
import io.vertx.core.internal.logging.LoggerFactory;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Finds a position for each partition that has none: what the group has committed, else what the
 * reset policy says.
 *
 * <p>Only the answer "nothing is committed" leads to the policy. An error does not: a consumer that
 * took it for "nothing committed" would skip, or read again, everything.
 */
final class PositionFinder {
  private static final Logger LOG = LoggerFactory.getLogger(PositionFinder.class);

  private final Cluster cluster;
  private final EventLoop loop;
  private final FetchConfig config;
  private final Partitions partitions;
  private final TopicGrowth growth;
  private final FetchEvents events;
  private final Function<Set<TopicPartition>, Future<Map<TopicPartition, OffsetAndMetadata>>>
      committed;
  private final Runnable found;
  private boolean closed;

  /**
   * @param committed asks for what the group has committed; null without a group
   * @param found called when partitions have got a position
   */
  PositionFinder(
      Cluster cluster,
      FetchConfig config,
      Partitions partitions,
      TopicGrowth growth,
      FetchEvents events,
      Function<Set<TopicPartition>, Future<Map<TopicPartition, OffsetAndMetadata>>> committed,
      Runnable found) {
    this.cluster = cluster;
    this.loop = cluster.loop();
    this.config = config;
    this.partitions = partitions;
    this.growth = growth;
    this.events = events;
    this.committed = committed;
    this.found = found;
  }

  void close() {
    closed = true;
  }

  /** Asks for what is missing and has not been asked for. */
  void run() {
    if (closed) {
      return;
    }
    Map<PartitionState, Integer> unknown = new LinkedHashMap<>();
    Map<Integer, Map<PartitionState, Integer>> resets = new HashMap<>();
    for (PartitionState state : partitions.all()) {
      // The handler for assigned partitions may seek: until it is through, only whoever asks is
      // told.
      if (state.looking || (state.held && !state.isAwaited())) {
        continue;
      }
      if (state.phase() == PartitionState.Phase.UNKNOWN) {
        if (committed == null) {
          byPolicy(state);
        } else {
          state.looking = true;
          unknown.put(state, state.generation());
        }
      }
      if (state.phase() == PartitionState.Phase.RESETTING) {
        state.locate(cluster.metadata());
        state.looking = true;
        // Partitions without a leader ask on their own: they must not keep the others waiting.
        resets
            .computeIfAbsent(state.leaderId, id -> new LinkedHashMap<>())
            .put(state, state.generation());
      }
    }
    if (!unknown.isEmpty()) {
      askGroup(unknown);
    }
    resets.values().forEach(this::askLeaders);
  }

  private void askGroup(Map<PartitionState, Integer> asked) {
    committed
        .apply(names(asked).keySet())
        .onComplete(
            answer -> {
              asked.forEach(
                  (state, generation) -> {
                    if (state.removed || state.generation() != generation) {
                      return;
                    }
                    state.looking = false;
                    if (answer.failed()) {
                      groupFailed(state, answer.cause());
                    } else {
                      committedIs(state, answer.result().get(state.topicPartition));
                    }
                  });
              if (answer.failed()) {
                again();
              } else {
                found.run();
                run();
              }
            });
  }

  private void committedIs(PartitionState state, OffsetAndMetadata offset) {
    if (offset == null) {
      byPolicy(state);
    } else {
      state.moveTo(offset.offset(), offset.leaderEpoch());
    }
  }

  private void groupFailed(PartitionState state, Throwable cause) {
    if (cause instanceof BrokerErrorException refused && !refused.code().isRetriable()) {
      state.stop(cause);
      events.failed(state.topicPartition, cause);
    } else {
      LOG.warn("The committed offset of " + state.topicPartition + " is not known yet: " + cause);
    }
  }

  private void byPolicy(PartitionState state) {
    if (!config.reset().isNone()) {
      boolean fromStart = config.reset().isLatest() && growth.isAdded(state.topicPartition);
      state.reset(
          fromStart ? ResetPolicy.EARLIEST : config.reset().timestamp(loop.wallMillis()),
          OffsetReset.Reason.NO_COMMITTED_OFFSET);
      return;
    }
    NoOffsetException failure =
        new NoOffsetException(
            state.topicPartition,
            "there is no committed offset for "
                + state.topicPartition
                + ", and autoOffsetReset is none: the partition stands still until you seek");
    state.stop(failure);
    events.failed(state.topicPartition, failure);
  }

  private void askLeaders(Map<PartitionState, Integer> asked) {
    Map<TopicPartition, Long> wanted = new LinkedHashMap<>();
    asked.keySet().forEach(state -> wanted.put(state.topicPartition, state.resetTimestamp));
    long deadline = loop.nanoTime() + config.requestTimeoutNanos();
    OffsetLookup.find(cluster, config, wanted, deadline)
        .onComplete(
            answer -> {
              boolean missing = answer.failed();
              for (Map.Entry<PartitionState, Integer> entry : asked.entrySet()) {
                PartitionState state = entry.getKey();
                if (state.removed || state.generation() != entry.getValue()) {
                  continue;
                }
                state.looking = false;
                if (answer.failed()) {
                  lookupFailed(state, answer.cause());
                } else {
                  missing |= !lookedUp(state, answer.result().get(state.topicPartition));
                }
              }
              found.run();
              if (missing) {
                again();
              }
            });
  }

  /** Returns false when there is something else to look up. */
  private boolean lookedUp(PartitionState state, OffsetAndTimestamp offset) {
    if (offset == null) {
      if (state.resetTimestamp >= 0) {
        // Nothing as young as the policy asks for: then all that comes from now on.
        state.resetTimestamp = ResetPolicy.LATEST;
      }
      // A log always has a first and a last offset: a broker that names none is asked again.
      return false;
    }
    long from = state.resetFrom;
    OffsetReset.Reason reason = state.resetReason;
    state.moveTo(offset.offset(), offset.leaderEpoch());
    if (reason != null) {
      events.positionReset(new OffsetReset(state.topicPartition, from, offset.offset(), reason));
    }
    return true;
  }

  private void lookupFailed(PartitionState state, Throwable cause) {
    if (cause instanceof BrokerErrorException refused && !refused.code().isRetriable()) {
      state.stop(cause);
      events.failed(state.topicPartition, cause);
    } else {
      LOG.warn("No offset for " + state.topicPartition + " yet: " + cause);
    }
  }

  private void again() {
    cluster.timers().pause(config.backoffNanos()).onSuccess(waited -> run());
  }

  private static Map<TopicPartition, PartitionState> names(Map<PartitionState, Integer> asked) {
    Map<TopicPartition, PartitionState> names = new LinkedHashMap<>();
    asked.keySet().forEach(state -> names.put(state.topicPartition, state));
    return names;
  }
}
