package io.kafkavertx.internal.consumer;

import io.kafkavertx.ClientClosedException;
import io.kafkavertx.ClusterMetadata;
import io.kafkavertx.CommitFailedException;
import io.kafkavertx.CommitResult;
import io.kafkavertx.OffsetAndMetadata;
import io.kafkavertx.internal.cluster.Cluster;
import io.kafkavertx.internal.group.OffsetCommitter;
import io.kafkavertx.internal.net.EventLoop;
import io.kafkavertx.protocol.ErrorCode;
import io.kafkavertx.spi.TopicPartition;
import io.vertx.core.Future;
import io.vertx.core.internal.logging.Logger;
import io.vertx.core.internal.logging.LoggerFactory;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Commits, by hand and automatic. On the loop. */
final class Commits {
  private static final Logger LOG = LoggerFactory.getLogger(Commits.class);

  private final Cluster cluster;
  private final EventLoop loop;
  private final OffsetCommitter committer;
  private final Supplier<Map<TopicPartition, OffsetAndMetadata>> handled;
  private final long intervalNanos;
  private final long timeoutNanos;
  private final Map<TopicPartition, Long> known = new HashMap<>();

  /** The number of the last automatic commit of each partition. */
  private final Map<TopicPartition, Long> latest = new HashMap<>();

  private long automatics;

  /** Automatic commits that have not ended. */
  private int pending;

  private Consumer<Map<TopicPartition, OffsetAndMetadata>> listener = committed -> {};
  private Consumer<CommitResult> results;
  private EventLoop.Timer timer;

  /**
   * @param handled what the application is through with
   * @param intervalNanos the time between automatic commits, 0 for none
   * @param timeoutNanos how long an automatic commit may take at least
   */
  Commits(
      Cluster cluster,
      OffsetCommitter committer,
      Supplier<Map<TopicPartition, OffsetAndMetadata>> handled,
      long intervalNanos,
      long timeoutNanos) {
    this.cluster = cluster;
    this.loop = cluster.loop();
    this.committer = committer;
    this.handled = handled;
    this.intervalNanos = intervalNanos;
    this.timeoutNanos = timeoutNanos;
  }

  /**
   * In a group only the owner of a partition may commit for it: anybody else could move the owner's
   * position back.
   *
   * @param isMember whether the coordinator takes commits of this member now
   */
  static void checkOwner(
      String group, Set<TopicPartition> wanted, Set<TopicPartition> owned, boolean isMember) {
    Set<TopicPartition> foreign = new HashSet<>(wanted);
    if (isMember) {
      foreign.removeAll(owned);
    }
    if (!foreign.isEmpty()) {
      throw new CommitFailedException(
          "cannot commit for "
              + foreign
              + ": not assigned to this member of group "
              + group
              + " any more; its records are read again after the last commit");
    }
  }

  /** Told of each commit that has succeeded; must not throw. */
  void listener(Consumer<Map<TopicPartition, OffsetAndMetadata>> newListener) {
    listener = newListener;
  }

  /** Told of how each commit has ended; null for nobody. */
  void results(Consumer<CommitResult> newResults) {
    results = newResults;
  }

  /** Starts automatic commits. */
  void start() {
    if (intervalNanos > 0 && timer == null) {
      timer = loop.schedule(intervalNanos, this::tick);
    }
  }

  void stop() {
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
  }

  private void tick() {
    timer = loop.schedule(intervalNanos, this::tick);
    if (pending > 0) {
      // Of the same offsets, mostly: while a coordinator is away they would pile up, and fail all.
      return;
    }
    automatic(loop.nanoTime() + Math.max(intervalNanos, timeoutNanos));
  }

  /** Commits what has been handled and is not committed yet, if commits are automatic. */
  Future<Void> automatic(long deadline) {
    if (intervalNanos == 0) {
      return Future.succeededFuture();
    }
    Map<TopicPartition, OffsetAndMetadata> news = new HashMap<>();
    handled
        .get()
        .forEach(
            (partition, offset) -> {
              Long old = known.get(partition);
              if ((old == null || old != offset.offset()) && !isGone(partition.topic())) {
                news.put(partition, offset);
              }
            });
    if (news.isEmpty()) {
      return Future.succeededFuture();
    }
    long number = ++automatics;
    news.keySet().forEach(partition -> latest.put(partition, number));
    pending++;
    return committer
        .commit(news, deadline)
        .onSuccess(this::succeeded)
        .onComplete(
            ended -> {
              pending--;
              automaticEnded(news, number, ended.cause());
            })
        .<Void>mapEmpty()
        .otherwiseEmpty();
  }

  /** One that has failed is told of unless a later one of the same partitions tells. */
  private void automaticEnded(
      Map<TopicPartition, OffsetAndMetadata> offsets, long number, Throwable cause) {
    if (cause != null) {
      if (offsets.keySet().stream().allMatch(one -> latest.getOrDefault(one, 0L) > number)) {
        return;
      }
      LOG.warn("The automatic commit has failed: " + cause);
    }
    tell(offsets, cause);
  }

  /** Of a topic that was deleted nothing can be committed; a rebalance must not wait for it. */
  private boolean isGone(String topic) {
    ClusterMetadata metadata = cluster.metadata();
    return metadata.topicError(topic) == ErrorCode.UNKNOWN_TOPIC_OR_PARTITION
        && metadata.partitions(topic).isEmpty();
  }

  Future<Map<TopicPartition, OffsetAndMetadata>> commit(
      Map<TopicPartition, OffsetAndMetadata> offsets, long deadline) {
    return committer
        .commit(offsets, deadline)
        .onSuccess(this::succeeded)
        .onComplete(ended -> tell(offsets, ended.cause()));
  }

  private void succeeded(Map<TopicPartition, OffsetAndMetadata> committed) {
    committed.forEach((partition, offset) -> known.put(partition, offset.offset()));
    listener.accept(committed);
  }

  private void tell(Map<TopicPartition, OffsetAndMetadata> offsets, Throwable cause) {
    if (results != null && !offsets.isEmpty()) {
      results.accept(new CommitResult(offsets, cause));
    }
  }

  /** Partitions belong to somebody else now. */
  void drop(Set<TopicPartition> gone) {
    known.keySet().removeAll(gone);
    committer.drop(gone);
    latest.keySet().removeAll(gone);
  }

  void close() {
    stop();
    committer.close(
        new ClientClosedException("the consumer was closed before its commit was confirmed"));
  }
}
