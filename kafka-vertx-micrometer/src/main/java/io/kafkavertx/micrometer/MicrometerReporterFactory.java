package io.kafkavertx.micrometer;

import io.kafkavertx.spi.MetricsReporter;
import io.kafkavertx.spi.MetricsReporterFactory;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Metrics;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.micrometer.backends.BackendRegistries;
import java.util.Objects;

/**
 * The metrics reporter named {@code micrometer}.
 *
 * <p>It publishes where Vert.x publishes: in the registry that {@code vertx-micrometer-metrics} set
 * up. Configuration: {@code registryName} picks one of several such registries. Without any, or on
 * the module path without {@code io.vertx.metrics.micrometer}, meters go to Micrometer's global
 * registry.
 *
 * <p>For a registry of the application's own, pass an instance: {@code
 * options.setMetricsReporterFactories(List.of(new MicrometerReporterFactory(registry)))}.
 */
public final class MicrometerReporterFactory implements MetricsReporterFactory {
  private final MeterRegistry given;

  /** For {@link java.util.ServiceLoader}: the registry is found by the configuration. */
  public MicrometerReporterFactory() {
    this.given = null;
  }

  /** Publishes in this registry, whatever the configuration says. */
  public MicrometerReporterFactory(MeterRegistry registry) {
    this.given = Objects.requireNonNull(registry, "registry");
  }

  @Override
  public String name() {
    return "micrometer";
  }

  @Override
  public MetricsReporter create(Vertx vertx, JsonObject config) {
    if (given != null) {
      return new MicrometerReporter(given);
    }
    String name = config.getString("registryName");
    MeterRegistry registry = ofVertx(name);
    if (registry == null && name != null) {
      throw new IllegalArgumentException(
          "registryName '" + name + "' is not a registry that vertx-micrometer-metrics has set up");
    }
    return new MicrometerReporter(registry == null ? Metrics.globalRegistry : registry);
  }

  /** The registry that Vert.x publishes in; null when there is none. */
  private static MeterRegistry ofVertx(String name) {
    try {
      return name == null ? BackendRegistries.getDefaultNow() : BackendRegistries.getNow(name);
    } catch (NoClassDefFoundError absent) {
      // On the module path it is there when the application has it: its module needs vertx-web,
      // which who only wants meters should not have to have.
      return null;
    }
  }
}
