package io.kafkavertx.testkit.scripted;

import io.kafkavertx.protocol.ErrorCode;
import io.kafkavertx.protocol.message.InitProducerIdRequest;
import io.kafkavertx.protocol.message.InitProducerIdResponse;
import io.vertx.core.Future;

/** InitProducerId: an identity for an idempotent producer. */
final class InitProducerIdHandler
    implements ApiHandler<InitProducerIdRequest, InitProducerIdResponse> {
  @Override
  public Future<InitProducerIdResponse> handle(
      RequestContext context, InitProducerIdRequest request) {
    ProducerIds.Assigned assigned =
        context.cluster().producerIds().assign(request.transactionalId());
    return Future.succeededFuture(
        new InitProducerIdResponse()
            .setProducerId(assigned.id())
            .setProducerEpoch(assigned.epoch()));
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
