package io.kafkavertx.admin;

import io.kafkavertx.internal.admin.CreatePartitions;
import io.kafkavertx.internal.admin.CreateTopics;
import io.kafkavertx.internal.admin.DeleteRecords;
import io.kafkavertx.internal.admin.DeleteTopics;
import io.kafkavertx.internal.admin.DescribeTopics;
import io.kafkavertx.internal.admin.DescribeTopicsByMetadata;
import io.kafkavertx.internal.admin.ListOffsets;
import io.kafkavertx.internal.admin.ListTopics;
import io.kafkavertx.internal.admin.WaitForTopic;
import io.kafkavertx.spi.TopicPartition;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** {@link TopicAdmin}. */
abstract class TopicCalls extends AdminCalls implements TopicAdmin {
  @Override
  public Future<Results<String, TopicCreated>> createTopics(
      Collection<NewTopic> topics, CreateTopicsOptions options) {
    return run(new CreateTopics(topics, options));
  }

  @Override
  public Future<Results<TopicPartition, ListedOffset>> listOffsets(
      Map<TopicPartition, OffsetSpec> partitions, ListOffsetsOptions options) {
    return run(new ListOffsets(partitions, options));
  }

  @Override
  public Future<Results<String, Void>> deleteTopics(
      Collection<String> names, DeleteTopicsOptions options) {
    return run(DeleteTopics.named(names, options));
  }

  @Override
  public Future<Results<UUID, Void>> deleteTopicsById(
      Collection<UUID> ids, DeleteTopicsOptions options) {
    return run(DeleteTopics.withIds(ids, options));
  }

  @Override
  public Future<List<TopicListing>> listTopics(boolean internal) {
    return run(new ListTopics(internal));
  }

  @Override
  public Future<Results<String, TopicDescription>> describeTopics(
      Collection<String> names, DescribeTopicsOptions options) {
    return run(new DescribeTopics(names, options));
  }

  @Override
  public Future<Results<UUID, TopicDescription>> describeTopicsById(
      Collection<UUID> ids, DescribeTopicsOptions options) {
    return run(DescribeTopicsByMetadata.withIds(ids, options));
  }

  @Override
  public Future<TopicDescription> waitForTopic(String name) {
    return run(WaitForTopic.of(name));
  }

  @Override
  public Future<Results<String, Void>> createPartitions(
      Map<String, NewPartitions> topics, CreatePartitionsOptions options) {
    return run(new CreatePartitions(topics, options));
  }

  @Override
  public Future<Results<TopicPartition, Long>> deleteRecords(Map<TopicPartition, Long> before) {
    return run(new DeleteRecords(before));
  }
}
