package io.kafkavertx.testkit.scripted;

import io.kafkavertx.protocol.ErrorCode;
import io.kafkavertx.protocol.message.OffsetFetchRequest;
import io.kafkavertx.protocol.message.OffsetFetchRequest.OffsetFetchRequestGroup;
import io.kafkavertx.protocol.message.OffsetFetchRequest.OffsetFetchRequestTopics;
import io.kafkavertx.protocol.message.OffsetFetchResponse;
import io.kafkavertx.protocol.message.OffsetFetchResponse.OffsetFetchResponseGroup;
import io.kafkavertx.protocol.message.OffsetFetchResponse.OffsetFetchResponsePartition;
import io.kafkavertx.protocol.message.OffsetFetchResponse.OffsetFetchResponsePartitions;
import io.kafkavertx.protocol.message.OffsetFetchResponse.OffsetFetchResponseTopic;
import io.kafkavertx.protocol.message.OffsetFetchResponse.OffsetFetchResponseTopics;
import io.kafkavertx.protocol.wire.Uuids;
import io.kafkavertx.spi.TopicPartition;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** OffsetFetch: of one group, from version 8 on of many. Inside it is always the newer form. */
final class OffsetFetchHandler implements ApiHandler<OffsetFetchRequest, OffsetFetchResponse> {
  @Override
  public Future<OffsetFetchResponse> handle(RequestContext context, OffsetFetchRequest request) {
    if (context.version() >= 8) {
      return Future.succeededFuture(
          new OffsetFetchResponse()
              .setGroups(request.groups().stream().map(group -> fetch(context, group)).toList()));
    }
    OffsetFetchResponseGroup group = fetch(context, asGroup(request));
    return Future.succeededFuture(
        new OffsetFetchResponse()
            .setErrorCode(group.errorCode())
            .setTopics(group.topics().stream().map(OffsetFetchHandler::oldForm).toList()));
  }

  @Override
  public OffsetFetchResponse refuse(
      RequestContext context, OffsetFetchRequest request, ErrorCode code) {
    if (context.version() >= 8) {
      return new OffsetFetchResponse()
          .setGroups(
              request.groups().stream()
                  .map(
                      group ->
                          new OffsetFetchResponseGroup()
                              .setGroupId(group.groupId())
                              .setErrorCode(code.code()))
                  .toList());
    }
    return new OffsetFetchResponse().setErrorCode(code.code());
  }

  private static OffsetFetchRequestGroup asGroup(OffsetFetchRequest request) {
    return new OffsetFetchRequestGroup()
        .setGroupId(request.groupId())
        .setTopics(
            request.topics() == null
                ? null
                : request.topics().stream()
                    .map(
                        topic ->
                            new OffsetFetchRequestTopics()
                                .setName(topic.name())
                                .setPartitionIndexes(topic.partitionIndexes()))
                    .toList());
  }

  private static OffsetFetchResponseGroup fetch(
      RequestContext context, OffsetFetchRequestGroup asked) {
    GroupCoordinator groups = context.cluster().groups();
    OffsetFetchResponseGroup answer = new OffsetFetchResponseGroup().setGroupId(asked.groupId());
    ErrorCode error = groups.check(context, asked.groupId());
    if (error != ErrorCode.NONE) {
      return answer.setErrorCode(error.code());
    }
    ScriptedGroup group = groups.group(asked.groupId());
    List<OffsetFetchRequestTopics> topics =
        asked.topics() == null ? everything(context, group) : asked.topics();
    List<OffsetFetchResponseTopics> found = new ArrayList<>();
    for (OffsetFetchRequestTopics topic : topics) {
      found.add(fetch(context, group, topic));
    }
    return answer.setTopics(found);
  }

  private static List<OffsetFetchRequestTopics> everything(
      RequestContext context, ScriptedGroup group) {
    Map<String, OffsetFetchRequestTopics> topics = new LinkedHashMap<>();
    for (TopicPartition partition : group.offsets().keySet()) {
      ScriptedTopic topic = context.cluster().topic(partition.topic());
      topics
          .computeIfAbsent(
              partition.topic(),
              name ->
                  new OffsetFetchRequestTopics()
                      .setName(name)
                      .setTopicId(topic == null ? Uuids.ZERO : topic.id())
                      .setPartitionIndexes(new ArrayList<>()))
          .partitionIndexes()
          .add(partition.partition());
    }
    return new ArrayList<>(topics.values());
  }

  private static OffsetFetchResponseTopics fetch(
      RequestContext context, ScriptedGroup group, OffsetFetchRequestTopics asked) {
    ScriptedTopic byId =
        context.version() >= 10 ? context.cluster().topic(asked.name(), asked.topicId()) : null;
    boolean unknown = context.version() >= 10 && byId == null;
    String name = byId == null ? asked.name() : byId.name();
    List<OffsetFetchResponsePartitions> partitions = new ArrayList<>();
    for (int index : asked.partitionIndexes()) {
      ScriptedGroup.Committed committed =
          unknown ? null : group.offsets().get(new TopicPartition(name, index));
      OffsetFetchResponsePartitions answer =
          new OffsetFetchResponsePartitions()
              .setPartitionIndex(index)
              .setCommittedOffset(committed == null ? -1 : committed.offset())
              .setCommittedLeaderEpoch(committed == null ? -1 : committed.leaderEpoch())
              .setMetadata(committed == null ? "" : committed.metadata());
      if (unknown) {
        answer.setErrorCode(ErrorCode.UNKNOWN_TOPIC_ID.code());
      }
      partitions.add(answer);
    }
    return new OffsetFetchResponseTopics()
        .setName(asked.name())
        .setTopicId(asked.topicId())
        .setPartitions(partitions);
  }

  private static OffsetFetchResponseTopic oldForm(OffsetFetchResponseTopics topic) {
    return new OffsetFetchResponseTopic()
        .setName(topic.name())
        .setPartitions(
            topic.partitions().stream()
                .map(
                    part ->
                        new OffsetFetchResponsePartition()
                            .setPartitionIndex(part.partitionIndex())
                            .setCommittedOffset(part.committedOffset())
                            .setCommittedLeaderEpoch(part.committedLeaderEpoch())
                            .setMetadata(part.metadata())
                            .setErrorCode(part.errorCode()))
                .toList());
  }
}
