package io.kafkavertx.internal.consumer;

import io.kafkavertx.ClientClosedException;
import io.kafkavertx.CloseOptions.GroupMembershipOperation;
import io.kafkavertx.CommitResult;
import io.kafkavertx.ConfigException;
import io.kafkavertx.ConsumerGroupMetadata;
import io.kafkavertx.ConsumerOptions;
import io.kafkavertx.ConsumerRecords;
import io.kafkavertx.ConsumerState;
import io.kafkavertx.OffsetAndMetadata;
import io.kafkavertx.OffsetReset;
import io.kafkavertx.internal.cluster.Cluster;
import io.kafkavertx.internal.fetch.FetchConfig;
import io.kafkavertx.internal.fetch.FetchEvents;
import io.kafkavertx.internal.fetch.RecordFetcher;
import io.kafkavertx.internal.fetch.ResetPolicy;
import io.kafkavertx.internal.group.CommittedOffsets;
import io.kafkavertx.internal.group.CoordinatorLink;
import io.kafkavertx.internal.group.GroupConfig;
import io.kafkavertx.internal.group.GroupMember;
import io.kafkavertx.internal.group.OffsetCommitter;
import io.kafkavertx.internal.net.EventLoop;
import io.kafkavertx.internal.process.Processor;
import io.kafkavertx.protocol.record.CodecLookup;
import io.kafkavertx.spi.Deserializer;
import io.kafkavertx.spi.MetricName;
import io.kafkavertx.spi.PartitionAssignor;
import io.kafkavertx.spi.TopicPartition;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.logging.Logger;
import io.vertx.core.internal.logging.LoggerFactory;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * A consumer on its event loop: ties reading, group membership, commits and delivery together. The
 * public class around it brings callers here and results back.
 */
public final class ConsumerCore<K, V> {
  private static final Logger LOG = LoggerFactory.getLogger(ConsumerCore.class);

  private final Cluster cluster;
  private final EventLoop loop;
  private final ConsumerOptions options;
  private final long apiTimeout;
  private final RecordFetcher<K, V> fetcher;
  private final Outlets<K, V> outlets;
  private final ProcessedRecords<K, V> processed;
  private final RebalanceHandlers rebalanceHandlers = new RebalanceHandlers();
  private final GroupMember member;
  private final Commits commits;
  private final CommittedOffsets committedOffsets;
  private final Subscribers subscribers = new Subscribers();
  private final Subscription subscription;
  private final Calls calls;
  private final Life life = new Life();
  private Consumer<Throwable> exceptionHandler;
  private Consumer<OffsetReset> resetHandler;
  private Promise<Void> closing;

  /**
   * @param assignors the ways to share partitions that this member offers; empty without a group
   */
  public ConsumerCore(
      Cluster cluster,
      ConsumerOptions options,
      CodecLookup codecs,
      List<PartitionAssignor> assignors,
      Deserializer<K> keys,
      Deserializer<V> values) {
    this.cluster = cluster;
    this.loop = cluster.loop();
    this.options = options;
    this.apiTimeout = options.getDefaultApiTimeout().toNanos();
    boolean grouped = options.getGroupId() != null;
    GroupConfig group = grouped ? GroupConfig.of(options) : null;
    CoordinatorLink link = grouped ? new CoordinatorLink(cluster, group.groupId()) : null;
    this.committedOffsets = grouped ? new CommittedOffsets(cluster, group, link) : null;
    this.fetcher =
        new RecordFetcher<>(
            cluster,
            FetchConfig.of(options),
            codecs,
            keys,
            values,
            grouped ? this::committedSoon : null,
            new Fetching());
    this.outlets =
        new Outlets<>(loop, cluster.meters(), fetcher, options.getMaxPollRecords(), this::identity);
    this.member = grouped ? new GroupMember(cluster, group, link, assignors, rebalances()) : null;
    this.commits = grouped ? commits(group, link) : null;
    this.subscription =
        new Subscription(
            cluster,
            fetcher,
            outlets,
            member,
            commits,
            subscribers,
            new RefusedTopics(cluster, this::report),
            this::report,
            options);
    this.calls =
        new Calls(
            new Calls.Parts(
                life,
                cluster,
                fetcher,
                outlets,
                new Lookups(cluster, fetcher, subscription::isByPattern),
                this::checkOwner,
                commits,
                committedOffsets),
            apiTimeout);
    this.processed =
        new ProcessedRecords<>(
            outlets.delivery(),
            new Processor.Surroundings<>(
                loop,
                cluster.timers(),
                fetcher,
                outlets.delivery(),
                cluster.meters(),
                this::commitHandled,
                this::report));
    cluster.autoCreateTopics(options.isAllowAutoCreateTopics());
  }

  private void commitHandled() {
    if (commits != null) {
      commits.automatic(loop.nanoTime() + apiTimeout);
    }
  }

  private Rebalances<K, V> rebalances() {
    return new Rebalances<>(
        fetcher,
        outlets,
        rebalanceHandlers,
        subscribers,
        () -> commits.automatic(loop.nanoTime() + apiTimeout),
        gone -> commits.drop(gone),
        this::report);
  }

  private Commits commits(GroupConfig group, CoordinatorLink link) {
    OffsetCommitter committer =
        new OffsetCommitter(cluster, group, link, new Committing(member, this::identity));
    long interval = options.isEnableAutoCommit() ? options.getAutoCommitInterval().toNanos() : 0;
    return new Commits(
        cluster,
        committer,
        () -> !subscription.isByGroup() || member.canCommit() ? outlets.handled() : Map.of(),
        interval,
        apiTimeout);
  }

  private void checkOwner(Set<TopicPartition> partitions) {
    if (subscription.isByGroup()) {
      Commits.checkOwner(
          options.getGroupId(), partitions, fetcher.assignment(), member.canCommit());
    }
  }

  private ConsumerGroupMetadata identity() {
    if (member == null) {
      return null;
    }
    return subscription.isByGroup()
        ? member.metadata()
        : new ConsumerGroupMetadata(options.getGroupId(), -1, "", null);
  }

  private Future<Map<TopicPartition, OffsetAndMetadata>> committedSoon(Set<TopicPartition> of) {
    return committedOffsets.fetch(of, loop.nanoTime() + apiTimeout);
  }

  /** What fetching tells. */
  private final class Fetching implements FetchEvents {
    @Override
    public void recordsAvailable() {
      outlets.recordsAvailable();
    }

    @Override
    public void started(Collection<TopicPartition> partitions) {
      outlets.streams().started(partitions);
    }

    @Override
    public void removed(Collection<TopicPartition> partitions) {
      outlets.streams().removed(partitions);
    }

    @Override
    public void failed(TopicPartition partition, Throwable cause) {
      if (!outlets.streams().failed(partition, cause)) {
        report(cause);
      }
    }

    @Override
    public void positionReset(OffsetReset reset) {
      LOG.info("Position of " + reset.topicPartition() + ": " + reset);
      if (resetHandler != null) {
        resetHandler.accept(reset);
      }
    }
  }

  /** To the exception handler, or to the log. */
  public void report(Throwable cause) {
    report(
        cause, failure -> LOG.error("A consumer has a problem, and no exception handler", failure));
  }

  /** To the exception handler, or where there is none to {@code otherwise}. */
  public void report(Throwable cause, Consumer<Throwable> otherwise) {
    (exceptionHandler == null ? otherwise : exceptionHandler).accept(cause);
  }

  public void exceptionHandler(Consumer<Throwable> handler) {
    exceptionHandler = handler;
  }

  public void resetHandler(Consumer<OffsetReset> handler) {
    resetHandler = handler;
  }

  public RebalanceHandlers rebalanceHandlers() {
    return rebalanceHandlers;
  }

  /** The stream of the records of all partitions. */
  public RecordDelivery<K, V> delivery() {
    return outlets.delivery();
  }

  /** All ways by which records can be had. */
  public Outlets<K, V> outlets() {
    return outlets;
  }

  public Future<Void> subscribe(Set<String> wanted) {
    return life.unlessClosing(() -> subscription.subscribe(wanted));
  }

  /** To the topics that match, now and later. */
  public Future<Void> subscribe(Pattern wanted) {
    return life.unlessClosing(() -> subscription.subscribe(wanted));
  }

  public Future<Void> assign(Collection<TopicPartition> wanted) {
    return life.unlessClosing(() -> subscription.assign(wanted));
  }

  public Future<Void> unsubscribe() {
    return life.unlessClosing(subscription::unsubscribe);
  }

  public Future<Void> enforceRebalance(String reason) {
    return life.unlessClosing(() -> subscription.enforceRebalance(reason));
  }

  public Future<Set<String>> subscription() {
    return life.unlessClosed(() -> Future.succeededFuture(subscription.topics()));
  }

  public Future<Set<TopicPartition>> assignment() {
    return life.unlessClosed(() -> Future.succeededFuture(fetcher.assignment()));
  }

  public Future<Set<TopicPartition>> paused() {
    return life.unlessClosed(() -> Future.succeededFuture(fetcher.paused()));
  }

  public Future<Void> pause(Collection<TopicPartition> partitions, boolean paused) {
    return life.unlessClosed(
        () -> {
          fetcher.pause(partitions, paused);
          return paused ? outlets.recall(partitions) : Future.succeededFuture();
        });
  }

  public Future<Void> seek(TopicPartition partition, OffsetAndMetadata position) {
    return life.unlessClosed(
        () -> {
          if (position.offset() < 0) {
            throw new IllegalArgumentException("offset " + position.offset() + " is negative");
          }
          fetcher.seek(partition, position);
          return outlets.recall(Set.of(partition));
        });
  }

  /** To {@link ResetPolicy#EARLIEST} or {@link ResetPolicy#LATEST}. */
  public Future<Void> seek(Collection<TopicPartition> partitions, long timestamp) {
    return life.unlessClosed(
        () -> {
          fetcher.seek(partitions, timestamp);
          return outlets.recall(partitions.isEmpty() ? fetcher.assignment() : partitions);
        });
  }

  /** What brokers are asked for, each call within {@code default.api.timeout}. */
  public Calls calls() {
    return calls;
  }

  public Future<Map<TopicPartition, Long>> lag() {
    return life.unlessClosed(() -> Future.succeededFuture(fetcher.lag()));
  }

  public Future<Map<TopicPartition, Long>> highWatermarks() {
    return life.unlessClosed(() -> Future.succeededFuture(fetcher.highWatermarks()));
  }

  /** How it is, as far as measurements do not tell. */
  public Future<ConsumerState> state(Map<MetricName, Double> measured) {
    boolean joined =
        subscription.isByGroup() ? member.canCommit() : !fetcher.assignment().isEmpty();
    Throwable failure = subscription.isByGroup() ? member.failure() : null;
    long oldest = Math.max(outlets.oldestAge(), processed.oldestAge());
    return life.unlessClosed(
        () ->
            Future.succeededFuture(
                Health.state(
                    measured,
                    joined,
                    failure,
                    fetcher.lag(),
                    oldest,
                    fetcher.assignment().size())));
  }

  /** Told of how each commit has ended; null for nobody. */
  public void commitHandler(Consumer<CommitResult> handler) {
    if (commits != null) {
      commits.results(handler);
    }
  }

  /** Told of each commit that has succeeded; must not throw. */
  public void commitListener(Consumer<Map<TopicPartition, OffsetAndMetadata>> listener) {
    if (commits != null) {
      commits.listener(listener);
    }
  }

  public Future<ConsumerRecords<K, V>> poll(long timeoutNanos) {
    return poll(timeoutNanos, Integer.MAX_VALUE);
  }

  /**
   * @param max the most records, if that is less than the option says
   */
  public Future<ConsumerRecords<K, V>> poll(long timeoutNanos, int max) {
    return life.unlessClosing(
        () -> {
          if (outlets.delivery().isTaken()) {
            throw new IllegalStateException(
                "poll cannot be mixed with a handler of records or process");
          }
          return outlets.polls().poll(timeoutNanos, max);
        });
  }

  /** Records that are worked on, in place of a handler. */
  public ProcessedRecords<K, V> processed() {
    return processed;
  }

  public Future<ConsumerGroupMetadata> groupMetadata() {
    return life.unlessClosed(
        () -> {
          if (member == null) {
            throw new ConfigException("groupMetadata needs a groupId");
          }
          return Future.succeededFuture(identity());
        });
  }

  /**
   * Leaves a group as members do by default; see {@link #close(long, GroupMembershipOperation)}.
   */
  public Future<Void> close(long timeoutNanos) {
    return close(timeoutNanos, GroupMembershipOperation.DEFAULT);
  }

  /** Stops everything within the time; always succeeds. */
  public Future<Void> close(long timeoutNanos, GroupMembershipOperation membership) {
    if (closing != null) {
      return closing.future();
    }
    closing = Promise.promise();
    life.closing();
    long deadline = loop.nanoTime() + timeoutNanos;
    ClientClosedException closed = new ClientClosedException("the consumer was closed");
    outlets.close(deadline, closed);
    subscribers.failed(closed);
    if (commits != null) {
      commits.stop();
    }
    Future<Void> orderly =
        timeoutNanos <= 0 ? Future.succeededFuture() : subscription.finish(membership, deadline);
    cluster
        .timers()
        .atMost(
            timeoutNanos,
            orderly,
            () -> LOG.warn("The consumer could not commit and leave its group in time"))
        .onComplete(
            done -> {
              shutDown();
              closing.complete();
            });
    return closing.future();
  }

  private void shutDown() {
    life.down();
    if (member != null) {
      member.close();
      commits.close();
    }
    processed.close();
    fetcher.close();
    subscription.close();
  }
}
