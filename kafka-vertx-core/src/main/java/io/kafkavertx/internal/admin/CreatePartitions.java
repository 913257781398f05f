package io.kafkavertx.internal.admin;

import io.kafkavertx.Target;
import io.kafkavertx.admin.CreatePartitionsOptions;
import io.kafkavertx.admin.NewPartitions;
import io.kafkavertx.protocol.ApiRequest;
import io.kafkavertx.protocol.ErrorCode;
import io.kafkavertx.protocol.message.CreatePartitionsRequest;
import io.kafkavertx.protocol.message.CreatePartitionsRequest.CreatePartitionsAssignment;
import io.kafkavertx.protocol.message.CreatePartitionsRequest.CreatePartitionsTopic;
import io.kafkavertx.protocol.message.CreatePartitionsResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** CreatePartitions, at the controller. */
public final class CreatePartitions extends Operation<String, Void, CreatePartitionsResponse> {
  private final Map<String, NewPartitions> topics;
  private final CreatePartitionsOptions options;

  public CreatePartitions(Map<String, NewPartitions> topics, CreatePartitionsOptions options) {
    super("createPartitions", topics.keySet());
    this.topics = new LinkedHashMap<>(topics);
    this.options = options;
  }

  @Override
  Target target(String topic, AdminCall call) {
    return Target.controller();
  }

  @Override
  ApiRequest<CreatePartitionsResponse> request(List<String> asked, Sending sending) {
    return new CreatePartitionsRequest()
        .setTimeoutMs(sending.timeoutMs())
        .setValidateOnly(options.validateOnly())
        .setTopics(asked.stream().map(name -> wanted(name, topics.get(name))).toList());
  }

  private static CreatePartitionsTopic wanted(String name, NewPartitions partitions) {
    return new CreatePartitionsTopic()
        .setName(name)
        .setCount(partitions.totalCount())
        .setAssignments(
            partitions.assignments().isEmpty()
                ? null
                : partitions.assignments().stream()
                    .map(brokers -> new CreatePartitionsAssignment().setBrokerIds(brokers))
                    .toList());
  }

  @Override
  void read(CreatePartitionsResponse response, Answers<String, Void> answers) {
    response
        .results()
        .forEach(
            topic -> {
              answers.done(topic.name(), topic.errorCode(), topic.errorMessage());
            });
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
    return Need.api("1.0");
  }

  @Override
  String kind() {
    return "topic";
  }
}
