package io.kafkavertx.examples.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkavertx.KafkaProducer;
import io.kafkavertx.ProducerOptions;
import io.kafkavertx.ProducerRecord;
import io.kafkavertx.micrometer.MicrometerReporterFactory;
import io.kafkavertx.spi.Serializer;
import io.kafkavertx.testkit.broker.BrokerOptions;
import io.kafkavertx.testkit.broker.KafkaBroker;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Every query of the dashboard finds something in what a producer, a consumer and a delivery have
 * published, after a broker that went away and came back.
 */
@Tag("slow")
final class DashboardTest {
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  @Test
  void everyQueryOfTheDashboardFindsSeriesWithTheLabelsItGroupsBy() throws Exception {
    List<String> expressions = expressions();
    assertThat(expressions).hasSizeGreaterThan(30);
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    Vertx vertx = Vertx.vertx();
    try (KafkaBroker broker = KafkaBroker.start(BrokerOptions.version("4.4.0"))) {
      broker.createTopic("orders", 3);
      vertx
          .deployVerticle(new Traffic(broker.bootstrapServers(), "orders", registry))
          .await(90, TimeUnit.SECONDS);
      HttpServer server = MetricsEndpoint.open(vertx, registry, 0).await(30, TimeUnit.SECONDS);
      // From this thread, which is not Vert.x's: Vert.x's own client is for event loops.
      HttpClient client = HttpClient.newHttpClient();
      until(client, server.actualPort(), "messaging_client_consumed_messages_total");
      refused(vertx, broker.bootstrapServers(), registry);
      // Dies with requests that it has not answered.
      broker.pause();
      until(client, server.actualPort(), "kafka_producer_requests_in_flight");
      broker.kill();
      until(client, server.actualPort(), "kafka_consumer_fetch_errors_total");
      broker.restart();

      Instant end = Instant.now().plus(PATIENCE);
      List<String> missing = unanswered(expressions, scrape(client, server.actualPort()));
      while (!missing.isEmpty() && Instant.now().isBefore(end)) {
        missing = unanswered(expressions, scrape(client, server.actualPort()));
      }
      assertThat(missing).isEmpty();
    } finally {
      vertx.close().await(60, TimeUnit.SECONDS);
    }
  }

  /** Sends a record to a topic that no broker allows. */
  private static void refused(Vertx vertx, String servers, PrometheusMeterRegistry registry)
      throws Exception {
    KafkaProducer<String, String> producer =
        KafkaProducer.create(
            vertx,
            new ProducerOptions()
                .setBootstrapServers(servers)
                .setClientId("wrong")
                .setMetricsReporterFactories(List.of(new MicrometerReporterFactory(registry))),
            Serializer.string(),
            Serializer.string());
    producer
        .send(ProducerRecord.of("no such name!", "key", "value"))
        .otherwiseEmpty()
        .await(60, TimeUnit.SECONDS);
  }

  private static void until(HttpClient client, int port, String metric) throws Exception {
    Instant end = Instant.now().plus(PATIENCE);
    while (scrape(client, port).series().stream()
        .noneMatch(each -> each.name().equals(metric) && each.value() > 0)) {
      assertThat(Instant.now()).as("waiting for " + metric).isBefore(end);
    }
  }

  /** What is wrong with queries: nothing for all is well. */
  private static List<String> unanswered(List<String> expressions, Scrape scrape) {
    List<String> missing = new ArrayList<>();
    for (String expression : expressions) {
      Query query = Query.parse(expression);
      for (Query.Selector selector : query.selectors()) {
        List<Scrape.Series> found = scrape.select(selector);
        if (found.isEmpty()) {
          missing.add("nothing for " + selector + " of " + expression);
        }
        for (Scrape.Series each : found) {
          if (!each.labels().keySet().containsAll(query.grouping())) {
            missing.add(each + " lacks a label of " + expression);
          }
        }
      }
    }
    return missing;
  }

  /** With a pause, as Prometheus has one. */
  private static Scrape scrape(HttpClient client, int port) throws Exception {
    TimeUnit.MILLISECONDS.sleep(100);
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics"))
            .timeout(Duration.ofSeconds(30))
            .build();
    return Scrape.parse(client.send(request, BodyHandlers.ofString()).body());
  }

  private static List<String> expressions() throws IOException {
    try (InputStream in = DashboardTest.class.getResourceAsStream("/grafana/kafka-vertx.json")) {
      JsonObject dashboard = new JsonObject(new String(in.readAllBytes(), StandardCharsets.UTF_8));
      List<String> expressions = new ArrayList<>();
      for (Object panel : dashboard.getJsonArray("panels")) {
        JsonArray targets = ((JsonObject) panel).getJsonArray("targets");
        targets.forEach(target -> expressions.add(((JsonObject) target).getString("expr")));
      }
      return expressions;
    }
  }
}
