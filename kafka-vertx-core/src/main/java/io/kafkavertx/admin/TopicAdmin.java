package io.kafkavertx.admin;

import io.kafkavertx.spi.TopicPartition;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.Map;

/** Topics, their partitions and offsets. Part of {@link KafkaAdmin}. */
public interface TopicAdmin {
  /** Creates topics; see {@link #createTopics(Collection, CreateTopicsOptions)}. */
  default Future<Results<String, TopicCreated>> createTopics(Collection<NewTopic> topics) {
    return createTopics(topics, CreateTopicsOptions.defaults());
  }

  /**
   * Creates topics. A topic that was created may take a moment until every broker knows it. Brokers
   * from 0.10.1 on.
   *
   * @return by name
   */
  Future<Results<String, TopicCreated>> createTopics(
      Collection<NewTopic> topics, CreateTopicsOptions options);

  /** Finds offsets, of all records; see {@link #listOffsets(Map, ListOffsetsOptions)}. */
  default Future<Results<TopicPartition, ListedOffset>> listOffsets(
      Map<TopicPartition, OffsetSpec> partitions) {
    return listOffsets(partitions, ListOffsetsOptions.defaults());
  }

  /**
   * Finds offsets by what is wanted of each partition; asks the leaders. Brokers before 0.10.1 know
   * only the earliest and the latest.
   */
  Future<Results<TopicPartition, ListedOffset>> listOffsets(
      Map<TopicPartition, OffsetSpec> partitions, ListOffsetsOptions options);
}
