package io.kafkavertx.simple;

import io.kafkavertx.BrokerErrorException;
import io.kafkavertx.KafkaClient;
import io.kafkavertx.OffsetAndMetadata;
import io.kafkavertx.RequestOptions;
import io.kafkavertx.Target;
import io.kafkavertx.protocol.ErrorCode;
import io.kafkavertx.protocol.message.OffsetCommitRequest;
import io.kafkavertx.protocol.message.OffsetCommitResponse;
import io.kafkavertx.protocol.message.OffsetFetchRequest;
import io.kafkavertx.protocol.message.OffsetFetchResponse;
import io.kafkavertx.spi.TopicPartition;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Offsets of groups without members: version 0 goes to ZooKeeper, the others stay in Kafka. */
final class OffsetRequests {
  /** The last versions that name topics, and groups one at a time. */
  private static final int LAST_COMMIT_WITH_NAMES = 9;

  private static final int LAST_FETCH_OF_ONE_GROUP = 7;

  private final KafkaClient client;

  OffsetRequests(KafkaClient client) {
    this.client = client;
  }

  private static Target keeper(String groupId, OffsetStorage storage) {
    return storage == OffsetStorage.ZOOKEEPER ? Target.anyNode() : Target.groupCoordinator(groupId);
  }

  private static RequestOptions versions(OffsetStorage storage, int last) {
    return storage == OffsetStorage.ZOOKEEPER
        ? RequestOptions.defaults().version(0)
        : RequestOptions.defaults().versions(1, last);
  }

  Future<Void> commit(
      String groupId, Map<TopicPartition, OffsetAndMetadata> positions, OffsetStorage storage) {
    if (positions.isEmpty()) {
      return Future.succeededFuture();
    }
    Map<String, OffsetCommitRequest.OffsetCommitRequestTopic> topics = new LinkedHashMap<>();
    positions.forEach(
        (partition, position) ->
            topics
                .computeIfAbsent(
                    partition.topic(),
                    name ->
                        new OffsetCommitRequest.OffsetCommitRequestTopic()
                            .setName(name)
                            .setPartitions(new ArrayList<>()))
                .partitions()
                .add(
                    new OffsetCommitRequest.OffsetCommitRequestPartition()
                        .setPartitionIndex(partition.partition())
                        .setCommittedOffset(position.offset())
                        .setCommittedLeaderEpoch(position.leaderEpoch())
                        .setCommittedMetadata(position.metadata())));
    OffsetCommitRequest request =
        new OffsetCommitRequest()
            .setGroupId(groupId)
            .setGenerationIdOrMemberEpoch(-1)
            .setMemberId("")
            .setTopics(new ArrayList<>(topics.values()));
    return client
        .send(keeper(groupId, storage), request, versions(storage, LAST_COMMIT_WITH_NAMES))
        .compose(response -> committed(groupId, response));
  }

  private static Future<Void> committed(String groupId, OffsetCommitResponse response) {
    for (OffsetCommitResponse.OffsetCommitResponseTopic topic : response.topics()) {
      for (OffsetCommitResponse.OffsetCommitResponsePartition partition : topic.partitions()) {
        ErrorCode error = ErrorCode.forCode(partition.errorCode());
        if (error != ErrorCode.NONE) {
          return Future.failedFuture(
              new BrokerErrorException(
                  error,
                  "commit of "
                      + new TopicPartition(topic.name(), partition.partitionIndex())
                      + " for group "
                      + groupId));
        }
      }
    }
    return Future.succeededFuture();
  }

  Future<Map<TopicPartition, OffsetAndMetadata>> committed(
      String groupId, List<TopicPartition> partitions, OffsetStorage storage) {
    if (partitions.isEmpty()) {
      return Future.succeededFuture(Map.of());
    }
    Map<String, List<Integer>> topics = new LinkedHashMap<>();
    for (TopicPartition partition : partitions) {
      topics
          .computeIfAbsent(partition.topic(), name -> new ArrayList<>())
          .add(partition.partition());
    }
    List<OffsetFetchRequest.OffsetFetchRequestTopic> wanted = new ArrayList<>();
    topics.forEach(
        (name, numbers) ->
            wanted.add(
                new OffsetFetchRequest.OffsetFetchRequestTopic()
                    .setName(name)
                    .setPartitionIndexes(numbers)));
    OffsetFetchRequest request = new OffsetFetchRequest().setGroupId(groupId).setTopics(wanted);
    return client
        .send(keeper(groupId, storage), request, versions(storage, LAST_FETCH_OF_ONE_GROUP))
        .compose(response -> found(groupId, response, storage));
  }

  private static Future<Map<TopicPartition, OffsetAndMetadata>> found(
      String groupId, OffsetFetchResponse response, OffsetStorage storage) {
    ErrorCode general = ErrorCode.forCode(response.errorCode());
    if (general != ErrorCode.NONE) {
      return Future.failedFuture(new BrokerErrorException(general, "offsets of group " + groupId));
    }
    Map<TopicPartition, OffsetAndMetadata> found = new LinkedHashMap<>();
    for (OffsetFetchResponse.OffsetFetchResponseTopic topic : response.topics()) {
      for (OffsetFetchResponse.OffsetFetchResponsePartition data : topic.partitions()) {
        TopicPartition partition = new TopicPartition(topic.name(), data.partitionIndex());
        ErrorCode error = ErrorCode.forCode(data.errorCode());
        // That is how ZooKeeper's keeper says that it has nothing.
        boolean nothing =
            storage == OffsetStorage.ZOOKEEPER && error == ErrorCode.UNKNOWN_TOPIC_OR_PARTITION;
        if (error != ErrorCode.NONE && !nothing) {
          return Future.failedFuture(
              new BrokerErrorException(error, "offset of " + partition + " for group " + groupId));
        }
        if (data.committedOffset() >= 0 && !nothing) {
          found.put(
              partition,
              new OffsetAndMetadata(
                  data.committedOffset(), data.committedLeaderEpoch(), data.metadata()));
        }
      }
    }
    return Future.succeededFuture(found);
  }
}
