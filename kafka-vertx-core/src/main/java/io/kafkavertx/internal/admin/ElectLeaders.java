package io.kafkavertx.internal.admin;

import io.kafkavertx.Target;
import io.kafkavertx.admin.ElectionType;
import io.kafkavertx.admin.Results;
import io.kafkavertx.protocol.ApiRequest;
import io.kafkavertx.protocol.message.ElectLeadersRequest;
import io.kafkavertx.protocol.message.ElectLeadersRequest.TopicPartitions;
import io.kafkavertx.protocol.message.ElectLeadersResponse;
import io.kafkavertx.spi.TopicPartition;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** ElectLeaders, at the controller. */
public final class ElectLeaders extends Operation<TopicPartition, Void, ElectLeadersResponse> {
  private static final String NAME = "electLeaders";

  private final ElectionType type;

  public ElectLeaders(ElectionType type, Collection<TopicPartition> partitions) {
    super(NAME, partitions);
    this.type = type;
  }

  /** For every partition of the cluster; those that need no election are not told of. */
  public static AdminQuery<Results<TopicPartition, Void>> everywhere(ElectionType type) {
    return new Everywhere(type).single();
  }

  @Override
  Target target(TopicPartition partition, AdminCall call) {
    return Target.controller();
  }

  @Override
  ApiRequest<ElectLeadersResponse> request(List<TopicPartition> asked, Sending sending) {
    return new ElectLeadersRequest()
        .setElectionType(type.code())
        .setTimeoutMs(sending.timeoutMs())
        .setTopicPartitions(
            ByTopic.of(
                asked,
                TopicPartition::partition,
                (topic, partitions) ->
                    new TopicPartitions().setTopic(topic).setPartitions(partitions)));
  }

  @Override
  void read(ElectLeadersResponse response, Answers<TopicPartition, Void> answers) {
    if (answers.errorOfAll(response.errorCode(), null)) {
      return;
    }
    response
        .replicaElectionResults()
        .forEach(
            topic ->
                topic
                    .partitionResult()
                    .forEach(
                        told -> {
                          TopicPartition partition =
                              new TopicPartition(topic.topic(), told.partitionId());
                          answers.done(partition, told.errorCode(), told.errorMessage());
                        }));
  }

  /** A second election finds that there is nothing left to do, and says so. */
  @Override
  boolean harmlessTwice() {
    return type == ElectionType.PREFERRED;
  }

  @Override
  Need need(List<TopicPartition> asked) {
    return need(type);
  }

  private static Need need(ElectionType type) {
    return type == ElectionType.UNCLEAN
        ? new Need(1, "2.4", "an unclean election")
        : Need.api("2.2");
  }

  @Override
  String kind() {
    return "partition";
  }

  private static final class Everywhere
      extends Operation<String, Results<TopicPartition, Void>, ElectLeadersResponse> {
    private final ElectionType type;

    Everywhere(ElectionType type) {
      super(NAME, List.of("all partitions"));
      this.type = type;
    }

    @Override
    Target target(String all, AdminCall call) {
      return Target.controller();
    }

    @Override
    ApiRequest<ElectLeadersResponse> request(List<String> asked, Sending sending) {
      return new ElectLeadersRequest()
          .setElectionType(type.code())
          .setTimeoutMs(sending.timeoutMs())
          .setTopicPartitions(null);
    }

    @Override
    void read(
        ElectLeadersResponse response, Answers<String, Results<TopicPartition, Void>> answers) {
      if (answers.errorOfAll(response.errorCode(), null)) {
        return;
      }
      List<TopicPartition> told = new ArrayList<>();
      response
          .replicaElectionResults()
          .forEach(
              topic ->
                  topic
                      .partitionResult()
                      .forEach(
                          partition ->
                              told.add(
                                  new TopicPartition(topic.topic(), partition.partitionId()))));
      ElectLeaders each = new ElectLeaders(type, told);
      Answers<TopicPartition, Void> perPartition =
          new Answers<>(each, each.items(), answers.setting());
      each.read(response, perPartition);
      answers.value(items().get(0), perPartition.results());
    }

    @Override
    Need need(List<String> asked) {
      return ElectLeaders.need(type);
    }
  }
}
