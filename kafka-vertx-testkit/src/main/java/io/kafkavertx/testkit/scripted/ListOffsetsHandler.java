package io.kafkavertx.testkit.scripted;

import io.kafkavertx.protocol.ErrorCode;
import io.kafkavertx.protocol.message.ListOffsetsRequest;
import io.kafkavertx.protocol.message.ListOffsetsRequest.ListOffsetsPartition;
import io.kafkavertx.protocol.message.ListOffsetsRequest.ListOffsetsTopic;
import io.kafkavertx.protocol.message.ListOffsetsResponse;
import io.kafkavertx.protocol.message.ListOffsetsResponse.ListOffsetsPartitionResponse;
import io.kafkavertx.protocol.message.ListOffsetsResponse.ListOffsetsTopicResponse;
import io.vertx.core.Future;
import java.util.List;
import java.util.function.BiFunction;

/** ListOffsets: the first and last offset, and the first at or after a time. */
final class ListOffsetsHandler implements ApiHandler<ListOffsetsRequest, ListOffsetsResponse> {
  private static final long LATEST = -1;
  private static final long EARLIEST = -2;
  private static final long MAX_TIMESTAMP = -3;
  private static final long EARLIEST_LOCAL = -4;

  @Override
  public Future<ListOffsetsResponse> handle(RequestContext context, ListOffsetsRequest request) {
    return Future.succeededFuture(
        each(
            request,
            (topic, part) -> find(context, topic.name(), part, request.isolationLevel() == 1)));
  }

  @Override
  public ListOffsetsResponse refuse(
      RequestContext context, ListOffsetsRequest request, ErrorCode code) {
    return each(request, (topic, part) -> error(part, code));
  }

  private static ListOffsetsResponse each(
      ListOffsetsRequest request,
      BiFunction<ListOffsetsTopic, ListOffsetsPartition, ListOffsetsPartitionResponse> answer) {
    return new ListOffsetsResponse()
        .setTopics(
            request.topics().stream()
                .map(
                    topic ->
                        new ListOffsetsTopicResponse()
                            .setName(topic.name())
                            .setPartitions(
                                topic.partitions().stream()
                                    .map(part -> answer.apply(topic, part))
                                    .toList()))
                .toList());
  }

  private static ListOffsetsPartitionResponse find(
      RequestContext context, String topic, ListOffsetsPartition asked, boolean committedOnly) {
    ScriptedPartition partition = context.cluster().partition(topic, asked.partitionIndex());
    ErrorCode refusal = Leadership.check(context, partition, asked.currentLeaderEpoch());
    if (refusal != ErrorCode.NONE) {
      return error(asked, refusal);
    }
    long timestamp = asked.timestamp();
    if (timestamp == LATEST) {
      long latest = committedOnly ? partition.lastStableOffset() : partition.endOffset();
      return found(context, asked, partition, latest, -1);
    }
    if (timestamp == EARLIEST || timestamp == EARLIEST_LOCAL) {
      return found(context, asked, partition, partition.logStart(), -1);
    }
    if (timestamp == MAX_TIMESTAMP) {
      long newest = partition.newestTimestamp();
      return found(context, asked, partition, partition.offsetAt(newest), newest);
    }
    if (timestamp < 0) {
      return found(context, asked, partition, -1, -1);
    }
    long offset = partition.offsetAt(timestamp);
    return found(context, asked, partition, offset, offset < 0 ? -1 : timestamp);
  }

  private static ListOffsetsPartitionResponse found(
      RequestContext context,
      ListOffsetsPartition asked,
      ScriptedPartition partition,
      long offset,
      long timestamp) {
    ListOffsetsPartitionResponse answer =
        new ListOffsetsPartitionResponse().setPartitionIndex(asked.partitionIndex());
    if (context.version() == 0) {
      return answer.setOldStyleOffsets(offset < 0 ? List.of() : List.of(offset));
    }
    return answer
        .setOffset(offset)
        .setTimestamp(timestamp)
        .setLeaderEpoch(offset < 0 ? -1 : partition.leaderEpoch());
  }

  private static ListOffsetsPartitionResponse error(ListOffsetsPartition asked, ErrorCode code) {
    return new ListOffsetsPartitionResponse()
        .setPartitionIndex(asked.partitionIndex())
        .setErrorCode(code.code());
  }
}
