package io.kafkavertx.internal.consumer;

import io.kafkavertx.spi.TopicPartition;
import io.vertx.core.Future;
import io.vertx.core.internal.logging.Logger;
import io.vertx.core.internal.logging.LoggerFactory;
import java.util.Set;
import java.util.function.Function;

/** The application's handlers for changes of the assignment; each may be null. On the loop. */
public final class RebalanceHandlers {
  private static final Logger LOG = LoggerFactory.getLogger(RebalanceHandlers.class);

  private Function<Set<TopicPartition>, Future<Void>> revoked;
  private Function<Set<TopicPartition>, Future<Void>> assigned;
  private Function<Set<TopicPartition>, Future<Void>> lost;

  public void onRevoked(Function<Set<TopicPartition>, Future<Void>> handler) {
    revoked = handler;
  }

  public void onAssigned(Function<Set<TopicPartition>, Future<Void>> handler) {
    assigned = handler;
  }

  public void onLost(Function<Set<TopicPartition>, Future<Void>> handler) {
    lost = handler;
  }

  Future<Void> revoked(Set<TopicPartition> partitions) {
    return call(revoked, partitions, "revoked");
  }

  Future<Void> assigned(Set<TopicPartition> partitions) {
    return call(assigned, partitions, "assigned");
  }

  Future<Void> lost(Set<TopicPartition> partitions) {
    return call(lost == null ? revoked : lost, partitions, "lost");
  }

  private static Future<Void> call(
      Function<Set<TopicPartition>, Future<Void>> handler,
      Set<TopicPartition> partitions,
      String what) {
    if (handler == null) {
      return Future.succeededFuture();
    }
    Future<Void> future;
    try {
      future = handler.apply(partitions);
    } catch (RuntimeException e) {
      future = Future.failedFuture(e);
    }
    if (future == null) {
      return Future.succeededFuture();
    }
    return future.onFailure(
        cause -> LOG.error("The handler for " + what + " partitions has failed", cause));
  }
}
