package io.kafkavertx.internal.cluster;

import io.kafkavertx.ClusterMetadata;
import io.kafkavertx.internal.net.EventLoop;
import io.kafkavertx.protocol.ErrorCode;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Supplier;

/** Those who wait for metadata, each until its own deadline. */
final class MetadataWaiters {
  private final EventLoop loop;
  private final Set<Waiter> waiters = new LinkedHashSet<>();

  MetadataWaiters(EventLoop loop) {
    this.loop = loop;
  }

  /** What somebody waits for. */
  private final class Waiter {
    /** The topic that must have partitions; null when any answer will do. */
    final String topic;

    /** The number of the wish for an update that must have been served. */
    final long ticket;

    final Promise<ClusterMetadata> promise = Promise.promise();
    EventLoop.Timer timer;

    Waiter(String topic, long ticket) {
      this.topic = topic;
      this.ticket = ticket;
    }

    void end(ClusterMetadata view, Throwable failure) {
      if (!waiters.remove(this)) {
        return;
      }
      timer.cancel();
      if (failure == null) {
        promise.complete(view);
      } else {
        promise.fail(failure);
      }
    }
  }

  boolean isEmpty() {
    return waiters.isEmpty();
  }

  /** Waits for the wish with that number to be served. */
  Future<ClusterMetadata> forUpdate(long ticket, long deadline, Supplier<Throwable> late) {
    return add(new Waiter(null, ticket), deadline, late);
  }

  /** Waits for a topic to have partitions. */
  Future<ClusterMetadata> forTopic(String topic, long deadline, Supplier<Throwable> late) {
    return add(new Waiter(topic, 0), deadline, late);
  }

  private Future<ClusterMetadata> add(Waiter waiter, long deadline, Supplier<Throwable> late) {
    waiters.add(waiter);
    long wait = Math.max(0, deadline - loop.nanoTime());
    waiter.timer = loop.schedule(wait, () -> waiter.end(null, late.get()));
    return waiter.promise.future();
  }

  /**
   * There is a new snapshot.
   *
   * @param asked the topics that were asked for; null when all were
   * @param served the number of the newest wish that the snapshot fulfils
   */
  void answered(ClusterMetadata view, Set<String> asked, long served) {
    for (Waiter waiter : new ArrayList<>(waiters)) {
      if (waiter.topic == null) {
        if (waiter.ticket <= served) {
          waiter.end(view, null);
        }
      } else if (!view.partitions(waiter.topic).isEmpty()) {
        waiter.end(view, null);
      } else if (asked == null || asked.contains(waiter.topic)) {
        failForGood(waiter, view.topicError(waiter.topic));
      }
    }
  }

  private static void failForGood(Waiter waiter, ErrorCode error) {
    if (RetryPolicy.of(error) == RetryPolicy.Action.FAIL) {
      waiter.end(null, TopicRefusal.of(error, waiter.topic, "No metadata"));
    }
  }

  void failAll(Throwable cause) {
    new ArrayList<>(waiters).forEach(waiter -> waiter.end(null, cause));
  }
}
