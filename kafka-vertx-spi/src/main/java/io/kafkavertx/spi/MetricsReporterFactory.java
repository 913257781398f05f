package io.kafkavertx.spi;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;

/**
 * Makes metrics reporters. Register it for {@link java.util.ServiceLoader}. Each client has its own
 * reporter.
 */
public interface MetricsReporterFactory extends Plugin {
  /**
   * Makes a reporter.
   *
   * @param vertx the client's Vert.x, for reporters that publish where Vert.x publishes
   * @param config this plug-in's own configuration, empty when there is none
   * @throws IllegalArgumentException when the configuration is wrong; the message names the key
   */
  MetricsReporter create(Vertx vertx, JsonObject config);
}
