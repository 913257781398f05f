package io.kafkavertx.testkit.scripted;

import io.kafkavertx.protocol.ErrorCode;
import io.kafkavertx.protocol.message.HeartbeatRequest;
import io.kafkavertx.protocol.message.HeartbeatResponse;
import io.vertx.core.Future;

/** Heartbeat: a member is alive, and learns of a rebalance. */
final class HeartbeatHandler implements ApiHandler<HeartbeatRequest, HeartbeatResponse> {
  @Override
  public Future<HeartbeatResponse> handle(RequestContext context, HeartbeatRequest request) {
    GroupCoordinator groups = context.cluster().groups();
    ErrorCode error = groups.check(context, request.groupId());
    if (error == ErrorCode.NONE) {
      error =
          groups
              .group(request.groupId())
              .heartbeat(request.memberId(), request.groupInstanceId(), request.generationId());
    }
    return Future.succeededFuture(refuse(context, request, error));
  }

  @Override
  public HeartbeatResponse refuse(
      RequestContext context, HeartbeatRequest request, ErrorCode code) {
    return new HeartbeatResponse().setErrorCode(code.code());
  }
}
