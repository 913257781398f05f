package io.kafkavertx.admin;

import io.kafkavertx.spi.TopicPartition;
import io.vertx.codegen.annotations.GenIgnore;
import io.vertx.codegen.annotations.VertxGen;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;

/** Transactions and the producers that write them. Part of {@link KafkaAdmin}. */
@VertxGen(concrete = false)
public interface TransactionAdmin {
  /** The producers that the leaders of partitions know. Brokers from 2.8 on. */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  Future<Results<TopicPartition, List<ProducerState>>> describeProducers(
      Collection<TopicPartition> partitions);

  /** The producers that a broker knows, as leader or follower. Brokers from 2.8 on. */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  Future<Results<TopicPartition, List<ProducerState>>> describeProducers(
      Collection<TopicPartition> partitions, int brokerId);

  /** All transactions; see {@link #listTransactions(ListTransactionsOptions)}. */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  default Future<BrokersListing<TransactionListing>> listTransactions() {
    return listTransactions(ListTransactionsOptions.defaults());
  }

  /** Transactions, as all brokers together know them. Brokers from 3.0 on. */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  Future<BrokersListing<TransactionListing>> listTransactions(ListTransactionsOptions options);

  /**
   * Describes transactions by their transactional ids. One that does not exist fails with {@code
   * TRANSACTIONAL_ID_NOT_FOUND}. Brokers from 3.0 on.
   */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  Future<Results<String, TransactionDescription>> describeTransactions(
      Collection<String> transactionalIds);

  /**
   * Aborts a transaction in a partition, whatever its coordinator thinks of it. For transactions
   * that hang; others are better ended by their producer, or with {@link #fenceProducers}. Brokers
   * from 0.11 on.
   */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  Future<Void> abortTransaction(AbortTransactionSpec transaction);

  /**
   * Shuts out the producers of transactional ids: their open transactions are aborted, and what
   * they still send is refused. Brokers from 0.11 on.
   */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  Future<Results<String, FencedProducer>> fenceProducers(Collection<String> transactionalIds);

  /**
   * Ends a transaction by shutting out its producer (KIP-939). Brokers from 0.11 on.
   *
   * @return fails when there is no way to tell that it was done
   */
  Future<Void> forceTerminateTransaction(String transactionalId);

  /** Looks everywhere; see {@link #findHangingTransactions(HangingTransactionsOptions)}. */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  default Future<Results<TopicPartition, List<HangingTransaction>>> findHangingTransactions() {
    return findHangingTransactions(HangingTransactionsOptions.defaults());
  }

  /**
   * Looks for transactions that are open in a partition and that no coordinator will end. Brokers
   * from 3.0 on.
   *
   * @return the partitions that have any, and those that could not be looked at
   */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  Future<Results<TopicPartition, List<HangingTransaction>>> findHangingTransactions(
      HangingTransactionsOptions options);
}
