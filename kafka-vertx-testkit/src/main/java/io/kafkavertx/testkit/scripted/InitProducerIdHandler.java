package io.kafkavertx.testkit.scripted;

import io.kafkavertx.protocol.ErrorCode;
import io.kafkavertx.protocol.message.InitProducerIdRequest;
import io.kafkavertx.protocol.message.InitProducerIdResponse;
import io.vertx.core.Future;

/** InitProducerId: an identity for an idempotent or a transactional producer. */
final class InitProducerIdHandler
    implements ApiHandler<InitProducerIdRequest, InitProducerIdResponse> {
  @Override
  public Future<InitProducerIdResponse> handle(
      RequestContext context, InitProducerIdRequest request) {
    ScriptedCluster cluster = context.cluster();
    if (request.transactionalId() == null) {
      return Future.succeededFuture(
          new InitProducerIdResponse()
              .setProducerId(cluster.producerIds().next())
              .setProducerEpoch((short) 0));
    }
    ErrorCode error = cluster.transactions().check(context, request.transactionalId());
    if (error != ErrorCode.NONE) {
      return Future.succeededFuture(refuse(context, request, error));
    }
    ScriptedTransaction.Result result =
        cluster
            .transactions()
            .transaction(request.transactionalId())
            .init(request.producerId(), request.producerEpoch(), request.transactionTimeoutMs());
    return Future.succeededFuture(
        new InitProducerIdResponse()
            .setErrorCode(result.error().code())
            .setProducerId(result.identity().id())
            .setProducerEpoch(result.identity().epoch()));
  }

  @Override
  public InitProducerIdResponse refuse(
      RequestContext context, InitProducerIdRequest request, ErrorCode code) {
    return new InitProducerIdResponse()
        .setErrorCode(code.code())
        .setProducerId(-1)
        .setProducerEpoch((short) -1);
  }
}
