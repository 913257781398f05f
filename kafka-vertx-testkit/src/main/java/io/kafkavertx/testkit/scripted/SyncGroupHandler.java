package io.kafkavertx.testkit.scripted;

import io.kafkavertx.protocol.ErrorCode;
import io.kafkavertx.protocol.message.SyncGroupRequest;
import io.kafkavertx.protocol.message.SyncGroupResponse;
import io.vertx.core.Future;

/** SyncGroup: the leader brings the assignment, the others fetch theirs. */
final class SyncGroupHandler implements ApiHandler<SyncGroupRequest, SyncGroupResponse> {
  @Override
  public Future<SyncGroupResponse> handle(RequestContext context, SyncGroupRequest request) {
    GroupCoordinator groups = context.cluster().groups();
    ErrorCode error = groups.check(context, request.groupId());
    return error == ErrorCode.NONE
        ? groups.group(request.groupId()).sync(request)
        : Future.succeededFuture(refuse(context, request, error));
  }

  @Override
  public SyncGroupResponse refuse(
      RequestContext context, SyncGroupRequest request, ErrorCode code) {
    return new SyncGroupResponse().setErrorCode(code.code());
  }
}
