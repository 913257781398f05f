package io.kafkavertx.eventbus;

import io.kafkavertx.ConsumerOptions;
import io.kafkavertx.RecordFailedException;
import io.kafkavertx.internal.metrics.Count;
import io.kafkavertx.internal.metrics.Meters;
import io.kafkavertx.internal.metrics.Metric;
import io.kafkavertx.internal.plugin.Reporters;
import io.vertx.core.AsyncResult;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;

/**
 * The measurements of a delivery, beside those of processing. They have reporters of their own,
 * because a delivery's context may be another one than its consumer's event loop.
 */
final class DeliveryMeters {
  private final Vertx vertx;
  private final long intervalMs;
  private final Meters meters;
  private final Count delivered;
  private final Count acknowledged;
  private final Count refused;
  private long skipped;
  private long deadLettered;
  private long timer = -1;

  DeliveryMeters(Vertx vertx, ConsumerOptions options, String address) {
    this.vertx = vertx;
    this.intervalMs = Math.max(1, options.getMetricsInterval().toMillis());
    this.meters = Reporters.open(vertx, options);
    this.delivered = meters.count(Metric.DELIVERED, address);
    this.acknowledged = meters.count(Metric.ACKNOWLEDGED, address);
    this.refused = meters.count(Metric.REFUSED, address);
  }

  /** Tells how things stand from time to time. */
  void start() {
    if (meters.isReported() && timer < 0) {
      timer = vertx.setPeriodic(intervalMs, id -> meters.sample());
    }
  }

  void delivered(int records) {
    delivered.add(records);
  }

  /** A message was acknowledged or not. */
  void ended(AsyncResult<?> reply, int records) {
    (reply.succeeded() ? acknowledged : refused).add(records);
  }

  /** A record has been given up, or has stopped its partition. */
  void failed(RecordFailedException.Outcome outcome) {
    skipped += outcome == RecordFailedException.Outcome.SKIPPED ? 1 : 0;
    deadLettered += outcome == RecordFailedException.Outcome.DEAD_LETTERED ? 1 : 0;
  }

  /** What has come together so far. */
  JsonObject totals() {
    return new JsonObject()
        .put("delivered", (long) delivered.total())
        .put("acknowledged", (long) acknowledged.total())
        .put("refused", (long) refused.total())
        .put("skipped", skipped)
        .put("deadLettered", deadLettered);
  }

  void close() {
    if (timer >= 0) {
      vertx.cancelTimer(timer);
    }
    meters.close();
  }
}
