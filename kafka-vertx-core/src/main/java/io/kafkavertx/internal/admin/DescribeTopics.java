package io.kafkavertx.internal.admin;

import io.kafkavertx.Target;
import io.kafkavertx.admin.AclOperation;
import io.kafkavertx.admin.DescribeTopicsOptions;
import io.kafkavertx.admin.PartitionDescription;
import io.kafkavertx.admin.Results;
import io.kafkavertx.admin.TopicDescription;
import io.kafkavertx.protocol.ApiRequest;
import io.kafkavertx.protocol.ErrorCode;
import io.kafkavertx.protocol.message.DescribeTopicPartitionsRequest;
import io.kafkavertx.protocol.message.DescribeTopicPartitionsRequest.Cursor;
import io.kafkavertx.protocol.message.DescribeTopicPartitionsRequest.TopicRequest;
import io.kafkavertx.protocol.message.DescribeTopicPartitionsResponse;
import io.kafkavertx.protocol.message.DescribeTopicPartitionsResponse.DescribeTopicPartitionsResponsePartition;
import io.kafkavertx.protocol.message.DescribeTopicPartitionsResponse.DescribeTopicPartitionsResponseTopic;
import io.kafkavertx.spi.Node;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * DescribeTopicPartitions, at any broker, in pages; Metadata before 3.8.
 *
 * <p>A page ends with a cursor: the topic and the partition that come next. Brokers go through
 * topics by name, so that nothing before the cursor is missing.
 */
public final class DescribeTopics
    extends Operation<String, TopicDescription, DescribeTopicPartitionsResponse> {
  private final DescribeTopicsOptions options;

  /** Where the next page begins; null at the start. */
  private Cursor cursor;

  /** The partitions so far of the topic that the cursor names. */
  private final List<PartitionDescription> begun = new ArrayList<>();

  public DescribeTopics(Collection<String> names, DescribeTopicsOptions options) {
    super("describeTopics", names);
    this.options = options;
  }

  @Override
  Target target(String topic, AdminCall call) {
    return Target.anyNode();
  }

  @Override
  ApiRequest<DescribeTopicPartitionsResponse> request(List<String> asked, Sending sending) {
    boolean goesOn = cursor != null && asked.contains(cursor.topicName());
    return new DescribeTopicPartitionsRequest()
        .setTopics(asked.stream().sorted().map(name -> new TopicRequest().setName(name)).toList())
        .setResponsePartitionLimit(options.partitionsPerPage())
        .setCursor(goesOn ? cursor : null);
  }

  @Override
  void read(DescribeTopicPartitionsResponse response, Answers<String, TopicDescription> answers) {
    DescribeTopicPartitionsResponse.Cursor next = response.nextCursor();
    for (DescribeTopicPartitionsResponseTopic topic : response.topics()) {
      List<PartitionDescription> partitions = new ArrayList<>();
      if (cursor != null && cursor.topicName().equals(topic.name())) {
        partitions.addAll(begun);
      }
      topic.partitions().forEach(partition -> partitions.add(described(partition, answers)));
      if (next != null && next.topicName().equals(topic.name())) {
        begun.clear();
        begun.addAll(partitions);
      } else if (!answers.error(topic.name(), topic.errorCode(), null)) {
        answers.value(topic.name(), described(topic, partitions));
      }
    }
    if (next == null) {
      cursor = null;
      return;
    }
    if (response.topics().stream().noneMatch(topic -> topic.name().equals(next.topicName()))) {
      begun.clear();
    }
    cursor = new Cursor().setTopicName(next.topicName()).setPartitionIndex(next.partitionIndex());
    answers.open().forEach(answers::more);
  }

  private TopicDescription described(
      DescribeTopicPartitionsResponseTopic topic, List<PartitionDescription> partitions) {
    return new TopicDescription(
        topic.name(),
        topic.topicId(),
        topic.isInternal(),
        partitions,
        options.includeAuthorizedOperations()
            ? AclOperation.ofBits(topic.topicAuthorizedOperations())
            : null);
  }

  private static PartitionDescription described(
      DescribeTopicPartitionsResponsePartition partition, Answers<?, ?> answers) {
    return new PartitionDescription(
        partition.partitionIndex(),
        partition.leaderId() < 0 ? null : answers.node(partition.leaderId()),
        partition.leaderEpoch(),
        answers.nodes(partition.replicaNodes()),
        answers.nodes(partition.isrNodes()),
        answers.nodes(partition.offlineReplicas()),
        orNothing(partition.eligibleLeaderReplicas(), answers),
        orNothing(partition.lastKnownElr(), answers));
  }

  private static List<Node> orNothing(List<Integer> ids, Answers<?, ?> answers) {
    return ids == null ? List.of() : answers.nodes(ids);
  }

  @Override
  Verdict verdict(ErrorCode code, boolean repeatable, boolean byLeader) {
    // Of a topic that is being created.
    return code == ErrorCode.LEADER_NOT_AVAILABLE
        ? Verdict.RETRY_FEW
        : super.verdict(code, repeatable, byLeader);
  }

  @Override
  AdminQuery<Results<String, TopicDescription>> fallback(List<String> asked) {
    return DescribeTopicsByMetadata.named(asked, options);
  }

  @Override
  Need need(List<String> asked) {
    return Need.api("3.8");
  }

  @Override
  String kind() {
    return "topic";
  }
}
