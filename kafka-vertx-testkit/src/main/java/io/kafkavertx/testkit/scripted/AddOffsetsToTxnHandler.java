package io.kafkavertx.testkit.scripted;

import io.kafkavertx.protocol.ErrorCode;
import io.kafkavertx.protocol.message.AddOffsetsToTxnRequest;
import io.kafkavertx.protocol.message.AddOffsetsToTxnResponse;
import io.vertx.core.Future;

/** AddOffsetsToTxn: the offsets of a group become part of the transaction. */
final class AddOffsetsToTxnHandler
    implements ApiHandler<AddOffsetsToTxnRequest, AddOffsetsToTxnResponse> {
  @Override
  public Future<AddOffsetsToTxnResponse> handle(
      RequestContext context, AddOffsetsToTxnRequest request) {
    TransactionCoordinator transactions = context.cluster().transactions();
    ErrorCode error = transactions.check(context, request.transactionalId());
    ScriptedTransaction transaction = transactions.find(request.transactionalId());
    if (error == ErrorCode.NONE) {
      error =
          transaction == null
              ? ErrorCode.INVALID_PRODUCER_ID_MAPPING
              : transaction.addGroup(
                  request.producerId(), request.producerEpoch(), request.groupId());
    }
    return Future.succeededFuture(refuse(context, request, error));
  }

  @Override
  public AddOffsetsToTxnResponse refuse(
      RequestContext context, AddOffsetsToTxnRequest request, ErrorCode code) {
    return new AddOffsetsToTxnResponse().setErrorCode(code.code());
  }
}
