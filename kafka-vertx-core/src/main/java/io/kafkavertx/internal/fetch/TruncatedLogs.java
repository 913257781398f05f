package io.kafkavertx.internal.fetch;

import io.kafkavertx.NoOffsetException;
import io.kafkavertx.OffsetReset;
import io.kafkavertx.internal.net.EventLoop;
import io.vertx.core.internal.logging.Logger;
import io.vertx.core.internal.logging.LoggerFactory;
import java.util.function.Consumer;

/**
 * What to do when a leader's log is not the one that was read: an unclean leader election has cut
 * off records (KIP-320). The application is always told.
 */
final class TruncatedLogs {
  private static final Logger LOG = LoggerFactory.getLogger(TruncatedLogs.class);

  private final EventLoop loop;
  private final FetchConfig config;
  private final FetchEvents events;
  private final Consumer<PartitionState> lost;

  /**
   * @param lost called for each partition whose position is to be looked up again
   */
  TruncatedLogs(
      EventLoop loop, FetchConfig config, FetchEvents events, Consumer<PartitionState> lost) {
    this.loop = loop;
    this.config = config;
    this.events = events;
    this.lost = lost;
  }

  /**
   * The leader's log and ours part at {@code endOffset} at the latest.
   *
   * @param epoch the newest epoch that both know
   * @param endOffset where it ends in the leader's log
   */
  void diverged(PartitionState state, int epoch, long endOffset) {
    long from = state.position;
    if (state.fetchOffset != from || state.fetchEpoch != state.positionEpoch) {
      // What waits in the inbox may be gone; whether what was handed out is, is to be asked.
      state.refetch();
      return;
    }
    long to = Math.min(endOffset, from);
    if (config.reset().isNone()) {
      stop(state, "was cut off at offset " + to + ", below the position " + from + ",");
      return;
    }
    LOG.warn(state.topicPartition + " was cut off at " + to + ", reading on from there");
    state.moveTo(to, to == endOffset ? epoch : -1);
    events.positionReset(
        new OffsetReset(state.topicPartition, from, to, OffsetReset.Reason.LOG_TRUNCATED));
  }

  /** The leader does not know the epoch of what was read: nothing tells where the logs part. */
  void unknownEpoch(PartitionState state) {
    if (state.fetchOffset != state.position || state.fetchEpoch != state.positionEpoch) {
      state.refetch();
      return;
    }
    if (config.reset().isNone()) {
      stop(
          state, "holds nothing of epoch " + state.positionEpoch + ", which was read: it was lost");
      return;
    }
    LOG.warn(state.topicPartition + " holds nothing of epoch " + state.positionEpoch);
    state.reset(config.reset().timestamp(loop.wallMillis()), OffsetReset.Reason.LOG_TRUNCATED);
    lost.accept(state);
  }

  private void stop(PartitionState state, String what) {
    NoOffsetException failure =
        new NoOffsetException(
            state.topicPartition,
            "the log of "
                + state.topicPartition
                + " "
                + what
                + " by an unclean leader election: records that were read are gone. With"
                + " autoOffsetReset=none the partition stands still until you seek");
    state.stop(failure);
    events.failed(state.topicPartition, failure);
  }
}
