package io.kafkavertx.testkit.scripted;

import io.kafkavertx.protocol.ErrorCode;
import io.kafkavertx.protocol.message.SaslAuthenticateRequest;
import io.kafkavertx.protocol.message.SaslAuthenticateResponse;
import io.vertx.core.Future;

/** SaslAuthenticate: the mechanism's tokens. */
final class SaslAuthenticateHandler
    implements ApiHandler<SaslAuthenticateRequest, SaslAuthenticateResponse> {
  @Override
  public Future<SaslAuthenticateResponse> handle(
      RequestContext context, SaslAuthenticateRequest request) {
    boolean known = context.connection().sasl().authenticate(request.authBytes());
    if (!known) {
      return Future.succeededFuture(refuse(context, request, ErrorCode.SASL_AUTHENTICATION_FAILED));
    }
    return Future.succeededFuture(
        new SaslAuthenticateResponse()
            .setAuthBytes(new byte[0])
            .setSessionLifetimeMs(context.cluster().settings().saslSessionLifetime().toMillis()));
  }

  @Override
  public SaslAuthenticateResponse refuse(
      RequestContext context, SaslAuthenticateRequest request, ErrorCode code) {
    return new SaslAuthenticateResponse()
        .setErrorCode(code.code())
        .setErrorMessage("Authentication failed: Invalid username or password")
        .setAuthBytes(new byte[0]);
  }
}
