package io.kafkavertx.tests.support;

import io.kafkavertx.spi.MetricName;
import io.kafkavertx.spi.MetricsReporter;
import io.kafkavertx.spi.MetricsReporterFactory;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.Map;

/** A reporter that takes everything and does nothing with it; values come from metrics(). */
public final class Measured implements MetricsReporter, MetricsReporterFactory {
  @Override
  public String name() {
    return "measured";
  }

  @Override
  public MetricsReporter create(Vertx vertx, JsonObject config) {
    return new Measured();
  }

  @Override
  public Counter counter(MetricName name) {
    return amount -> {};
  }

  @Override
  public Gauge gauge(MetricName name) {
    return value -> {};
  }

  @Override
  public Distribution distribution(MetricName name) {
    return value -> {};
  }

  /** The sum of all values of that name with these tags, a key and a value in turn. */
  public static double sum(Map<MetricName, Double> values, String name, String... tags) {
    double sum = 0;
    for (Map.Entry<MetricName, Double> entry : values.entrySet()) {
      boolean fits = entry.getKey().name().equals(name);
      for (int i = 0; i < tags.length; i += 2) {
        fits &= tags[i + 1].equals(entry.getKey().tags().get(tags[i]));
      }
      sum += fits ? entry.getValue() : 0;
    }
    return sum;
  }
}
