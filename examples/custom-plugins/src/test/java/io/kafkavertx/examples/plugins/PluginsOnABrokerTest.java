package io.kafkavertx.examples.plugins;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkavertx.ClientOptions;
import io.kafkavertx.ConsumerOptions;
import io.kafkavertx.KafkaConsumer;
import io.kafkavertx.KafkaProducer;
import io.kafkavertx.ProducerOptions;
import io.kafkavertx.ProducerRecord;
import io.kafkavertx.SecurityProtocol;
import io.kafkavertx.spi.Deserializer;
import io.kafkavertx.spi.Serializer;
import io.kafkavertx.testkit.broker.BrokerOptions;
import io.kafkavertx.testkit.broker.KafkaBroker;
import io.kafkavertx.testkit.broker.Listener;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All five plug-ins at work on a real broker. Options name them; nothing else here does. */
final class PluginsOnABrokerTest {
  private static final int RECORDS = 600;

  @TempDir static Path directory;

  @Test
  void pluginsOnThePathAreUsedByTheirNames() throws Exception {
    Path password = Files.writeString(directory.resolve("password"), "s3cret\n");
    Vertx vertx = Vertx.vertx();
    try (KafkaBroker broker =
        KafkaBroker.start(
            BrokerOptions.version("4.4.0")
                .property("broker.rack", "north")
                .listener(Listener.saslPlaintext("LOGIN").plainUser("alice", "s3cret")))) {
      broker.createTopic("orders", 6);
      JsonObject login =
          new JsonObject().put("username", "alice").put("passwordFile", password.toString());
      String servers = broker.bootstrapServers("LOGIN");

      BlockingQueue<JsonObject> metrics = new LinkedBlockingQueue<>();
      vertx.eventBus().<JsonObject>consumer("kafka.metrics", m -> metrics.add(m.body()));
      Map<String, Set<Integer>> partitionsOfTenant = new ConcurrentHashMap<>();
      CountDownLatch read = new CountDownLatch(RECORDS);
      List<KafkaConsumer<String, String>> consumers = new ArrayList<>();
      for (String zone : List.of("north", "south")) {
        ConsumerOptions options =
            secure(new ConsumerOptions(), servers, login)
                .setGroupId("billing")
                .setClientRack(zone)
                .setAutoOffsetReset("earliest")
                .setPartitionAssignmentStrategy(List.of("zone"));
        KafkaConsumer<String, String> consumer =
            KafkaConsumer.create(vertx, options, Deserializer.string(), Deserializer.string());
        consumer.handler(
            record -> {
              String tenant = record.key().substring(0, record.key().indexOf('/'));
              partitionsOfTenant
                  .computeIfAbsent(tenant, t -> ConcurrentHashMap.newKeySet())
                  .add(record.partition());
              read.countDown();
            });
        await(consumer.subscribe("orders"));
        consumers.add(consumer);
      }

      KafkaProducer<String, String> producer =
          KafkaProducer.create(
              vertx,
              secure(new ProducerOptions(), servers, login)
                  .setCompression("jdk-gzip")
                  .setPartitioner("tenant")
                  .setMetricsReporters(List.of("eventbus"))
                  .setPluginConfig(
                      new JsonObject().put("eventbus", new JsonObject().put("intervalMs", 100))),
              Serializer.string(),
              Serializer.string());
      List<Future<?>> sent = new ArrayList<>();
      for (int i = 0; i < RECORDS; i++) {
        sent.add(producer.send(ProducerRecord.of("orders", "tenant" + i % 10 + "/" + i, "v" + i)));
      }
      await(Future.all(sent));
      assertThat(read.await(90, TimeUnit.SECONDS)).isTrue();
      await(producer.close());

      assertThat(partitionsOfTenant).hasSize(10);
      assertThat(partitionsOfTenant.values()).allMatch(partitions -> partitions.size() == 1);
      assertThat(highest(metrics, "messaging.client.sent.messages")).isEqualTo(RECORDS);
      for (KafkaConsumer<String, String> consumer : consumers) {
        await(consumer.close());
      }
    } finally {
      await(vertx.close());
    }
  }

  private static <T extends ClientOptions<T>> T secure(
      T options, String servers, JsonObject login) {
    return options
        .setBootstrapServers(servers)
        .setSecurityProtocol(SecurityProtocol.SASL_PLAINTEXT)
        .setSaslMechanism("PLAIN")
        .setSaslConfig(login);
  }

  /** The last word is said when the producer closes; the event bus may bring it a little later. */
  private static double highest(BlockingQueue<JsonObject> metrics, String name)
      throws InterruptedException {
    double highest = 0;
    while (highest < RECORDS) {
      JsonObject values = metrics.poll(30, TimeUnit.SECONDS);
      if (values == null) {
        break;
      }
      highest = Math.max(highest, values.getDouble(name, 0.0));
    }
    return highest;
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(90, TimeUnit.SECONDS);
  }
}
