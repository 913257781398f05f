package io.kafkavertx.admin;

import io.kafkavertx.spi.TopicPartition;
import io.vertx.codegen.annotations.GenIgnore;
import io.vertx.codegen.annotations.VertxGen;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Topics, their partitions and offsets. Part of {@link KafkaAdmin}. */
@VertxGen(concrete = false)
public interface TopicAdmin {
  /** Creates topics; see {@link #createTopics(Collection, CreateTopicsOptions)}. */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  default Future<Results<String, TopicCreated>> createTopics(Collection<NewTopic> topics) {
    return createTopics(topics, CreateTopicsOptions.defaults());
  }

  /**
   * Creates topics. A topic that was created may take a moment until every broker knows it. Brokers
   * from 0.10.1 on.
   *
   * @return by name
   */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  Future<Results<String, TopicCreated>> createTopics(
      Collection<NewTopic> topics, CreateTopicsOptions options);

  /** Finds offsets, of all records; see {@link #listOffsets(Map, ListOffsetsOptions)}. */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  default Future<Results<TopicPartition, ListedOffset>> listOffsets(
      Map<TopicPartition, OffsetSpec> partitions) {
    return listOffsets(partitions, ListOffsetsOptions.defaults());
  }

  /**
   * Finds offsets by what is wanted of each partition; asks the leaders. Brokers before 0.10.1 know
   * only the earliest and the latest.
   */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  Future<Results<TopicPartition, ListedOffset>> listOffsets(
      Map<TopicPartition, OffsetSpec> partitions, ListOffsetsOptions options);

  /** Deletes topics; see {@link #deleteTopics(Collection, DeleteTopicsOptions)}. */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  default Future<Results<String, Void>> deleteTopics(Collection<String> names) {
    return deleteTopics(names, DeleteTopicsOptions.defaults());
  }

  /** Deletes topics by name. Brokers from 0.10.1 on. */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  Future<Results<String, Void>> deleteTopics(Collection<String> names, DeleteTopicsOptions options);

  /** Deletes topics by id: not another one that has their name by now. Brokers from 2.8 on. */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  Future<Results<UUID, Void>> deleteTopicsById(Collection<UUID> ids, DeleteTopicsOptions options);

  /** All topics that the client may see, without Kafka's own. Brokers of any release. */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  default Future<List<TopicListing>> listTopics() {
    return listTopics(false);
  }

  /**
   * All topics that the client may see.
   *
   * @param internal also Kafka's own, such as {@code __consumer_offsets}
   */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  Future<List<TopicListing>> listTopics(boolean internal);

  /** Describes topics; see {@link #describeTopics(Collection, DescribeTopicsOptions)}. */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  default Future<Results<String, TopicDescription>> describeTopics(Collection<String> names) {
    return describeTopics(names, DescribeTopicsOptions.defaults());
  }

  /** Describes topics by name. Creates none. Brokers of any release. */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  Future<Results<String, TopicDescription>> describeTopics(
      Collection<String> names, DescribeTopicsOptions options);

  /** Describes topics by id. Brokers from 3.1 on. */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  Future<Results<UUID, TopicDescription>> describeTopicsById(
      Collection<UUID> ids, DescribeTopicsOptions options);

  /**
   * Completes when every broker that is up knows the topic and a leader of each of its partitions,
   * with its description; fails at the time-out with what was missing. Creates nothing. Brokers
   * from 0.11 on.
   */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  Future<TopicDescription> waitForTopic(String name);

  /** Adds partitions; see {@link #createPartitions(Map, CreatePartitionsOptions)}. */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  default Future<Results<String, Void>> createPartitions(Map<String, NewPartitions> topics) {
    return createPartitions(topics, CreatePartitionsOptions.defaults());
  }

  /** Adds partitions to topics. Brokers from 1.0 on. */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  Future<Results<String, Void>> createPartitions(
      Map<String, NewPartitions> topics, CreatePartitionsOptions options);

  /**
   * Deletes the records before an offset. Brokers from 0.11 on.
   *
   * @param before the first offset to keep; -1 deletes all there are
   * @return the first offset that there is then
   */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  Future<Results<TopicPartition, Long>> deleteRecords(Map<TopicPartition, Long> before);
}
