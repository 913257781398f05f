package io.kafkavertx.internal.admin;

import io.kafkavertx.BrokerErrorException;
import io.kafkavertx.KafkaException;
import io.kafkavertx.Target;
import io.kafkavertx.admin.GroupOffsetsSpec;
import io.kafkavertx.admin.Results;
import io.kafkavertx.admin.ShareOffset;
import io.kafkavertx.protocol.ApiRequest;
import io.kafkavertx.protocol.ErrorCode;
import io.kafkavertx.protocol.message.DescribeShareGroupOffsetsRequest;
import io.kafkavertx.protocol.message.DescribeShareGroupOffsetsRequest.DescribeShareGroupOffsetsRequestGroup;
import io.kafkavertx.protocol.message.DescribeShareGroupOffsetsRequest.DescribeShareGroupOffsetsRequestTopic;
import io.kafkavertx.protocol.message.DescribeShareGroupOffsetsResponse;
import io.kafkavertx.protocol.message.DescribeShareGroupOffsetsResponse.DescribeShareGroupOffsetsResponseGroup;
import io.kafkavertx.spi.TopicPartition;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** DescribeShareGroupOffsets, at the groups' coordinators (not those of share state). */
public final class ListShareGroupOffsets
    extends Operation<
        String, Results<TopicPartition, ShareOffset>, DescribeShareGroupOffsetsResponse> {
  private final Map<String, GroupOffsetsSpec> wanted;

  public ListShareGroupOffsets(Map<String, GroupOffsetsSpec> wanted) {
    super("listShareGroupOffsets", wanted.keySet());
    this.wanted = new LinkedHashMap<>(wanted);
  }

  @Override
  Target target(String group, AdminCall call) {
    return Target.groupCoordinator(group);
  }

  @Override
  ApiRequest<DescribeShareGroupOffsetsResponse> request(List<String> asked, Sending sending) {
    return new DescribeShareGroupOffsetsRequest()
        .setGroups(asked.stream().map(this::group).toList());
  }

  private DescribeShareGroupOffsetsRequestGroup group(String id) {
    GroupOffsetsSpec spec = wanted.get(id);
    return new DescribeShareGroupOffsetsRequestGroup()
        .setGroupId(id)
        .setTopics(
            spec.partitions() == null
                ? null
                : ByTopic.of(
                    spec.partitions(),
                    TopicPartition::partition,
                    (topic, partitions) ->
                        new DescribeShareGroupOffsetsRequestTopic()
                            .setTopicName(topic)
                            .setPartitions(partitions)));
  }

  @Override
  void read(
      DescribeShareGroupOffsetsResponse response,
      Answers<String, Results<TopicPartition, ShareOffset>> answers) {
    for (DescribeShareGroupOffsetsResponseGroup group : response.groups()) {
      if (!answers.error(group.groupId(), group.errorCode(), group.errorMessage())) {
        answers.value(group.groupId(), offsets(group));
      }
    }
  }

  private Results<TopicPartition, ShareOffset> offsets(
      DescribeShareGroupOffsetsResponseGroup group) {
    boolean all = wanted.get(group.groupId()).partitions() == null;
    Map<TopicPartition, ShareOffset> values = new LinkedHashMap<>();
    Map<TopicPartition, KafkaException> failures = new LinkedHashMap<>();
    group
        .topics()
        .forEach(
            topic ->
                topic
                    .partitions()
                    .forEach(
                        told -> {
                          TopicPartition partition =
                              new TopicPartition(topic.topicName(), told.partitionIndex());
                          ErrorCode error = ErrorCode.forCode(told.errorCode());
                          if (error != ErrorCode.NONE) {
                            failures.put(
                                partition,
                                new BrokerErrorException(
                                    error,
                                    describe(group.groupId()) + ", partition " + partition,
                                    Remedies.of(error)));
                          } else if (told.startOffset() >= 0) {
                            values.put(
                                partition,
                                new ShareOffset(
                                    told.startOffset(), told.leaderEpoch(), told.lag()));
                          } else if (!all) {
                            values.put(partition, null);
                          }
                        }));
    return Results.of(values, failures);
  }

  @Override
  Need need(List<String> asked) {
    return Need.api("4.1");
  }

  @Override
  String kind() {
    return "group";
  }
}
