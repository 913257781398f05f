package io.kafkavertx.internal.group;

import io.kafkavertx.internal.metrics.ErrorType;
import io.kafkavertx.internal.metrics.Meters;
import io.kafkavertx.internal.metrics.Metric;
import io.kafkavertx.internal.metrics.Spread;
import io.kafkavertx.internal.net.EventLoop;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.Map;

/** How long commits take, and how they end. */
final class CommitMetrics {
  private final Meters meters;
  private final EventLoop loop;
  private final Map<String, Spread> byError = new HashMap<>();

  CommitMetrics(Meters meters, EventLoop loop) {
    this.meters = meters;
    this.loop = loop;
  }

  void watch(Future<?> commit) {
    long called = loop.nanoTime();
    commit.onComplete(
        done ->
            byError
                .computeIfAbsent(
                    ErrorType.of(done.cause()),
                    error -> meters.spread(Metric.OPERATION_DURATION, "commit", error))
                .record(loop.nanoTime() - called));
  }
}
