package io.kafkavertx.internal.admin;

import io.kafkavertx.KafkaTimeoutException;
import io.kafkavertx.Target;
import io.kafkavertx.UnsupportedVersionException;
import io.kafkavertx.internal.cluster.BrokerProbe;
import io.kafkavertx.internal.cluster.Cluster;
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

  /** When a request that is sent now must be answered. */
  long requestDeadline() {
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
    long now = loop().nanoTime();
    long patience = Math.min(deadline - now, Math.min(LOOK_UP, context.requestTimeout()));
    SendOptions options =
        SendOptions.until(now + patience).atLeast(leastVersion).atMost(mostVersion);
    return cluster()
        .sendAny(request, options)
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
