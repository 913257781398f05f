package io.kafkavertx.admin;

import io.kafkavertx.internal.admin.CreateTopics;
import io.kafkavertx.internal.admin.ListOffsets;
import io.kafkavertx.spi.TopicPartition;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.Map;

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
}
