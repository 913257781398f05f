package io.kafkavertx.tests.produce;

import io.kafkavertx.KafkaProducer;
import io.kafkavertx.ProducerOptions;
import io.kafkavertx.ProducerRecord;
import io.kafkavertx.RecordMetadata;
import io.kafkavertx.spi.Serializer;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Loading classes takes a cold JVM longer than an event loop may be busy; that is not what is
 * tested.
 */
final class WarmUp {
  private static final int RECORDS = 5000;

  private WarmUp() {}

  /** Fills a topic, on a Vert.x that nobody watches. */
  static void send(String bootstrapServers, String topic) throws Exception {
    Vertx vertx = Vertx.vertx();
    try {
      KafkaProducer<String, String> producer =
          KafkaProducer.create(
              vertx,
              new ProducerOptions().setBootstrapServers(bootstrapServers),
              Serializer.string(),
              Serializer.string());
      List<Future<RecordMetadata>> results = new ArrayList<>();
      for (int i = 0; i < RECORDS; i++) {
        results.add(producer.send(ProducerRecord.of(topic, "v" + i)));
      }
      Future.join(results).await(60, TimeUnit.SECONDS);
    } finally {
      vertx.close().await(60, TimeUnit.SECONDS);
    }
  }
}
