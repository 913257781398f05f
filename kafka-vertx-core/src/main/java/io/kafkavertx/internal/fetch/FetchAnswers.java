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

  private final TruncatedLogs truncatedLogs;

  /**
   * The answer at hand: from whom, when, its memory (null to keep none of it), what it has brought.
   */
  private int node;

  private long now;
  private AnswerBytes answer;
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
      TruncatedLogs truncatedLogs,
      Consumer<PartitionState> arrived,
      Consumer<PartitionState> lost) {
    this.cluster = cluster;
    this.config = config;
    this.events = events;
    this.metrics = metrics;
    this.truncatedLogs = truncatedLogs;
    this.arrived = arrived;
    this.lost = lost;
  }

  /** Tells that there are records. */
  void announce() {
    events.recordsAvailable();
  }

  /** How many bytes of batches an answer holds. */
  static long bytes(FetchResponse response) {
    long sum = 0;
    for (FetchResponse.FetchableTopicResponse topic : response.responses()) {
      for (FetchResponse.PartitionData data : topic.partitions()) {
        sum += data.records() == null ? 0 : data.records().length();
      }
    }
    return sum;
  }

  /** What the batches of an answer lie in; null when there are none. */
  static byte[] array(FetchResponse response) {
    for (FetchResponse.FetchableTopicResponse topic : response.responses()) {
      for (FetchResponse.PartitionData data : topic.partitions()) {
        if (data.records() != null && data.records().length() > 0) {
          return data.records().array();
        }
      }
    }
    return null;
  }

  /**
   * Takes in an answer.
   *
   * @param from the broker that gave it
   * @param memory of the answer; null when there is no room for its records
   * @return true when there are records
   */
  boolean take(int from, FetchSession session, FetchResponse response, AnswerBytes memory) {
    boolean records = false;
    bytes = 0;
    node = from;
    now = cluster.loop().nanoTime();
    answer = memory;
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
          records |= take(entry, data, response);
        }
      }
    }
    if (bytes > 0) {
      metrics.fetched(bytes);
    }
    return records;
  }

  private boolean take(
      FetchSession.Entry entry, FetchResponse.PartitionData data, FetchResponse response) {
    PartitionState state = entry.state;
    ErrorCode error = ErrorCode.forCode(data.errorCode());
    if (error != ErrorCode.NONE) {
      metrics.failed(error.name());
    }
    boolean records = data.records() != null && data.records().length() > 0;
    if (!records && state.replica.node(state.leaderId, now) != node) {
      // It has moved since. Records are records; what else this broker says counts no more.
      return false;
    }
    if (error != ErrorCode.NONE && node != state.leaderId) {
      replicaFailed(state, error);
      return false;
    }
    switch (FetchOutcome.of(error)) {
      case OK -> {
        return data.divergingEpoch().endOffset() >= 0
            ? diverged(state, data.divergingEpoch())
            : records(state, data);
      }
      case REFRESH -> refresh(state, data, response, error);
      case RETRY -> retry(state, error);
      case RESET -> outOfRange(entry, data.logStartOffset());
      case CORRUPT ->
          stop(
              state,
              new CorruptBatchException(
                  "broker "
                      + node
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
                      + node
                      + "; the partition stands still until you seek"));
    }
    return false;
  }

  /** Whatever a follower cannot do, the leader is asked for: its log is the one that counts. */
  private void replicaFailed(PartitionState state, ErrorCode error) {
    LOG.debug(
        "Fetch of " + state.topicPartition + " from replica " + node + ": " + error + ", leader");
    state.replica.rest(now);
    if (FetchOutcome.of(error) == FetchOutcome.REFRESH) {
      cluster.requestUpdate();
    }
  }

  /** The leader names a replica that is nearer. */
  private void prefer(PartitionState state, int replica) {
    if (cluster.metadata().node(replica) == null) {
      state.replica.rest(now);
      cluster.requestUpdate();
    } else if (replica != node) {
      state.replica.prefer(replica, now + config.replicaAgeNanos());
    }
  }

  private boolean diverged(PartitionState state, FetchResponse.EpochEndOffset end) {
    truncatedLogs.diverged(state, end.epoch(), end.endOffset());
    return false;
  }

  private boolean records(PartitionState state, FetchResponse.PartitionData data) {
    state.highWatermark = data.highWatermark();
    state.lastStableOffset = data.lastStableOffset();
    ByteSlice records = data.records();
    boolean empty = records == null || records.length() == 0;
    if (empty && data.preferredReadReplica() >= 0 && node == state.leaderId) {
      prefer(state, data.preferredReadReplica());
      return false;
    }
    state.answered();
    if (empty || answer == null) {
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
    state.cutOffBatch = 0;
    if (next == state.fetchOffset && !state.fetchBlocked) {
      stop(
          state,
          new CorruptBatchException(
              "broker "
                  + node
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
        new FetchedData(
            records, config.readCommitted() && aborted != null ? aborted : List.of(), answer),
        next,
        epoch);
    state.lastArrival = now;
    arrived.accept(state);
    return true;
  }

  /** Brokers before 0.10.1 cut a batch that is larger than the limit: ask for that much. */
  private void cutOff(PartitionState state, int batchSize) {
    state.cutOffBatch = Math.max(state.cutOffBatch, batchSize);
  }

  private void refresh(
      PartitionState state,
      FetchResponse.PartitionData data,
      FetchResponse response,
      ErrorCode error) {
    LOG.debug("Fetch of " + state.topicPartition + " from broker " + node + ": " + error);
    boolean hinted =
        data.currentLeader().leaderId() >= 0 && data.currentLeader().leaderEpoch() >= 0;
    // Brokers that send us to and fro must not keep us busy.
    boolean patient = !hinted || !state.hinted();
    if (patient) {
      backOff(state);
    }
    if (!hinted || !hint(state, data.currentLeader(), response)) {
      if (!patient) {
        backOff(state);
      }
      cluster.requestUpdate();
    }
  }

  /** Returns true when the answer names a leader that was not known. */
  private boolean hint(
      PartitionState state, FetchResponse.LeaderIdAndEpoch leader, FetchResponse response) {
    boolean news = false;
    for (FetchResponse.NodeEndpoint at : response.nodeEndpoints()) {
      if (at.nodeId() == leader.leaderId()) {
        news =
            cluster.leaderHint(
                state.topicPartition.topic(),
                state.topicPartition.partition(),
                leader.leaderId(),
                leader.leaderEpoch(),
                at.host(),
                at.port(),
                at.rack());
      }
    }
    if (news) {
      state.locate(cluster.metadata());
    }
    return news;
  }

  private void retry(PartitionState state, ErrorCode error) {
    LOG.debug("Fetch of " + state.topicPartition + " from broker " + node + ": " + error);
    backOff(state);
    if (error == ErrorCode.UNKNOWN_LEADER_EPOCH) {
      return;
    }
    cluster.requestUpdate();
  }

  private void backOff(PartitionState state) {
    state.backOff(cluster.loop(), config);
  }

  private void outOfRange(FetchSession.Entry entry, long logStart) {
    PartitionState state = entry.state;
    if (state.position != state.fetchOffset) {
      // The inbox holds records that are fine: the position itself is to be asked about.
      state.refetch();
      return;
    }
    if (entry.fetchEpoch >= 0 && !state.doubted) {
      // A broker that does not know our epoch says the same; it may be the one that is behind.
      state.doubted = true;
      backOff(state);
      cluster.requestUpdate();
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
                  + " is out of range"
                  + (logStart < 0 ? "" : " (the log starts at " + logStart + ")")
                  + ". With autoOffsetReset=none the partition stands still until you seek"));
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
