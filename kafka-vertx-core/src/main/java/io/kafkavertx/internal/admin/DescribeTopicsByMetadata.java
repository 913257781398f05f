package io.kafkavertx.internal.admin;

import io.kafkavertx.Target;
import io.kafkavertx.admin.AclOperation;
import io.kafkavertx.admin.DescribeTopicsOptions;
import io.kafkavertx.admin.PartitionDescription;
import io.kafkavertx.admin.Results;
import io.kafkavertx.admin.TopicDescription;
import io.kafkavertx.protocol.ApiRequest;
import io.kafkavertx.protocol.ErrorCode;
import io.kafkavertx.protocol.message.MetadataRequest;
import io.kafkavertx.protocol.message.MetadataRequest.MetadataRequestTopic;
import io.kafkavertx.protocol.message.MetadataResponse;
import io.kafkavertx.protocol.message.MetadataResponse.MetadataResponsePartition;
import io.kafkavertx.protocol.message.MetadataResponse.MetadataResponseTopic;
import io.kafkavertx.spi.Node;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/**
 * What Metadata tells of topics, at any broker: by id, and by name from brokers that do not know
 * DescribeTopicPartitions.
 *
 * @param <K> a name or an id
 */
public final class DescribeTopicsByMetadata<K>
    extends Operation<K, TopicDescription, MetadataResponse> {
  private static final Need RIGHTS = new Need(8, "2.3", "includeAuthorizedOperations");

  private final DescribeTopicsOptions options;
  private final Need need;
  private final Function<List<K>, MetadataRequest> asking;
  private final Function<MetadataResponseTopic, K> key;
  private final Function<List<K>, AdminQuery<Results<K, TopicDescription>>> fallback;

  private DescribeTopicsByMetadata(
      Collection<K> topics,
      DescribeTopicsOptions options,
      Need need,
      Function<List<K>, MetadataRequest> asking,
      Function<MetadataResponseTopic, K> key,
      Function<List<K>, AdminQuery<Results<K, TopicDescription>>> fallback) {
    super("describeTopics", topics);
    this.options = options;
    this.need = need;
    this.asking = asking;
    this.key = key;
    this.fallback = fallback;
  }

  /** By id. */
  public static DescribeTopicsByMetadata<UUID> withIds(
      Collection<UUID> ids, DescribeTopicsOptions options) {
    return new DescribeTopicsByMetadata<>(
        ids,
        options,
        new Need(12, "3.1", "a topic's id"),
        asked ->
            new MetadataRequest()
                .setAllowAutoTopicCreation(false)
                .setTopics(
                    asked.stream()
                        .map(id -> new MetadataRequestTopic().setTopicId(id).setName(null))
                        .toList()),
        MetadataResponseTopic::topicId,
        asked -> null);
  }

  /** By name. Brokers before 0.11 are asked for all topics: to ask for one may create it. */
  static DescribeTopicsByMetadata<String> named(
      Collection<String> names, DescribeTopicsOptions options) {
    return new DescribeTopicsByMetadata<>(
        names,
        options,
        options.includeAuthorizedOperations() ? RIGHTS : new Need(4, "0.11", "this request"),
        asked ->
            new MetadataRequest()
                .setAllowAutoTopicCreation(false)
                .setTopics(
                    asked.stream().map(name -> new MetadataRequestTopic().setName(name)).toList()),
        MetadataResponseTopic::name,
        asked -> options.includeAuthorizedOperations() ? null : amongAll(asked, options));
  }

  private static AdminQuery<Results<String, TopicDescription>> amongAll(
      List<String> names, DescribeTopicsOptions options) {
    return call ->
        TopicMetadata.all(call)
            .map(
                told -> {
                  DescribeTopicsByMetadata<String> operation = named(names, options);
                  Answers<String, TopicDescription> answers =
                      new Answers<>(
                          operation,
                          names,
                          new Answers.Setting(
                              Routes.ANY, true, false, 0, call.cluster().metadata()));
                  operation.read(told, answers);
                  for (String unknown : answers.open()) {
                    answers.error(unknown, ErrorCode.UNKNOWN_TOPIC_OR_PARTITION.code(), null);
                  }
                  return Results.of(answers.values(), answers.failures());
                });
  }

  @Override
  Target target(K topic, AdminCall call) {
    return Target.anyNode();
  }

  @Override
  ApiRequest<MetadataResponse> request(List<K> asked, Sending sending) {
    return asking
        .apply(asked)
        .setIncludeTopicAuthorizedOperations(options.includeAuthorizedOperations());
  }

  @Override
  void read(MetadataResponse response, Answers<K, TopicDescription> answers) {
    Map<Integer, Node> nodes = new HashMap<>();
    response
        .brokers()
        .forEach(
            node ->
                nodes.put(
                    node.nodeId(), new Node(node.nodeId(), node.host(), node.port(), node.rack())));
    for (MetadataResponseTopic topic : response.topics()) {
      if (!answers.error(key.apply(topic), topic.errorCode(), null)) {
        answers.value(
            key.apply(topic),
            new TopicDescription(
                topic.name(),
                topic.topicId(),
                topic.isInternal(),
                topic.partitions().stream()
                    .map(partition -> described(partition, id -> node(id, nodes)))
                    .toList(),
                options.includeAuthorizedOperations()
                    ? AclOperation.ofBits(topic.topicAuthorizedOperations())
                    : null));
      }
    }
  }

  private static Node node(int id, Map<Integer, Node> known) {
    return known.containsKey(id) ? known.get(id) : new Node(id, "", -1, null);
  }

  private static PartitionDescription described(
      MetadataResponsePartition partition, Function<Integer, Node> node) {
    return new PartitionDescription(
        partition.partitionIndex(),
        partition.leaderId() < 0 ? null : node.apply(partition.leaderId()),
        partition.leaderEpoch(),
        partition.replicaNodes().stream().map(node).toList(),
        partition.isrNodes().stream().map(node).toList(),
        partition.offlineReplicas().stream().map(node).toList(),
        List.of(),
        List.of());
  }

  @Override
  AdminQuery<Results<K, TopicDescription>> fallback(List<K> asked) {
    return fallback.apply(asked);
  }

  @Override
  Need need(List<K> asked) {
    return need;
  }

  @Override
  String kind() {
    return "topic";
  }
}
