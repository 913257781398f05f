package io.kafkavertx.tests.scripted;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkavertx.testkit.scripted.ScriptedServer;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The scripted transaction coordinator must be honest: the Java client finds it a real one. */
@Tag("slow")
@Timeout(120)
class ScriptedTransactionsHonestyTest {
  private static final TopicPartition ORDERS = new TopicPartition("orders", 0);

  private static KafkaProducer<String, String> producer(String servers) {
    return new KafkaProducer<>(
        Map.of("bootstrap.servers", servers, "transactional.id", "t", "retry.backoff.ms", 20),
        new StringSerializer(),
        new StringSerializer());
  }

  private static KafkaConsumer<String, String> consumer(String servers) {
    return new KafkaConsumer<>(
        Map.of(
            "bootstrap.servers",
            servers,
            "group.id",
            "g",
            "isolation.level",
            "read_committed",
            "auto.offset.reset",
            "earliest"),
        new StringDeserializer(),
        new StringDeserializer());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2})
  void theJavaClientCommitsAbortsAndIsFenced(int version) throws Exception {
    Vertx vertx = Vertx.vertx();
    ScriptedServer server = ScriptedServer.start(vertx, 3).await(20, TimeUnit.SECONDS);
    try {
      server
          .run(
              cluster -> {
                cluster.createTopic("orders", 1);
                cluster.settings().transactionVersion(version);
              })
          .await(20, TimeUnit.SECONDS);
      List<String> expected = transactions(server.bootstrapServers());
      assertThat(read(server.bootstrapServers(), expected.size())).isEqualTo(expected);
    } finally {
      server.close().await(20, TimeUnit.SECONDS);
      vertx.close().await(20, TimeUnit.SECONDS);
    }
  }

  private static List<String> transactions(String servers) {
    List<String> expected = new ArrayList<>();
    try (KafkaProducer<String, String> producer = producer(servers)) {
      producer.initTransactions();
      for (int i = 0; i < 10; i++) {
        producer.beginTransaction();
        for (int j = 0; j < 5; j++) {
          producer.send(new ProducerRecord<>("orders", i + "/" + j));
        }
        producer.sendOffsetsToTransaction(
            Map.of(ORDERS, new OffsetAndMetadata(i)), new ConsumerGroupMetadata("g"));
        if (i % 3 == 2) {
          producer.flush();
          producer.abortTransaction();
        } else {
          producer.commitTransaction();
          for (int j = 0; j < 5; j++) {
            expected.add(i + "/" + j);
          }
        }
      }
      producer.beginTransaction();
      producer.send(new ProducerRecord<>("orders", "of one that is fenced"));
      producer.flush();
      try (KafkaProducer<String, String> next = producer(servers)) {
        next.initTransactions();
        assertThatThrownBy(producer::commitTransaction)
            .isInstanceOfAny(ProducerFencedException.class, InvalidProducerEpochException.class);
      }
    }
    return expected;
  }

  private static List<String> read(String servers, int count) {
    List<String> values = new ArrayList<>();
    try (KafkaConsumer<String, String> consumer = consumer(servers)) {
      assertThat(consumer.committed(Set.of(ORDERS)).get(ORDERS).offset()).isEqualTo(9);
      consumer.assign(Set.of(ORDERS));
      consumer.seekToBeginning(Set.of(ORDERS));
      for (int quiet = 0; quiet < (values.size() < count ? 100 : 3); quiet++) {
        consumer.poll(Duration.ofMillis(200)).forEach(record -> values.add(record.value()));
      }
    }
    return values;
  }
}
