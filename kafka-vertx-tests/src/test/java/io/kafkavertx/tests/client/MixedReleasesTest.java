package io.kafkavertx.tests.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkavertx.ConsumerOptions;
import io.kafkavertx.ConsumerRecord;
import io.kafkavertx.KafkaConsumer;
import io.kafkavertx.KafkaProducer;
import io.kafkavertx.ProducerOptions;
import io.kafkavertx.ProducerRecord;
import io.kafkavertx.RecordMetadata;
import io.kafkavertx.protocol.ApiKey;
import io.kafkavertx.spi.Deserializer;
import io.kafkavertx.spi.Serializer;
import io.kafkavertx.testkit.scripted.ApiVersionTable;
import io.kafkavertx.testkit.scripted.ScriptedServer;
import io.kafkavertx.tests.support.GuardedVertx;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Versions that are of use only together, and brokers of different releases in one cluster. */
@Timeout(120)
final class MixedReleasesTest {
  @RegisterExtension final GuardedVertx guarded = new GuardedVertx();
  private ScriptedServer server;
  private KafkaProducer<String, String> producer;
  private KafkaConsumer<String, String> consumer;
  private final List<Future<RecordMetadata>> sent = new ArrayList<>();
  private final List<String> read = new ArrayList<>();

  @BeforeEach
  void open() throws Exception {
    server = get(ScriptedServer.start(guarded.vertx(), 3));
    get(server.run(cluster -> cluster.createTopic("orders", 3)));
  }

  @AfterEach
  void close() throws Exception {
    get(producer.close());
    get(consumer.close());
    get(server.close());
  }

  private static <T> T get(Future<T> future) throws Exception {
    return future.await(60, TimeUnit.SECONDS);
  }

  private void connect() throws Exception {
    producer =
        KafkaProducer.create(
            guarded.vertx(),
            new ProducerOptions().setBootstrapServers(server.bootstrapServers()),
            Serializer.string(),
            Serializer.string());
    consumer =
        KafkaConsumer.create(
            guarded.vertx(),
            new ConsumerOptions()
                .setBootstrapServers(server.bootstrapServers())
                .setGroupId("readers")
                .setAutoOffsetReset("earliest")
                .setEnableAutoCommit(false),
            Deserializer.string(),
            Deserializer.string());
    get(consumer.subscribe("orders"));
  }

  private void send(int count) {
    for (int i = 0; i < count; i++) {
      int number = sent.size();
      sent.add(
          producer.send(
              new ProducerRecord<>("orders", number % 3, 1000L, "k", "v" + number, List.of())));
    }
  }

  private void everythingArrivesOnce() throws Exception {
    for (Future<RecordMetadata> each : sent) {
      get(each);
    }
    long deadline = System.nanoTime() + 60_000_000_000L;
    while (read.size() < sent.size() && System.nanoTime() < deadline) {
      poll(Duration.ofSeconds(1));
    }
    poll(Duration.ofMillis(200));
    assertThat(read)
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, sent.size()).mapToObj(i -> "v" + i).toList());
  }

  private void poll(Duration timeout) throws Exception {
    for (ConsumerRecord<String, String> record : get(consumer.poll(timeout))) {
      read.add(record.value());
    }
  }

  /** As Event Hubs: what names topics by id is listed, and nothing that tells the ids. */
  @Test
  void topicsAreNamedWhereMetadataGivesNoIds() throws Exception {
    get(
        server.run(
            cluster -> cluster.versions(ApiVersionTable.kafka44().highest(ApiKey.METADATA, 9))));
    connect();
    send(30);
    everythingArrivesOnce();
    assertThat(get(consumer.commit())).hasSize(3);
  }
}
