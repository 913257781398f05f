package io.kafkavertx.internal.group;

import io.kafkavertx.internal.cluster.Cluster;
import io.kafkavertx.internal.collect.OrderedCopy;
import io.kafkavertx.spi.TopicPartition;
import io.vertx.core.Future;
import io.vertx.core.internal.logging.Logger;
import io.vertx.core.internal.logging.LoggerFactory;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The partitions of a member, and the application's handlers that are at work when they change.
 * Nobody waits for a handler longer than the rebalance timeout.
 */
final class OwnedPartitions {
  private static final Logger LOG = LoggerFactory.getLogger(OwnedPartitions.class);

  private final Cluster cluster;
  private final GroupConfig config;
  private final GroupEvents events;
  private Set<TopicPartition> owned = Set.of();

  /** Those of {@link #owned} whose revoke handler is at work. */
  private Set<TopicPartition> going = Set.of();

  private Future<Void> handlers = Future.succeededFuture();

  OwnedPartitions(Cluster cluster, GroupConfig config, GroupEvents events) {
    this.cluster = cluster;
    this.config = config;
    this.events = events;
  }

  boolean isEmpty() {
    return owned.isEmpty();
  }

  /** Those that are given up at the moment included. */
  Set<TopicPartition> all() {
    return owned;
  }

  /** Those that are not given up at the moment. */
  Set<TopicPartition> staying() {
    return without(owned, going);
  }

  /** Those of {@code others} that it does not own. */
  Set<TopicPartition> lacking(Set<TopicPartition> others) {
    return without(others, owned);
  }

  /** Those that are not among {@code others}. */
  Set<TopicPartition> allBut(Collection<TopicPartition> others) {
    return without(owned, others);
  }

  /**
   * Starts to give these up.
   *
   * @return completes when the handlers are through, for the owner to {@link #disown()}
   */
  Future<Void> revoke(Set<TopicPartition> gone) {
    if (!gone.isEmpty()) {
      Set<TopicPartition> more = new LinkedHashSet<>(going);
      more.addAll(gone);
      going = more;
      handlers = also(events.revoking(OrderedCopy.of(gone)));
    }
    return waitFor(handlers, "revoked");
  }

  /** All that stay are lost, at once; completes when the handlers are through. */
  Future<Void> lose() {
    Set<TopicPartition> gone = staying();
    owned = going;
    if (!gone.isEmpty()) {
      handlers = also(events.lost(gone));
    }
    return waitFor(handlers, "lost");
  }

  private Future<Void> also(Future<Void> handler) {
    return handlers.isComplete()
        ? handler
        : Future.join(handlers, handler).<Void>mapEmpty().otherwiseEmpty();
  }

  /** What was to be given up is gone now. */
  void disown() {
    Set<TopicPartition> gone = going;
    owned = without(owned, gone);
    going = Set.of();
    handlers = Future.succeededFuture();
    if (!gone.isEmpty()) {
      events.revoked(gone);
    }
  }

  /** Gives everything up, whether handlers are through or not. */
  void disownAll() {
    going = owned;
    disown();
  }

  /** Takes these; completes when they may be read. */
  Future<Void> add(Set<TopicPartition> added) {
    Set<TopicPartition> more = new LinkedHashSet<>(owned);
    more.addAll(added);
    owned = more;
    return waitFor(events.assigning(added), "assigned");
  }

  /** Forgets everything without a word; returns what it was. */
  Set<TopicPartition> drop() {
    Set<TopicPartition> gone = owned;
    owned = Set.of();
    going = Set.of();
    handlers = Future.succeededFuture();
    return gone;
  }

  private static Set<TopicPartition> without(
      Set<TopicPartition> these, Collection<TopicPartition> those) {
    Set<TopicPartition> rest = new LinkedHashSet<>(these);
    rest.removeAll(those);
    return rest;
  }

  private Future<Void> waitFor(Future<Void> handler, String what) {
    return cluster
        .timers()
        .atMost(
            config.rebalanceTimeoutNanos(),
            handler,
            () ->
                LOG.warn(
                    "Group "
                        + config.groupId()
                        + ": the handler for partitions that were "
                        + what
                        + " took longer than the rebalance timeout; going on without it"));
  }
}
