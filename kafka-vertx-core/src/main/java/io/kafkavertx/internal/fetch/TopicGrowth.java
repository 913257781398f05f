package io.kafkavertx.internal.fetch;

import io.kafkavertx.ClusterMetadata;
import io.kafkavertx.spi.TopicPartition;
import java.util.HashMap;
import java.util.Map;

/**
 * Which partitions were added to their topics while this consumer was looking. All their records
 * are younger than its interest in the topic: to begin at their end would skip what was written
 * before the consumer learned of them.
 */
final class TopicGrowth {
  private final Map<String, Integer> atFirst = new HashMap<>();

  /** There is new metadata: of the topics that somebody is interested in, and of no others. */
  void learn(ClusterMetadata metadata) {
    atFirst.keySet().retainAll(metadata.topics());
    for (String topic : metadata.topics()) {
      atFirst.putIfAbsent(topic, metadata.partitions(topic).size());
    }
  }

  /** Whether the topic did not have the partition when it was first seen. */
  boolean isAdded(TopicPartition partition) {
    Integer count = atFirst.get(partition.topic());
    return count != null && partition.partition() >= count;
  }
}
