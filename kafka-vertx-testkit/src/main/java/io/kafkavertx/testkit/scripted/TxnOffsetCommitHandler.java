package io.kafkavertx.testkit.scripted;

import io.kafkavertx.protocol.ErrorCode;
import io.kafkavertx.protocol.message.TxnOffsetCommitRequest;
import io.kafkavertx.protocol.message.TxnOffsetCommitRequest.TxnOffsetCommitRequestPartition;
import io.kafkavertx.protocol.message.TxnOffsetCommitRequest.TxnOffsetCommitRequestTopic;
import io.kafkavertx.protocol.message.TxnOffsetCommitResponse;
import io.kafkavertx.protocol.message.TxnOffsetCommitResponse.TxnOffsetCommitResponsePartition;
import io.kafkavertx.protocol.message.TxnOffsetCommitResponse.TxnOffsetCommitResponseTopic;
import io.kafkavertx.spi.TopicPartition;
import io.vertx.core.Future;
import java.util.Map;
import java.util.function.BiFunction;

/** TxnOffsetCommit: offsets that count when the transaction is committed. */
final class TxnOffsetCommitHandler
    implements ApiHandler<TxnOffsetCommitRequest, TxnOffsetCommitResponse> {
  private static final int FIRST_OF_VERSION_2 = 5;
  private static final int FIRST_WITH_IDS = 6;

  @Override
  public Future<TxnOffsetCommitResponse> handle(
      RequestContext context, TxnOffsetCommitRequest request) {
    ScriptedCluster cluster = context.cluster();
    ErrorCode error = cluster.groups().check(context, request.groupId());
    if (error == ErrorCode.NONE && request.generationIdOrMemberEpoch() >= 0) {
      error =
          cluster
              .groups()
              .group(request.groupId())
              .checkCommit(
                  request.memberId(),
                  request.groupInstanceId(),
                  request.generationIdOrMemberEpoch());
    }
    ScriptedTransaction transaction = cluster.transactions().find(request.transactionalId());
    if (error == ErrorCode.NONE) {
      error = join(context, request, transaction);
    }
    if (error != ErrorCode.NONE) {
      return Future.succeededFuture(refuse(context, request, error));
    }
    Map<TopicPartition, ScriptedGroup.Committed> offsets =
        transaction.offsets(request.producerId(), request.producerEpoch(), request.groupId());
    return Future.succeededFuture(
        each(
            request,
            (topic, part) -> {
              ScriptedTopic known = cluster.topic(topic.name(), topic.topicId());
              if (known == null && context.version() >= FIRST_WITH_IDS) {
                return ErrorCode.UNKNOWN_TOPIC_ID;
              }
              if (known == null || known.partition(part.partitionIndex()) == null) {
                return ErrorCode.UNKNOWN_TOPIC_OR_PARTITION;
              }
              offsets.put(
                  new TopicPartition(known.name(), part.partitionIndex()),
                  new ScriptedGroup.Committed(
                      part.committedOffset(),
                      part.committedLeaderEpoch(),
                      part.committedMetadata() == null ? "" : part.committedMetadata()));
              return ErrorCode.NONE;
            }));
  }

  /** With version 2 the group becomes part of the transaction; before, it must have been. */
  private static ErrorCode join(
      RequestContext context, TxnOffsetCommitRequest request, ScriptedTransaction transaction) {
    if (transaction == null) {
      return ErrorCode.INVALID_PRODUCER_ID_MAPPING;
    }
    long id = request.producerId();
    short epoch = request.producerEpoch();
    if (context.version() >= FIRST_OF_VERSION_2) {
      return transaction.addGroup(id, epoch, request.groupId());
    }
    ErrorCode error = transaction.check(id, epoch);
    return error == ErrorCode.NONE && transaction.offsets(id, epoch, request.groupId()) == null
        ? ErrorCode.INVALID_TXN_STATE
        : error;
  }

  @Override
  public TxnOffsetCommitResponse refuse(
      RequestContext context, TxnOffsetCommitRequest request, ErrorCode code) {
    return each(request, (topic, part) -> code);
  }

  private static TxnOffsetCommitResponse each(
      TxnOffsetCommitRequest request,
      BiFunction<TxnOffsetCommitRequestTopic, TxnOffsetCommitRequestPartition, ErrorCode> outcome) {
    return new TxnOffsetCommitResponse()
        .setTopics(
            request.topics().stream()
                .map(
                    topic ->
                        new TxnOffsetCommitResponseTopic()
                            .setName(topic.name())
                            .setTopicId(topic.topicId())
                            .setPartitions(
                                topic.partitions().stream()
                                    .map(
                                        part ->
                                            new TxnOffsetCommitResponsePartition()
                                                .setPartitionIndex(part.partitionIndex())
                                                .setErrorCode(outcome.apply(topic, part).code()))
                                    .toList()))
                .toList());
  }
}
