package io.kafkavertx.testkit.scripted;

import io.kafkavertx.protocol.ErrorCode;
import io.kafkavertx.protocol.message.ProduceRequest;
import io.kafkavertx.protocol.message.ProduceRequest.PartitionProduceData;
import io.kafkavertx.protocol.message.ProduceRequest.TopicProduceData;
import io.kafkavertx.protocol.message.ProduceResponse;
import io.kafkavertx.protocol.message.ProduceResponse.LeaderIdAndEpoch;
import io.kafkavertx.protocol.message.ProduceResponse.NodeEndpoint;
import io.kafkavertx.protocol.message.ProduceResponse.PartitionProduceResponse;
import io.kafkavertx.protocol.message.ProduceResponse.TopicProduceResponse;
import io.kafkavertx.protocol.record.RecordBatches;
import io.kafkavertx.protocol.wire.Uuids;
import io.kafkavertx.spi.TopicPartition;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Produce: batches into the logs, each partition with an outcome of its own. */
final class ProduceHandler implements ApiHandler<ProduceRequest, ProduceResponse> {
  private static final int FIRST_THAT_ADDS = 12;

  @Override
  public Future<ProduceResponse> handle(RequestContext context, ProduceRequest request) {
    Map<Integer, NodeEndpoint> leaders = new LinkedHashMap<>();
    boolean failed = false;
    List<TopicProduceResponse> topics = new ArrayList<>();
    for (TopicProduceData data : request.topicData()) {
      List<PartitionProduceResponse> partitions = new ArrayList<>();
      for (PartitionProduceData part : data.partitionData()) {
        PartitionProduceResponse answer = append(context, request, data, part, leaders);
        failed |= answer.errorCode() != 0;
        partitions.add(answer);
      }
      topics.add(named(data).setPartitionResponses(partitions));
    }
    if (request.acks() == 0) {
      if (failed) {
        // Nobody waits for an answer; the connection is the only way to tell.
        context.connection().close();
      }
      return Future.succeededFuture();
    }
    return Future.succeededFuture(
        new ProduceResponse()
            .setResponses(topics)
            .setNodeEndpoints(new ArrayList<>(leaders.values())));
  }

  @Override
  public ProduceResponse refuse(RequestContext context, ProduceRequest request, ErrorCode code) {
    return new ProduceResponse()
        .setResponses(
            request.topicData().stream()
                .map(
                    data ->
                        named(data)
                            .setPartitionResponses(
                                data.partitionData().stream()
                                    .map(part -> error(part, code, null))
                                    .toList()))
                .toList());
  }

  private static PartitionProduceResponse append(
      RequestContext context,
      ProduceRequest request,
      TopicProduceData data,
      PartitionProduceData part,
      Map<Integer, NodeEndpoint> leaders) {
    ScriptedCluster cluster = context.cluster();
    ScriptedTopic topic = cluster.topic(data.name(), data.topicId());
    ScriptedPartition partition = topic == null ? null : topic.partition(part.index());
    if (partition == null) {
      boolean byId = topic == null && !Uuids.ZERO.equals(data.topicId());
      return error(
          part, byId ? ErrorCode.UNKNOWN_TOPIC_ID : ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, null);
    }
    if (partition.leader() != context.broker().id()) {
      return notLeader(cluster, partition, part, leaders);
    }
    ErrorCode refusal = refusal(cluster, partition, request, part);
    if (refusal != ErrorCode.NONE) {
      return error(part, refusal, null);
    }
    ErrorCode outside = transaction(context, request, topic.name(), part);
    if (outside != ErrorCode.NONE) {
      return error(part, outside, null);
    }
    AppendResult result = partition.append(part.records());
    return new PartitionProduceResponse()
        .setIndex(part.index())
        .setErrorCode(result.error().code())
        .setErrorMessage(result.message())
        .setBaseOffset(result.baseOffset())
        .setLogStartOffset(partition.logStart());
  }

  /**
   * From version 12 on a batch makes its partition part of the transaction (KIP-890); before, it is
   * refused when its partition is not.
   */
  private static ErrorCode transaction(
      RequestContext context, ProduceRequest request, String topic, PartitionProduceData part) {
    RecordBatches batches = RecordBatches.of(part.records());
    if (request.transactionalId() == null
        || !batches.next()
        || !batches.current().isTransactional()) {
      return ErrorCode.NONE;
    }
    ScriptedTransaction transaction =
        context.cluster().transactions().find(request.transactionalId());
    if (transaction == null) {
      return ErrorCode.INVALID_PRODUCER_ID_MAPPING;
    }
    long id = batches.current().producerId();
    short epoch = batches.current().producerEpoch();
    TopicPartition partition = new TopicPartition(topic, part.index());
    if (context.version() < FIRST_THAT_ADDS) {
      return transaction.contains(id, epoch, partition)
          ? ErrorCode.NONE
          : transaction.check(id, epoch) == ErrorCode.PRODUCER_FENCED
              ? ErrorCode.INVALID_PRODUCER_EPOCH
              : ErrorCode.INVALID_TXN_STATE;
    }
    ErrorCode error = transaction.add(id, epoch, partition);
    return error == ErrorCode.PRODUCER_FENCED ? ErrorCode.INVALID_PRODUCER_EPOCH : error;
  }

  private static ErrorCode refusal(
      ScriptedCluster cluster,
      ScriptedPartition partition,
      ProduceRequest request,
      PartitionProduceData part) {
    if (request.acks() < -1 || request.acks() > 1) {
      return ErrorCode.INVALID_REQUIRED_ACKS;
    }
    if (part.records() == null) {
      return ErrorCode.INVALID_RECORD;
    }
    if (part.records().length() > cluster.settings().maxMessageBytes()) {
      return ErrorCode.MESSAGE_TOO_LARGE;
    }
    long inSync = partition.replicas().stream().filter(cluster::isAlive).count();
    return request.acks() == -1 && inSync < cluster.settings().minInsyncReplicas()
        ? ErrorCode.NOT_ENOUGH_REPLICAS
        : ErrorCode.NONE;
  }

  private static PartitionProduceResponse notLeader(
      ScriptedCluster cluster,
      ScriptedPartition partition,
      PartitionProduceData part,
      Map<Integer, NodeEndpoint> leaders) {
    PartitionProduceResponse answer = error(part, ErrorCode.NOT_LEADER_OR_FOLLOWER, null);
    ScriptedBroker leader = cluster.broker(partition.leader());
    if (leader != null && cluster.settings().leaderHints()) {
      leaders.put(
          leader.id(),
          new NodeEndpoint()
              .setNodeId(leader.id())
              .setHost(leader.host())
              .setPort(leader.port())
              .setRack(leader.rack()));
      answer.setCurrentLeader(
          new LeaderIdAndEpoch().setLeaderId(leader.id()).setLeaderEpoch(partition.leaderEpoch()));
    }
    return answer;
  }

  private static PartitionProduceResponse error(
      PartitionProduceData part, ErrorCode code, String message) {
    return new PartitionProduceResponse()
        .setIndex(part.index())
        .setErrorCode(code.code())
        .setErrorMessage(message)
        .setBaseOffset(-1);
  }

  private static TopicProduceResponse named(TopicProduceData data) {
    return new TopicProduceResponse().setName(data.name()).setTopicId(data.topicId());
  }
}
