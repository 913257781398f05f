package io.kafkavertx.internal.cluster;

import io.kafkavertx.protocol.ErrorCode;
import io.kafkavertx.protocol.message.MetadataResponse;
import io.kafkavertx.protocol.message.MetadataResponse.MetadataResponseBroker;
import io.kafkavertx.protocol.message.MetadataResponse.MetadataResponsePartition;
import io.kafkavertx.protocol.message.MetadataResponse.MetadataResponseTopic;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Metadata responses put together briefly. */
final class Answers {
  private Answers() {}

  static MetadataResponse of(int... nodeIds) {
    MetadataResponse response =
        new MetadataResponse().setClusterId("c").setTopics(new ArrayList<>());
    List<MetadataResponseBroker> brokers = new ArrayList<>();
    for (int id : nodeIds) {
      brokers.add(broker(id, "host" + id, 9092));
    }
    return response.setBrokers(brokers).setControllerId(nodeIds.length == 0 ? -1 : nodeIds[0]);
  }

  static MetadataResponseBroker broker(int id, String host, int port) {
    return new MetadataResponseBroker().setNodeId(id).setHost(host).setPort(port);
  }

  static MetadataResponse with(MetadataResponse response, MetadataResponseTopic... topics) {
    response.setTopics(new ArrayList<>(response.topics()));
    for (MetadataResponseTopic topic : topics) {
      response.topics().add(topic);
    }
    return response;
  }

  static MetadataResponseTopic topic(
      String name, UUID id, MetadataResponsePartition... partitions) {
    return new MetadataResponseTopic()
        .setName(name)
        .setTopicId(id)
        .setPartitions(List.of(partitions));
  }

  static MetadataResponseTopic error(String name, ErrorCode code) {
    return new MetadataResponseTopic().setName(name).setErrorCode(code.code());
  }

  static MetadataResponsePartition partition(int number, int leader, int epoch) {
    return new MetadataResponsePartition()
        .setPartitionIndex(number)
        .setLeaderId(leader)
        .setLeaderEpoch(epoch)
        .setReplicaNodes(List.of(1, 2))
        .setIsrNodes(List.of(1, 2));
  }
}
