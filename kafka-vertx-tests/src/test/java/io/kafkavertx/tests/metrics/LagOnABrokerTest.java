package io.kafkavertx.tests.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkavertx.ConsumerOptions;
import io.kafkavertx.KafkaConsumer;
import io.kafkavertx.spi.Deserializer;
import io.kafkavertx.tests.support.GuardedVertx;
import io.kafkavertx.tests.support.Measured;
import io.kafkavertx.tests.support.SharedBroker;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How far a reader is behind, while a transaction is open. */
@Timeout(120)
final class LagOnABrokerTest {
  private static final int COMMITTED = 5;
  private static final int OPEN = 3;

  @RegisterExtension final GuardedVertx guard = new GuardedVertx();

  private static <T> T await(Future<T> future) throws Exception {
    return future.await(60, TimeUnit.SECONDS);
  }

  private double lagAfterReading(String topic, String isolation, int records) throws Exception {
    CountDownLatch read = new CountDownLatch(records);
    KafkaConsumer<String, String> consumer =
        KafkaConsumer.create(
            guard.vertx(),
            ConsumerOptions.fromProperties(
                    Map.of(
                        "bootstrap.servers",
                        SharedBroker.bootstrapServers(),
                        "group.id",
                        topic + isolation,
                        "auto.offset.reset",
                        "earliest",
                        "isolation.level",
                        isolation))
                .setMetricsReporterFactories(List.of(new Measured())),
            Deserializer.string(),
            Deserializer.string());
    consumer.handler(record -> read.countDown());
    await(consumer.subscribe(topic));
    assertThat(read.await(60, TimeUnit.SECONDS)).isTrue();
    double lag = Measured.sum(await(consumer.metrics()), "kafka.consumer.lag");
    await(consumer.close());
    return lag;
  }

  @Test
  void underReadCommittedTheLagEndsAtTheLastStableOffset() throws Exception {
    String topic = SharedBroker.name("lag");
    SharedBroker.createTopic(topic, 1);
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", SharedBroker.bootstrapServers(), "transactional.id", topic),
            new StringSerializer(),
            new StringSerializer())) {
      producer.initTransactions();
      producer.beginTransaction();
      for (int i = 0; i < COMMITTED; i++) {
        producer.send(new ProducerRecord<>(topic, "v" + i));
      }
      producer.commitTransaction();
      producer.beginTransaction();
      for (int i = 0; i < OPEN; i++) {
        producer.send(new ProducerRecord<>(topic, "open" + i));
      }
      producer.flush();
      // What cannot be read yet is not lag; who reads it anyway has none either.
      assertThat(lagAfterReading(topic, "read_committed", COMMITTED)).isZero();
      assertThat(lagAfterReading(topic, "read_uncommitted", COMMITTED + OPEN)).isZero();
      producer.commitTransaction();
      // It goes on where it was; the marker at the end may not have been passed yet.
      assertThat(lagAfterReading(topic, "read_committed", OPEN)).isLessThanOrEqualTo(1);
    }
  }
}
