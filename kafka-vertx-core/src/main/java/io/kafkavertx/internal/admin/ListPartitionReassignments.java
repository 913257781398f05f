package io.kafkavertx.internal.admin;

import io.kafkavertx.Target;
import io.kafkavertx.admin.PartitionReassignment;
import io.kafkavertx.protocol.ApiRequest;
import io.kafkavertx.protocol.message.ListPartitionReassignmentsRequest;
import io.kafkavertx.protocol.message.ListPartitionReassignmentsRequest.ListPartitionReassignmentsTopics;
import io.kafkavertx.protocol.message.ListPartitionReassignmentsResponse;
import io.kafkavertx.spi.TopicPartition;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** ListPartitionReassignments, at the controller. */
public final class ListPartitionReassignments
    extends Operation<
        String, Map<TopicPartition, PartitionReassignment>, ListPartitionReassignmentsResponse> {
  private final List<TopicPartition> partitions;

  private ListPartitionReassignments(List<TopicPartition> partitions) {
    super(
        "listPartitionReassignments",
        List.of(partitions == null ? "all partitions" : "some partitions"));
    this.partitions = partitions;
  }

  /**
   * Lists reassignments.
   *
   * @param partitions of these; null for all
   */
  public static AdminQuery<Map<TopicPartition, PartitionReassignment>> of(
      Collection<TopicPartition> partitions) {
    return new ListPartitionReassignments(partitions == null ? null : List.copyOf(partitions))
        .single();
  }

  @Override
  Target target(String all, AdminCall call) {
    return Target.controller();
  }

  @Override
  ApiRequest<ListPartitionReassignmentsResponse> request(List<String> asked, Sending sending) {
    return new ListPartitionReassignmentsRequest()
        .setTimeoutMs(sending.timeoutMs())
        .setTopics(
            partitions == null
                ? null
                : ByTopic.of(
                    partitions,
                    TopicPartition::partition,
                    (topic, numbers) ->
                        new ListPartitionReassignmentsTopics()
                            .setName(topic)
                            .setPartitionIndexes(numbers)));
  }

  @Override
  void read(
      ListPartitionReassignmentsResponse response,
      Answers<String, Map<TopicPartition, PartitionReassignment>> answers) {
    if (answers.errorOfAll(response.errorCode(), response.errorMessage())) {
      return;
    }
    Map<TopicPartition, PartitionReassignment> found = new LinkedHashMap<>();
    response
        .topics()
        .forEach(
            topic ->
                topic
                    .partitions()
                    .forEach(
                        told ->
                            found.put(
                                new TopicPartition(topic.name(), told.partitionIndex()),
                                new PartitionReassignment(
                                    told.replicas(),
                                    told.addingReplicas(),
                                    told.removingReplicas()))));
    answers.value(items().get(0), found);
  }

  @Override
  Need need(List<String> asked) {
    return Need.api("2.4");
  }
}
