package io.kafkavertx.internal.admin;

import io.kafkavertx.Target;
import io.kafkavertx.admin.ProducerState;
import io.kafkavertx.protocol.ApiRequest;
import io.kafkavertx.protocol.message.DescribeProducersRequest;
import io.kafkavertx.protocol.message.DescribeProducersRequest.TopicRequest;
import io.kafkavertx.protocol.message.DescribeProducersResponse;
import io.kafkavertx.protocol.message.DescribeProducersResponse.PartitionResponse;
import io.kafkavertx.spi.TopicPartition;
import java.util.Collection;
import java.util.List;

/** DescribeProducers, at the partitions' leaders or at one broker. */
public final class DescribeProducers
    extends Operation<TopicPartition, List<ProducerState>, DescribeProducersResponse> {
  private final Integer broker;

  private DescribeProducers(Integer broker, Collection<TopicPartition> partitions) {
    super("describeProducers", partitions);
    this.broker = broker;
  }

  public static DescribeProducers atLeaders(Collection<TopicPartition> partitions) {
    return new DescribeProducers(null, partitions);
  }

  public static DescribeProducers at(int broker, Collection<TopicPartition> partitions) {
    return new DescribeProducers(broker, partitions);
  }

  @Override
  Target target(TopicPartition partition, AdminCall call) {
    return broker == null ? Target.leader(partition) : Target.node(broker);
  }

  @Override
  ApiRequest<DescribeProducersResponse> request(List<TopicPartition> asked, Sending sending) {
    return new DescribeProducersRequest()
        .setTopics(
            ByTopic.of(
                asked,
                TopicPartition::partition,
                (topic, partitions) ->
                    new TopicRequest().setName(topic).setPartitionIndexes(partitions)));
  }

  @Override
  void read(
      DescribeProducersResponse response, Answers<TopicPartition, List<ProducerState>> answers) {
    response
        .topics()
        .forEach(
            topic ->
                topic
                    .partitions()
                    .forEach(
                        told -> {
                          TopicPartition partition =
                              new TopicPartition(topic.name(), told.partitionIndex());
                          if (!answers.error(partition, told.errorCode(), told.errorMessage())) {
                            answers.value(partition, producers(told));
                          }
                        }));
  }

  private static List<ProducerState> producers(PartitionResponse partition) {
    return partition.activeProducers().stream()
        .map(
            producer ->
                new ProducerState(
                    producer.producerId(),
                    producer.producerEpoch(),
                    producer.lastSequence(),
                    producer.lastTimestamp(),
                    producer.coordinatorEpoch(),
                    producer.currentTxnStartOffset()))
        .toList();
  }

  @Override
  Need need(List<TopicPartition> asked) {
    return Need.api("2.8");
  }

  @Override
  String kind() {
    return "partition";
  }
}
