package io.kafkavertx.internal.plugin;

import io.kafkavertx.ClientOptions;
import io.kafkavertx.ConfigException;
import io.kafkavertx.ConsumerOptions;
import io.kafkavertx.internal.metrics.Meters;
import io.kafkavertx.spi.MetricsReporter;
import io.kafkavertx.spi.MetricsReporterFactory;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;

/** Makes the metrics reporters of a client. */
public final class Reporters {
  private Reporters() {}

  /**
   * The measurements of a client, with the reporters that its options name or hold.
   *
   * @throws ConfigException when one is not there or refuses its configuration
   */
  public static Meters open(Vertx vertx, ClientOptions<?> options) {
    List<MetricsReporterFactory> factories = new ArrayList<>();
    options
        .getMetricsReporters()
        .forEach(name -> factories.add(Plugins.metricsReporter(options, name)));
    factories.addAll(options.getMetricsReporterFactories());
    List<MetricsReporter> reporters = new ArrayList<>();
    try {
      for (MetricsReporterFactory factory : factories) {
        reporters.add(made(factory, vertx, options));
      }
    } catch (ConfigException e) {
      reporters.forEach(MetricsReporter::close);
      throw e;
    }
    String group = options instanceof ConsumerOptions consumer ? consumer.getGroupId() : null;
    return new Meters(options.getClientId(), group, options.getMetricsDetail(), reporters);
  }

  private static MetricsReporter made(
      MetricsReporterFactory factory, Vertx vertx, ClientOptions<?> options) {
    String name = factory.name();
    MetricsReporter reporter;
    try {
      reporter = factory.create(vertx, options.pluginConfig(name));
    } catch (RuntimeException e) {
      throw new ConfigException("metrics reporter " + name + ": " + e.getMessage(), e);
    }
    if (reporter == null) {
      throw new ConfigException(factory.getClass().getName() + " made no metrics reporter");
    }
    return reporter;
  }
}
