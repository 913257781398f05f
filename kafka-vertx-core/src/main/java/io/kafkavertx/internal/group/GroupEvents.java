package io.kafkavertx.internal.group;

import io.kafkavertx.spi.TopicPartition;
import io.vertx.core.Future;
import java.util.Set;

/** What group membership tells the consumer. Called on the loop. */
public interface GroupEvents {
  /**
   * Partitions are to be given up: nothing of them may be delivered any more.
   *
   * @return completes when they may go: commits are done and the application is through. The group
   *     waits for it no longer than the rebalance timeout
   */
  Future<Void> revoking(Set<TopicPartition> partitions);

  /** Partitions have been given up: the end of {@link #revoking}, or of waiting for it. */
  void revoked(Set<TopicPartition> partitions);

  /**
   * Partitions are gone, perhaps to another member already.
   *
   * @return completes when the application has taken note
   */
  Future<Void> lost(Set<TopicPartition> partitions);

  /**
   * There is an assignment.
   *
   * @return completes when reading may start
   */
  Future<Void> assigning(Set<TopicPartition> partitions);

  /** Reading may start: the end of {@link #assigning}, or of waiting for it. */
  void assigned(Set<TopicPartition> partitions);

  /** Membership has ended with an error that the application must see. */
  void failed(Throwable cause);
}
