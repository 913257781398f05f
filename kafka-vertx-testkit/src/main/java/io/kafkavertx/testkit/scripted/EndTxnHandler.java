package io.kafkavertx.testkit.scripted;

import io.kafkavertx.protocol.ErrorCode;
import io.kafkavertx.protocol.message.EndTxnRequest;
import io.kafkavertx.protocol.message.EndTxnResponse;
import io.vertx.core.Future;

/** EndTxn: commit or abort; from version 5 on the answer carries the next epoch. */
final class EndTxnHandler implements ApiHandler<EndTxnRequest, EndTxnResponse> {
  private static final int FIRST_OF_VERSION_2 = 5;

  @Override
  public Future<EndTxnResponse> handle(RequestContext context, EndTxnRequest request) {
    TransactionCoordinator transactions = context.cluster().transactions();
    ErrorCode error = transactions.check(context, request.transactionalId());
    ScriptedTransaction transaction = transactions.find(request.transactionalId());
    if (error == ErrorCode.NONE && transaction == null) {
      error = ErrorCode.INVALID_PRODUCER_ID_MAPPING;
    }
    if (error != ErrorCode.NONE) {
      return Future.succeededFuture(refuse(context, request, error));
    }
    boolean version2 = context.version() >= FIRST_OF_VERSION_2;
    ScriptedTransaction.Result result =
        transaction.end(
            request.producerId(), request.producerEpoch(), request.committed(), version2);
    EndTxnResponse response = new EndTxnResponse().setErrorCode(result.error().code());
    return Future.succeededFuture(
        version2
            ? response
                .setProducerId(result.identity().id())
                .setProducerEpoch(result.identity().epoch())
            : response);
  }

  @Override
  public EndTxnResponse refuse(RequestContext context, EndTxnRequest request, ErrorCode code) {
    return new EndTxnResponse().setErrorCode(code.code());
  }
}
