package io.kafkavertx.internal.group;

import io.kafkavertx.KafkaException;
import io.kafkavertx.KafkaTimeoutException;
import io.kafkavertx.UnsupportedVersionException;
import io.kafkavertx.internal.cluster.Cluster;
import io.kafkavertx.internal.cluster.SendOptions;
import io.kafkavertx.protocol.ApiKey;
import io.kafkavertx.protocol.ApiRequest;
import io.kafkavertx.protocol.ApiResponse;
import io.kafkavertx.spi.Node;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * The way to the coordinator of a group: finds it, and forgets it when it cannot be reached.
 *
 * <p>A broker works on one request of a connection at a time, and a join waits for all members.
 * While one waits, everything else takes another connection: a member that keeps its partitions
 * through a rebalance must go on with heartbeats and commits.
 */
public final class CoordinatorLink {
  private static final int FIRST_VERSION_WITH_IDS = 4;

  private final Cluster cluster;
  private final String groupId;

  /** The connections on which an answer is waited for. */
  private final Set<SendOptions.Lane> waiting = EnumSet.noneOf(SendOptions.Lane.class);

  public CoordinatorLink(Cluster cluster, String groupId) {
    this.cluster = cluster;
    this.groupId = groupId;
  }

  /** Sends once, for an answer that comes at once: no repetition. */
  <R extends ApiResponse> Future<R> send(
      ApiRequest<R> request, long deadline, UnaryOperator<SendOptions> options) {
    return send(request, options.apply(SendOptions.until(deadline).on(promptLane())));
  }

  private SendOptions.Lane promptLane() {
    return waiting.isEmpty() ? SendOptions.Lane.COORDINATOR : SendOptions.Lane.GENERAL;
  }

  /**
   * Sends once, for somebody who waits no longer than until {@code until}; the request itself has
   * {@code requestTimeoutNanos}.
   */
  <R extends ApiResponse> Future<R> sendUntil(
      long until,
      ApiRequest<R> request,
      long requestTimeoutNanos,
      UnaryOperator<SendOptions> options) {
    long deadline = cluster.loop().nanoTime() + requestTimeoutNanos;
    return cluster
        .coordinator(Cluster.CoordinatorType.GROUP, groupId, Math.min(until, deadline))
        .compose(
            node ->
                cluster.sendUntil(
                    until,
                    node,
                    request,
                    options.apply(SendOptions.until(deadline).on(promptLane()))))
        .onFailure(this::forgetAfter);
  }

  /**
   * Sends once, for an answer that waits for other members. Not behind another such request: its
   * connection may be dead.
   */
  <R extends ApiResponse> Future<R> sendAndWait(ApiRequest<R> request, long deadline) {
    SendOptions.Lane lane =
        waiting.contains(SendOptions.Lane.COORDINATOR)
            ? SendOptions.Lane.REJOIN
            : SendOptions.Lane.COORDINATOR;
    boolean first = waiting.add(lane);
    return send(request, SendOptions.until(deadline).on(lane))
        .onComplete(
            answered -> {
              if (first) {
                waiting.remove(lane);
              }
            });
  }

  /** Whether the coordinator gives a new member its id before it lets it in (KIP-394). */
  boolean givesIds() {
    int lowest = -1;
    for (Node node : cluster.metadata().nodes()) {
      int version = cluster.version(node.id(), ApiKey.JOIN_GROUP);
      if (version >= 0) {
        lowest = lowest < 0 ? version : Math.min(lowest, version);
      }
    }
    return lowest >= FIRST_VERSION_WITH_IDS;
  }

  private <R extends ApiResponse> Future<R> send(ApiRequest<R> request, SendOptions how) {
    return cluster
        .coordinator(Cluster.CoordinatorType.GROUP, groupId, how.deadlineNanos())
        .compose(node -> cluster.send(node, request, how))
        .onFailure(this::forgetAfter);
  }

  private void forgetAfter(Throwable cause) {
    // Somebody's patience says nothing about the coordinator.
    if (!(cause instanceof UnsupportedVersionException || cause instanceof KafkaTimeoutException)) {
      forget();
    }
  }

  /**
   * Completes when some broker can be talked to; fails when one attempt to connect to each has
   * failed.
   */
  Future<?> reachable(long deadline) {
    List<Future<?>> attempts = new ArrayList<>();
    cluster
        .metadata()
        .nodes()
        .forEach(node -> attempts.add(cluster.whenReady(node.id(), deadline)));
    return attempts.isEmpty()
        ? Future.failedFuture(new KafkaException("no broker is known"))
        : Future.any(attempts);
  }

  void forget() {
    cluster.forgetCoordinator(Cluster.CoordinatorType.GROUP, groupId);
  }
}
