package io.kafkavertx.testkit.scripted;

import io.kafkavertx.protocol.ErrorCode;
import io.kafkavertx.protocol.message.LeaveGroupRequest;
import io.kafkavertx.protocol.message.LeaveGroupRequest.MemberIdentity;
import io.kafkavertx.protocol.message.LeaveGroupResponse;
import io.kafkavertx.protocol.message.LeaveGroupResponse.MemberResponse;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;

/** LeaveGroup: one member, or from version 3 on several. */
final class LeaveGroupHandler implements ApiHandler<LeaveGroupRequest, LeaveGroupResponse> {
  @Override
  public Future<LeaveGroupResponse> handle(RequestContext context, LeaveGroupRequest request) {
    GroupCoordinator groups = context.cluster().groups();
    ErrorCode error = groups.check(context, request.groupId());
    if (error != ErrorCode.NONE) {
      return Future.succeededFuture(refuse(context, request, error));
    }
    ScriptedGroup group = groups.group(request.groupId());
    if (context.version() < 3) {
      ErrorCode left = group.leave(request.memberId(), null);
      return Future.succeededFuture(refuse(context, request, left));
    }
    List<MemberResponse> left = new ArrayList<>();
    for (MemberIdentity member : request.members()) {
      left.add(
          new MemberResponse()
              .setMemberId(member.memberId())
              .setGroupInstanceId(member.groupInstanceId())
              .setErrorCode(group.leave(member.memberId(), member.groupInstanceId()).code()));
    }
    return Future.succeededFuture(new LeaveGroupResponse().setMembers(left));
  }

  @Override
  public LeaveGroupResponse refuse(
      RequestContext context, LeaveGroupRequest request, ErrorCode code) {
    return new LeaveGroupResponse().setErrorCode(code.code());
  }
}
