package io.kafkavertx.admin;

import io.kafkavertx.internal.collect.OrderedCopy;
import io.kafkavertx.spi.TopicPartition;
import java.time.Duration;
import java.util.Collection;
import java.util.Set;

/**
 * Where to look for hanging transactions.
 *
 * @param partitions in these partitions; null for all of the cluster
 * @param silentFor only those whose producer has written nothing there for so long: longer than the
 *     brokers' {@code transaction.max.timeout.ms}, or a transaction may be taken for hanging that
 *     is only new
 */
public record HangingTransactionsOptions(Set<TopicPartition> partitions, Duration silentFor) {
  public HangingTransactionsOptions {
    partitions = partitions == null ? null : OrderedCopy.of(partitions);
  }

  /** Everywhere; silent for 15 minutes, the default of {@code transaction.max.timeout.ms}. */
  public static HangingTransactionsOptions defaults() {
    return new HangingTransactionsOptions(null, Duration.ofMinutes(15));
  }

  public HangingTransactionsOptions partitions(Collection<TopicPartition> wanted) {
    return new HangingTransactionsOptions(OrderedCopy.of(wanted), silentFor);
  }

  public HangingTransactionsOptions silentFor(Duration atLeast) {
    return new HangingTransactionsOptions(partitions, atLeast);
  }
}
