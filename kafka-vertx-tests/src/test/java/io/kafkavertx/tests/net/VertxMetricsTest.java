package io.kafkavertx.tests.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkavertx.KafkaProducer;
import io.kafkavertx.ProducerOptions;
import io.kafkavertx.ProducerRecord;
import io.kafkavertx.spi.Serializer;
import io.kafkavertx.tests.support.SharedBroker;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.metrics.MetricsOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.spi.metrics.ClientMetrics;
import io.vertx.core.spi.metrics.VertxMetrics;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Vert.x's own metrics see the requests of a Kafka client as they see those of its other clients.
 */
@Tag("slow")
@Timeout(120)
class VertxMetricsTest {
  /** Counts calls by what they tell. */
  private static final class Recorded implements VertxMetrics {
    private final Map<String, Integer> counts = new ConcurrentHashMap<>();
    private volatile String made;

    private void count(String what) {
      counts.merge(what, 1, Integer::sum);
    }

    @Override
    public ClientMetrics<?, ?, ?> createClientMetrics(
        SocketAddress broker, String type, String namespace) {
      made = type + " " + namespace + " " + broker.port();
      count("made");
      return new ClientMetrics<String, Object, Object>() {
        @Override
        public String requestBegin(String uri, Object request) {
          count("began " + uri);
          return uri;
        }

        @Override
        public void requestEnd(String uri) {
          count("left " + uri);
        }

        @Override
        public void responseEnd(String uri) {
          count("answered " + uri);
        }

        @Override
        public void requestReset(String uri) {
          count("lost " + uri);
        }

        @Override
        public void close() {
          count("closed");
        }
      };
    }
  }

  @Test
  void everyRequestIsToldOnceFromItsBeginToItsEnd() throws Exception {
    Recorded metrics = new Recorded();
    Vertx vertx =
        Vertx.builder()
            .with(new VertxOptions().setMetricsOptions(new MetricsOptions().setEnabled(true)))
            .withMetrics(options -> metrics)
            .build();
    String topic = SharedBroker.name("counted");
    SharedBroker.createTopic(topic, 1);
    for (String acks : new String[] {"all", "0"}) {
      KafkaProducer<String, String> producer =
          KafkaProducer.create(
              vertx,
              new ProducerOptions()
                  .setBootstrapServers(SharedBroker.bootstrapServers())
                  .setClientId("counting")
                  .setAcks(acks),
              Serializer.string(),
              Serializer.string());
      producer.send(ProducerRecord.of(topic, "value")).await(30, TimeUnit.SECONDS);
      producer.close().await(30, TimeUnit.SECONDS);
    }
    vertx.close().await(30, TimeUnit.SECONDS);
    Map<String, Integer> counts = Collections.unmodifiableMap(new TreeMap<>(metrics.counts));
    String port = SharedBroker.bootstrapServers().replaceAll(".*:", "");
    assertThat(metrics.made).isEqualTo("kafka counting " + port);
    assertThat(counts).containsEntry("began PRODUCE", 2).containsEntry("answered PRODUCE", 2);
    assertThat(counts.get("closed")).isEqualTo(counts.get("made"));
    for (Map.Entry<String, Integer> begun : counts.entrySet()) {
      if (begun.getKey().startsWith("began ")) {
        String api = begun.getKey().substring("began ".length());
        int ended =
            counts.getOrDefault("answered " + api, 0) + counts.getOrDefault("lost " + api, 0);
        assertThat(ended).as(api).isEqualTo(begun.getValue());
        assertThat(counts.get("left " + api)).as(api).isEqualTo(begun.getValue());
      }
    }
  }
}
