package io.kafkavertx.internal.produce;

import io.kafkavertx.ClusterMetadata;
import io.kafkavertx.internal.net.EventLoop;
import io.kafkavertx.protocol.wire.Uuids;
import io.kafkavertx.spi.PartitionInfo;
import io.kafkavertx.spi.TopicLoad;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.UUID;

/** The partitions of one topic, and the records that wait until they are known. */
final class TopicQueue implements TopicLoad {
  private static final int[] NONE = {};

  private final String topic;
  private final ProduceConfig config;
  private final Drain drain;
  private PartitionQueue[] partitions = {};
  private int[] sequences;
  private int count;
  private UUID topicId = Uuids.ZERO;

  final ArrayDeque<WaitingRecord> waiting = new ArrayDeque<>(0);

  /** True while somebody asks for the topic's metadata on behalf of the waiting records. */
  boolean asking;

  /**
   * A batch takes no more records from here on; shrinks when brokers refuse batches as too large.
   */
  int batchLimit;

  long lastUsedNanos;

  /** Made by whoever measures, when there is something to measure. */
  TopicMeters meters;

  /** Set while the waiting records wait for a moment in time. */
  EventLoop.Timer timer;

  /**
   * @param sequences where the partitions' sequence numbers go on, null when they begin
   */
  TopicQueue(String topic, ProduceConfig config, Drain drain, int[] sequences) {
    this.topic = topic;
    this.sequences = sequences == null ? NONE : sequences;
    this.config = config;
    this.drain = drain;
    this.batchLimit = config.batchSize();
  }

  /** What an update of metadata changed. */
  enum Change {
    NONE,
    PARTITIONS,
    /** The topic was deleted and made again under the same name. */
    OTHER_TOPIC
  }

  /** Takes over the partitions and the id; their leaders are each queue's own business. */
  Change update(ClusterMetadata metadata) {
    int known = 0;
    for (PartitionInfo info : metadata.partitions(topic)) {
      known = Math.max(known, info.topicPartition().partition() + 1);
    }
    if (known == 0) {
      // Brokers that have just come up may not know the topic for a moment: what we know stays.
      return Change.NONE;
    }
    boolean more = known > count;
    count = known;
    if (known > partitions.length) {
      int from = partitions.length;
      partitions = Arrays.copyOf(partitions, known);
      for (int i = from; i < known; i++) {
        partitions[i] = new PartitionQueue(this, i);
        partitions[i].nextSequence = i < sequences.length ? sequences[i] : 0;
      }
    }
    UUID id = metadata.topicId(topic);
    boolean other = !topicId.equals(Uuids.ZERO) && !id.equals(Uuids.ZERO) && !topicId.equals(id);
    topicId = id;
    return other ? Change.OTHER_TOPIC : more ? Change.PARTITIONS : Change.NONE;
  }

  /** The next sequence number of each partition; empty when all are zero. */
  int[] nextSequences() {
    int[] next = Arrays.copyOf(sequences, Math.max(sequences.length, partitions.length));
    boolean any = false;
    for (int i = 0; i < next.length; i++) {
      next[i] = i < partitions.length ? partitions[i].nextSequence : next[i];
      any |= next[i] != 0;
    }
    return any ? next : NONE;
  }

  void restartSequences() {
    sequences = NONE;
    for (PartitionQueue queue : partitions) {
      queue.restartSequences();
    }
  }

  boolean isKnown() {
    return count > 0;
  }

  UUID topicId() {
    return topicId;
  }

  PartitionQueue queue(int partition) {
    return partitions[partition];
  }

  PartitionQueue[] queues() {
    return partitions;
  }

  /** Whether nothing waits and nothing is under way. */
  boolean isIdle() {
    for (PartitionQueue queue : partitions) {
      if (!queue.isEmpty()) {
        return false;
      }
    }
    return waiting.isEmpty();
  }

  @Override
  public String topic() {
    return topic;
  }

  @Override
  public int partitionCount() {
    return count;
  }

  @Override
  public boolean isAvailable(int partition) {
    return partitions[partition].leader() >= 0;
  }

  @Override
  public long queuedBytes(int partition) {
    return partitions[partition].pendingBytes();
  }

  @Override
  public String leaderRack(int partition) {
    return partitions[partition].leaderRack();
  }

  @Override
  public int batchSize() {
    return config.batchSize();
  }

  @Override
  public boolean hasOpenBatch(int partition) {
    return partitions[partition].open() != null;
  }

  @Override
  public long stalledNanos(int partition) {
    return drain.stalledNanos(partitions[partition].leader());
  }

  @Override
  public String clientRack() {
    return config.clientRack();
  }
}
