package io.kafkavertx.partitioners;

import io.kafkavertx.spi.Partitioner;
import io.kafkavertx.spi.TopicLoad;
import java.util.HashMap;
import java.util.Map;

/**
 * Each record to the next partition that has a leader, whatever its key. Batches fill slowly; use
 * it where evenness matters more.
 */
final class RoundRobinPartitioner implements Partitioner {
  private final Map<String, Integer> next = new HashMap<>();

  @Override
  public int partition(byte[] key, byte[] value, TopicLoad topic) {
    int count = topic.partitionCount();
    int start = next.getOrDefault(topic.topic(), 0) % count;
    int chosen = start;
    for (int i = 0; i < count; i++) {
      int candidate = (start + i) % count;
      if (topic.isAvailable(candidate)) {
        chosen = candidate;
        break;
      }
    }
    next.put(topic.topic(), chosen + 1);
    return chosen;
  }
}
