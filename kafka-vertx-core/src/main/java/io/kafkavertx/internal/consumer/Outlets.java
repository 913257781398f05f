package io.kafkavertx.internal.consumer;

import io.kafkavertx.ConsumerGroupMetadata;
import io.kafkavertx.OffsetAndMetadata;
import io.kafkavertx.internal.fetch.RecordFetcher;
import io.kafkavertx.internal.metrics.Meters;
import io.kafkavertx.internal.net.EventLoop;
import io.kafkavertx.spi.TopicPartition;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The ways by which records leave a consumer. One buffer is behind all, and one of them is in use
 * at a time. On the loop.
 */
public final class Outlets<K, V> implements ProgressWatch.Work {
  private final EventLoop loop;
  private final RecordFetcher<K, V> fetcher;
  private final RecordDelivery<K, V> delivery;
  private final Polls<K, V> polls;
  private final Pulls<K, V> pulls;
  private final PartitionStreams<K, V> streams;

  Outlets(
      EventLoop loop,
      Meters meters,
      RecordFetcher<K, V> fetcher,
      int maxPollRecords,
      Supplier<ConsumerGroupMetadata> identity) {
    this.loop = loop;
    this.fetcher = fetcher;
    this.delivery = new RecordDelivery<>(loop, fetcher, null);
    this.polls = new Polls<>(loop, meters, fetcher, maxPollRecords, identity);
    this.pulls = new Pulls<>(loop, fetcher, maxPollRecords);
    this.streams = new PartitionStreams<>(loop, fetcher);
  }

  /** To a handler of records or of batches. */
  public RecordDelivery<K, V> delivery() {
    return delivery;
  }

  /** As answers. */
  Polls<K, V> polls() {
    return polls;
  }

  /** To a thread that iterates. */
  public Pulls<K, V> pulls() {
    return pulls;
  }

  /** As a stream for each partition. */
  public PartitionStreams<K, V> streams() {
    return streams;
  }

  /** There may be records. */
  void recordsAvailable() {
    delivery.pump();
    polls.recordsAvailable();
    pulls.recordsAvailable();
    streams.recordsAvailable();
  }

  /**
   * Takes back what other threads were handed of these partitions and have not begun with, perhaps
   * that of others too.
   *
   * @return completes when no handler is at a record of them any more
   */
  Future<Void> recall(Collection<TopicPartition> partitions) {
    pulls.recall();
    return both(streams.recall(partitions), delivery.recall());
  }

  /**
   * {@link #recall} before these partitions go; waits for what is being worked on.
   *
   * @return always succeeds
   */
  Future<Void> giveUp(Collection<TopicPartition> partitions) {
    pulls.recall();
    return both(streams.recall(partitions), delivery.giveUp(partitions));
  }

  /** How long {@link #giveUp} may wait, in nanoseconds. */
  long patience() {
    return delivery.patience();
  }

  /** Partitions are gone. */
  void forget() {
    delivery.forget();
  }

  private static Future<Void> both(Future<Void> one, Future<Void> other) {
    return one.isComplete() ? other : Future.join(List.of(one, other)).mapEmpty();
  }

  /** Up to where the application has handled everything. */
  Map<TopicPartition, OffsetAndMetadata> handled() {
    pulls.sync();
    return fetcher.handled();
  }

  /** Where the application is: with a handler on the loop, the record at hand included. */
  Map<TopicPartition, OffsetAndMetadata> positions() {
    Map<TopicPartition, OffsetAndMetadata> handled = handled();
    if (delivery.isRemote() || pulls.isOut()) {
      return handled;
    }
    Map<TopicPartition, OffsetAndMetadata> positions = fetcher.delivered();
    handled.forEach(
        (partition, offset) -> {
          if (streams.isRemote(partition)) {
            positions.put(partition, offset);
          }
        });
    return positions;
  }

  /**
   * {@link #positions} of one partition.
   *
   * @throws IllegalStateException when there is none
   */
  Map<TopicPartition, OffsetAndMetadata> position(TopicPartition partition) {
    OffsetAndMetadata position = positions().get(partition);
    if (position == null) {
      throw new IllegalStateException(
          partition + " is not assigned to this consumer, or has no position yet");
    }
    return Map.of(partition, position);
  }

  /** Where the application is with one partition; null when the fetcher's position is it. */
  OffsetAndMetadata remotePosition(TopicPartition partition) {
    return delivery.isRemote() || pulls.isOut() || streams.isRemote(partition)
        ? handled().get(partition)
        : null;
  }

  /**
   * For how long the application has had the oldest record that it is not through with, in
   * nanoseconds; 0 when there is none.
   */
  long oldestAge() {
    long now = loop.nanoTime();
    return now - oldestOut(now);
  }

  private long oldestOut(long now) {
    pulls.sync();
    long oldest = Math.min(delivery.outSince(now), streams.oldestOut(now));
    return Math.min(oldest, Math.min(polls.outSince(now), pulls.outSince(now)));
  }

  @Override
  public boolean isOwed() {
    // Even what was handed out in this very moment.
    long later = loop.nanoTime() + 1;
    return oldestOut(later) < later || polls.isMissed();
  }

  @Override
  public long steps() {
    pulls.sync();
    return fetcher.handledCount() + delivery.steps() + polls.calls();
  }

  /**
   * No further record.
   *
   * @param deadline when the consumer is to be closed
   */
  void close(long deadline, Throwable cause) {
    delivery.close(deadline);
    polls.close(cause);
    pulls.close();
    streams.close();
  }
}
