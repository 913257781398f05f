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
  private final Count deliveredCount;
  private final Count acknowledgedCount;
  private final Count retriedCount;
  private final Count skippedCount;
  private final Level inFlight;
  private final Level oldest;
  private long timer = -1;
  private long delivered;
  private long acknowledged;
  private long retried;
  private long skipped;

  DeliveryMeters(Vertx vertx, ConsumerOptions options, String address) {
    this.vertx = vertx;
    this.intervalMs = Math.max(1, options.getMetricsInterval().toMillis());
    this.meters = Reporters.open(vertx, options);
    this.deliveredCount = meters.count(Metric.DELIVERED, address);
    this.acknowledgedCount = meters.count(Metric.ACKNOWLEDGED, address);
    this.retriedCount = meters.count(Metric.REDELIVERED, address);
    this.skippedCount = meters.count(Metric.SKIPPED, address);
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
    for (PartitionLane lane : lanes) {
      out += lane.inFlight();
      age = Math.max(age, lane.oldestAge());
    }
    inFlight.set(out);
    oldest.set(age);
  }

  void delivered() {
    delivered++;
    deliveredCount.add(1);
  }

  void acknowledged() {
    acknowledged++;
    acknowledgedCount.add(1);
  }

  void retried() {
    retried++;
    retriedCount.add(1);
  }

  void skipped() {
    skipped++;
    skippedCount.add(1);
  }

  /** What has come together so far. */
  JsonObject totals() {
    return new JsonObject()
        .put("delivered", delivered)
        .put("acknowledged", acknowledged)
        .put("retried", retried)
        .put("skipped", skipped);
  }

  void close() {
    if (timer >= 0) {
      vertx.cancelTimer(timer);
    }
    meters.close();
  }
}
