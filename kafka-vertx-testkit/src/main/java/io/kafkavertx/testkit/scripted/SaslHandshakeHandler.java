package io.kafkavertx.testkit.scripted;

import io.kafkavertx.protocol.ErrorCode;
import io.kafkavertx.protocol.message.SaslHandshakeRequest;
import io.kafkavertx.protocol.message.SaslHandshakeResponse;
import io.vertx.core.Future;
import java.util.List;

/** SaslHandshake: which mechanism. */
final class SaslHandshakeHandler
    implements ApiHandler<SaslHandshakeRequest, SaslHandshakeResponse> {
  @Override
  public Future<SaslHandshakeResponse> handle(
      RequestContext context, SaslHandshakeRequest request) {
    if (context.cluster().users().isEmpty()) {
      return Future.succeededFuture(refuse(context, request, ErrorCode.ILLEGAL_SASL_STATE));
    }
    boolean known = context.connection().sasl().handshake(request.mechanism(), context.version());
    return Future.succeededFuture(
        refuse(context, request, known ? ErrorCode.NONE : ErrorCode.UNSUPPORTED_SASL_MECHANISM));
  }

  @Override
  public SaslHandshakeResponse refuse(
      RequestContext context, SaslHandshakeRequest request, ErrorCode code) {
    return new SaslHandshakeResponse()
        .setErrorCode(code.code())
        .setMechanisms(List.of(SaslSession.MECHANISM));
  }
}
