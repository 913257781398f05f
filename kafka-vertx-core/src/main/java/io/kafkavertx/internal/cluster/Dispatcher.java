package io.kafkavertx.internal.cluster;

import io.kafkavertx.ClusterMetadata;
import io.kafkavertx.KafkaTimeoutException;
import io.kafkavertx.UnsupportedVersionException;
import io.kafkavertx.internal.net.BrokerVersions;
import io.kafkavertx.internal.net.EventLoop;
import io.kafkavertx.internal.net.Timers;
import io.kafkavertx.protocol.ApiKey;
import io.kafkavertx.protocol.ApiRequest;
import io.kafkavertx.protocol.ApiResponse;
import io.kafkavertx.spi.Node;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.HashSet;
import java.util.Set;

/**
 * Sends requests that any broker can answer: to the least loaded one, and to others while the
 * request was surely not processed.
 */
final class Dispatcher {
  private final EventLoop loop;
  private final Timers timers;
  private final Connections connections;
  private final ClusterConfig config;
  private final MetadataKeeper keeper;
  private final NodeSender nodes;

  /** Sends a request to one broker, once. */
  interface NodeSender {
    <R extends ApiResponse> Future<R> send(Node node, ApiRequest<R> request, SendOptions options);
  }

  Dispatcher(
      EventLoop loop,
      Timers timers,
      Connections connections,
      ClusterConfig config,
      MetadataKeeper keeper,
      NodeSender nodes) {
    this.loop = loop;
    this.timers = timers;
    this.connections = connections;
    this.config = config;
    this.keeper = keeper;
    this.nodes = nodes;
  }

  <R extends ApiResponse> Future<R> sendAny(ApiRequest<R> request, SendOptions options) {
    Attempts<R> attempts = new Attempts<>(request, options);
    attempts.start();
    return attempts.promise.future();
  }

  /**
   * The broker to prefer now: connected and with the fewest requests in flight, else one that is
   * not resting after a failure, else any. Null when none is known besides {@code tried}.
   */
  Node leastLoaded(Set<Integer> tried) {
    Node best = null;
    long bestRank = Long.MAX_VALUE;
    for (Node node : keeper.view().nodes()) {
      if (tried.contains(node.id())) {
        continue;
      }
      long rank = rank(node);
      if (rank < bestRank) {
        best = node;
        bestRank = rank;
      }
    }
    return best;
  }

  /** Smaller is better; chance decides among equals. */
  private long rank(Node node) {
    int lane = SendOptions.Lane.GENERAL.ordinal();
    long group;
    if (connections.isReady(node.id(), lane)) {
      group = 0;
    } else if (connections.isBackingOff(node.id(), lane)) {
      group = 3;
    } else {
      group = connections.lastError(node.id()) == null ? 1 : 2;
    }
    return (group << 56)
        | ((long) connections.inFlight(node.id()) << 24)
        | loop.random().nextInt(1 << 24);
  }

  /** One request on its way through the cluster. */
  private final class Attempts<R extends ApiResponse> {
    private final ApiRequest<R> request;
    private final SendOptions options;
    private final Promise<R> promise = Promise.promise();
    private final Set<Integer> tried = new HashSet<>();
    private int rounds;
    private Throwable last;

    Attempts(ApiRequest<R> request, SendOptions options) {
      this.request = request;
      this.options = options;
    }

    void start() {
      keeper
          .first(options.deadlineNanos())
          .onComplete(
              first -> {
                if (first.succeeded()) {
                  next();
                } else {
                  promise.fail(first.cause());
                }
              });
    }

    private void next() {
      Node node = leastLoaded(tried);
      if (node == null) {
        nextRound();
        return;
      }
      tried.add(node.id());
      nodes
          .send(node, request, options)
          .onComplete(
              answer -> {
                if (answer.succeeded()) {
                  promise.complete(answer.result());
                } else {
                  failed(answer.cause());
                }
              });
    }

    private void failed(Throwable cause) {
      boolean otherMayKnow = cause instanceof UnsupportedVersionException;
      if (!otherMayKnow && !RetryPolicy.maySendAgain(request, cause)) {
        promise.fail(cause);
        return;
      }
      last = cause;
      next();
    }

    private void nextRound() {
      if (last instanceof UnsupportedVersionException) {
        promise.fail(last);
        return;
      }
      rounds++;
      tried.clear();
      long wait = config.backoff(loop, rounds);
      if (loop.nanoTime() + wait - options.deadlineNanos() >= 0) {
        promise.fail(
            new KafkaTimeoutException(
                request.apiKey()
                    + " could not be sent to any broker before the deadline; last: "
                    + (last == null ? keeper.trouble() : last.getMessage()),
                last));
        return;
      }
      timers.pause(wait).onSuccess(waited -> start()).onFailure(promise::fail);
    }
  }

  /** Completes when the controller is known; fails when the brokers have none to tell of. */
  Future<Node> controller(long deadline) {
    Node controller = keeper.view().controller();
    if (controller != null) {
      return Future.succeededFuture(controller);
    }
    return keeper.refresh(deadline).compose(view -> controller(view, deadline, 1));
  }

  private Future<Node> controller(ClusterMetadata view, long deadline, int failures) {
    if (view.controller() != null) {
      return Future.succeededFuture(view.controller());
    }
    if (nobodyTells(view)) {
      return Future.failedFuture(
          new UnsupportedVersionException(
              "the brokers are too old to tell who their controller is (0.10 does so first)"));
    }
    long wait = config.backoff(loop, failures);
    if (loop.nanoTime() + wait - deadline >= 0) {
      return Future.failedFuture(
          new KafkaTimeoutException(
              "No controller before the deadline: the cluster has none at present, or its brokers"
                  + " are older than 0.10 and do not tell"));
    }
    return timers
        .pause(wait)
        .compose(waited -> keeper.refresh(deadline))
        .compose(next -> controller(next, deadline, failures + 1));
  }

  /** Whether all brokers are beyond doubt too old to name a controller; asks those unknown. */
  private boolean nobodyTells(ClusterMetadata view) {
    boolean old = false;
    for (Node node : view.nodes()) {
      BrokerVersions versions = connections.versions(node.id());
      if (versions == null) {
        connections.connect(node, SendOptions.Lane.GENERAL.ordinal());
      } else if (versions.latest(ApiKey.METADATA) > 0 || connections.isGuess(node.id())) {
        return false;
      } else {
        old = true;
      }
    }
    return old;
  }
}
