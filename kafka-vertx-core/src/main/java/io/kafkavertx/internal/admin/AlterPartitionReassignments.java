package io.kafkavertx.internal.admin;

import io.kafkavertx.Target;
import io.kafkavertx.admin.AlterPartitionReassignmentsOptions;
import io.kafkavertx.protocol.ApiRequest;
import io.kafkavertx.protocol.message.AlterPartitionReassignmentsRequest;
import io.kafkavertx.protocol.message.AlterPartitionReassignmentsRequest.ReassignablePartition;
import io.kafkavertx.protocol.message.AlterPartitionReassignmentsRequest.ReassignableTopic;
import io.kafkavertx.protocol.message.AlterPartitionReassignmentsResponse;
import io.kafkavertx.spi.TopicPartition;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** AlterPartitionReassignments, at the controller. */
public final class AlterPartitionReassignments
    extends Operation<TopicPartition, Void, AlterPartitionReassignmentsResponse> {
  private final Map<TopicPartition, Optional<List<Integer>>> wanted = new LinkedHashMap<>();
  private final AlterPartitionReassignmentsOptions options;

  public AlterPartitionReassignments(
      Map<TopicPartition, Optional<List<Integer>>> wanted,
      AlterPartitionReassignmentsOptions options) {
    super("alterPartitionReassignments", wanted.keySet());
    wanted.forEach((partition, to) -> this.wanted.put(partition, to.map(List::copyOf)));
    this.options = options;
  }

  @Override
  Target target(TopicPartition partition, AdminCall call) {
    return Target.controller();
  }

  @Override
  ApiRequest<AlterPartitionReassignmentsResponse> request(
      List<TopicPartition> asked, Sending sending) {
    return new AlterPartitionReassignmentsRequest()
        .setTimeoutMs(sending.timeoutMs())
        .setAllowReplicationFactorChange(options.allowReplicationFactorChange())
        .setTopics(
            ByTopic.of(
                asked,
                partition ->
                    new ReassignablePartition()
                        .setPartitionIndex(partition.partition())
                        .setReplicas(wanted.get(partition).orElse(null)),
                (topic, partitions) ->
                    new ReassignableTopic().setName(topic).setPartitions(partitions)));
  }

  @Override
  void read(AlterPartitionReassignmentsResponse response, Answers<TopicPartition, Void> answers) {
    if (answers.errorOfAll(response.errorCode(), response.errorMessage())) {
      return;
    }
    response
        .responses()
        .forEach(
            topic ->
                topic
                    .partitions()
                    .forEach(
                        told -> {
                          TopicPartition partition =
                              new TopicPartition(topic.name(), told.partitionIndex());
                          answers.done(partition, told.errorCode(), told.errorMessage());
                        }));
  }

  /** To go to the same brokers twice is as good as once; to cancel twice fails. */
  @Override
  boolean harmlessTwice() {
    return wanted.values().stream().allMatch(Optional::isPresent);
  }

  @Override
  Need need(List<TopicPartition> asked) {
    return options.allowReplicationFactorChange()
        ? Need.api("2.4")
        : new Need(1, "4.1", "keeping the replication factor");
  }

  @Override
  String kind() {
    return "partition";
  }
}
