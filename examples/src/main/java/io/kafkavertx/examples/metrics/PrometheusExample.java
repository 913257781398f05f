package io.kafkavertx.examples.metrics;

import io.kafkavertx.testkit.broker.BrokerOptions;
import io.kafkavertx.testkit.broker.KafkaBroker;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;

/**
 * A producer, a consumer and an event-bus delivery that Prometheus can watch. Serves {@code
 * http://localhost:9464/metrics} until it is stopped; the dashboard for Grafana is the resource
 * {@code grafana/kafka-vertx.json}.
 *
 * <p>System properties: {@code bootstrap} (a broker of yours with a topic {@code orders}; one is
 * started when not set), {@code port} (9464).
 */
public final class PrometheusExample {
  private static final String TOPIC = "orders";

  private PrometheusExample() {}

  public static void main(String[] args) throws Exception {
    String bootstrap = System.getProperty("bootstrap", "");
    int port = Integer.getInteger("port", 9464);
    if (bootstrap.isEmpty()) {
      KafkaBroker broker = KafkaBroker.start(BrokerOptions.version("4.4.0"));
      Runtime.getRuntime().addShutdownHook(new Thread(broker::close));
      broker.createTopic(TOPIC, 6);
      bootstrap = broker.bootstrapServers();
    }
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    Vertx vertx = Vertx.vertx();
    vertx.deployVerticle(new Traffic(bootstrap, TOPIC, registry)).await(1, TimeUnit.MINUTES);
    MetricsEndpoint.open(vertx, registry, port).await(10, TimeUnit.SECONDS);
    System.out.println("Scrape http://localhost:" + port + "/metrics");
  }
}
