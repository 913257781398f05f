package io.kafkavertx.testkit.scripted;

import io.kafkavertx.protocol.ErrorCode;
import io.kafkavertx.protocol.message.FetchRequest;
import io.kafkavertx.protocol.message.FetchRequest.FetchPartition;
import io.kafkavertx.protocol.message.FetchResponse.AbortedTransaction;
import io.kafkavertx.protocol.message.FetchResponse.EpochEndOffset;
import io.kafkavertx.protocol.message.FetchResponse.LeaderIdAndEpoch;
import io.kafkavertx.protocol.message.FetchResponse.NodeEndpoint;
import io.kafkavertx.protocol.message.FetchResponse.PartitionData;
import io.kafkavertx.protocol.wire.ByteSlice;
import io.kafkavertx.protocol.wire.Uuids;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads what one fetch would return at this moment. */
final class FetchReader {
  /** From here on clients tell their rack, and followers answer them. */
  private static final int FOLLOWER_VERSION = 11;

  /** From here on brokers name the leader and say where it is. */
  private static final int HINT_VERSION = 16;

  private final RequestContext context;
  private final FetchRequest request;
  private final Map<Integer, NodeEndpoint> leaders = new LinkedHashMap<>();
  private int bytes;
  private boolean urgent;

  /**
   * What there is to return.
   *
   * @param partitions by key, in the order of the session
   * @param leaders brokers that lead partitions which this one does not
   * @param bytes of records
   * @param isUrgent whether something must be told at once: an error, a diverging log
   */
  record Read(
      Map<FetchSession.Key, PartitionData> partitions,
      List<NodeEndpoint> leaders,
      int bytes,
      boolean isUrgent) {}

  private FetchReader(RequestContext context, FetchRequest request) {
    this.context = context;
    this.request = request;
  }

  static Read read(RequestContext context, FetchRequest request, FetchSession session) {
    FetchReader reader = new FetchReader(context, request);
    Map<FetchSession.Key, PartitionData> partitions = new LinkedHashMap<>();
    session
        .entries()
        .forEach((key, entry) -> partitions.put(key, reader.partition(key, entry.asked())));
    return new Read(partitions, List.copyOf(reader.leaders.values()), reader.bytes, reader.urgent);
  }

  static PartitionData error(int partition, ErrorCode code) {
    return new PartitionData()
        .setPartitionIndex(partition)
        .setErrorCode(code.code())
        .setHighWatermark(-1)
        .setAbortedTransactions(List.of())
        .setRecords(ByteSlice.EMPTY);
  }

  private PartitionData partition(FetchSession.Key key, FetchPartition asked) {
    ScriptedTopic topic = context.cluster().topic(key.topic(), key.topicId());
    ScriptedPartition partition = topic == null ? null : topic.partition(asked.partition());
    if (partition == null) {
      boolean byId = topic == null && !Uuids.ZERO.equals(key.topicId());
      return urgent(
          error(
              asked.partition(),
              byId ? ErrorCode.UNKNOWN_TOPIC_ID : ErrorCode.UNKNOWN_TOPIC_OR_PARTITION));
    }
    if (partition.leader() != context.broker().id() && !mayFollow(partition)) {
      return urgent(notLeader(partition, asked));
    }
    int epoch = asked.currentLeaderEpoch();
    if (epoch >= 0 && epoch != partition.leaderEpoch()) {
      return urgent(
          error(
              asked.partition(),
              epoch < partition.leaderEpoch()
                  ? ErrorCode.FENCED_LEADER_EPOCH
                  : ErrorCode.UNKNOWN_LEADER_EPOCH));
    }
    return records(partition, asked);
  }

  private boolean mayFollow(ScriptedPartition partition) {
    return context.version() >= FOLLOWER_VERSION
        && partition.leader() >= 0
        && context.cluster().settings().rackAwareReads()
        && partition.replicas().contains(context.broker().id());
  }

  /** The follower that the client had better ask, -1 for the leader itself. */
  private int nearer(ScriptedPartition partition, FetchPartition asked) {
    ScriptedCluster cluster = context.cluster();
    String rack = request.rackId();
    if (context.version() < FOLLOWER_VERSION
        || !cluster.settings().rackAwareReads()
        || partition.leader() != context.broker().id()
        || rack.isEmpty()
        || rack.equals(context.broker().rack())) {
      return -1;
    }
    return partition.replicas().stream()
        .filter(cluster::isAlive)
        .filter(id -> rack.equals(cluster.broker(id).rack()))
        .findFirst()
        .orElse(-1);
  }

  private PartitionData records(ScriptedPartition partition, FetchPartition asked) {
    boolean committedOnly = request.isolationLevel() == 1;
    long end = partition.endAt(context.broker().id());
    long stable = Math.min(end, partition.lastStableOffset());
    PartitionData data =
        new PartitionData()
            .setPartitionIndex(partition.index())
            .setHighWatermark(end)
            .setLastStableOffset(stable)
            .setLogStartOffset(partition.logStart())
            .setAbortedTransactions(
                committedOnly ? aborted(partition, asked.fetchOffset(), stable) : null)
            .setRecords(ByteSlice.EMPTY);
    if (asked.lastFetchedEpoch() >= 0) {
      long[] known = partition.endOfEpoch(asked.lastFetchedEpoch());
      if (known[0] < 0) {
        return urgent(error(partition.index(), ErrorCode.OFFSET_OUT_OF_RANGE));
      }
      if (known[0] < asked.lastFetchedEpoch() || known[1] < asked.fetchOffset()) {
        return urgent(
            data.setDivergingEpoch(
                new EpochEndOffset().setEpoch((int) known[0]).setEndOffset(known[1])));
      }
    }
    long offset = asked.fetchOffset();
    if (offset < partition.logStart() || offset > end) {
      return urgent(
          error(partition.index(), ErrorCode.OFFSET_OUT_OF_RANGE)
              .setLogStartOffset(partition.logStart()));
    }
    int nearer = nearer(partition, asked);
    if (nearer >= 0) {
      return urgent(data.setPreferredReadReplica(nearer));
    }
    int room = Math.min(request.maxBytes() - bytes, asked.partitionMaxBytes());
    // From version 3 on the first batch of a response is whole even above the limit, so that
    // readers get past it.
    boolean firstWhole = bytes == 0 && context.version() >= 3;
    if (room > 0 || firstWhole) {
      ByteSlice records =
          partition.read(offset, committedOnly ? stable : end, Math.max(0, room), firstWhole);
      bytes += records.length();
      data.setRecords(records);
    }
    return data;
  }

  private static List<AbortedTransaction> aborted(
      ScriptedPartition partition, long from, long stable) {
    return partition.abortedFrom(from).stream()
        .filter(each -> each.firstOffset() < stable)
        .map(
            each ->
                new AbortedTransaction()
                    .setProducerId(each.producerId())
                    .setFirstOffset(each.firstOffset()))
        .toList();
  }

  private PartitionData notLeader(ScriptedPartition partition, FetchPartition asked) {
    PartitionData data = error(asked.partition(), ErrorCode.NOT_LEADER_OR_FOLLOWER);
    ScriptedBroker leader = context.cluster().broker(partition.leader());
    if (leader != null
        && context.version() >= HINT_VERSION
        && context.cluster().settings().leaderHints()) {
      leaders.put(
          leader.id(),
          new NodeEndpoint()
              .setNodeId(leader.id())
              .setHost(leader.host())
              .setPort(leader.port())
              .setRack(leader.rack()));
      data.setCurrentLeader(
          new LeaderIdAndEpoch().setLeaderId(leader.id()).setLeaderEpoch(partition.leaderEpoch()));
    }
    return data;
  }

  private PartitionData urgent(PartitionData data) {
    urgent = true;
    return data;
  }
}
