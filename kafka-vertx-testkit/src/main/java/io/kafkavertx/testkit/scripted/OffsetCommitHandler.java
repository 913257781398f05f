package io.kafkavertx.testkit.scripted;

import io.kafkavertx.protocol.ErrorCode;
import io.kafkavertx.protocol.message.OffsetCommitRequest;
import io.kafkavertx.protocol.message.OffsetCommitRequest.OffsetCommitRequestPartition;
import io.kafkavertx.protocol.message.OffsetCommitRequest.OffsetCommitRequestTopic;
import io.kafkavertx.protocol.message.OffsetCommitResponse;
import io.kafkavertx.protocol.message.OffsetCommitResponse.OffsetCommitResponsePartition;
import io.kafkavertx.protocol.message.OffsetCommitResponse.OffsetCommitResponseTopic;
import io.kafkavertx.spi.TopicPartition;
import io.vertx.core.Future;
import java.util.function.BiFunction;

/**
 * OffsetCommit: remembered for the group, when the committer is a member of its current generation.
 */
final class OffsetCommitHandler implements ApiHandler<OffsetCommitRequest, OffsetCommitResponse> {
  @Override
  public Future<OffsetCommitResponse> handle(RequestContext context, OffsetCommitRequest request) {
    GroupCoordinator groups = context.cluster().groups();
    ErrorCode error = groups.check(context, request.groupId());
    ScriptedGroup group = groups.group(request.groupId());
    if (error == ErrorCode.NONE) {
      error =
          group.checkCommit(
              request.memberId(), request.groupInstanceId(), request.generationIdOrMemberEpoch());
    }
    if (error != ErrorCode.NONE) {
      return Future.succeededFuture(refuse(context, request, error));
    }
    return Future.succeededFuture(
        each(request, (topic, part) -> commit(context, group, topic, part)));
  }

  @Override
  public OffsetCommitResponse refuse(
      RequestContext context, OffsetCommitRequest request, ErrorCode code) {
    return each(request, (topic, part) -> code);
  }

  private static ErrorCode commit(
      RequestContext context,
      ScriptedGroup group,
      OffsetCommitRequestTopic asked,
      OffsetCommitRequestPartition part) {
    ScriptedTopic topic = context.cluster().topic(asked.name(), asked.topicId());
    if (topic == null) {
      return context.version() >= 10
          ? ErrorCode.UNKNOWN_TOPIC_ID
          : ErrorCode.UNKNOWN_TOPIC_OR_PARTITION;
    }
    if (topic.partition(part.partitionIndex()) == null) {
      return ErrorCode.UNKNOWN_TOPIC_OR_PARTITION;
    }
    group
        .offsets()
        .put(
            new TopicPartition(topic.name(), part.partitionIndex()),
            new ScriptedGroup.Committed(
                part.committedOffset(),
                part.committedLeaderEpoch(),
                part.committedMetadata() == null ? "" : part.committedMetadata()));
    return ErrorCode.NONE;
  }

  private static OffsetCommitResponse each(
      OffsetCommitRequest request,
      BiFunction<OffsetCommitRequestTopic, OffsetCommitRequestPartition, ErrorCode> outcome) {
    return new OffsetCommitResponse()
        .setTopics(
            request.topics().stream()
                .map(
                    topic ->
                        new OffsetCommitResponseTopic()
                            .setName(topic.name())
                            .setTopicId(topic.topicId())
                            .setPartitions(
                                topic.partitions().stream()
                                    .map(
                                        part ->
                                            new OffsetCommitResponsePartition()
                                                .setPartitionIndex(part.partitionIndex())
                                                .setErrorCode(outcome.apply(topic, part).code()))
                                    .toList()))
                .toList());
  }
}
