package io.kafkavertx.internal.admin;

import io.kafkavertx.Target;
import io.kafkavertx.protocol.ApiRequest;
import io.kafkavertx.protocol.ErrorCode;
import io.kafkavertx.protocol.message.OffsetDeleteRequest;
import io.kafkavertx.protocol.message.OffsetDeleteRequest.OffsetDeleteRequestPartition;
import io.kafkavertx.protocol.message.OffsetDeleteRequest.OffsetDeleteRequestTopic;
import io.kafkavertx.protocol.message.OffsetDeleteResponse;
import io.kafkavertx.spi.TopicPartition;
import java.util.Collection;
import java.util.List;
import java.util.Objects;

/** OffsetDelete, at the group's coordinator. */
public final class DeleteGroupOffsets
    extends Operation<TopicPartition, Void, OffsetDeleteResponse> {
  private final String group;

  private DeleteGroupOffsets(String name, String group, Collection<TopicPartition> partitions) {
    super(name + " of group " + group, partitions);
    this.group = Objects.requireNonNull(group, "group");
  }

  public static DeleteGroupOffsets ofConsumers(
      String group, Collection<TopicPartition> partitions) {
    return new DeleteGroupOffsets("deleteConsumerGroupOffsets", group, partitions);
  }

  public static DeleteGroupOffsets ofStreams(String group, Collection<TopicPartition> partitions) {
    return new DeleteGroupOffsets("deleteStreamsGroupOffsets", group, partitions);
  }

  @Override
  Target target(TopicPartition partition, AdminCall call) {
    return Target.groupCoordinator(group);
  }

  @Override
  ApiRequest<OffsetDeleteResponse> request(List<TopicPartition> asked, Sending sending) {
    return new OffsetDeleteRequest()
        .setGroupId(group)
        .setTopics(
            ByTopic.of(
                asked,
                partition ->
                    new OffsetDeleteRequestPartition().setPartitionIndex(partition.partition()),
                (topic, partitions) ->
                    new OffsetDeleteRequestTopic().setName(topic).setPartitions(partitions)));
  }

  @Override
  void read(OffsetDeleteResponse response, Answers<TopicPartition, Void> answers) {
    if (answers.errorOfAll(response.errorCode(), null)) {
      return;
    }
    response
        .topics()
        .forEach(
            topic ->
                topic
                    .partitions()
                    .forEach(
                        told -> {
                          TopicPartition partition =
                              new TopicPartition(topic.name(), told.partitionIndex());
                          answers.done(partition, told.errorCode(), null);
                        }));
  }

  /** What is gone cannot go again, and that is no error. */
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
    return Need.api("2.4");
  }

  @Override
  String kind() {
    return "partition";
  }
}
