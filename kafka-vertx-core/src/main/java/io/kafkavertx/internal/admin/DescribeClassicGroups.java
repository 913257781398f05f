package io.kafkavertx.internal.admin;

import io.kafkavertx.Target;
import io.kafkavertx.admin.AclOperation;
import io.kafkavertx.admin.ClassicGroupDescription;
import io.kafkavertx.admin.DescribeGroupsOptions;
import io.kafkavertx.admin.GroupState;
import io.kafkavertx.admin.MemberDescription;
import io.kafkavertx.internal.collect.OrderedCopy;
import io.kafkavertx.internal.group.ConsumerProtocol;
import io.kafkavertx.protocol.ApiRequest;
import io.kafkavertx.protocol.ErrorCode;
import io.kafkavertx.protocol.message.DescribeGroupsRequest;
import io.kafkavertx.protocol.message.DescribeGroupsResponse;
import io.kafkavertx.protocol.message.DescribeGroupsResponse.DescribedGroup;
import io.kafkavertx.protocol.message.DescribeGroupsResponse.DescribedGroupMember;
import io.kafkavertx.spi.TopicPartition;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** DescribeGroups, at the groups' coordinators. */
public final class DescribeClassicGroups
    extends Operation<String, ClassicGroupDescription, DescribeGroupsResponse> {
  private final DescribeGroupsOptions options;

  public DescribeClassicGroups(Collection<String> groups, DescribeGroupsOptions options) {
    this("describeClassicGroups", groups, options);
  }

  DescribeClassicGroups(String name, Collection<String> groups, DescribeGroupsOptions options) {
    super(name, groups);
    this.options = options;
  }

  @Override
  Target target(String group, AdminCall call) {
    return Target.groupCoordinator(group);
  }

  @Override
  ApiRequest<DescribeGroupsResponse> request(List<String> asked, Sending sending) {
    return new DescribeGroupsRequest()
        .setGroups(asked)
        .setIncludeAuthorizedOperations(options.includeAuthorizedOperations());
  }

  @Override
  void read(DescribeGroupsResponse response, Answers<String, ClassicGroupDescription> answers) {
    for (DescribedGroup group : response.groups()) {
      // How brokers before 4.0 say that they know no such group.
      boolean unknown =
          group.errorCode() == 0
              && GroupState.of(group.groupState()) == GroupState.DEAD
              && group.members().isEmpty();
      short code = unknown ? ErrorCode.GROUP_ID_NOT_FOUND.code() : group.errorCode();
      if (!answers.error(group.groupId(), code, group.errorMessage())) {
        answers.value(group.groupId(), described(group, answers));
      }
    }
  }

  private static ClassicGroupDescription described(DescribedGroup group, Answers<?, ?> answers) {
    boolean consumers = group.protocolType().equals(ConsumerProtocol.TYPE);
    return new ClassicGroupDescription(
        group.groupId(),
        group.protocolType(),
        group.protocolData(),
        group.members().stream().map(member -> member(member, consumers)).toList(),
        GroupState.of(group.groupState()),
        answers.node(answers.nodeId()),
        AclOperation.ofBits(group.authorizedOperations()));
  }

  /** What members tell each other is their own affair: it may be anything. */
  private static MemberDescription member(DescribedGroupMember member, boolean consumer) {
    Set<TopicPartition> assignment = Set.of();
    String problem = null;
    if (consumer) {
      try {
        assignment =
            OrderedCopy.of(ConsumerProtocol.readAssignment(member.memberAssignment()).partitions());
      } catch (RuntimeException e) {
        problem = "its assignment is not that of a consumer: " + e.getMessage();
      }
    }
    return new MemberDescription(
        member.memberId(),
        member.groupInstanceId(),
        null,
        member.clientId(),
        member.clientHost(),
        -1,
        List.of(),
        null,
        assignment,
        null,
        null,
        problem);
  }

  @Override
  Need need(List<String> asked) {
    return options.includeAuthorizedOperations()
        ? new Need(3, "2.3", "includeAuthorizedOperations")
        : Need.api("0.9");
  }

  @Override
  String kind() {
    return "group";
  }
}
