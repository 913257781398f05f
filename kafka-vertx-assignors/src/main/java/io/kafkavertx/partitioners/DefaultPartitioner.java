package io.kafkavertx.partitioners;

import io.kafkavertx.spi.Partitioner;
import io.kafkavertx.spi.TopicLoad;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * With a key: a hash of it, as Kafka's Java client computes it. Without: one partition for about a
 * batch of records, then another at random; partitions that have a leader are preferred, and among
 * them those with less waiting, so that a slow broker gets less (KIP-480, KIP-794).
 */
final class DefaultPartitioner implements Partitioner {
  /** What a batch holds besides records. */
  private static final int BATCH_HEADER = 61;

  /** Where keyless records of a topic go now. */
  private static final class Sticky {
    private int partition = -1;
    private long bytes;
  }

  private final boolean ignoreKeys;
  private final SplittableRandom random;
  private final Map<String, Sticky> topics = new HashMap<>();
  private String lastTopic;
  private Sticky last;

  DefaultPartitioner(boolean ignoreKeys, SplittableRandom random) {
    this.ignoreKeys = ignoreKeys;
    this.random = random;
  }

  @Override
  public int partition(byte[] key, byte[] value, TopicLoad topic) {
    if (key != null && !ignoreKeys) {
      return Murmur2.partition(key, topic.partitionCount());
    }
    Sticky sticky = sticky(topic.topic());
    if (sticky.partition < 0 || sticky.partition >= topic.partitionCount()) {
      sticky.partition = choose(topic);
      sticky.bytes = 0;
    }
    return sticky.partition;
  }

  @Override
  public void appended(TopicLoad topic, int partition, int bytes) {
    Sticky sticky = sticky(topic.topic());
    if (partition == sticky.partition) {
      sticky.bytes += bytes;
      if (sticky.bytes + bytes > topic.batchSize() - BATCH_HEADER) {
        // One more of this size would begin another batch: that may as well be another partition's.
        sticky.partition = -1;
      }
    }
  }

  private Sticky sticky(String topic) {
    if (last == null || !topic.equals(lastTopic)) {
      last = topics.computeIfAbsent(topic, name -> new Sticky());
      lastTopic = topic;
    }
    return last;
  }

  private int choose(TopicLoad topic) {
    int count = topic.partitionCount();
    int available = 0;
    long most = 0;
    for (int i = 0; i < count; i++) {
      if (topic.isAvailable(i)) {
        available++;
        most = Math.max(most, topic.queuedBytes(i));
      }
    }
    if (available == 0) {
      return random.nextInt(count);
    }
    // The chance of a partition is what it has less than the fullest one, plus one batch so that
    // each has a chance.
    long least = Math.max(1, topic.batchSize());
    long total = 0;
    for (int i = 0; i < count; i++) {
      total += topic.isAvailable(i) ? most - topic.queuedBytes(i) + least : 0;
    }
    long ticket = random.nextLong(total);
    for (int i = 0; i < count; i++) {
      if (topic.isAvailable(i)) {
        ticket -= most - topic.queuedBytes(i) + least;
        if (ticket < 0) {
          return i;
        }
      }
    }
    throw new IllegalStateException(
        "the load of topic " + topic.topic() + " changed during the choice");
  }
}
