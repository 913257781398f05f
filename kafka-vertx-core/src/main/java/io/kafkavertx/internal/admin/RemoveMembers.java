package io.kafkavertx.internal.admin;

import io.kafkavertx.Target;
import io.kafkavertx.admin.ConsumerGroupDescription;
import io.kafkavertx.admin.DescribeGroupsOptions;
import io.kafkavertx.admin.MemberDescription;
import io.kafkavertx.admin.RemoveMembersSpec;
import io.kafkavertx.admin.Results;
import io.kafkavertx.protocol.ApiRequest;
import io.kafkavertx.protocol.message.LeaveGroupRequest;
import io.kafkavertx.protocol.message.LeaveGroupRequest.MemberIdentity;
import io.kafkavertx.protocol.message.LeaveGroupResponse;
import io.vertx.core.Future;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** LeaveGroup on behalf of members, at the group's coordinator. */
public final class RemoveMembers extends Operation<String, Void, LeaveGroupResponse> {
  private static final String NAME = "removeMembersFromConsumerGroup";

  private final String group;
  private final Map<String, MemberIdentity> members;

  private RemoveMembers(String group, Map<String, MemberIdentity> members) {
    super(NAME + " " + group, members.keySet());
    this.group = group;
    this.members = members;
  }

  public static AdminQuery<Results<String, Void>> of(String group, RemoveMembersSpec spec) {
    Objects.requireNonNull(group, "group");
    String reason = spec.reason() == null ? null : "an admin removed it: " + spec.reason();
    if (spec.instanceIds() == null) {
      return call -> everybody(call, group, reason);
    }
    Map<String, MemberIdentity> members = new LinkedHashMap<>();
    spec.instanceIds().forEach(id -> members.put(id, member("", id, reason)));
    return new RemoveMembers(group, members);
  }

  private static Future<Results<String, Void>> everybody(
      AdminCall call, String group, String reason) {
    return new DescribeConsumerGroups(List.of(group), DescribeGroupsOptions.defaults())
        .run(call)
        .compose(Results::all)
        .compose(
            described -> {
              ConsumerGroupDescription now = described.get(group);
              Map<String, MemberIdentity> members = new LinkedHashMap<>();
              for (MemberDescription member : now.members()) {
                boolean isStatic = member.instanceId() != null;
                members.put(
                    isStatic ? member.instanceId() : member.memberId(),
                    member(isStatic ? "" : member.memberId(), member.instanceId(), reason));
              }
              return new RemoveMembers(group, members).run(call);
            });
  }

  private static MemberIdentity member(String memberId, String instanceId, String reason) {
    return new MemberIdentity()
        .setMemberId(memberId)
        .setGroupInstanceId(instanceId)
        .setReason(reason);
  }

  @Override
  Target target(String member, AdminCall call) {
    return Target.groupCoordinator(group);
  }

  @Override
  ApiRequest<LeaveGroupResponse> request(List<String> asked, Sending sending) {
    return new LeaveGroupRequest()
        .setGroupId(group)
        .setMembers(asked.stream().map(members::get).toList());
  }

  @Override
  void read(LeaveGroupResponse response, Answers<String, Void> answers) {
    if (answers.errorOfAll(response.errorCode(), null)) {
      return;
    }
    response
        .members()
        .forEach(
            told -> {
              String member =
                  told.groupInstanceId() != null ? told.groupInstanceId() : told.memberId();
              answers.done(member, told.errorCode(), null);
            });
  }

  @Override
  Need need(List<String> asked) {
    return new Need(3, "2.4", "removing members");
  }

  @Override
  String kind() {
    return "member";
  }
}
