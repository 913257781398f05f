package io.kafkavertx.internal.admin;

import io.kafkavertx.Target;
import io.kafkavertx.admin.AclOperation;
import io.kafkavertx.admin.DescribeGroupsOptions;
import io.kafkavertx.admin.GroupState;
import io.kafkavertx.admin.StreamsGroupDescription;
import io.kafkavertx.admin.StreamsGroupDescription.Task;
import io.kafkavertx.internal.collect.OrderedCopy;
import io.kafkavertx.protocol.ApiRequest;
import io.kafkavertx.protocol.message.StreamsGroupDescribeRequest;
import io.kafkavertx.protocol.message.StreamsGroupDescribeResponse;
import io.kafkavertx.protocol.message.StreamsGroupDescribeResponse.Assignment;
import io.kafkavertx.protocol.message.StreamsGroupDescribeResponse.DescribedGroup;
import io.kafkavertx.protocol.message.StreamsGroupDescribeResponse.KeyValue;
import io.kafkavertx.protocol.message.StreamsGroupDescribeResponse.Member;
import io.kafkavertx.protocol.message.StreamsGroupDescribeResponse.Subtopology;
import io.kafkavertx.protocol.message.StreamsGroupDescribeResponse.TaskIds;
import io.kafkavertx.protocol.message.StreamsGroupDescribeResponse.TaskOffset;
import io.kafkavertx.protocol.message.StreamsGroupDescribeResponse.TopicInfo;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** StreamsGroupDescribe, at the groups' coordinators. */
public final class DescribeStreamsGroups
    extends Operation<String, StreamsGroupDescription, StreamsGroupDescribeResponse> {
  private final DescribeGroupsOptions options;

  public DescribeStreamsGroups(Collection<String> groups, DescribeGroupsOptions options) {
    super("describeStreamsGroups", groups);
    this.options = options;
  }

  @Override
  Target target(String group, AdminCall call) {
    return Target.groupCoordinator(group);
  }

  @Override
  ApiRequest<StreamsGroupDescribeResponse> request(List<String> asked, Sending sending) {
    return new StreamsGroupDescribeRequest()
        .setGroupIds(asked)
        .setIncludeAuthorizedOperations(options.includeAuthorizedOperations());
  }

  @Override
  void read(
      StreamsGroupDescribeResponse response, Answers<String, StreamsGroupDescription> answers) {
    for (DescribedGroup group : response.groups()) {
      if (!answers.error(group.groupId(), group.errorCode(), group.errorMessage())) {
        answers.value(group.groupId(), described(group, answers));
      }
    }
  }

  private static StreamsGroupDescription described(DescribedGroup group, Answers<?, ?> answers) {
    boolean has = group.topology() != null;
    List<Subtopology> parts = has ? group.topology().subtopologies() : null;
    return new StreamsGroupDescription(
        group.groupId(),
        has ? group.topology().epoch() : -1,
        parts == null ? List.of() : parts.stream().map(DescribeStreamsGroups::part).toList(),
        group.members().stream().map(DescribeStreamsGroups::member).toList(),
        GroupState.of(group.groupState()),
        answers.node(answers.nodeId()),
        AclOperation.ofBits(group.authorizedOperations()),
        group.groupEpoch(),
        group.assignmentEpoch());
  }

  private static StreamsGroupDescription.Subtopology part(Subtopology part) {
    return new StreamsGroupDescription.Subtopology(
        part.subtopologyId(),
        part.sourceTopics(),
        part.repartitionSinkTopics(),
        topics(part.stateChangelogTopics()),
        topics(part.repartitionSourceTopics()));
  }

  private static List<StreamsGroupDescription.TopicInfo> topics(List<TopicInfo> topics) {
    return topics.stream()
        .map(
            topic ->
                new StreamsGroupDescription.TopicInfo(
                    topic.name(),
                    topic.partitions(),
                    topic.replicationFactor(),
                    map(topic.topicConfigs())))
        .toList();
  }

  private static StreamsGroupDescription.Member member(Member member) {
    return new StreamsGroupDescription.Member(
        member.memberId(),
        member.instanceId(),
        member.rackId(),
        member.clientId(),
        member.clientHost(),
        member.memberEpoch(),
        member.topologyEpoch(),
        member.processId(),
        member.userEndpoint() == null
            ? null
            : member.userEndpoint().host() + ":" + member.userEndpoint().port(),
        map(member.clientTags()),
        offsets(member.taskOffsets()),
        offsets(member.taskEndOffsets()),
        assignment(member.assignment()),
        assignment(member.targetAssignment()),
        member.isClassic());
  }

  private static Map<String, String> map(List<KeyValue> entries) {
    Map<String, String> map = new LinkedHashMap<>();
    entries.forEach(entry -> map.put(entry.key(), entry.value()));
    return map;
  }

  private static Map<Task, Long> offsets(List<TaskOffset> told) {
    Map<Task, Long> offsets = new LinkedHashMap<>();
    told.forEach(one -> offsets.put(new Task(one.subtopologyId(), one.partition()), one.offset()));
    return offsets;
  }

  private static StreamsGroupDescription.Assignment assignment(Assignment told) {
    return new StreamsGroupDescription.Assignment(
        tasks(told.activeTasks()), tasks(told.standbyTasks()), tasks(told.warmupTasks()));
  }

  private static Set<Task> tasks(List<TaskIds> told) {
    List<Task> tasks = new ArrayList<>();
    told.forEach(
        part ->
            part.partitions()
                .forEach(partition -> tasks.add(new Task(part.subtopologyId(), partition))));
    return OrderedCopy.of(tasks);
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
