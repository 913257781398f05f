package io.kafkavertx.internal.fetch;

import io.kafkavertx.KafkaException;
import io.kafkavertx.spi.TopicPartition;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The partitions that a consumer reads now. */
final class Partitions {
  private final Map<TopicPartition, PartitionState> states = new LinkedHashMap<>();
  private final BufferedBytes buffered;
  private final FetchMetrics metrics;

  Partitions(BufferedBytes buffered, FetchMetrics metrics) {
    this.buffered = buffered;
    this.metrics = metrics;
  }

  BufferedBytes buffered() {
    return buffered;
  }

  Collection<PartitionState> all() {
    return states.values();
  }

  /** Null when it is not assigned. */
  PartitionState get(TopicPartition topicPartition) {
    return states.get(topicPartition);
  }

  void add(PartitionState state) {
    state.meters = metrics.partition(state.topicPartition);
    states.put(state.topicPartition, state);
  }

  void remove(TopicPartition topicPartition) {
    PartitionState state = states.remove(topicPartition);
    if (state != null) {
      state.remove(
          new KafkaException(topicPartition + " is not assigned to this consumer any more"));
      state.meters.close();
    }
  }

  /** The states of these partitions; of all when there are none. */
  List<PartitionState> require(Collection<TopicPartition> partitions) {
    List<PartitionState> found = new ArrayList<>();
    for (TopicPartition topicPartition : partitions) {
      PartitionState state = states.get(topicPartition);
      if (state == null) {
        throw new IllegalStateException(topicPartition + " is not assigned to this consumer");
      }
      found.add(state);
    }
    return found;
  }
}
