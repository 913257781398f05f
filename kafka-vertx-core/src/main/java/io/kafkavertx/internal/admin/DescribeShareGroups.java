package io.kafkavertx.internal.admin;

import io.kafkavertx.Target;
import io.kafkavertx.admin.AclOperation;
import io.kafkavertx.admin.DescribeGroupsOptions;
import io.kafkavertx.admin.GroupState;
import io.kafkavertx.admin.MemberDescription;
import io.kafkavertx.admin.ShareGroupDescription;
import io.kafkavertx.internal.collect.OrderedCopy;
import io.kafkavertx.protocol.ApiRequest;
import io.kafkavertx.protocol.message.ShareGroupDescribeRequest;
import io.kafkavertx.protocol.message.ShareGroupDescribeResponse;
import io.kafkavertx.protocol.message.ShareGroupDescribeResponse.DescribedGroup;
import io.kafkavertx.protocol.message.ShareGroupDescribeResponse.Member;
import io.kafkavertx.spi.TopicPartition;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** ShareGroupDescribe, at the groups' coordinators. */
public final class DescribeShareGroups
    extends Operation<String, ShareGroupDescription, ShareGroupDescribeResponse> {
  private final DescribeGroupsOptions options;

  public DescribeShareGroups(Collection<String> groups, DescribeGroupsOptions options) {
    super("describeShareGroups", groups);
    this.options = options;
  }

  @Override
  Target target(String group, AdminCall call) {
    return Target.groupCoordinator(group);
  }

  @Override
  ApiRequest<ShareGroupDescribeResponse> request(List<String> asked, Sending sending) {
    return new ShareGroupDescribeRequest()
        .setGroupIds(asked)
        .setIncludeAuthorizedOperations(options.includeAuthorizedOperations());
  }

  @Override
  void read(ShareGroupDescribeResponse response, Answers<String, ShareGroupDescription> answers) {
    for (DescribedGroup group : response.groups()) {
      if (!answers.error(group.groupId(), group.errorCode(), group.errorMessage())) {
        answers.value(
            group.groupId(),
            new ShareGroupDescription(
                group.groupId(),
                group.members().stream().map(DescribeShareGroups::member).toList(),
                group.assignorName(),
                GroupState.of(group.groupState()),
                answers.node(answers.nodeId()),
                AclOperation.ofBits(group.authorizedOperations()),
                group.groupEpoch(),
                group.assignmentEpoch()));
      }
    }
  }

  private static MemberDescription member(Member member) {
    List<TopicPartition> partitions = new ArrayList<>();
    member
        .assignment()
        .topicPartitions()
        .forEach(
            topic ->
                topic
                    .partitions()
                    .forEach(
                        number -> partitions.add(new TopicPartition(topic.topicName(), number))));
    return new MemberDescription(
        member.memberId(),
        null,
        member.rackId(),
        member.clientId(),
        member.clientHost(),
        member.memberEpoch(),
        member.subscribedTopicNames(),
        null,
        OrderedCopy.of(partitions),
        null,
        null,
        null);
  }

  @Override
  Need need(List<String> asked) {
    return Need.api("4.1");
  }

  @Override
  String kind() {
    return "group";
  }
}
