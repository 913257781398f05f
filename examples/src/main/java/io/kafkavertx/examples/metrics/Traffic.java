package io.kafkavertx.examples.metrics;

import io.kafkavertx.ClientOptions;
import io.kafkavertx.ConsumerOptions;
import io.kafkavertx.KafkaConsumer;
import io.kafkavertx.KafkaProducer;
import io.kafkavertx.ProducerOptions;
import io.kafkavertx.ProducerRecord;
import io.kafkavertx.eventbus.EventBusDelivery;
import io.kafkavertx.eventbus.Route;
import io.kafkavertx.micrometer.MicrometerReporterFactory;
import io.kafkavertx.spi.Deserializer;
import io.kafkavertx.spi.MetricsReporterFactory;
import io.kafkavertx.spi.Serializer;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.util.List;

/**
 * Something to watch: a producer that sends a few records at a time, a consumer group that reads
 * them, and a delivery of the same records over the event bus. All of them publish in one registry.
 */
final class Traffic extends VerticleBase {
  private static final String ADDRESS = "orders";
  private static final int BURST = 100;

  private final String servers;
  private final String topic;
  private final MetricsReporterFactory metrics;
  private KafkaProducer<String, String> producer;
  private KafkaConsumer<String, String> consumer;
  private EventBusDelivery delivery;
  private long sent;

  Traffic(String servers, String topic, MeterRegistry registry) {
    this.servers = servers;
    this.topic = topic;
    this.metrics = new MicrometerReporterFactory(registry);
  }

  @Override
  public Future<?> start() {
    producer =
        KafkaProducer.create(
            vertx,
            measured(new ProducerOptions(), "orders-producer").setCompression("lz4"),
            Serializer.string(),
            Serializer.string());
    consumer =
        KafkaConsumer.create(
            vertx,
            measured(new ConsumerOptions(), "orders-consumer")
                .setGroupId("billing")
                .setAutoOffsetReset("earliest")
                .setAutoCommitInterval(Duration.ofSeconds(1)),
            Deserializer.string(),
            Deserializer.string());
    consumer.handler(record -> {});
    vertx.eventBus().consumer(ADDRESS, message -> message.reply(null));
    delivery =
        EventBusDelivery.create(
            vertx,
            measured(new ConsumerOptions(), "orders-delivery")
                .setGroupId("shipping")
                .setAutoOffsetReset("earliest")
                .setAutoCommitInterval(Duration.ofSeconds(1)),
            new Route().setTopics(List.of(topic)).setAddress(ADDRESS));
    vertx.setPeriodic(50, id -> send());
    return Future.all(consumer.subscribe(topic), delivery.start());
  }

  private <T extends ClientOptions<T>> T measured(T options, String clientId) {
    return options
        .setBootstrapServers(servers)
        .setClientId(clientId)
        .setMetricsReporterFactories(List.of(metrics));
  }

  private void send() {
    for (int i = 0; i < BURST; i++) {
      producer.send(ProducerRecord.of(topic, "customer" + sent % 1000, "order number " + sent++));
    }
  }

  @Override
  public Future<?> stop() {
    return Future.join(
        producer.close(Duration.ofSeconds(5)),
        consumer.close(Duration.ofSeconds(5)),
        delivery.close(Duration.ofSeconds(5)));
  }
}
