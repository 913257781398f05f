package io.kafkavertx.internal.vertx;

import io.kafkavertx.spi.MetricsReporter;
import io.kafkavertx.spi.MetricsReporterFactory;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;

/**
 * The metrics reporter named {@code logging}: writes all measurements to the log, at level INFO by
 * the logger {@code io.kafkavertx.metrics}. Configuration: {@code intervalMs}, the time between two
 * reports, 60000 by default.
 */
public final class LoggingReporterFactory implements MetricsReporterFactory {
  @Override
  public String name() {
    return "logging";
  }

  @Override
  public MetricsReporter create(Vertx vertx, JsonObject config) {
    for (String key : config.fieldNames()) {
      if (!key.equals("intervalMs")) {
        throw new IllegalArgumentException(key + " is not known; intervalMs is");
      }
    }
    Object interval = config.getValue("intervalMs", 60_000);
    if (!(interval instanceof Number number) || number.longValue() < 1) {
      throw new IllegalArgumentException("intervalMs must be a number from 1");
    }
    return new LoggingReporter(vertx, number.longValue());
  }
}
