package io.kafkavertx.examples.plugins;

import io.kafkavertx.spi.MetricsReporter;
import io.kafkavertx.spi.MetricsReporterFactory;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;

/**
 * Makes {@link EventBusReporter}s. Configuration: {@code address}, where to publish, {@code
 * kafka.metrics} by default; {@code intervalMs}, how often, 1000 by default.
 */
public final class EventBusReporterFactory implements MetricsReporterFactory {
  @Override
  public String name() {
    return "eventbus";
  }

  @Override
  public MetricsReporter create(Vertx vertx, JsonObject config) {
    long interval = config.getLong("intervalMs", 1000L);
    if (interval <= 0) {
      throw new IllegalArgumentException("intervalMs must be positive");
    }
    return new EventBusReporter(vertx, config.getString("address", "kafka.metrics"), interval);
  }
}
