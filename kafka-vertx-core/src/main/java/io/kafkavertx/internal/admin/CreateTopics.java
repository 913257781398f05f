package io.kafkavertx.internal.admin;

import io.kafkavertx.Target;
import io.kafkavertx.admin.ConfigEntry;
import io.kafkavertx.admin.CreateTopicsOptions;
import io.kafkavertx.admin.NewTopic;
import io.kafkavertx.admin.TopicCreated;
import io.kafkavertx.protocol.ApiRequest;
import io.kafkavertx.protocol.ErrorCode;
import io.kafkavertx.protocol.message.CreateTopicsRequest;
import io.kafkavertx.protocol.message.CreateTopicsRequest.CreatableReplicaAssignment;
import io.kafkavertx.protocol.message.CreateTopicsRequest.CreatableTopic;
import io.kafkavertx.protocol.message.CreateTopicsRequest.CreatableTopicConfig;
import io.kafkavertx.protocol.message.CreateTopicsResponse;
import io.kafkavertx.protocol.message.CreateTopicsResponse.CreatableTopicConfigs;
import io.kafkavertx.protocol.message.CreateTopicsResponse.CreatableTopicResult;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** CreateTopics, at the controller. */
public final class CreateTopics extends Operation<String, TopicCreated, CreateTopicsResponse> {
  private final Map<String, NewTopic> topics = new LinkedHashMap<>();
  private final CreateTopicsOptions options;

  public CreateTopics(Collection<NewTopic> topics, CreateTopicsOptions options) {
    super("createTopics", topics.stream().map(NewTopic::name).toList());
    topics.forEach(topic -> this.topics.put(topic.name(), topic));
    this.options = options;
  }

  @Override
  Target target(String topic, AdminCall call) {
    return Target.controller();
  }

  @Override
  ApiRequest<CreateTopicsResponse> request(List<String> asked, Sending sending) {
    return new CreateTopicsRequest()
        .setTimeoutMs(sending.timeoutMs())
        .setValidateOnly(options.validateOnly())
        .setTopics(asked.stream().map(name -> creatable(topics.get(name))).toList());
  }

  private static CreatableTopic creatable(NewTopic topic) {
    return new CreatableTopic()
        .setName(topic.name())
        .setNumPartitions(topic.partitions())
        .setReplicationFactor((short) topic.replicationFactor())
        .setAssignments(
            topic.assignments().entrySet().stream()
                .map(
                    entry ->
                        new CreatableReplicaAssignment()
                            .setPartitionIndex(entry.getKey())
                            .setBrokerIds(entry.getValue()))
                .toList())
        .setConfigs(
            topic.configs().entrySet().stream()
                .map(
                    entry ->
                        new CreatableTopicConfig()
                            .setName(entry.getKey())
                            .setValue(entry.getValue()))
                .toList());
  }

  @Override
  void read(CreateTopicsResponse response, Answers<String, TopicCreated> answers) {
    for (CreatableTopicResult topic : response.topics()) {
      if (!answers.error(topic.name(), topic.errorCode(), topic.errorMessage())) {
        answers.value(topic.name(), created(topic));
      }
    }
  }

  private static TopicCreated created(CreatableTopicResult topic) {
    Map<String, ConfigEntry> configs = new LinkedHashMap<>();
    if (topic.configs() != null) {
      topic.configs().forEach(config -> configs.put(config.name(), entry(config)));
    }
    return new TopicCreated(
        topic.topicId(), topic.numPartitions(), topic.replicationFactor(), configs);
  }

  private static ConfigEntry entry(CreatableTopicConfigs config) {
    return new ConfigEntry(
        config.name(),
        config.value(),
        ConfigEntry.Source.forCode(config.configSource()),
        config.isSensitive(),
        config.readOnly(),
        List.of(),
        ConfigEntry.Type.UNKNOWN,
        null);
  }

  @Override
  Verdict verdict(ErrorCode code, boolean repeatable, boolean byLeader) {
    return code == ErrorCode.THROTTLING_QUOTA_EXCEEDED && !options.retryOnQuotaViolation()
        ? Verdict.FAIL
        : super.verdict(code, repeatable, byLeader);
  }

  @Override
  boolean harmlessTwice() {
    return options.validateOnly();
  }

  @Override
  Need need(List<String> asked) {
    boolean defaults =
        asked.stream()
            .map(topics::get)
            .anyMatch(
                topic ->
                    topic.assignments().isEmpty()
                        && (topic.partitions() == -1 || topic.replicationFactor() == -1));
    if (defaults) {
      return new Need(4, "2.4", "the brokers' default of partitions and replicas");
    }
    return options.validateOnly() ? new Need(1, "0.10.2", "validateOnly") : Need.api("0.10.1");
  }

  @Override
  String kind() {
    return "topic";
  }
}
