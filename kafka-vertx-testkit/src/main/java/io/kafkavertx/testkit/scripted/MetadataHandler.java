package io.kafkavertx.testkit.scripted;

import io.kafkavertx.protocol.ErrorCode;
import io.kafkavertx.protocol.message.MetadataRequest;
import io.kafkavertx.protocol.message.MetadataRequest.MetadataRequestTopic;
import io.kafkavertx.protocol.message.MetadataResponse;
import io.kafkavertx.protocol.message.MetadataResponse.MetadataResponseBroker;
import io.kafkavertx.protocol.message.MetadataResponse.MetadataResponsePartition;
import io.kafkavertx.protocol.message.MetadataResponse.MetadataResponseTopic;
import io.kafkavertx.protocol.wire.Uuids;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;

/** Metadata: brokers, topics, partitions, leaders. */
final class MetadataHandler implements ApiHandler<MetadataRequest, MetadataResponse> {
  @Override
  public Future<MetadataResponse> handle(RequestContext context, MetadataRequest request) {
    ScriptedCluster cluster = context.cluster();
    long lag = cluster.metadataLagNanos();
    List<MetadataResponseTopic> topics = new ArrayList<>();
    if (wantsAll(context, request)) {
      cluster.topics().forEach(topic -> topics.add(describe(cluster, topic, lag)));
    } else {
      request.topics().forEach(asked -> topics.add(answer(context, request, asked, lag)));
    }
    return Future.succeededFuture(brokers(cluster).setTopics(topics));
  }

  @Override
  public MetadataResponse refuse(RequestContext context, MetadataRequest request, ErrorCode code) {
    List<MetadataResponseTopic> topics = new ArrayList<>();
    if (request.topics() != null) {
      request.topics().forEach(asked -> topics.add(error(asked, code)));
    }
    return brokers(context.cluster()).setTopics(topics).setErrorCode(code.code());
  }

  /** Null means all; in version 0, which has no null, an empty list does. */
  private static boolean wantsAll(RequestContext context, MetadataRequest request) {
    return request.topics() == null || context.version() == 0 && request.topics().isEmpty();
  }

  private static MetadataResponse brokers(ScriptedCluster cluster) {
    List<ScriptedBroker> alive = cluster.aliveBrokers();
    return new MetadataResponse()
        .setClusterId(cluster.settings().clusterId())
        .setControllerId(alive.isEmpty() ? -1 : alive.get(0).id())
        .setBrokers(
            alive.stream()
                .map(
                    broker ->
                        new MetadataResponseBroker()
                            .setNodeId(broker.id())
                            .setHost(broker.host())
                            .setPort(broker.port())
                            .setRack(broker.rack()))
                .toList());
  }

  private static MetadataResponseTopic answer(
      RequestContext context, MetadataRequest request, MetadataRequestTopic asked, long lag) {
    ScriptedCluster cluster = context.cluster();
    boolean byId = !Uuids.ZERO.equals(asked.topicId());
    ScriptedTopic topic = cluster.topic(asked.name(), asked.topicId());
    if (topic != null) {
      return describe(cluster, topic, lag);
    }
    if (byId) {
      return error(asked, ErrorCode.UNKNOWN_TOPIC_ID);
    }
    if (!TopicNames.isValid(asked.name())) {
      return error(asked, ErrorCode.INVALID_TOPIC_EXCEPTION);
    }
    // Before version 4 a client cannot say whether it wants the topic made.
    if (cluster.settings().autoCreateTopics()
        && (context.version() < 4 || request.allowAutoTopicCreation())) {
      cluster.createTopic(asked.name(), cluster.settings().defaultPartitions());
      return error(asked, ErrorCode.LEADER_NOT_AVAILABLE);
    }
    return error(asked, ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
  }

  private static MetadataResponseTopic error(MetadataRequestTopic asked, ErrorCode code) {
    return new MetadataResponseTopic()
        .setErrorCode(code.code())
        .setName(asked.name())
        .setTopicId(asked.topicId());
  }

  private static MetadataResponseTopic describe(
      ScriptedCluster cluster, ScriptedTopic topic, long lag) {
    return new MetadataResponseTopic()
        .setName(topic.name())
        .setTopicId(topic.id())
        .setPartitions(
            topic.partitions().stream().map(part -> describe(cluster, part, lag)).toList());
  }

  private static MetadataResponsePartition describe(
      ScriptedCluster cluster, ScriptedPartition partition, long lag) {
    int[] view = partition.viewOf(lag);
    List<Integer> alive = partition.replicas().stream().filter(cluster::isAlive).toList();
    List<Integer> dead = partition.replicas().stream().filter(id -> !alive.contains(id)).toList();
    ErrorCode error = view[0] < 0 ? ErrorCode.LEADER_NOT_AVAILABLE : ErrorCode.NONE;
    return new MetadataResponsePartition()
        .setErrorCode(error.code())
        .setPartitionIndex(partition.index())
        .setLeaderId(view[0])
        .setLeaderEpoch(view[1])
        .setReplicaNodes(partition.replicas())
        .setIsrNodes(alive)
        .setOfflineReplicas(dead);
  }
}
