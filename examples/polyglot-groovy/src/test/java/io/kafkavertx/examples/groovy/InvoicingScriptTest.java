package io.kafkavertx.examples.groovy;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkavertx.ConsumerOptions;
import io.kafkavertx.ConsumerRecord;
import io.kafkavertx.KafkaAdminOptions;
import io.kafkavertx.KafkaConsumer;
import io.kafkavertx.KafkaProducer;
import io.kafkavertx.ProducerOptions;
import io.kafkavertx.ProducerRecord;
import io.kafkavertx.admin.KafkaAdmin;
import io.kafkavertx.admin.PartitionLag;
import io.kafkavertx.spi.Deserializer;
import io.kafkavertx.spi.Serializer;
import io.kafkavertx.spi.TopicPartition;
import io.kafkavertx.testkit.broker.BrokerOptions;
import io.kafkavertx.testkit.broker.KafkaBroker;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The script on a real broker. */
final class InvoicingScriptTest {
  private static KafkaBroker broker;
  private static Vertx vertx;

  @BeforeAll
  static void start() {
    broker = KafkaBroker.start(BrokerOptions.version("4.4.0"));
    vertx = Vertx.vertx();
  }

  @AfterAll
  static void stop() throws Exception {
    await(vertx.close());
    broker.close();
  }

  @Test
  void aReplyAcknowledgesAFailureRefusesAndACodeTellsWhatToDo() throws Exception {
    for (String topic : List.of("orders", "orders-dead", "invoices")) {
      broker.createTopic(topic, 1);
    }
    String script = deploy();
    order(new JsonObject().put("id", 0).put("item", "pen").put("pieces", 3).put("note", "blue"));
    order(new JsonObject().put("id", 1).put("item", "unicorn").put("pieces", 1));
    String novel = "x".repeat(20_000);
    order(new JsonObject().put("id", 2).put("item", "paper").put("pieces", 1).put("note", novel));

    List<ConsumerRecord<String, JsonObject>> invoices = read("invoices", 2);
    assertThat(invoices.get(0).key()).isEqualTo("customer");
    assertThat(invoices.get(0).value())
        .isEqualTo(new JsonObject().put("order", 0).put("cents", 600).put("note", "blue"));
    assertThat(invoices.get(1).value())
        .as("without the note that is too large")
        .isEqualTo(new JsonObject().put("order", 2).put("cents", 500));
    ConsumerRecord<String, JsonObject> dead = read("orders-dead", 1).get(0);
    assertThat(dead.value().getInteger("id")).isEqualTo(1);
    assertThat(new String(dead.header("dead-letter-message").value(), StandardCharsets.UTF_8))
        .contains("nobody sells unicorn");

    await(vertx.undeploy(script));
    assertThat(committed()).isEqualTo(3);
  }

  private static String deploy() throws Exception {
    JsonObject config = new JsonObject().put("brokers", broker.bootstrapServers());
    return await(
        vertx.deployVerticle("groovy:invoicing.groovy", new DeploymentOptions().setConfig(config)));
  }

  private static void order(JsonObject order) throws Exception {
    KafkaProducer<String, JsonObject> producer =
        KafkaProducer.create(
            vertx,
            new ProducerOptions().setBootstrapServers(broker.bootstrapServers()),
            Serializer.string(),
            Serializer.json());
    await(producer.send(ProducerRecord.of("orders", "customer", order)));
    await(producer.close());
  }

  private static List<ConsumerRecord<String, JsonObject>> read(String topic, int count)
      throws Exception {
    KafkaConsumer<String, JsonObject> consumer =
        KafkaConsumer.create(
            vertx,
            new ConsumerOptions()
                .setBootstrapServers(broker.bootstrapServers())
                .setAutoOffsetReset("earliest"),
            Deserializer.string(),
            Deserializer.json());
    BlockingQueue<ConsumerRecord<String, JsonObject>> records = new LinkedBlockingQueue<>();
    consumer.handler(records::add);
    await(consumer.assign(List.of(new TopicPartition(topic, 0))));
    List<ConsumerRecord<String, JsonObject>> read = new ArrayList<>();
    while (read.size() < count) {
      ConsumerRecord<String, JsonObject> record = records.poll(60, TimeUnit.SECONDS);
      assertThat(record).as("record %d of %s", read.size(), topic).isNotNull();
      read.add(record);
    }
    await(consumer.close());
    return read;
  }

  private static long committed() throws Exception {
    KafkaAdmin admin =
        KafkaAdmin.create(
            vertx, new KafkaAdminOptions().setBootstrapServers(broker.bootstrapServers()));
    PartitionLag lag = await(admin.lag("invoicing")).values().values().iterator().next();
    await(admin.close());
    return lag.committed().offset();
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(90, TimeUnit.SECONDS);
  }
}
