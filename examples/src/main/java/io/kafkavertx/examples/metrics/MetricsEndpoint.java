package io.kafkavertx.examples.metrics;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;

/** Serves what a registry holds at {@code /metrics}, for Prometheus to scrape. */
final class MetricsEndpoint {
  private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";

  private MetricsEndpoint() {}

  /**
   * Starts serving on the loopback address.
   *
   * @param port 0 for any that is free
   */
  static Future<HttpServer> open(Vertx vertx, PrometheusMeterRegistry registry, int port) {
    return vertx
        .createHttpServer()
        .requestHandler(
            request -> {
              if (request.path().equals("/metrics")) {
                request.response().putHeader("Content-Type", TEXT).end(registry.scrape());
              } else {
                request.response().setStatusCode(404).end();
              }
            })
        .listen(port, "127.0.0.1");
  }
}
