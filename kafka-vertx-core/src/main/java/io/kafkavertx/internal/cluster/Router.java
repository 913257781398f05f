package io.kafkavertx.internal.cluster;

import io.kafkavertx.ClusterMetadata;
import io.kafkavertx.KafkaTimeoutException;
import io.kafkavertx.Target;
import io.kafkavertx.internal.cluster.Cluster.CoordinatorType;
import io.kafkavertx.internal.net.Backoff;
import io.kafkavertx.internal.net.EventLoop;
import io.kafkavertx.protocol.ApiRequest;
import io.kafkavertx.protocol.ApiResponse;
import io.kafkavertx.protocol.ErrorCode;
import io.kafkavertx.spi.Node;
import io.kafkavertx.spi.TopicPartition;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.concurrent.TimeUnit;

/**
 * Takes a request to whoever is responsible for it, and again while it was surely not processed:
 * the connection failed before all of it had left, the broker refused all of it as not its own, or
 * it only reads.
 */
public final class Router {
  private static final long FIRST_WAIT = TimeUnit.MILLISECONDS.toNanos(100);
  private static final long LONGEST_WAIT = TimeUnit.SECONDS.toNanos(1);

  private final Cluster cluster;
  private final EventLoop loop;

  public Router(Cluster cluster) {
    this.cluster = cluster;
    this.loop = cluster.loop();
  }

  /** Sends a request until it is answered or the deadline of {@code options} is reached. */
  public <R extends ApiResponse> Future<R> send(
      Target target, ApiRequest<R> request, SendOptions options) {
    if (target instanceof Target.AnyNode) {
      return cluster.sendAny(request, options);
    }
    Promise<R> promise = Promise.promise();
    new Attempts<>(target, request, options, promise).next();
    return promise.future();
  }

  private Future<Integer> responsible(Target target, long deadline) {
    if (target instanceof Target.NodeId node) {
      return known(deadline).map(view -> node.id());
    } else if (target instanceof Target.Controller) {
      return cluster.controller(deadline).map(Node::id);
    } else if (target instanceof Target.Leader leader) {
      return leader(leader.topicPartition(), deadline, 1);
    } else if (target instanceof Target.Coordinator coordinator) {
      return cluster.coordinator(type(coordinator), coordinator.key(), deadline);
    }
    throw new IllegalStateException("no way to " + target);
  }

  private Future<ClusterMetadata> known(long deadline) {
    return cluster.metadata().nodes().isEmpty()
        ? cluster.refresh(deadline)
        : Future.succeededFuture(cluster.metadata());
  }

  private static CoordinatorType type(Target.Coordinator coordinator) {
    return switch (coordinator.kind()) {
      case GROUP -> CoordinatorType.GROUP;
      case TRANSACTION -> CoordinatorType.TRANSACTION;
    };
  }

  private Future<Integer> leader(TopicPartition partition, long deadline, int failures) {
    return cluster
        .topicReady(partition.topic(), deadline)
        .compose(
            view -> {
              Node leader = view.leaderFor(partition);
              if (leader != null) {
                return Future.succeededFuture(leader.id());
              }
              String why =
                  view.partition(partition) == null
                      ? "there is no such partition"
                      : "it has none at present";
              return afterWait(failures, deadline, "No leader of " + partition + ": " + why)
                  .compose(waited -> cluster.refresh(deadline))
                  .compose(refreshed -> leader(partition, deadline, failures + 1));
            });
  }

  /**
   * Completes after a wait that grows with the failures; fails when that would be after the
   * deadline.
   */
  private Future<Void> afterWait(int failures, long deadline, String otherwise) {
    long wait = Backoff.nanos(loop.random(), FIRST_WAIT, LONGEST_WAIT, failures);
    if (loop.nanoTime() + wait - deadline >= 0) {
      return Future.failedFuture(
          new KafkaTimeoutException(otherwise + "; the deadline is reached"));
    }
    return cluster.timers().pause(wait);
  }

  /** One request on its way. */
  private final class Attempts<R extends ApiResponse> {
    private final Target target;
    private final ApiRequest<R> request;
    private final SendOptions options;
    private final Promise<R> promise;
    private int failures;

    Attempts(Target target, ApiRequest<R> request, SendOptions options, Promise<R> promise) {
      this.target = target;
      this.request = request;
      this.options = options;
      this.promise = promise;
    }

    void next() {
      responsible(target, options.deadlineNanos())
          .onComplete(
              found -> {
                if (found.failed()) {
                  promise.fail(found.cause());
                } else {
                  cluster
                      .send(found.result(), request, options)
                      .onSuccess(this::answered)
                      .onFailure(this::failed);
                }
              });
    }

    private void answered(R response) {
      ErrorCode error =
          target instanceof Target.NodeId ? ErrorCode.NONE : Misrouted.error(response);
      if (error == ErrorCode.NONE) {
        promise.complete(response);
        return;
      }
      // Who reads the response sees the error, in case there is no time for another attempt.
      again("refused with " + error, () -> promise.complete(response));
    }

    private void failed(Throwable cause) {
      if (RetryPolicy.maySendAgain(request, cause)) {
        again(cause.getMessage(), () -> promise.fail(cause));
      } else {
        promise.fail(cause);
      }
    }

    private void again(String why, Runnable giveUp) {
      failures++;
      if (target instanceof Target.Coordinator coordinator) {
        cluster.forgetCoordinator(type(coordinator), coordinator.key());
      }
      cluster.requestUpdate();
      afterWait(failures, options.deadlineNanos(), why)
          .onSuccess(waited -> next())
          .onFailure(late -> giveUp.run());
    }
  }
}
