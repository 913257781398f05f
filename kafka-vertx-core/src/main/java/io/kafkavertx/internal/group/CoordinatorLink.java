package io.kafkavertx.internal.group;

import io.kafkavertx.UnsupportedVersionException;
import io.kafkavertx.internal.cluster.Cluster;
import io.kafkavertx.internal.cluster.SendOptions;
import io.kafkavertx.protocol.ApiRequest;
import io.kafkavertx.protocol.ApiResponse;
import io.vertx.core.Future;
import java.util.function.UnaryOperator;

/** The way to the coordinator of a group: finds it, and forgets it when it cannot be reached. */
final class CoordinatorLink {
  private final Cluster cluster;
  private final String groupId;

  CoordinatorLink(Cluster cluster, String groupId) {
    this.cluster = cluster;
    this.groupId = groupId;
  }

  /** Sends once: no repetition. */
  <R extends ApiResponse> Future<R> send(
      ApiRequest<R> request, long deadline, UnaryOperator<SendOptions> options) {
    SendOptions how = options.apply(SendOptions.until(deadline).on(SendOptions.Lane.COORDINATOR));
    return cluster
        .coordinator(Cluster.CoordinatorType.GROUP, groupId, deadline)
        .compose(node -> cluster.send(node, request, how))
        .onFailure(
            cause -> {
              if (!(cause instanceof UnsupportedVersionException)) {
                forget();
              }
            });
  }

  void forget() {
    cluster.forgetCoordinator(Cluster.CoordinatorType.GROUP, groupId);
  }
}
