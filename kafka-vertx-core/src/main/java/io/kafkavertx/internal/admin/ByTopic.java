package io.kafkavertx.internal.admin;

import io.kafkavertx.spi.TopicPartition;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Partitions as requests name them: topic by topic. */
final class ByTopic {
  private ByTopic() {}

  /**
   * One structure for each topic.
   *
   * @param topic makes it, of the topic's name and what {@code partition} has made
   * @param partition makes what stands for a partition
   */
  static <P, T> List<T> of(
      Collection<TopicPartition> partitions,
      Function<TopicPartition, P> partition,
      BiFunction<String, List<P>, T> topic) {
    Map<String, List<P>> byTopic = new LinkedHashMap<>();
    for (TopicPartition one : partitions) {
      byTopic.computeIfAbsent(one.topic(), name -> new ArrayList<>()).add(partition.apply(one));
    }
    List<T> topics = new ArrayList<>();
    byTopic.forEach((name, list) -> topics.add(topic.apply(name, list)));
    return topics;
  }
}
