package io.kafkavertx.micrometer;

import io.kafkavertx.spi.MetricsReporter;
import io.kafkavertx.spi.MetricsReporterFactory;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Metrics;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.micrometer.backends.BackendRegistries;

/**
 * The metrics reporter named {@code micrometer}.
 *
 * <p>It publishes where Vert.x publishes: in the registry that {@code vertx-micrometer-metrics} set
 * up. Configuration: {@code registryName} picks one of several such registries. Without any, meters
 * go to Micrometer's global registry.
 */
public final class MicrometerReporterFactory implements MetricsReporterFactory {
  @Override
  public String name() {
    return "micrometer";
  }

  @Override
  public MetricsReporter create(Vertx vertx, JsonObject config) {
    String name = config.getString("registryName");
    if (name == null) {
      MeterRegistry registry = BackendRegistries.getDefaultNow();
      return new MicrometerReporter(registry == null ? Metrics.globalRegistry : registry);
    }
    MeterRegistry registry = BackendRegistries.getNow(name);
    if (registry == null) {
      throw new IllegalArgumentException(
          "registryName '" + name + "' is not a registry that vertx-micrometer-metrics has set up");
    }
    return new MicrometerReporter(registry);
  }
}
