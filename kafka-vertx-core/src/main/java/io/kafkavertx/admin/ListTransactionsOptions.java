package io.kafkavertx.admin;

import io.kafkavertx.internal.collect.OrderedCopy;
import java.time.Duration;
import java.util.Set;

/**
 * Which transactions to list. Empty sets and null mean all.
 *
 * @param states in one of these states
 * @param producerIds of one of these producers
 * @param openFor open for longer than that (Kafka 3.8); null for any
 * @param transactionalIdPattern with an id that this regular expression (RE2) matches as a whole
 *     (Kafka 4.1); null for any
 */
public record ListTransactionsOptions(
    Set<TransactionState> states,
    Set<Long> producerIds,
    Duration openFor,
    String transactionalIdPattern) {
  public ListTransactionsOptions {
    states = OrderedCopy.of(states);
    producerIds = OrderedCopy.of(producerIds);
  }

  /** All transactions. */
  public static ListTransactionsOptions defaults() {
    return new ListTransactionsOptions(Set.of(), Set.of(), null, null);
  }

  public ListTransactionsOptions states(Set<TransactionState> wanted) {
    return new ListTransactionsOptions(wanted, producerIds, openFor, transactionalIdPattern);
  }

  public ListTransactionsOptions producerIds(Set<Long> wanted) {
    return new ListTransactionsOptions(states, wanted, openFor, transactionalIdPattern);
  }

  public ListTransactionsOptions openFor(Duration atLeast) {
    return new ListTransactionsOptions(states, producerIds, atLeast, transactionalIdPattern);
  }

  public ListTransactionsOptions transactionalIdPattern(String pattern) {
    return new ListTransactionsOptions(states, producerIds, openFor, pattern);
  }
}
