package io.kafkavertx.admin;

import io.kafkavertx.internal.admin.AbortTransaction;
import io.kafkavertx.internal.admin.DescribeProducers;
import io.kafkavertx.internal.admin.DescribeTransactions;
import io.kafkavertx.internal.admin.FenceProducers;
import io.kafkavertx.internal.admin.HangingTransactions;
import io.kafkavertx.internal.admin.ListTransactions;
import io.kafkavertx.spi.TopicPartition;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;

/** {@link TransactionAdmin}. */
abstract class TransactionCalls extends GroupCalls implements TransactionAdmin {
  @Override
  public Future<Results<TopicPartition, List<ProducerState>>> describeProducers(
      Collection<TopicPartition> partitions) {
    return run(DescribeProducers.atLeaders(partitions));
  }

  @Override
  public Future<Results<TopicPartition, List<ProducerState>>> describeProducers(
      Collection<TopicPartition> partitions, int brokerId) {
    return run(DescribeProducers.at(brokerId, partitions));
  }

  @Override
  public Future<BrokersListing<TransactionListing>> listTransactions(
      ListTransactionsOptions options) {
    return run(ListTransactions.of(options));
  }

  @Override
  public Future<Results<String, TransactionDescription>> describeTransactions(
      Collection<String> transactionalIds) {
    return run(new DescribeTransactions(transactionalIds));
  }

  @Override
  public Future<Void> abortTransaction(AbortTransactionSpec transaction) {
    return run(AbortTransaction.of(transaction));
  }

  @Override
  public Future<Results<String, FencedProducer>> fenceProducers(
      Collection<String> transactionalIds) {
    return run(FenceProducers.of(transactionalIds));
  }

  @Override
  public Future<Void> forceTerminateTransaction(String transactionalId) {
    return run(FenceProducers.terminating(transactionalId));
  }

  @Override
  public Future<Results<TopicPartition, List<HangingTransaction>>> findHangingTransactions(
      HangingTransactionsOptions options) {
    return run(new HangingTransactions(options));
  }
}
