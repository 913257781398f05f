package io.kafkavertx.internal.admin;

import io.kafkavertx.KafkaException;
import io.kafkavertx.OffsetAndMetadata;
import io.kafkavertx.admin.ConsumerGroupDescription;
import io.kafkavertx.admin.DescribeGroupsOptions;
import io.kafkavertx.admin.GroupOffsetsSpec;
import io.kafkavertx.admin.ListGroupOffsetsOptions;
import io.kafkavertx.admin.ListOffsetsOptions;
import io.kafkavertx.admin.ListedOffset;
import io.kafkavertx.admin.OffsetSpec;
import io.kafkavertx.admin.PartitionLag;
import io.kafkavertx.admin.Results;
import io.kafkavertx.spi.TopicPartition;
import io.vertx.core.Future;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What a group has committed, what its members have, and where those partitions end. */
public final class GroupLag implements AdminQuery<Results<TopicPartition, PartitionLag>> {
  private final String group;
  private final ListOffsetsOptions options;

  public GroupLag(String group, ListOffsetsOptions options) {
    this.group = Objects.requireNonNull(group, "group");
    this.options = options;
  }

  @Override
  public Future<Results<TopicPartition, PartitionLag>> run(AdminCall call) {
    Future<ConsumerGroupDescription> described = described(call, group);
    Future<Results<TopicPartition, OffsetAndMetadata>> committed = committed(call, group);
    return Future.all(described, committed)
        .compose(both -> ends(call, described.result(), committed.result()));
  }

  /** The group as it is now. */
  static Future<ConsumerGroupDescription> described(AdminCall call, String group) {
    return new DescribeConsumerGroups(List.of(group), DescribeGroupsOptions.defaults())
        .run(call)
        .compose(Results::all)
        .map(described -> described.get(group));
  }

  /** Everything that the group has committed. */
  static Future<Results<TopicPartition, OffsetAndMetadata>> committed(
      AdminCall call, String group) {
    return ListGroupOffsets.ofConsumers(
            GroupOffsetsSpec.allOf(List.of(group)), ListGroupOffsetsOptions.defaults())
        .run(call)
        .compose(Results::all)
        .map(offsets -> offsets.get(group));
  }

  private Future<Results<TopicPartition, PartitionLag>> ends(
      AdminCall call,
      ConsumerGroupDescription described,
      Results<TopicPartition, OffsetAndMetadata> committed) {
    Map<TopicPartition, OffsetSpec> wanted = new LinkedHashMap<>();
    committed.values().keySet().forEach(partition -> wanted.put(partition, OffsetSpec.latest()));
    described
        .members()
        .forEach(
            member ->
                member.assignment().forEach(has -> wanted.putIfAbsent(has, OffsetSpec.latest())));
    committed.failures().keySet().forEach(wanted::remove);
    return new ListOffsets(wanted, options)
        .run(call)
        .map(
            ends -> {
              Map<TopicPartition, KafkaException> failures =
                  new LinkedHashMap<>(committed.failures());
              failures.putAll(ends.failures());
              Map<TopicPartition, PartitionLag> lags = new LinkedHashMap<>();
              ends.values()
                  .forEach(
                      (partition, end) ->
                          lags.put(partition, lag(committed.values().get(partition), end)));
              return Results.of(lags, failures);
            });
  }

  private static PartitionLag lag(OffsetAndMetadata committed, ListedOffset end) {
    long lag = committed == null ? -1 : Math.max(0, end.offset() - committed.offset());
    return new PartitionLag(committed, end.offset(), lag);
  }
}
