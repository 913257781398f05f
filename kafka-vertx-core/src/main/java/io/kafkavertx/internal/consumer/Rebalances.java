package io.kafkavertx.internal.consumer;

import io.kafkavertx.internal.fetch.RecordFetcher;
import io.kafkavertx.internal.group.GroupEvents;
import io.kafkavertx.spi.TopicPartition;
import io.vertx.core.Future;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What a consumer does when its assignment changes. Partitions that go are first kept from
 * delivery; then what was handled is committed and the application's handler does its work; then
 * they are forgotten, and the group may give them to another member.
 */
final class Rebalances<K, V> implements GroupEvents {
  private final RecordFetcher<K, V> fetcher;
  private final Outlets<K, V> outlets;
  private final RebalanceHandlers handlers;
  private final Subscribers subscribers;
  private final Supplier<Future<Void>> commit;
  private final Consumer<Set<TopicPartition>> dropCommits;
  private final Consumer<Throwable> report;

  /**
   * @param commit commits what was handled, if commits are automatic
   * @param dropCommits fails commits that are still to leave for these partitions
   * @param report told of what ends the membership
   */
  Rebalances(
      RecordFetcher<K, V> fetcher,
      Outlets<K, V> outlets,
      RebalanceHandlers handlers,
      Subscribers subscribers,
      Supplier<Future<Void>> commit,
      Consumer<Set<TopicPartition>> dropCommits,
      Consumer<Throwable> report) {
    this.fetcher = fetcher;
    this.outlets = outlets;
    this.handlers = handlers;
    this.subscribers = subscribers;
    this.commit = commit;
    this.dropCommits = dropCommits;
    this.report = report;
  }

  @Override
  public Future<Void> revoking(Set<TopicPartition> partitions) {
    fetcher.hold(partitions);
    return outlets
        .giveUp(partitions)
        .compose(
            back ->
                Future.join(commit.get(), handlers.revoked(partitions))
                    .<Void>mapEmpty()
                    .otherwiseEmpty());
  }

  @Override
  public void revoked(Set<TopicPartition> partitions) {
    dropCommits.accept(partitions);
    fetcher.remove(partitions);
    outlets.forget();
  }

  @Override
  public Future<Void> lost(Set<TopicPartition> partitions) {
    revoked(partitions);
    return outlets.recall(partitions).compose(back -> handlers.lost(partitions));
  }

  @Override
  public Future<Void> assigning(Set<TopicPartition> partitions) {
    fetcher.add(partitions);
    return handlers.assigned(partitions);
  }

  @Override
  public void assigned(Set<TopicPartition> partitions) {
    fetcher.start(partitions);
    subscribers.assigned();
  }

  @Override
  public void failed(Throwable cause) {
    report.accept(cause);
    subscribers.failed(cause);
  }
}
