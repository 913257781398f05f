package io.kafkavertx.examples.plugins;

import io.kafkavertx.spi.MetricName;
import io.kafkavertx.spi.MetricsReporter;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.DoubleAccumulator;
import java.util.concurrent.atomic.DoubleAdder;

/**
 * Publishes all values as one JSON object, time and again. Instruments are called on the client's
 * event loop and the timer may run on another one, so the values are in classes for many threads.
 */
final class EventBusReporter implements MetricsReporter {
  private final Vertx vertx;
  private final String address;
  private final long timer;
  private final Map<MetricName, DoubleAdder> counters = new ConcurrentHashMap<>();
  private final Map<MetricName, Double> gauges = new ConcurrentHashMap<>();
  private final Map<MetricName, DoubleAccumulator> highest = new ConcurrentHashMap<>();

  EventBusReporter(Vertx vertx, String address, long intervalMs) {
    this.vertx = vertx;
    this.address = address;
    timer = vertx.setPeriodic(intervalMs, id -> publish());
  }

  @Override
  public Counter counter(MetricName name) {
    return counters.computeIfAbsent(name, n -> new DoubleAdder())::add;
  }

  @Override
  public Gauge gauge(MetricName name) {
    return value -> gauges.put(name, value);
  }

  /** Of a distribution the highest value is told. */
  @Override
  public Distribution distribution(MetricName name) {
    return highest.computeIfAbsent(name, n -> new DoubleAccumulator(Math::max, 0))::accumulate;
  }

  @Override
  public void remove(MetricName name) {
    counters.remove(name);
    gauges.remove(name);
    highest.remove(name);
  }

  @Override
  public void close() {
    vertx.cancelTimer(timer);
    publish();
  }

  private void publish() {
    JsonObject values = new JsonObject();
    // Without tags: what is counted for each topic and partition adds up.
    counters.forEach(
        (name, value) -> values.put(name.name(), values.getDouble(name.name(), 0.0) + value.sum()));
    gauges.forEach((name, value) -> values.put(name.name(), value));
    highest.forEach((name, value) -> values.put(name.name(), value.get()));
    vertx.eventBus().publish(address, values);
  }
}
