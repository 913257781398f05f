package io.kafkavertx.eventbus;

import io.kafkavertx.ConsumerOptions;
import io.kafkavertx.internal.metrics.Count;
import io.kafkavertx.internal.metrics.Level;
import io.kafkavertx.internal.metrics.Meters;
import io.kafkavertx.internal.metrics.Metric;
import io.kafkavertx.internal.plugin.Reporters;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.Collection;

/**
 * The measurements of a delivery. They have reporters of their own, because a delivery's context
 * may be another one than its consumer's event loop.
 */
final class DeliveryMeters {
  private final Vertx vertx;
  private final long intervalMs;
  private final Meters meters;
  private final Count delivered;
  private final Count acknowledged;
  private final Count retried;
  private final Count skipped;
  private final Level inFlight;
  private final Level oldest;
  private long timer = -1;

  DeliveryMeters(Vertx vertx, ConsumerOptions options, String address) {
    this.vertx = vertx;
    this.intervalMs = Math.max(1, options.getMetricsInterval().toMillis());
    this.meters = Reporters.open(vertx, options);
    this.delivered = meters.count(Metric.DELIVERED, address);
    this.acknowledged = meters.count(Metric.ACKNOWLEDGED, address);
    this.retried = meters.count(Metric.REDELIVERED, address);
    this.skipped = meters.count(Metric.SKIPPED, address);
    this.inFlight = meters.level(Metric.UNACKNOWLEDGED, address);
    this.oldest = meters.level(Metric.UNACKNOWLEDGED_AGE, address);
  }

  /**
   * Tells how things stand from time to time.
   *
   * @param lanes all there are; read again each time
   */
  void start(Collection<PartitionLane> lanes) {
    if (meters.isReported()) {
      meters.onSample(() -> sample(lanes));
      timer = vertx.setPeriodic(intervalMs, id -> meters.sample());
    }
  }

  private void sample(Collection<PartitionLane> lanes) {
    int out = 0;
    long age = 0;
    long now = System.nanoTime();
    for (PartitionLane lane : lanes) {
      out += lane.inFlight();
      age = Math.max(age, lane.oldestAge(now));
    }
    inFlight.set(out);
    oldest.set(age);
  }

  /** The time of a record's delivery, 0 when nobody asks for ages: then the clock is not read. */
  long now() {
    return meters.isReported() ? System.nanoTime() : 0;
  }

  void delivered() {
    delivered.add(1);
  }

  void acknowledged() {
    acknowledged.add(1);
  }

  void retried() {
    retried.add(1);
  }

  void skipped() {
    skipped.add(1);
  }

  /** What has come together so far. */
  JsonObject totals() {
    return new JsonObject()
        .put("delivered", (long) delivered.total())
        .put("acknowledged", (long) acknowledged.total())
        .put("retried", (long) retried.total())
        .put("skipped", (long) skipped.total());
  }

  void close() {
    if (timer >= 0) {
      vertx.cancelTimer(timer);
    }
    meters.close();
  }
}
