package io.kafkavertx.internal.produce.txn;

import io.kafkavertx.ConsumerGroupMetadata;
import io.kafkavertx.OffsetAndMetadata;
import io.kafkavertx.internal.cluster.Cluster;
import io.kafkavertx.internal.cluster.Cluster.CoordinatorType;
import io.kafkavertx.internal.cluster.SendOptions;
import io.kafkavertx.internal.produce.txn.CoordinatorCall.Trouble;
import io.kafkavertx.protocol.ErrorCode;
import io.kafkavertx.protocol.message.AddOffsetsToTxnRequest;
import io.kafkavertx.protocol.message.AddOffsetsToTxnResponse;
import io.kafkavertx.protocol.message.TxnOffsetCommitRequest;
import io.kafkavertx.protocol.message.TxnOffsetCommitRequest.TxnOffsetCommitRequestPartition;
import io.kafkavertx.protocol.message.TxnOffsetCommitRequest.TxnOffsetCommitRequestTopic;
import io.kafkavertx.protocol.message.TxnOffsetCommitResponse;
import io.kafkavertx.protocol.wire.Uuids;
import io.kafkavertx.spi.TopicPartition;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes a consumer group's offsets part of the transaction. */
final class OffsetsToCommit {
  private static final int FIRST_WITH_MEMBER = 3;
  private static final int LAST_OF_VERSION_1 = 4;
  private static final int FIRST_OF_VERSION_2 = 5;

  /** Later versions give topic ids instead. */
  private static final int LAST_WITH_NAMES = 5;

  private final Cluster cluster;
  private final TransactionConfig config;

  OffsetsToCommit(Cluster cluster, TransactionConfig config) {
    this.cluster = cluster;
    this.config = config;
  }

  /** Makes offsets part of the transaction; tells how the request that decided ended. */
  Future<? extends Ending<?>> add(
      OpenTransaction transaction,
      Map<TopicPartition, OffsetAndMetadata> offsets,
      ConsumerGroupMetadata group,
      Standing standing,
      long deadlineNanos) {
    if (transaction.version2) {
      return commit(offsets, group, standing, true, deadlineNanos);
    }
    return announce(group.groupId(), standing.identity(), deadlineNanos)
        .compose(
            ending -> {
              if (ending.inDoubt()) {
                standing.addInDoubt();
              }
              return ending instanceof Ending.Answered
                  ? commit(offsets, group, standing, false, deadlineNanos)
                  : Future.<Ending<?>>succeededFuture(ending);
            });
  }

  /** Tells the transaction coordinator of the group; brokers of version 2 need no telling. */
  private Future<Ending<AddOffsetsToTxnResponse>> announce(
      String groupId, ProducerIdAndEpoch identity, long deadlineNanos) {
    AddOffsetsToTxnRequest request =
        new AddOffsetsToTxnRequest()
            .setTransactionalId(config.transactionalId())
            .setProducerId(identity.producerId())
            .setProducerEpoch(identity.epoch())
            .setGroupId(groupId);
    return new CoordinatorCall<>(
            cluster,
            config,
            CoordinatorType.TRANSACTION,
            config.transactionalId(),
            request,
            options -> options,
            response -> Trouble.of(response.errorCode()),
            deadlineNanos)
        .run();
  }

  /** Gives the offsets to the group's coordinator, which keeps them until the transaction ends. */
  private Future<Ending<?>> commit(
      Map<TopicPartition, OffsetAndMetadata> offsets,
      ConsumerGroupMetadata group,
      Standing standing,
      boolean version2,
      long deadlineNanos) {
    boolean[] byId = {
      offsets.keySet().stream()
          .noneMatch(p -> cluster.metadata().topicId(p.topic()).equals(Uuids.ZERO))
    };
    return new CoordinatorCall<>(
            cluster,
            config,
            CoordinatorType.GROUP,
            group.groupId(),
            request(offsets, group, standing.identity()),
            options -> versions(options, group, version2, byId[0]),
            response -> {
              Trouble trouble = trouble(response);
              if (trouble.code() == ErrorCode.UNKNOWN_TOPIC_ID) {
                // The topic was made anew, and this id is of the one before: names always hold.
                byId[0] = false;
                cluster.requestUpdate();
              }
              return trouble;
            },
            deadlineNanos)
        .run()
        .map(
            ending -> {
              if (ending.inDoubt()) {
                standing.needEpoch("an answer to offsets was lost");
              }
              return ending;
            });
  }

  private static SendOptions versions(
      SendOptions options, ConsumerGroupMetadata group, boolean version2, boolean byId) {
    if (version2) {
      SendOptions from = options.atLeast(FIRST_OF_VERSION_2);
      return byId ? from : from.atMost(LAST_WITH_NAMES);
    }
    SendOptions capped = options.atMost(LAST_OF_VERSION_1);
    return namesMember(group) ? capped.atLeast(FIRST_WITH_MEMBER) : capped;
  }

  private static boolean namesMember(ConsumerGroupMetadata group) {
    return group.generationId() >= 0
        || !group.memberId().isEmpty()
        || group.groupInstanceId() != null;
  }

  private TxnOffsetCommitRequest request(
      Map<TopicPartition, OffsetAndMetadata> offsets,
      ConsumerGroupMetadata group,
      ProducerIdAndEpoch identity) {
    Map<String, List<TxnOffsetCommitRequestPartition>> topics = new LinkedHashMap<>();
    offsets.forEach(
        (partition, offset) ->
            topics
                .computeIfAbsent(partition.topic(), name -> new ArrayList<>())
                .add(
                    new TxnOffsetCommitRequestPartition()
                        .setPartitionIndex(partition.partition())
                        .setCommittedOffset(offset.offset())
                        .setCommittedLeaderEpoch(offset.leaderEpoch())
                        .setCommittedMetadata(offset.metadata())));
    List<TxnOffsetCommitRequestTopic> all = new ArrayList<>();
    topics.forEach(
        (name, partitions) ->
            all.add(
                new TxnOffsetCommitRequestTopic()
                    .setName(name)
                    .setTopicId(cluster.metadata().topicId(name))
                    .setPartitions(partitions)));
    return new TxnOffsetCommitRequest()
        .setTransactionalId(config.transactionalId())
        .setGroupId(group.groupId())
        .setProducerId(identity.producerId())
        .setProducerEpoch(identity.epoch())
        .setGenerationIdOrMemberEpoch(group.generationId())
        .setMemberId(group.memberId())
        .setGroupInstanceId(group.groupInstanceId())
        .setTopics(all);
  }

  private static Trouble trouble(TxnOffsetCommitResponse response) {
    Trouble first = Trouble.of(ErrorCode.NONE.code());
    for (TxnOffsetCommitResponse.TxnOffsetCommitResponseTopic topic : response.topics()) {
      for (TxnOffsetCommitResponse.TxnOffsetCommitResponsePartition partition :
          topic.partitions()) {
        ErrorCode code = ErrorCode.forCode(partition.errorCode());
        // An error that asking again cannot mend decides over one that it can.
        if (code != ErrorCode.NONE
            && (first.code() == ErrorCode.NONE
                || first.code().isRetriable() && !code.isRetriable())) {
          String name = topic.name().isEmpty() ? topic.topicId().toString() : topic.name();
          first = new Trouble(code, name + "-" + partition.partitionIndex());
        }
      }
    }
    return first;
  }
}
