package io.kafkavertx.testkit.scripted;

import io.kafkavertx.protocol.ErrorCode;
import io.kafkavertx.protocol.message.OffsetForLeaderEpochRequest;
import io.kafkavertx.protocol.message.OffsetForLeaderEpochRequest.OffsetForLeaderPartition;
import io.kafkavertx.protocol.message.OffsetForLeaderEpochRequest.OffsetForLeaderTopic;
import io.kafkavertx.protocol.message.OffsetForLeaderEpochResponse;
import io.kafkavertx.protocol.message.OffsetForLeaderEpochResponse.EpochEndOffset;
import io.kafkavertx.protocol.message.OffsetForLeaderEpochResponse.OffsetForLeaderTopicResult;
import io.vertx.core.Future;
import java.util.function.BiFunction;

/** OffsetForLeaderEpoch: where the records of a leader epoch end (KIP-320). */
final class OffsetForLeaderEpochHandler
    implements ApiHandler<OffsetForLeaderEpochRequest, OffsetForLeaderEpochResponse> {
  @Override
  public Future<OffsetForLeaderEpochResponse> handle(
      RequestContext context, OffsetForLeaderEpochRequest request) {
    return Future.succeededFuture(
        each(request, (topic, part) -> find(context, topic.topic(), part)));
  }

  @Override
  public OffsetForLeaderEpochResponse refuse(
      RequestContext context, OffsetForLeaderEpochRequest request, ErrorCode code) {
    return each(request, (topic, part) -> error(part, code));
  }

  private static OffsetForLeaderEpochResponse each(
      OffsetForLeaderEpochRequest request,
      BiFunction<OffsetForLeaderTopic, OffsetForLeaderPartition, EpochEndOffset> answer) {
    return new OffsetForLeaderEpochResponse()
        .setTopics(
            request.topics().stream()
                .map(
                    topic ->
                        new OffsetForLeaderTopicResult()
                            .setTopic(topic.topic())
                            .setPartitions(
                                topic.partitions().stream()
                                    .map(part -> answer.apply(topic, part))
                                    .toList()))
                .toList());
  }

  private static EpochEndOffset find(
      RequestContext context, String topic, OffsetForLeaderPartition asked) {
    ScriptedPartition partition = context.cluster().partition(topic, asked.partition());
    ErrorCode refusal = Leadership.check(context, partition, asked.currentLeaderEpoch());
    if (refusal != ErrorCode.NONE) {
      return error(asked, refusal);
    }
    long[] known = partition.endOfEpoch(asked.leaderEpoch());
    return new EpochEndOffset()
        .setPartition(asked.partition())
        .setLeaderEpoch((int) known[0])
        .setEndOffset(known[1]);
  }

  private static EpochEndOffset error(OffsetForLeaderPartition asked, ErrorCode code) {
    return new EpochEndOffset().setPartition(asked.partition()).setErrorCode(code.code());
  }
}
