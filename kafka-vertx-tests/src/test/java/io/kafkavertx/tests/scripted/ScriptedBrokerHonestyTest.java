package io.kafkavertx.tests.scripted;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkavertx.protocol.ApiKey;
import io.kafkavertx.protocol.ErrorCode;
import io.kafkavertx.testkit.scripted.ApiVersionTable;
import io.kafkavertx.testkit.scripted.Reaction;
import io.kafkavertx.testkit.scripted.ScriptedServer;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The fake must be honest: the Java client, which knows nothing of it, must find it a real cluster.
 */
@Tag("slow")
@Timeout(120)
class ScriptedBrokerHonestyTest {
  private Vertx vertx;
  private ScriptedServer server;

  @BeforeEach
  void start() throws Exception {
    vertx = Vertx.vertx();
    server = ScriptedServer.start(vertx, 3).await(20, TimeUnit.SECONDS);
    server.run(cluster -> cluster.createTopic("orders", 3)).await(20, TimeUnit.SECONDS);
  }

  @AfterEach
  void stop() throws Exception {
    server.close().await(20, TimeUnit.SECONDS);
    vertx.close().await(20, TimeUnit.SECONDS);
  }

  private Properties properties(Map<String, ?> more) {
    Properties properties = new Properties();
    properties.put("bootstrap.servers", server.bootstrapServers());
    properties.put("retry.backoff.ms", 20);
    properties.put("reconnect.backoff.ms", 20);
    properties.putAll(more);
    return properties;
  }

  private KafkaProducer<String, String> producer(Map<String, ?> more) {
    return new KafkaProducer<>(properties(more), new StringSerializer(), new StringSerializer());
  }

  private KafkaConsumer<String, String> consumer(Map<String, ?> more) {
    Properties properties = properties(more);
    properties.putIfAbsent("group.id", "billing");
    properties.put("auto.offset.reset", "earliest");
    properties.put("enable.auto.commit", "false");
    return new KafkaConsumer<>(properties, new StringDeserializer(), new StringDeserializer());
  }

  private void produce(int count, Map<String, ?> more) throws Exception {
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    try (KafkaProducer<String, String> producer = producer(more)) {
      for (int i = 0; i < count; i++) {
        sent.add(producer.send(new ProducerRecord<>("orders", i % 3, "k" + i, "v" + i)));
      }
      producer.flush();
    }
    for (int i = 0; i < count; i++) {
      assertThat(sent.get(i).get().offset()).isEqualTo(i / 3);
    }
  }

  private static Set<Integer> consume(KafkaConsumer<String, String> consumer, int count) {
    Map<Integer, Long> positions = new TreeMap<>();
    Set<Integer> seen = new TreeSet<>();
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (seen.size() < count && System.nanoTime() < deadline) {
      for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(200))) {
        assertThat(record.value().substring(1)).isEqualTo(record.key().substring(1));
        assertThat(seen.add(Integer.parseInt(record.key().substring(1)))).isTrue();
        Long before = positions.put(record.partition(), record.offset());
        assertThat(record.offset()).isEqualTo(before == null ? record.offset() : before + 1);
      }
    }
    return seen;
  }

  @Test
  void theJavaClientProducesAndConsumesWithAGroup() throws Exception {
    produce(3000, Map.of("linger.ms", 1));
    try (KafkaConsumer<String, String> consumer = consumer(Map.of())) {
      consumer.subscribe(Set.of("orders"));
      assertThat(consume(consumer, 3000)).hasSize(3000);
      consumer.commitSync();
      assertThat(consumer.committed(Set.of(new TopicPartition("orders", 1))).values())
          .extracting(OffsetAndMetadata::offset)
          .containsExactly(1000L);
    }
    try (KafkaConsumer<String, String> again = consumer(Map.of())) {
      again.subscribe(Set.of("orders"));
      produceMore();
      assertThat(consume(again, 3)).containsExactly(9001, 9002, 9003);
    }
  }

  private void produceMore() throws Exception {
    try (KafkaProducer<String, String> producer = producer(Map.of())) {
      for (int i = 1; i <= 3; i++) {
        producer.send(new ProducerRecord<>("orders", "k900" + i, "v900" + i)).get();
      }
    }
  }

  @Test
  void twoMembersShareAGroupAndOneTakesOverWhenTheOtherLeaves() throws Exception {
    produce(300, Map.of());
    try (KafkaConsumer<String, String> first = consumer(Map.of("heartbeat.interval.ms", 100))) {
      first.subscribe(Set.of("orders"));
      assertThat(consume(first, 300)).hasSize(300);
      first.commitSync();
      try (KafkaConsumer<String, String> second = consumer(Map.of())) {
        second.subscribe(Set.of("orders"));
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (first.assignment().size() + second.assignment().size() != 3
            || second.assignment().isEmpty()) {
          assertThat(System.nanoTime()).isLessThan(deadline);
          first.poll(Duration.ofMillis(50));
          second.poll(Duration.ofMillis(50));
        }
      }
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
      while (first.assignment().size() != 3) {
        assertThat(System.nanoTime()).isLessThan(deadline);
        first.poll(Duration.ofMillis(50));
      }
    }
  }

  @Test
  void anIdempotentProducerStoresEveryRecordOnceThroughFaults() throws Exception {
    server
        .run(
            cluster -> {
              int[] count = {0};
              cluster.intercept(
                  ApiKey.PRODUCE,
                  request ->
                      // Not among the first: a broker that knows nothing of a producer takes any
                      // sequence, so a first batch that is refused while the second is in
                      // flight can never be stored. That is so with real brokers as well.
                      switch (count[0]++ >= 20 && count[0] <= 45 ? count[0] % 5 : 0) {
                        case 1 -> Reaction.dropAfter();
                        case 2 -> Reaction.dropBefore();
                        case 3 -> Reaction.refuse(ErrorCode.NOT_ENOUGH_REPLICAS);
                        case 4 -> Reaction.delay(Duration.ofMillis(20));
                        default -> null;
                      });
            })
        .await(20, TimeUnit.SECONDS);
    produce(600, Map.of("batch.size", 400, "linger.ms", 1));
    long duplicates =
        server
            .on(
                cluster ->
                    cluster.topic("orders").partitions().stream()
                        .mapToLong(partition -> partition.duplicates())
                        .sum())
            .await(20, TimeUnit.SECONDS);
    assertThat(duplicates).isPositive();
    server.run(cluster -> cluster.clearIntercepts()).await(20, TimeUnit.SECONDS);
    try (KafkaConsumer<String, String> consumer = consumer(Map.of())) {
      consumer.subscribe(Set.of("orders"));
      assertThat(consume(consumer, 600)).hasSize(600);
    }
  }

  @Test
  void aProducerFollowsTheLeaderWhenItsBrokerDiesAndComesBack() throws Exception {
    try (KafkaProducer<String, String> producer = producer(Map.of())) {
      for (int round = 0; round < 6; round++) {
        RecordMetadata stored =
            producer.send(new ProducerRecord<>("orders", 0, "k", "v" + round)).get();
        assertThat(stored.offset()).isEqualTo(round);
        int broker = round % 3 + 1;
        if (round % 2 == 0) {
          server.kill(broker).await(20, TimeUnit.SECONDS);
        } else {
          server.revive(broker == 1 ? 3 : broker - 1).await(20, TimeUnit.SECONDS);
        }
      }
    }
  }

  @Test
  void olderReleasesAreSpokenToInTheirOwnVersions() throws Exception {
    server.run(cluster -> cluster.versions(ApiVersionTable.kafka28())).await(20, TimeUnit.SECONDS);
    produce(90, Map.of());
    try (KafkaConsumer<String, String> consumer = consumer(Map.of())) {
      consumer.subscribe(Set.of("orders"));
      assertThat(consume(consumer, 90)).hasSize(90);
      consumer.commitSync();
    }
  }

  @Test
  void offsetsAreFoundByTimeAndTopicsMadeAndDeletedByTheAdminClient() throws Exception {
    try (KafkaProducer<String, String> producer = producer(Map.of());
        KafkaConsumer<String, String> consumer = consumer(Map.of());
        Admin admin = Admin.create(properties(Map.of()))) {
      admin.createTopics(Set.of(new NewTopic("made", 2, (short) 3))).all().get();
      assertThat(admin.listTopics().names().get()).contains("made", "orders");
      assertThat(admin.describeCluster().nodes().get()).hasSize(3);
      for (long time = 1000; time < 2000; time += 100) {
        producer.send(new ProducerRecord<>("made", 1, time, "k", "v"));
      }
      producer.flush();
      TopicPartition partition = new TopicPartition("made", 1);
      Map<TopicPartition, OffsetAndTimestamp> found =
          consumer.offsetsForTimes(Map.of(partition, 1450L));
      assertThat(found.get(partition).offset()).isEqualTo(5);
      assertThat(consumer.endOffsets(Set.of(partition))).containsValue(10L);
      admin.deleteTopics(Set.of("made")).all().get();
      assertThat(admin.listTopics().names().get()).doesNotContain("made");
    }
  }

  @Test
  void saslPlainLetsTheRightPasswordInAndNoOther() throws Exception {
    server
        .run(cluster -> cluster.requirePlain(Map.of("alice", "alice-secret")))
        .await(20, TimeUnit.SECONDS);
    produce(30, sasl("alice-secret"));
    try (KafkaProducer<String, String> producer = producer(sasl("wrong"))) {
      assertThatThrownBy(() -> producer.send(new ProducerRecord<>("orders", "k", "v")).get())
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(SaslAuthenticationException.class);
    }
  }

  private static Map<String, String> sasl(String password) {
    return Map.of(
        "security.protocol", "SASL_PLAINTEXT",
        "sasl.mechanism", "PLAIN",
        "sasl.jaas.config",
            "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"alice\""
                + " password=\""
                + password
                + "\";");
  }

  @Test
  void aBrokerThatSaysNothingIsGivenUpOn() throws Exception {
    server
        .run(cluster -> cluster.intercept(ApiKey.API_VERSIONS, request -> Reaction.ignore()))
        .await(20, TimeUnit.SECONDS);
    // Its thread waits for one answer at a time, by default for thirty seconds.
    try (KafkaProducer<String, String> producer =
        producer(Map.of("max.block.ms", 2000, "request.timeout.ms", 1000))) {
      assertThatThrownBy(() -> producer.send(new ProducerRecord<>("orders", "k", "v")).get())
          .hasRootCauseInstanceOf(TimeoutException.class);
      // It goes on asking; on a busy machine the first question may come late.
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
      while (server.on(c -> c.requestCount(ApiKey.API_VERSIONS)).await(20, TimeUnit.SECONDS) == 0) {
        assertThat(System.nanoTime()).isLessThan(deadline);
        TimeUnit.MILLISECONDS.sleep(20);
      }
    }
  }
}
