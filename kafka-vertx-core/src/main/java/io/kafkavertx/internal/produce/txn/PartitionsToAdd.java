package io.kafkavertx.internal.produce.txn;

import io.kafkavertx.internal.cluster.Cluster;
import io.kafkavertx.internal.cluster.Cluster.CoordinatorType;
import io.kafkavertx.internal.produce.txn.CoordinatorCall.Trouble;
import io.kafkavertx.protocol.ErrorCode;
import io.kafkavertx.protocol.message.AddPartitionsToTxnRequest;
import io.kafkavertx.protocol.message.AddPartitionsToTxnRequest.AddPartitionsToTxnTopic;
import io.kafkavertx.protocol.message.AddPartitionsToTxnResponse;
import io.kafkavertx.protocol.message.AddPartitionsToTxnResponse.AddPartitionsToTxnPartitionResult;
import io.kafkavertx.protocol.message.AddPartitionsToTxnResponse.AddPartitionsToTxnTopicResult;
import io.kafkavertx.spi.TopicPartition;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * The partitions of the open transaction, for brokers that want to be told before the first batch
 * arrives (transaction version 0 and 1). One request at a time tells all that have come meanwhile.
 */
final class PartitionsToAdd {
  /** From version 4 on the request is one of brokers among themselves. */
  private static final int LAST_OF_CLIENTS = 3;

  private final Cluster cluster;
  private final TransactionConfig config;
  private final Standing standing;
  private final LongSupplier deadline;
  private final Runnable added;
  private final Consumer<Ending<?>> failed;
  private final Set<TopicPartition> members = new HashSet<>();
  private final Set<TopicPartition> wanted = new LinkedHashSet<>();
  private Promise<Void> idle;
  private boolean scheduled;
  private boolean asked;

  /**
   * @param deadline until when a request that is made now is repeated
   * @param added told when batches may be sent to more partitions
   * @param failed told when the coordinator does not take them
   */
  PartitionsToAdd(
      Cluster cluster,
      TransactionConfig config,
      Standing standing,
      LongSupplier deadline,
      Runnable added,
      Consumer<Ending<?>> failed) {
    this.cluster = cluster;
    this.config = config;
    this.standing = standing;
    this.deadline = deadline;
    this.added = added;
    this.failed = failed;
  }

  /** Whether a partition is part of the transaction; if not, asks for it to become one. */
  boolean contains(TopicPartition partition) {
    if (members.contains(partition)) {
      return true;
    }
    if (wanted.add(partition) && idle == null && !scheduled) {
      scheduled = true;
      cluster.loop().execute(this::ask);
    }
    return false;
  }

  /** Forgets what has not been asked for yet: nothing more will be sent. */
  void stop() {
    wanted.clear();
  }

  /** Completes when no request is under way. */
  Future<Void> idle() {
    return idle == null ? Future.succeededFuture() : idle.future();
  }

  /** Whether the coordinator may know of the transaction through one of its partitions. */
  boolean isAsked() {
    return asked;
  }

  /** The next transaction begins. */
  void clear() {
    asked = false;
    members.clear();
    wanted.clear();
  }

  private void ask() {
    scheduled = false;
    if (wanted.isEmpty() || idle != null) {
      return;
    }
    asked = true;
    List<TopicPartition> now = List.copyOf(wanted);
    Promise<Void> done = Promise.promise();
    idle = done;
    new CoordinatorCall<>(
            cluster,
            config,
            CoordinatorType.TRANSACTION,
            config.transactionalId(),
            request(now),
            options -> options.atMost(LAST_OF_CLIENTS),
            PartitionsToAdd::trouble,
            deadline.getAsLong())
        .run()
        .onSuccess(
            ending -> {
              idle = null;
              ended(now, ending);
              done.complete();
            });
  }

  private void ended(List<TopicPartition> now, Ending<AddPartitionsToTxnResponse> ending) {
    if (ending.inDoubt()) {
      standing.addInDoubt();
    }
    if (ending instanceof Ending.Answered) {
      members.addAll(now);
      now.forEach(wanted::remove);
      added.run();
      ask();
    } else {
      wanted.clear();
      failed.accept(ending);
    }
  }

  private AddPartitionsToTxnRequest request(List<TopicPartition> partitions) {
    Map<String, AddPartitionsToTxnTopic> topics = new LinkedHashMap<>();
    for (TopicPartition partition : partitions) {
      topics
          .computeIfAbsent(
              partition.topic(),
              name -> new AddPartitionsToTxnTopic().setName(name).setPartitions(new ArrayList<>()))
          .partitions()
          .add(partition.partition());
    }
    return new AddPartitionsToTxnRequest()
        .setV3AndBelowTransactionalId(config.transactionalId())
        .setV3AndBelowProducerId(standing.identity().producerId())
        .setV3AndBelowProducerEpoch(standing.identity().epoch())
        .setV3AndBelowTopics(new ArrayList<>(topics.values()));
  }

  /** The error that decides. Partitions that were refused because of another one do not. */
  private static Trouble trouble(AddPartitionsToTxnResponse response) {
    Trouble worst = Trouble.of(response.errorCode());
    for (AddPartitionsToTxnTopicResult topic : response.resultsByTopicV3AndBelow()) {
      for (AddPartitionsToTxnPartitionResult partition : topic.resultsByPartition()) {
        ErrorCode code = ErrorCode.forCode(partition.partitionErrorCode());
        if (code != ErrorCode.NONE
            && (worst.code() == ErrorCode.NONE
                || worst.code() == ErrorCode.OPERATION_NOT_ATTEMPTED)) {
          worst = new Trouble(code, topic.name() + "-" + partition.partitionIndex());
        }
      }
    }
    return worst;
  }
}
