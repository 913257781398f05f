package io.kafkavertx.testkit.scripted;

import io.kafkavertx.protocol.ErrorCode;
import io.kafkavertx.protocol.message.AddPartitionsToTxnRequest;
import io.kafkavertx.protocol.message.AddPartitionsToTxnRequest.AddPartitionsToTxnTopic;
import io.kafkavertx.protocol.message.AddPartitionsToTxnResponse;
import io.kafkavertx.protocol.message.AddPartitionsToTxnResponse.AddPartitionsToTxnPartitionResult;
import io.kafkavertx.protocol.message.AddPartitionsToTxnResponse.AddPartitionsToTxnTopicResult;
import io.kafkavertx.spi.TopicPartition;
import io.vertx.core.Future;
import java.util.function.Function;

/** AddPartitionsToTxn in the form of clients: all partitions, or none. */
final class AddPartitionsToTxnHandler
    implements ApiHandler<AddPartitionsToTxnRequest, AddPartitionsToTxnResponse> {
  @Override
  public Future<AddPartitionsToTxnResponse> handle(
      RequestContext context, AddPartitionsToTxnRequest request) {
    TransactionCoordinator transactions = context.cluster().transactions();
    String id = request.v3AndBelowTransactionalId();
    ErrorCode error = transactions.check(context, id);
    if (error != ErrorCode.NONE) {
      return Future.succeededFuture(refuse(context, request, error));
    }
    for (AddPartitionsToTxnTopic topic : request.v3AndBelowTopics()) {
      for (int partition : topic.partitions()) {
        if (context.cluster().partition(topic.name(), partition) == null) {
          TopicPartition unknown = new TopicPartition(topic.name(), partition);
          return Future.succeededFuture(
              each(
                  request,
                  other ->
                      other.equals(unknown)
                          ? ErrorCode.UNKNOWN_TOPIC_OR_PARTITION
                          : ErrorCode.OPERATION_NOT_ATTEMPTED));
        }
      }
    }
    ScriptedTransaction transaction = transactions.find(id);
    return Future.succeededFuture(
        each(
            request,
            partition ->
                transaction == null
                    ? ErrorCode.INVALID_PRODUCER_ID_MAPPING
                    : transaction.add(
                        request.v3AndBelowProducerId(),
                        request.v3AndBelowProducerEpoch(),
                        partition)));
  }

  @Override
  public AddPartitionsToTxnResponse refuse(
      RequestContext context, AddPartitionsToTxnRequest request, ErrorCode code) {
    return each(request, partition -> code);
  }

  private static AddPartitionsToTxnResponse each(
      AddPartitionsToTxnRequest request, Function<TopicPartition, ErrorCode> outcome) {
    return new AddPartitionsToTxnResponse()
        .setResultsByTopicV3AndBelow(
            request.v3AndBelowTopics().stream()
                .map(
                    topic ->
                        new AddPartitionsToTxnTopicResult()
                            .setName(topic.name())
                            .setResultsByPartition(
                                topic.partitions().stream()
                                    .map(
                                        index ->
                                            new AddPartitionsToTxnPartitionResult()
                                                .setPartitionIndex(index)
                                                .setPartitionErrorCode(
                                                    outcome
                                                        .apply(
                                                            new TopicPartition(topic.name(), index))
                                                        .code()))
                                    .toList()))
                .toList());
  }
}
