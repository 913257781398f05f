package io.kafkavertx.internal.produce.txn;

import io.kafkavertx.internal.cluster.Cluster;
import io.kafkavertx.internal.cluster.Cluster.CoordinatorType;
import io.kafkavertx.internal.cluster.SendOptions;
import io.kafkavertx.internal.produce.txn.CoordinatorCall.Trouble;
import io.kafkavertx.protocol.message.EndTxnRequest;
import io.kafkavertx.protocol.message.EndTxnResponse;
import io.kafkavertx.protocol.message.InitProducerIdRequest;
import io.kafkavertx.protocol.message.InitProducerIdResponse;
import io.vertx.core.Future;

/** The requests with which transactions come and go. */
final class TransactionRequests {
  /** The first version that takes the identity that a producer has (KIP-360). */
  private static final int FIRST_INIT_WITH_IDENTITY = 3;

  /** The next one is for two-phase commit, and not stable. */
  private static final int LAST_STABLE_INIT = 5;

  /** The first version whose answer carries the next epoch (KIP-890). */
  private static final int FIRST_END_OF_VERSION_2 = 5;

  private final Cluster cluster;
  private final TransactionConfig config;

  TransactionRequests(Cluster cluster, TransactionConfig config) {
    this.cluster = cluster;
    this.config = config;
  }

  /**
   * Asks for an identity.
   *
   * @param current the identity that the producer has: only if nobody else has taken over, it gets
   *     the next epoch. {@link ProducerIdAndEpoch#NONE} takes over in any case
   */
  Future<Ending<InitProducerIdResponse>> init(ProducerIdAndEpoch current, long deadlineNanos) {
    InitProducerIdRequest request =
        new InitProducerIdRequest()
            .setTransactionalId(config.transactionalId())
            .setTransactionTimeoutMs(config.transactionTimeoutMillis())
            .setProducerId(current.producerId())
            .setProducerEpoch(current.epoch());
    boolean first = current.equals(ProducerIdAndEpoch.NONE);
    return new CoordinatorCall<>(
            cluster,
            config,
            CoordinatorType.TRANSACTION,
            config.transactionalId(),
            request,
            options ->
                (first ? options : options.atLeast(FIRST_INIT_WITH_IDENTITY))
                    .atMost(LAST_STABLE_INIT),
            response -> Trouble.of(response.errorCode()),
            deadlineNanos)
        .run();
  }

  /** Asks for the end of the transaction. */
  Future<Ending<EndTxnResponse>> end(
      boolean commit, boolean version2, ProducerIdAndEpoch identity, long deadlineNanos) {
    EndTxnRequest request =
        new EndTxnRequest()
            .setTransactionalId(config.transactionalId())
            .setProducerId(identity.producerId())
            .setProducerEpoch(identity.epoch())
            .setCommitted(commit);
    return new CoordinatorCall<>(
            cluster,
            config,
            CoordinatorType.TRANSACTION,
            config.transactionalId(),
            request,
            options -> versions(options, version2),
            response -> Trouble.of(response.errorCode()),
            deadlineNanos)
        .run();
  }

  private static SendOptions versions(SendOptions options, boolean version2) {
    return version2
        ? options.atLeast(FIRST_END_OF_VERSION_2)
        : options.atMost(FIRST_END_OF_VERSION_2 - 1);
  }
}
