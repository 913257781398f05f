package io.kafkavertx.internal.admin;

import io.kafkavertx.OffsetAndMetadata;
import io.kafkavertx.Target;
import io.kafkavertx.admin.GroupOffsetsSpec;
import io.kafkavertx.admin.ListGroupOffsetsOptions;
import io.kafkavertx.admin.Results;
import io.kafkavertx.internal.admin.CommittedRead.Committed;
import io.kafkavertx.protocol.ApiRequest;
import io.kafkavertx.protocol.message.OffsetFetchRequest;
import io.kafkavertx.protocol.message.OffsetFetchRequest.OffsetFetchRequestGroup;
import io.kafkavertx.protocol.message.OffsetFetchRequest.OffsetFetchRequestTopic;
import io.kafkavertx.protocol.message.OffsetFetchRequest.OffsetFetchRequestTopics;
import io.kafkavertx.protocol.message.OffsetFetchResponse;
import io.kafkavertx.spi.TopicPartition;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * OffsetFetch, at the groups' coordinators: all groups of one in one request, or one by one with
 * brokers before 3.0.
 */
public final class ListGroupOffsets
    extends Operation<String, Results<TopicPartition, OffsetAndMetadata>, OffsetFetchResponse> {
  /** From the next version on topics are named by their ids only. */
  private static final int LAST_WITH_NAMES = 9;

  private static final int FIRST_WITH_GROUPS = 8;

  private final Map<String, GroupOffsetsSpec> wanted;
  private final ListGroupOffsetsOptions options;
  private final boolean batched;

  private ListGroupOffsets(
      String name,
      Map<String, GroupOffsetsSpec> wanted,
      ListGroupOffsetsOptions options,
      boolean batched) {
    super(name, wanted.keySet());
    this.wanted = new LinkedHashMap<>(wanted);
    this.options = options;
    this.batched = batched;
  }

  public static ListGroupOffsets ofConsumers(
      Map<String, GroupOffsetsSpec> wanted, ListGroupOffsetsOptions options) {
    return new ListGroupOffsets("listConsumerGroupOffsets", wanted, options, true);
  }

  public static ListGroupOffsets ofStreams(
      Map<String, GroupOffsetsSpec> wanted, ListGroupOffsetsOptions options) {
    return new ListGroupOffsets("listStreamsGroupOffsets", wanted, options, true);
  }

  @Override
  Target target(String group, AdminCall call) {
    return Target.groupCoordinator(group);
  }

  @Override
  ApiRequest<OffsetFetchResponse> request(List<String> asked, Sending sending) {
    OffsetFetchRequest request = new OffsetFetchRequest().setRequireStable(options.requireStable());
    return batched
        ? request.setGroups(asked.stream().map(this::group).toList())
        : request.setGroupId(asked.get(0)).setTopics(topics(wanted.get(asked.get(0))));
  }

  private OffsetFetchRequestGroup group(String id) {
    GroupOffsetsSpec spec = wanted.get(id);
    return new OffsetFetchRequestGroup()
        .setGroupId(id)
        .setTopics(
            spec.partitions() == null
                ? null
                : ByTopic.of(
                    spec.partitions(),
                    TopicPartition::partition,
                    (topic, partitions) ->
                        new OffsetFetchRequestTopics()
                            .setName(topic)
                            .setPartitionIndexes(partitions)));
  }

  private static List<OffsetFetchRequestTopic> topics(GroupOffsetsSpec spec) {
    return spec.partitions() == null
        ? null
        : ByTopic.of(
            spec.partitions(),
            TopicPartition::partition,
            (topic, partitions) ->
                new OffsetFetchRequestTopic().setName(topic).setPartitionIndexes(partitions));
  }

  @Override
  void read(
      OffsetFetchResponse response,
      Answers<String, Results<TopicPartition, OffsetAndMetadata>> answers) {
    if (!batched) {
      String group = answers.open().get(0);
      read(group, response.errorCode(), CommittedRead.ofOne(response), answers);
      return;
    }
    response
        .groups()
        .forEach(
            group ->
                read(group.groupId(), group.errorCode(), CommittedRead.ofGroup(group), answers));
  }

  private void read(
      String group,
      short code,
      List<Committed> told,
      Answers<String, Results<TopicPartition, OffsetAndMetadata>> answers) {
    if (answers.error(group, code, null)) {
      return;
    }
    for (Committed one : told) {
      if (CommittedRead.later(one.error())) {
        // Offsets of an open transaction, for example.
        answers.error(group, one.error().code(), null);
        return;
      }
    }
    boolean all = wanted.get(group).partitions() == null;
    answers.value(group, CommittedRead.results(describe(group), told, all));
  }

  @Override
  AdminQuery<Results<String, Results<TopicPartition, OffsetAndMetadata>>> fallback(
      List<String> asked) {
    return batched
        ? Merged.each(
            asked,
            group -> new ListGroupOffsets(name(), Map.of(group, wanted.get(group)), options, false))
        : null;
  }

  @Override
  Need need(List<String> asked) {
    if (batched) {
      return new Need(FIRST_WITH_GROUPS, "3.0", "asking for several groups");
    }
    if (options.requireStable()) {
      return new Need(7, "2.5", "requireStable");
    }
    return wanted.get(asked.get(0)).partitions() == null
        ? new Need(2, "0.10.2", "asking for all partitions")
        : new Need(1, "0.8.2", "offsets that the brokers keep");
  }

  @Override
  int mostVersion() {
    return batched ? LAST_WITH_NAMES : FIRST_WITH_GROUPS - 1;
  }

  @Override
  String kind() {
    return "group";
  }
}
