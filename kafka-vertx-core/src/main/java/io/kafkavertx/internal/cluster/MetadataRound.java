package io.kafkavertx.internal.cluster;

import io.kafkavertx.UnsupportedVersionException;
import io.kafkavertx.internal.net.BrokerVersions;
import io.kafkavertx.internal.net.EventLoop;
import io.kafkavertx.protocol.ApiKey;
import io.kafkavertx.protocol.message.MetadataRequest;
import io.kafkavertx.protocol.message.MetadataResponse;
import io.kafkavertx.spi.Node;
import io.vertx.core.Future;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;

/**
 * One attempt to get metadata: asks one broker after the other until an answer is taken. A broker
 * that keeps silent for a while does not hold up the round: the next one is asked as well, and the
 * first good answer counts.
 */
final class MetadataRound {
  /** After this long without an answer the next broker is asked too. */
  static final long PATIENCE = TimeUnit.SECONDS.toNanos(2);

  private final EventLoop loop;
  private final Connections connections;
  private final long requestTimeout;
  private final boolean controllers;
  private final IntFunction<MetadataRequest> request;
  private final Outcome outcome;
  private final Deque<Node> left;
  private final Map<Node, Throwable> errors = new LinkedHashMap<>();
  private EventLoop.Timer patience;
  private int open;
  private boolean over;

  /** What becomes of a round: answers until one is taken, or one failure. */
  interface Outcome {
    /**
     * A broker has answered.
     *
     * @return null when the answer is taken, which ends the round, otherwise what is wrong with it
     */
    Throwable answered(Node from, short version, MetadataResponse response);

    /** No broker gave an answer that was taken. */
    void failed(Map<Node, Throwable> errors);
  }

  /**
   * A round over {@code nodes} in that order; {@code request} gives the request in the form of a
   * version.
   */
  MetadataRound(
      EventLoop loop,
      Connections connections,
      ClusterConfig config,
      List<Node> nodes,
      IntFunction<MetadataRequest> request,
      Outcome outcome) {
    this.loop = loop;
    this.connections = connections;
    this.requestTimeout = config.requestTimeout();
    this.controllers = config.controllers();
    this.left = new ArrayDeque<>(nodes);
    this.request = request;
    this.outcome = outcome;
  }

  void start() {
    askNext();
  }

  /** Ends the round without an outcome. */
  void cancel() {
    over = true;
    stopPatience();
  }

  private void askNext() {
    stopPatience();
    Node node = left.poll();
    if (node == null) {
      if (open == 0) {
        over = true;
        outcome.failed(errors);
      }
      return;
    }
    open++;
    if (!left.isEmpty()) {
      patience = loop.schedule(PATIENCE, this::askNext);
    }
    long deadline = loop.nanoTime() + requestTimeout;
    connections
        .whenReady(node, Connections.METADATA_LANE, deadline)
        .compose(ready -> ask(node, deadline))
        .onComplete(
            answer -> {
              Throwable failure = answer.cause();
              ended(node, failure);
            });
  }

  private Future<Void> ask(Node node, long deadline) {
    BrokerVersions versions = connections.versions(node.id());
    ApiKey api = controllers ? ApiKey.DESCRIBE_CLUSTER : ApiKey.METADATA;
    short least = controllers ? ControllerView.VERSION : 0;
    short version = versions == null ? -1 : versions.latest(api, least, Short.MAX_VALUE);
    if (version < 0) {
      return Future.failedFuture(
          new UnsupportedVersionException(
              controllers
                  ? node + " does not talk to clients: controllers do from Kafka 3.7 on"
                  : node + " offers no version of Metadata that this client knows"));
    }
    return (controllers
            ? connections
                .send(
                    node,
                    Connections.METADATA_LANE,
                    ControllerView.request(),
                    version,
                    version,
                    deadline)
                .map(ControllerView::asMetadata)
            : connections.send(
                node,
                Connections.METADATA_LANE,
                request.apply(version),
                version,
                version,
                deadline))
        .compose(
            response -> {
              short form = controllers ? MetadataResponse.HIGHEST_VERSION : version;
              Throwable wrong = over ? null : outcome.answered(node, form, response);
              return wrong == null ? Future.succeededFuture() : Future.failedFuture(wrong);
            });
  }

  private void ended(Node node, Throwable failure) {
    open--;
    if (over) {
      return;
    }
    if (failure == null) {
      cancel();
    } else {
      errors.put(node, failure);
      askNext();
    }
  }

  private void stopPatience() {
    if (patience != null) {
      patience.cancel();
      patience = null;
    }
  }
}
