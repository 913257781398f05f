package io.kafkavertx.internal.admin;

import io.kafkavertx.KafkaTimeoutException;
import io.kafkavertx.Target;
import io.kafkavertx.UnsupportedVersionException;
import io.kafkavertx.internal.cluster.BrokerProbe;
import io.kafkavertx.internal.cluster.Cluster;
import io.kafkavertx.internal.cluster.RetryPolicy;
import io.kafkavertx.internal.cluster.SendOptions;
import io.kafkavertx.internal.net.Backoff;
import io.kafkavertx.internal.net.EventLoop;
import io.kafkavertx.protocol.ApiRequest;
import io.kafkavertx.protocol.ApiResponse;
import io.kafkavertx.spi.Node;
import io.vertx.core.Future;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One call of a method of the admin client: its deadline, and the ways to the brokers. */
public final class AdminCall {
  /** How long a broker may take to tell who is responsible. */
  private static final long LOOK_UP = TimeUnit.SECONDS.toNanos(10);

  private final AdminContext context;
  private final long started;
  private final long deadline;

  AdminCall(AdminContext context, long timeoutNanos) {
    this.context = context;
    this.started = context.cluster().loop().nanoTime();
    this.deadline = started + timeoutNanos;
  }

  AdminContext context() {
    return context;
  }

  Cluster cluster() {
    return context.cluster();
  }

  EventLoop loop() {
    return context.cluster().loop();
  }

  BrokerProbe probe() {
    return context.probe();
  }

  long deadline() {
    return deadline;
  }

  /** How long the call has been under way, for messages. */
  String elapsed() {
    return TimeUnit.NANOSECONDS.toMillis(loop().nanoTime() - started) + " ms";
  }

  /**
   * Sends a request. One that only reads keeps the time it has when this call has none left, so
   * that impatience does not cost the connection; one that changes something does not outlive the
   * call.
   *
   * @param nodeId where to; {@link Routes#ANY} for any
   * @param patience how long it may take, within the request time-out
   * @return fails with {@link KafkaTimeoutException} when it certainly has not been processed, or
   *     only reads, and the time is over
   */
  <R extends ApiResponse> Future<R> send(
      int nodeId, ApiRequest<R> request, long patience, int leastVersion, int mostVersion) {
    long left = deadline - loop().nanoTime();
    long wanted = Math.min(patience, context.requestTimeout());
    // Of several brokers the time-out itself tells what went wrong with each.
    boolean outlives = nodeId != Routes.ANY && RetryPolicy.isRead(request);
    long given = outlives ? wanted : Math.min(left, wanted);
    SendOptions options =
        SendOptions.until(loop().nanoTime() + given).atLeast(leastVersion).atMost(mostVersion);
    Future<R> answer =
        nodeId == Routes.ANY
            ? cluster().sendAny(request, options)
            : cluster().send(nodeId, request, options);
    return given <= left
        ? answer
        : cluster()
            .timers()
            .within(
                left,
                answer,
                () ->
                    Future.failedFuture(
                        new KafkaTimeoutException(
                            request.apiKey() + " to broker " + nodeId + " has no answer yet")));
  }

  /** When a request that is sent now must be answered. */
  private long requestDeadline() {
    long now = loop().nanoTime();
    return now + Math.min(deadline - now, context.requestTimeout());
  }

  /** How long a broker may take for a request that is sent now; leaves time for the way back. */
  int brokerTimeoutMs() {
    long left = TimeUnit.NANOSECONDS.toMillis(requestDeadline() - loop().nanoTime());
    return (int) Math.max(1, left - Math.min(left / 10, 1000));
  }

  Sending sending(int nodeId) {
    return new Sending(nodeId, brokerTimeoutMs(), context.controllers());
  }

  /** How long to wait before the next attempt, after so many failures. */
  long backoff(int failures) {
    return Backoff.nanos(
        loop().random(), context.retryBackoff(), context.retryBackoffMax(), failures);
  }

  /**
   * Completes after a wait that grows with the failures; fails when that would be after the
   * deadline.
   */
  Future<Void> afterBackoff(int failures, Throwable last) {
    long wait = backoff(failures);
    return loop().nanoTime() + wait - deadline >= 0
        ? Future.failedFuture(
            new KafkaTimeoutException(
                "It did not work within " + elapsed() + "; last: " + last.getMessage(), last))
        : cluster().timers().pause(wait);
  }

  /**
   * Any broker; the active controller when the client was given controllers to start from
   * (KIP-919).
   */
  Target anyOrActiveController() {
    return context.controllers() ? Target.controller() : Target.anyNode();
  }

  /**
   * Sends what only reads, and is not about items, to any broker. One that keeps silent does not
   * get all the time there is.
   */
  <R extends ApiResponse> Future<R> any(ApiRequest<R> request, int leastVersion, int mostVersion) {
    return send(Routes.ANY, request, LOOK_UP, leastVersion, mostVersion)
        .recover(
            failure ->
                failure instanceof KafkaTimeoutException && deadline - loop().nanoTime() > 0
                    ? any(request, leastVersion, mostVersion)
                    : Future.failedFuture(
                        failure instanceof UnsupportedVersionException
                            ? new UnsupportedVersionException(
                                failure.getMessage() + controllersHint(), failure)
                            : failure));
  }

  /** What to say when something is not supported: controllers do not answer everything. */
  String controllersHint() {
    return context.controllers()
        ? " (controllers were asked, which do not answer everything: use bootstrapServers)"
        : "";
  }

  /** Every broker of the cluster, as they are now. */
  Future<List<Node>> brokers() {
    return cluster().refresh(deadline).map(view -> view.nodes());
  }
}
