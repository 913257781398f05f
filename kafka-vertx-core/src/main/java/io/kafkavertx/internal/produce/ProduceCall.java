package io.kafkavertx.internal.produce;

import io.kafkavertx.protocol.message.ProduceRequest;
import io.kafkavertx.protocol.wire.Uuids;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** One produce request to one broker: a batch each of several partitions. */
final class ProduceCall {
  /** The first version that carries messages of magic 1. */
  static final int FIRST_WITH_MAGIC_1 = 2;

  /** The first version that carries record batches of magic 2. */
  static final int FIRST_WITH_MAGIC_2 = 3;

  /** The first version that allows zstd. */
  static final int FIRST_WITH_ZSTD = 7;

  /** The last version that names topics instead of giving their ids. */
  static final int LAST_WITH_NAMES = 12;

  /** The first version whose batches make their partition part of the transaction (KIP-890). */
  static final int FIRST_THAT_ADDS_TO_TRANSACTION = 12;

  // What a request holds beside the records, generously: for a partition, for a topic beside its
  // name.
  private static final int PARTITION_OVERHEAD = 16;
  private static final int TOPIC_OVERHEAD = 32;

  final NodeQueue node;
  final long sentNanos;

  /** The format of all its batches. */
  final int magic;

  private final List<ProducerBatch> batches = new ArrayList<>();
  private int bytes;
  private boolean topicIdsKnown = true;
  private int cursor;

  ProduceCall(NodeQueue node, long nowNanos, int magic) {
    this.node = node;
    this.magic = magic;
    this.sentNanos = nowNanos;
  }

  /** Whether the batch fits into a request of that size; the first always does. */
  boolean fits(ProducerBatch batch, int maxRequestSize) {
    return batches.isEmpty() || bytes + cost(batch) <= maxRequestSize;
  }

  void add(ProducerBatch batch) {
    batches.add(batch);
    bytes += cost(batch);
    topicIdsKnown &= !batch.queue.topic.topicId().equals(Uuids.ZERO);
  }

  private static int cost(ProducerBatch batch) {
    return batch.bytes().length()
        + PARTITION_OVERHEAD
        + TOPIC_OVERHEAD
        + batch.queue.topicPartition.topic().length();
  }

  boolean isEmpty() {
    return batches.isEmpty();
  }

  List<ProducerBatch> batches() {
    return batches;
  }

  /** The request's size without its header, roughly. */
  int bytes() {
    return bytes;
  }

  /** False when a broker that wants topic ids cannot be told all of them. */
  boolean hasTopicIds() {
    return topicIdsKnown;
  }

  /**
   * @param transactionalId null without transactions
   */
  ProduceRequest request(ProduceConfig config, String transactionalId) {
    Map<TopicQueue, ProduceRequest.TopicProduceData> topics = new LinkedHashMap<>();
    for (ProducerBatch batch : batches) {
      topics
          .computeIfAbsent(batch.queue.topic, ProduceCall::topicData)
          .partitionData()
          .add(
              new ProduceRequest.PartitionProduceData()
                  .setIndex(batch.queue.topicPartition.partition())
                  .setRecords(batch.bytes()));
    }
    return new ProduceRequest()
        .setTransactionalId(transactionalId)
        .setAcks(config.acks())
        .setTimeoutMs(config.requestTimeoutMillis())
        .setTopicData(new ArrayList<>(topics.values()));
  }

  private static ProduceRequest.TopicProduceData topicData(TopicQueue topic) {
    return new ProduceRequest.TopicProduceData()
        .setName(topic.topic())
        .setTopicId(topic.topicId())
        .setPartitionData(new ArrayList<>());
  }

  /**
   * The batch that part of the answer speaks of; null when it speaks of none that was sent. Brokers
   * answer in the order of the request, so looking starts where the last one was found.
   *
   * @param name the topic's name; empty when the answer gives the id
   */
  ProducerBatch find(String name, UUID id, int partition) {
    for (int i = 0; i < batches.size(); i++) {
      int at = (cursor + i) % batches.size();
      PartitionQueue queue = batches.get(at).queue;
      boolean sameTopic =
          name == null || name.isEmpty()
              ? queue.topic.topicId().equals(id)
              : queue.topic.topic().equals(name);
      if (queue.topicPartition.partition() == partition && sameTopic) {
        cursor = at + 1;
        return batches.get(at);
      }
    }
    return null;
  }
}
