package io.kafkavertx.internal.admin;

import io.kafkavertx.OffsetAndMetadata;
import io.kafkavertx.Target;
import io.kafkavertx.protocol.ApiRequest;
import io.kafkavertx.protocol.ErrorCode;
import io.kafkavertx.protocol.message.OffsetCommitRequest;
import io.kafkavertx.protocol.message.OffsetCommitRequest.OffsetCommitRequestPartition;
import io.kafkavertx.protocol.message.OffsetCommitRequest.OffsetCommitRequestTopic;
import io.kafkavertx.protocol.message.OffsetCommitResponse;
import io.kafkavertx.spi.TopicPartition;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** OffsetCommit by nobody in particular, at the group's coordinator. */
public final class AlterGroupOffsets extends Operation<TopicPartition, Void, OffsetCommitResponse> {
  /** From the next version on topics are named by their ids only. */
  private static final int LAST_WITH_NAMES = 9;

  private final String group;
  private final Map<TopicPartition, OffsetAndMetadata> offsets = new LinkedHashMap<>();

  AlterGroupOffsets(String name, String group, Map<TopicPartition, OffsetAndMetadata> offsets) {
    super(name + " of group " + group, offsets.keySet());
    this.group = Objects.requireNonNull(group, "group");
    offsets.forEach(
        (partition, offset) -> {
          if (offset.offset() < 0) {
            throw new IllegalArgumentException(
                "an offset cannot be negative: " + partition + " to " + offset.offset());
          }
          this.offsets.put(partition, offset);
        });
  }

  public static AlterGroupOffsets ofConsumers(
      String group, Map<TopicPartition, OffsetAndMetadata> offsets) {
    return new AlterGroupOffsets("alterConsumerGroupOffsets", group, offsets);
  }

  public static AlterGroupOffsets ofStreams(
      String group, Map<TopicPartition, OffsetAndMetadata> offsets) {
    return new AlterGroupOffsets("alterStreamsGroupOffsets", group, offsets);
  }

  @Override
  Target target(TopicPartition partition, AdminCall call) {
    return Target.groupCoordinator(group);
  }

  @Override
  ApiRequest<OffsetCommitResponse> request(List<TopicPartition> asked, Sending sending) {
    return new OffsetCommitRequest()
        .setGroupId(group)
        .setMemberId("")
        .setGenerationIdOrMemberEpoch(-1)
        .setTopics(
            ByTopic.of(
                asked,
                partition -> partition(partition.partition(), offsets.get(partition)),
                (topic, partitions) ->
                    new OffsetCommitRequestTopic().setName(topic).setPartitions(partitions)));
  }

  private static OffsetCommitRequestPartition partition(int index, OffsetAndMetadata offset) {
    return new OffsetCommitRequestPartition()
        .setPartitionIndex(index)
        .setCommittedOffset(offset.offset())
        .setCommittedLeaderEpoch(offset.leaderEpoch())
        .setCommittedMetadata(offset.metadata());
  }

  @Override
  void read(OffsetCommitResponse response, Answers<TopicPartition, Void> answers) {
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

  /** The same offset twice is the same as once. */
  @Override
  boolean harmlessTwice() {
    return true;
  }

  @Override
  Verdict verdict(ErrorCode code, boolean repeatable, boolean byLeader) {
    return switch (code) {
      case UNKNOWN_TOPIC_OR_PARTITION -> Verdict.FAIL;
      case REBALANCE_IN_PROGRESS -> Verdict.RETRY;
      default -> super.verdict(code, repeatable, byLeader);
    };
  }

  @Override
  Need need(List<TopicPartition> asked) {
    return new Need(2, "0.9", "changing a group's offsets");
  }

  @Override
  int mostVersion() {
    return LAST_WITH_NAMES;
  }

  @Override
  String kind() {
    return "partition";
  }

  @Override
  String remedy(ErrorCode code) {
    return switch (code) {
      case UNKNOWN_MEMBER_ID, REBALANCE_IN_PROGRESS, STALE_MEMBER_EPOCH ->
          "The group has members, and only they may commit: stop them first";
      default -> null;
    };
  }
}
