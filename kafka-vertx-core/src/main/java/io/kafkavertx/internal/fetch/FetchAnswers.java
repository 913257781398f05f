package io.kafkavertx.internal.fetch;

import io.kafkavertx.BrokerErrorException;
import io.kafkavertx.CorruptBatchException;
import io.kafkavertx.NoOffsetException;
import io.kafkavertx.OffsetReset;
import io.kafkavertx.internal.cluster.Cluster;
import io.kafkavertx.protocol.ErrorCode;
import io.kafkavertx.protocol.message.FetchResponse;
import io.kafkavertx.protocol.record.CorruptRecordsException;
import io.kafkavertx.protocol.record.RecordBatch;
import io.kafkavertx.protocol.record.RecordBatches;
import io.kafkavertx.protocol.wire.ByteSlice;
import io.kafkavertx.spi.TopicPartition;
import io.vertx.core.internal.logging.Logger;
import io.vertx.core.internal.logging.LoggerFactory;
import java.util.List;
import java.util.function.Consumer;

/** Takes in what brokers answer to fetches, partition by partition. */
final class FetchAnswers {
  private static final Logger LOG = LoggerFactory.getLogger(FetchAnswers.class);

  private final Cluster cluster;
  private final FetchConfig config;
  private final FetchEvents events;
  private final FetchMetrics metrics;
  private final Consumer<PartitionState> arrived;
  private final Consumer<PartitionState> lost;

  /** What the answer at hand has brought so far. */
  private int bytes;

  /**
   * @param arrived called for each partition with new records
   * @param lost called for each partition whose position is to be looked up again
   */
  FetchAnswers(
      Cluster cluster,
      FetchConfig config,
      FetchEvents events,
      FetchMetrics metrics,
      Consumer<PartitionState> arrived,
      Consumer<PartitionState> lost) {
    this.cluster = cluster;
    this.config = config;
    this.events = events;
    this.metrics = metrics;
    this.arrived = arrived;
    this.lost = lost;
  }

  /** Tells that there are records. */
  void announce() {
    events.recordsAvailable();
  }

  /** Returns true when there are records. */
  boolean take(FetchSession session, FetchResponse response) {
    boolean records = false;
    bytes = 0;
    for (FetchResponse.FetchableTopicResponse topic : response.responses()) {
      String name = session.topic(topic);
      if (name == null) {
        // An id that we did not ask for, or of a topic that was made again.
        session.restart();
        cluster.requestUpdate();
        continue;
      }
      for (FetchResponse.PartitionData data : topic.partitions()) {
        FetchSession.Entry entry = session.entry(new TopicPartition(name, data.partitionIndex()));
        // Sought, revoked or fetched otherwise since: an answer to a question nobody asks any more.
        if (entry != null && entry.isCurrent()) {
          records |= take(entry.state, data, response);
        }
      }
    }
    if (bytes > 0) {
      metrics.fetched(bytes);
    }
    return records;
  }

  private boolean take(
      PartitionState state, FetchResponse.PartitionData data, FetchResponse response) {
    ErrorCode error = ErrorCode.forCode(data.errorCode());
    FetchOutcome outcome = FetchOutcome.of(error);
    if (error != ErrorCode.NONE) {
      metrics.failed(error.name());
    }
    switch (outcome) {
      case OK -> {
        state.failures = 0;
        return data.divergingEpoch().endOffset() >= 0
            ? truncated(state, data.divergingEpoch().endOffset())
            : records(state, data);
      }
      case REFRESH -> refresh(state, data, response, error);
      case RETRY -> retry(state, error);
      case RESET -> outOfRange(state, data.logStartOffset());
      case CORRUPT ->
          stop(
              state,
              new CorruptBatchException(
                  "broker "
                      + state.leaderId
                      + " says that its copy of "
                      + state.topicPartition
                      + " is corrupt at offset "
                      + state.fetchOffset
                      + "; seek to go on after it"));
      case STOP ->
          stop(
              state,
              new BrokerErrorException(
                  error,
                  "fetch of "
                      + state.topicPartition
                      + " from broker "
                      + state.leaderId
                      + "; the partition stands still until you seek"));
    }
    return false;
  }

  private boolean records(PartitionState state, FetchResponse.PartitionData data) {
    state.highWatermark = data.highWatermark();
    state.lastStableOffset = data.lastStableOffset();
    ByteSlice records = data.records();
    if (records == null || records.length() == 0) {
      return false;
    }
    long next = state.fetchOffset;
    int epoch = state.fetchEpoch;
    RecordBatches batches = RecordBatches.of(records);
    boolean complete = false;
    try {
      while (batches.next()) {
        RecordBatch batch = batches.current();
        complete = true;
        if (batch.nextOffset() > next) {
          next = batch.nextOffset();
          epoch = batch.leaderEpoch();
        }
      }
    } catch (CorruptRecordsException e) {
      // What comes before the bad batch is good. Reading it will find the same and stop there.
      state.fetchBlocked = true;
      complete = true;
    }
    if (!complete) {
      cutOff(state, batches.partialTailSize());
      return false;
    }
    if (next == state.fetchOffset && !state.fetchBlocked) {
      stop(
          state,
          new CorruptBatchException(
              "broker "
                  + state.leaderId
                  + " answered a fetch of "
                  + state.topicPartition
                  + " from offset "
                  + next
                  + " with batches that end before it; seek to go on elsewhere"));
      return false;
    }
    bytes += records.length();
    state.meters.fetched(records.length());
    List<FetchResponse.AbortedTransaction> aborted = data.abortedTransactions();
    state.received(
        new FetchedData(records, config.readCommitted() && aborted != null ? aborted : List.of()),
        next,
        epoch);
    arrived.accept(state);
    return true;
  }

  /** Brokers before 0.10.1 cut a batch that is larger than the limit: ask for that much. */
  private void cutOff(PartitionState state, int batchSize) {
    if (batchSize > state.maxBytes) {
      state.maxBytes = batchSize;
    }
  }

  private boolean truncated(PartitionState state, long endOffset) {
    long from = state.position;
    if (endOffset >= from) {
      // Nothing that the application has seen is gone, only what waits in the inbox may be.
      state.refetch();
      return false;
    }
    if (config.reset().isNone()) {
      stop(
          state,
          new NoOffsetException(
              state.topicPartition,
              "the log of "
                  + state.topicPartition
                  + " was cut off at offset "
                  + endOffset
                  + ", below the position "
                  + from
                  + ", by an unclean leader election: records that were read are gone. With"
                  + " autoOffsetReset=none the partition stands still until you seek"));
      return false;
    }
    LOG.warn(state.topicPartition + " was cut off at " + endOffset + ", reading on from there");
    state.moveTo(endOffset, -1);
    events.positionReset(
        new OffsetReset(state.topicPartition, from, endOffset, OffsetReset.Reason.LOG_TRUNCATED));
    return false;
  }

  private void refresh(
      PartitionState state,
      FetchResponse.PartitionData data,
      FetchResponse response,
      ErrorCode error) {
    LOG.debug("Fetch of " + state.topicPartition + " from broker " + state.leaderId + ": " + error);
    FetchResponse.LeaderIdAndEpoch leader = data.currentLeader();
    boolean news = false;
    if (leader.leaderId() >= 0 && leader.leaderEpoch() >= 0) {
      for (FetchResponse.NodeEndpoint node : response.nodeEndpoints()) {
        if (node.nodeId() == leader.leaderId()) {
          news =
              cluster.leaderHint(
                  state.topicPartition.topic(),
                  state.topicPartition.partition(),
                  leader.leaderId(),
                  leader.leaderEpoch(),
                  node.host(),
                  node.port(),
                  node.rack());
        }
      }
    }
    if (news) {
      state.locate(cluster.metadata());
    } else {
      backOff(state);
      cluster.requestUpdate();
    }
  }

  private void retry(PartitionState state, ErrorCode error) {
    LOG.debug("Fetch of " + state.topicPartition + " from broker " + state.leaderId + ": " + error);
    backOff(state);
    if (error == ErrorCode.UNKNOWN_LEADER_EPOCH) {
      return;
    }
    cluster.requestUpdate();
  }

  private void backOff(PartitionState state) {
    state.failures++;
    double jitter = 0.8 + 0.4 * cluster.loop().random().nextDouble();
    state.retryAtNanos =
        cluster.loop().nanoTime() + (long) (config.backoff(state.failures) * jitter);
  }

  private void outOfRange(PartitionState state, long logStart) {
    if (state.position != state.fetchOffset) {
      // The inbox holds records that are fine: the position itself is to be asked about.
      state.refetch();
      return;
    }
    if (config.reset().isNone()) {
      stop(
          state,
          new NoOffsetException(
              state.topicPartition,
              "offset "
                  + state.position
                  + " of "
                  + state.topicPartition
                  + " is out of range (the log starts at "
                  + logStart
                  + "). With autoOffsetReset=none the partition stands still until you seek"));
      return;
    }
    LOG.info(
        "Offset "
            + state.position
            + " of "
            + state.topicPartition
            + " is out of range, going to "
            + config.reset());
    state.reset(
        config.reset().timestamp(cluster.loop().wallMillis()), OffsetReset.Reason.OUT_OF_RANGE);
    lost.accept(state);
  }

  private void stop(PartitionState state, RuntimeException cause) {
    state.stop(cause);
    events.failed(state.topicPartition, cause);
  }
}
