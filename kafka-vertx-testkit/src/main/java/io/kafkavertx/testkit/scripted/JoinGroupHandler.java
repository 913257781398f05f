package io.kafkavertx.testkit.scripted;

import io.kafkavertx.protocol.ErrorCode;
import io.kafkavertx.protocol.message.JoinGroupRequest;
import io.kafkavertx.protocol.message.JoinGroupResponse;
import io.vertx.core.Future;

/** JoinGroup: waits until all members are there; see {@link ScriptedGroup}. */
final class JoinGroupHandler implements ApiHandler<JoinGroupRequest, JoinGroupResponse> {
  private static final int LONGEST_SESSION_MS = 1_800_000;

  @Override
  public Future<JoinGroupResponse> handle(RequestContext context, JoinGroupRequest request) {
    GroupCoordinator groups = context.cluster().groups();
    ErrorCode error = groups.check(context, request.groupId());
    if (error == ErrorCode.NONE
        && (request.sessionTimeoutMs() < 1 || request.sessionTimeoutMs() > LONGEST_SESSION_MS)) {
      error = ErrorCode.INVALID_SESSION_TIMEOUT;
    }
    if (error == ErrorCode.NONE && request.protocols().isEmpty()) {
      error = ErrorCode.INCONSISTENT_GROUP_PROTOCOL;
    }
    return error == ErrorCode.NONE
        ? groups.group(request.groupId()).join(context, request)
        : Future.succeededFuture(error(request, error));
  }

  @Override
  public JoinGroupResponse refuse(
      RequestContext context, JoinGroupRequest request, ErrorCode code) {
    return error(request, code);
  }

  static JoinGroupResponse error(JoinGroupRequest request, ErrorCode code) {
    return new JoinGroupResponse()
        .setErrorCode(code.code())
        .setProtocolName("")
        .setLeader("")
        .setMemberId(request.memberId());
  }
}
