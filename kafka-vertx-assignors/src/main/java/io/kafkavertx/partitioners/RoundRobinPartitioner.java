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
  /** Whose turn it is in a topic. */
  private static final class Turn {
    private int next;
  }

  private final Map<String, Turn> turns = new HashMap<>();
  private String lastTopic;
  private Turn last;

  @Override
  public int partition(byte[] key, byte[] value, TopicLoad topic) {
    Turn turn = turn(topic.topic());
    int count = topic.partitionCount();
    int start = turn.next % count;
    int chosen = start;
    for (int i = 0; i < count; i++) {
      int candidate = (start + i) % count;
      if (topic.isAvailable(candidate)) {
        chosen = candidate;
        break;
      }
    }
    turn.next = chosen + 1;
    return chosen;
  }

  private Turn turn(String topic) {
    if (last == null || !topic.equals(lastTopic)) {
      last = turns.computeIfAbsent(topic, name -> new Turn());
      lastTopic = topic;
    }
    return last;
  }
}
