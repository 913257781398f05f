package io.kafkavertx.internal.admin;

import io.kafkavertx.Target;
import io.kafkavertx.protocol.ApiRequest;
import io.kafkavertx.protocol.ErrorCode;
import io.kafkavertx.protocol.message.AlterShareGroupOffsetsRequest;
import io.kafkavertx.protocol.message.AlterShareGroupOffsetsRequest.AlterShareGroupOffsetsRequestPartition;
import io.kafkavertx.protocol.message.AlterShareGroupOffsetsRequest.AlterShareGroupOffsetsRequestTopic;
import io.kafkavertx.protocol.message.AlterShareGroupOffsetsResponse;
import io.kafkavertx.spi.TopicPartition;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** AlterShareGroupOffsets, at the group's coordinator (not that of share state). */
public final class AlterShareGroupOffsets
    extends Operation<TopicPartition, Void, AlterShareGroupOffsetsResponse> {
  private final String group;
  private final Map<TopicPartition, Long> offsets;

  public AlterShareGroupOffsets(String group, Map<TopicPartition, Long> offsets) {
    super("alterShareGroupOffsets of group " + group, offsets.keySet());
    this.group = Objects.requireNonNull(group, "group");
    this.offsets = new LinkedHashMap<>(offsets);
  }

  @Override
  Target target(TopicPartition partition, AdminCall call) {
    return Target.groupCoordinator(group);
  }

  @Override
  ApiRequest<AlterShareGroupOffsetsResponse> request(List<TopicPartition> asked, Sending sending) {
    return new AlterShareGroupOffsetsRequest()
        .setGroupId(group)
        .setTopics(
            ByTopic.of(
                asked,
                partition ->
                    new AlterShareGroupOffsetsRequestPartition()
                        .setPartitionIndex(partition.partition())
                        .setStartOffset(offsets.get(partition)),
                (topic, partitions) ->
                    new AlterShareGroupOffsetsRequestTopic()
                        .setTopicName(topic)
                        .setPartitions(partitions)));
  }

  @Override
  void read(AlterShareGroupOffsetsResponse response, Answers<TopicPartition, Void> answers) {
    if (answers.errorOfAll(response.errorCode(), response.errorMessage())) {
      return;
    }
    response
        .responses()
        .forEach(
            topic ->
                topic
                    .partitions()
                    .forEach(
                        told -> {
                          TopicPartition partition =
                              new TopicPartition(topic.topicName(), told.partitionIndex());
                          answers.done(partition, told.errorCode(), told.errorMessage());
                        }));
  }

  /** The same offset twice is the same as once. */
  @Override
  boolean harmlessTwice() {
    return true;
  }

  @Override
  Verdict verdict(ErrorCode code, boolean repeatable, boolean byLeader) {
    return code == ErrorCode.UNKNOWN_TOPIC_OR_PARTITION
        ? Verdict.FAIL
        : super.verdict(code, repeatable, byLeader);
  }

  @Override
  Need need(List<TopicPartition> asked) {
    return Need.api("4.1");
  }

  @Override
  String kind() {
    return "partition";
  }
}
