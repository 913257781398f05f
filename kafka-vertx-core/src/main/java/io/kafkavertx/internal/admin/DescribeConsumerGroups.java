package io.kafkavertx.internal.admin;

import io.kafkavertx.BrokerErrorException;
import io.kafkavertx.KafkaException;
import io.kafkavertx.Target;
import io.kafkavertx.admin.AclOperation;
import io.kafkavertx.admin.ClassicGroupDescription;
import io.kafkavertx.admin.ConsumerGroupDescription;
import io.kafkavertx.admin.DescribeGroupsOptions;
import io.kafkavertx.admin.GroupState;
import io.kafkavertx.admin.GroupType;
import io.kafkavertx.admin.MemberDescription;
import io.kafkavertx.admin.Results;
import io.kafkavertx.internal.collect.OrderedCopy;
import io.kafkavertx.protocol.ApiRequest;
import io.kafkavertx.protocol.ErrorCode;
import io.kafkavertx.protocol.message.ConsumerGroupDescribeRequest;
import io.kafkavertx.protocol.message.ConsumerGroupDescribeResponse;
import io.kafkavertx.protocol.message.ConsumerGroupDescribeResponse.Assignment;
import io.kafkavertx.protocol.message.ConsumerGroupDescribeResponse.DescribedGroup;
import io.kafkavertx.protocol.message.ConsumerGroupDescribeResponse.Member;
import io.kafkavertx.spi.TopicPartition;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Groups of consumers. ConsumerGroupDescribe answers for the protocol of KIP-848; what it does not
 * know is asked for with DescribeGroups.
 */
public final class DescribeConsumerGroups
    implements AdminQuery<Results<String, ConsumerGroupDescription>> {
  private static final String NAME = "describeConsumerGroups";

  private final List<String> groups;
  private final DescribeGroupsOptions options;

  public DescribeConsumerGroups(Collection<String> groups, DescribeGroupsOptions options) {
    this.groups = List.copyOf(OrderedCopy.of(groups));
    this.options = options;
  }

  @Override
  public Future<Results<String, ConsumerGroupDescription>> run(AdminCall call) {
    return new Newer(groups, options)
        .run(call)
        .compose(
            results -> {
              List<String> unknown =
                  groups.stream().filter(group -> unknown(results.failures().get(group))).toList();
              return unknown.isEmpty()
                  ? Future.succeededFuture(results)
                  : classic(unknown, options).run(call).map(older -> merged(results, older));
            });
  }

  private static boolean unknown(KafkaException failure) {
    return failure instanceof BrokerErrorException refused
        && (refused.code() == ErrorCode.GROUP_ID_NOT_FOUND
            || refused.code() == ErrorCode.UNSUPPORTED_VERSION);
  }

  private Results<String, ConsumerGroupDescription> merged(
      Results<String, ConsumerGroupDescription> newer,
      Results<String, ConsumerGroupDescription> older) {
    Map<String, ConsumerGroupDescription> values = new LinkedHashMap<>();
    Map<String, KafkaException> failures = new LinkedHashMap<>();
    for (String group : groups) {
      Results<String, ConsumerGroupDescription> from = older.keys().contains(group) ? older : newer;
      if (from.failures().containsKey(group)) {
        failures.put(group, from.failures().get(group));
      } else {
        values.put(group, from.values().get(group));
      }
    }
    return Results.of(values, failures);
  }

  private static AdminQuery<Results<String, ConsumerGroupDescription>> classic(
      List<String> groups, DescribeGroupsOptions options) {
    return call ->
        new DescribeClassicGroups(NAME, groups, options)
            .run(call)
            .map(
                results -> {
                  Map<String, ConsumerGroupDescription> values = new LinkedHashMap<>();
                  Map<String, KafkaException> failures = new LinkedHashMap<>(results.failures());
                  results
                      .values()
                      .forEach(
                          (id, group) -> {
                            if (group.ofConsumers()) {
                              values.put(id, described(group));
                            } else {
                              failures.put(id, notOfConsumers(group));
                            }
                          });
                  return Results.of(values, failures);
                });
  }

  private static KafkaException notOfConsumers(ClassicGroupDescription group) {
    return new BrokerErrorException(
        ErrorCode.INCONSISTENT_GROUP_PROTOCOL,
        NAME
            + " of group "
            + group.groupId()
            + ": its protocol type is '"
            + group.protocol()
            + "', not 'consumer'",
        "describeClassicGroups describes it");
  }

  private static ConsumerGroupDescription described(ClassicGroupDescription group) {
    return new ConsumerGroupDescription(
        group.groupId(),
        group.protocol().isEmpty(),
        group.members(),
        group.protocolData(),
        GroupType.CLASSIC,
        group.state(),
        group.coordinator(),
        group.authorizedOperations(),
        -1,
        -1);
  }

  /** ConsumerGroupDescribe, at the groups' coordinators. */
  private static final class Newer
      extends Operation<String, ConsumerGroupDescription, ConsumerGroupDescribeResponse> {
    private final DescribeGroupsOptions options;

    Newer(List<String> groups, DescribeGroupsOptions options) {
      super(NAME, groups);
      this.options = options;
    }

    @Override
    Target target(String group, AdminCall call) {
      return Target.groupCoordinator(group);
    }

    @Override
    ApiRequest<ConsumerGroupDescribeResponse> request(List<String> asked, Sending sending) {
      return new ConsumerGroupDescribeRequest()
          .setGroupIds(asked)
          .setIncludeAuthorizedOperations(options.includeAuthorizedOperations());
    }

    @Override
    void read(
        ConsumerGroupDescribeResponse response, Answers<String, ConsumerGroupDescription> answers) {
      for (DescribedGroup group : response.groups()) {
        if (!answers.error(group.groupId(), group.errorCode(), group.errorMessage())) {
          answers.value(
              group.groupId(),
              new ConsumerGroupDescription(
                  group.groupId(),
                  false,
                  group.members().stream().map(Newer::member).toList(),
                  group.assignorName(),
                  GroupType.CONSUMER,
                  GroupState.of(group.groupState()),
                  answers.node(answers.nodeId()),
                  AclOperation.ofBits(group.authorizedOperations()),
                  group.groupEpoch(),
                  group.assignmentEpoch()));
        }
      }
    }

    private static MemberDescription member(Member member) {
      return new MemberDescription(
          member.memberId(),
          member.instanceId(),
          member.rackId(),
          member.clientId(),
          member.clientHost(),
          member.memberEpoch(),
          member.subscribedTopicNames(),
          member.subscribedTopicRegex(),
          partitions(member.assignment()),
          partitions(member.targetAssignment()),
          member.memberType() < 0 ? null : member.memberType() == 1,
          null);
    }

    private static Set<TopicPartition> partitions(Assignment assignment) {
      List<TopicPartition> partitions = new ArrayList<>();
      assignment
          .topicPartitions()
          .forEach(
              topic ->
                  topic
                      .partitions()
                      .forEach(
                          number -> partitions.add(new TopicPartition(topic.topicName(), number))));
      return OrderedCopy.of(partitions);
    }

    @Override
    Need need(List<String> asked) {
      return Need.api("3.7");
    }

    @Override
    AdminQuery<Results<String, ConsumerGroupDescription>> fallback(List<String> asked) {
      return classic(asked, options);
    }

    @Override
    String kind() {
      return "group";
    }
  }
}
