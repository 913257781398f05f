package io.kafkavertx.internal.consumer;

import io.kafkavertx.CloseOptions.GroupMembershipOperation;
import io.kafkavertx.ConfigException;
import io.kafkavertx.ConsumerOptions;
import io.kafkavertx.KafkaException;
import io.kafkavertx.NoProgressException;
import io.kafkavertx.internal.cluster.Cluster;
import io.kafkavertx.internal.collect.OrderedCopy;
import io.kafkavertx.internal.fetch.RecordFetcher;
import io.kafkavertx.internal.group.GroupMember;
import io.kafkavertx.internal.net.EventLoop;
import io.kafkavertx.spi.TopicPartition;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * What a consumer reads and why: topics that it has subscribed to, partitions assigned by hand, or
 * nothing. On the loop.
 */
final class Subscription {
  /** Where the assignment comes from. */
  private enum Mode {
    NONE,
    ASSIGN,
    SUBSCRIBE
  }

  private final Cluster cluster;
  private final EventLoop loop;
  private final RecordFetcher<?, ?> fetcher;
  private final Outlets<?, ?> outlets;
  private final GroupMember member;
  private final Commits commits;
  private final Subscribers subscribers;
  private final RefusedTopics refused;
  private final TopicPattern pattern;
  private final ProgressWatch progress;
  private final Consumer<Throwable> report;
  private final boolean stepsAside;
  private final long apiTimeout;
  private final long requestTimeout;
  private Mode mode = Mode.NONE;
  private Set<String> topics = Set.of();
  private Set<String> retained = Set.of();
  private Future<Void> leaving = Future.succeededFuture();
  private boolean closing;

  /** While it is out of the group because the application stands still; else null. */
  private Future<Void> aside;

  /** A subscription by pattern is to join as soon as the topics are known. */
  private boolean joinsByPattern;

  /**
   * @param member null without a group, and {@code commits} as well
   * @param subscribers who waits for the first assignment
   * @param report told when the application makes no progress with what it was handed
   */
  Subscription(
      Cluster cluster,
      RecordFetcher<?, ?> fetcher,
      Outlets<?, ?> outlets,
      GroupMember member,
      Commits commits,
      Subscribers subscribers,
      RefusedTopics refused,
      Consumer<Throwable> report,
      ConsumerOptions options) {
    this.cluster = cluster;
    this.loop = cluster.loop();
    this.fetcher = fetcher;
    this.outlets = outlets;
    this.member = member;
    this.commits = commits;
    this.subscribers = subscribers;
    this.refused = refused;
    this.report = report;
    this.stepsAside = options.getOnNoProgress() == ConsumerOptions.NoProgressPolicy.LEAVE;
    this.progress = new ProgressWatch(cluster, outlets, this::stalled, this::goesOn, options);
    this.apiTimeout = options.getDefaultApiTimeout().toNanos();
    this.requestTimeout = options.getRequestTimeout().toNanos();
    this.pattern =
        new TopicPattern(
            cluster, options.isExcludeInternalTopics(), requestTimeout, this::patternMatches);
  }

  /** Whether the group decides what is read. */
  boolean isByGroup() {
    return mode == Mode.SUBSCRIBE;
  }

  /** Whether a pattern decides on the topics. */
  boolean isByPattern() {
    return pattern.isSet();
  }

  Set<String> topics() {
    return OrderedCopy.of(topics);
  }

  private void checkMaySubscribe() {
    if (member == null) {
      throw new ConfigException("subscribe needs a groupId; without one use assign");
    }
    if (mode == Mode.ASSIGN) {
      throw new IllegalStateException(
          "this consumer has partitions assigned by hand: unsubscribe first");
    }
  }

  Future<Void> subscribe(Set<String> wanted) {
    checkMaySubscribe();
    if (wanted.isEmpty()) {
      return unsubscribe();
    }
    if (pattern.isSet()) {
      throw new IllegalStateException(
          "this consumer has subscribed to topics by a pattern: unsubscribe first");
    }
    Set<String> sorted = new TreeSet<>(wanted);
    boolean same = mode == Mode.SUBSCRIBE && topics.equals(sorted) && member.isStable();
    mode = Mode.SUBSCRIBE;
    topics = sorted;
    retain(topics);
    begin();
    if (same) {
      return Future.succeededFuture();
    }
    Future<Void> assigned = subscribers.add();
    leaving.onComplete(
        left -> {
          if (mode == Mode.SUBSCRIBE && !closing) {
            member.subscribe(topics);
          }
        });
    return assigned;
  }

  /** Whoever subscribes is alive. */
  private void begin() {
    commits.start();
    aside = null;
    progress.start();
  }

  /** The topics are those that match, now and later. */
  Future<Void> subscribe(Pattern wanted) {
    checkMaySubscribe();
    if (mode == Mode.SUBSCRIBE && !pattern.isSet() && !topics.isEmpty()) {
      throw new IllegalStateException(
          "this consumer has subscribed to topics by their names: unsubscribe first");
    }
    if (pattern.is(wanted) && member.isStable()) {
      return Future.succeededFuture();
    }
    mode = Mode.SUBSCRIBE;
    begin();
    joinsByPattern = true;
    pattern.set(wanted);
    Future<Void> assigned = subscribers.add();
    leaving.onComplete(
        left -> {
          if (pattern.is(wanted) && !closing) {
            pattern.start();
          }
        });
    return assigned;
  }

  private void patternMatches(Set<String> matching) {
    topics = matching;
    retain(topics);
    // A membership that has failed is the application's to start again.
    if (joinsByPattern || member.isIn()) {
      joinsByPattern = false;
      boolean same = member.isStable() && member.topics().equals(topics);
      member.subscribe(topics);
      if (same) {
        subscribers.assigned();
      }
    }
  }

  /** The application stands still. */
  private void stalled(NoProgressException problem) {
    if (stepsAside && mode == Mode.SUBSCRIBE && !closing && member.isIn()) {
      aside = member.abandon("the application has made no progress for max.poll.interval");
    }
    report.accept(problem);
  }

  /** The application goes on: joins again, if it is still to read these topics. */
  private void goesOn() {
    Future<Void> lost = aside;
    if (lost == null) {
      return;
    }
    aside = null;
    lost.onComplete(
        told -> {
          if (mode == Mode.SUBSCRIBE && !closing && !member.isIn()) {
            member.subscribe(topics);
          }
        });
  }

  /** Completes with the assignment that comes of it. */
  Future<Void> enforceRebalance(String reason) {
    if (mode != Mode.SUBSCRIBE) {
      throw new IllegalStateException("enforceRebalance: this consumer has not subscribed");
    }
    member.enforceRebalance(reason);
    return subscribers.add();
  }

  Future<Void> assign(Collection<TopicPartition> wanted) {
    if (mode == Mode.SUBSCRIBE) {
      throw new IllegalStateException("this consumer has subscribed: unsubscribe first");
    }
    Set<TopicPartition> next = new LinkedHashSet<>(wanted);
    Set<TopicPartition> gone = fetcher.assignment();
    gone.removeAll(next);
    Future<Void> given = giveUp(gone);
    mode = next.isEmpty() ? Mode.NONE : Mode.ASSIGN;
    Set<String> names = new TreeSet<>();
    next.forEach(partition -> names.add(partition.topic()));
    retain(names);
    fetcher.add(next);
    fetcher.start(next);
    if (commits != null && mode == Mode.ASSIGN) {
      commits.start();
    }
    return given;
  }

  private Future<Void> giveUp(Set<TopicPartition> gone) {
    if (gone.isEmpty()) {
      return Future.succeededFuture();
    }
    if (commits != null) {
      // In order before whatever is committed after.
      commits.automatic(loop.nanoTime() + apiTimeout);
    }
    fetcher.remove(gone);
    return outlets.recall(gone);
  }

  /** Reads nothing any more, and leaves the group. */
  Future<Void> unsubscribe() {
    long deadline = loop.nanoTime() + outlets.patience() + requestTimeout;
    Mode old = mode;
    Future<Void> done;
    if (old == Mode.SUBSCRIBE) {
      leaving =
          leaving
              .eventually(() -> member.leave(GroupMembershipOperation.DEFAULT, deadline))
              .otherwiseEmpty();
      done = leaving;
    } else {
      done = giveUp(fetcher.assignment());
    }
    topics = Set.of();
    aside = null;
    pattern.clear();
    progress.stop();
    Future<Void> stopped =
        done.onComplete(
            ended -> {
              // Unless it has subscribed again meanwhile.
              if (mode == old && topics.isEmpty() && !pattern.isSet()) {
                mode = Mode.NONE;
                retain(Set.of());
                if (commits != null) {
                  commits.stop();
                }
              }
            });
    subscribers.failed(new KafkaException("the consumer has unsubscribed"));
    return stopped;
  }

  /** Commits what was handled and leaves the group; what comes after is {@link #close}. */
  Future<Void> finish(GroupMembershipOperation membership, long deadline) {
    closing = true;
    progress.stop();
    if (mode == Mode.NONE) {
      return Future.succeededFuture();
    }
    if (mode == Mode.SUBSCRIBE) {
      return leaving.eventually(() -> member.leave(membership, deadline));
    }
    fetcher.hold(fetcher.assignment());
    return outlets
        .giveUp(fetcher.assignment())
        .compose(back -> commits == null ? Future.succeededFuture() : commits.automatic(deadline));
  }

  void close() {
    closing = true;
    retain(Set.of());
    pattern.close();
    progress.stop();
    refused.close();
  }

  private void retain(Set<String> wanted) {
    Set<String> old = retained;
    retained = OrderedCopy.of(wanted);
    cluster.retainTopics(retained);
    cluster.releaseTopics(old);
    refused.watch(retained);
  }
}
