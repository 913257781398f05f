package io.kafkavertx.tests.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkavertx.ConsumerOptions;
import io.kafkavertx.KafkaConsumer;
import io.kafkavertx.KafkaProducer;
import io.kafkavertx.OffsetAndMetadata;
import io.kafkavertx.ProducerOptions;
import io.kafkavertx.ProducerRecord;
import io.kafkavertx.eventbus.EventBusProducer;
import io.kafkavertx.spi.Deserializer;
import io.kafkavertx.spi.Serializer;
import io.kafkavertx.spi.TopicPartition;
import io.kafkavertx.tests.support.SharedBroker;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What docs/troubleshooting.md quotes is what a user gets from a real broker who does that. */
@Tag("slow")
class ProvokedMessagesTest {
  private static final String PAGE =
      String.join("\n", Snippet.read(Path.of("../docs/troubleshooting.md")));

  private final Vertx vertx = Vertx.vertx();
  private final String servers = SharedBroker.bootstrapServers();
  private final String topic = SharedBroker.name("trouble");
  private final TopicPartition partition = new TopicPartition(topic, 0);
  private final Map<String, Future<?>> provoked = new LinkedHashMap<>();

  @BeforeEach
  void makeTheTopic() {
    SharedBroker.createTopic(topic, 1);
  }

  @AfterEach
  void close() throws Exception {
    vertx.close().await(60, TimeUnit.SECONDS);
  }

  @Test
  void theMessagesOfThePageAreTheRealOnes() throws Exception {
    provokeTheProducer();
    provokeTheConsumer();
    provokeTheBus();
    for (Map.Entry<String, Future<?>> entry : provoked.entrySet()) {
      assertThat(PAGE).contains("`" + entry.getKey() + "`");
      Throwable failure = failureOf(entry.getValue());
      assertThat(failure).as(entry.getKey()).isNotNull();
      for (String part : entry.getKey().split("\\.\\.", -1)) {
        assertThat(failure.getMessage()).contains(part.strip());
      }
    }
  }

  private void provokeTheProducer() {
    provoked.put(
        "cannot connect: Connection refused", send(quick("localhost:1"), record("anything")));
    KafkaProducer<String, String> known = producer(quick(servers));
    provoked.put(
        "topic .. has no partition .. (it has ..)",
        tryUntilStored(known).compose(stored -> known.send(record("v").toPartition(7))));
    provoked.put(
        "the brokers refuse topic '..' (a name has 1 to 249 of the letters a-z and A-Z, digits,"
            + " '.', '_' and '-', and is not '.' or '..')",
        send(patient(servers), ProducerRecord.of("not a name!", "k", "v")));
    provoked.put(
        "takes up to .. bytes, more than maxRequestSize (..) allows",
        send(patient(servers).setMaxRequestSize(1024), record("v".repeat(2000))));
    provoked.put(
        "records of .. bytes have no result yet, and bufferMemory is ..",
        send(
            patient("localhost:1").setBatchSize(100).setBufferMemory(1024),
            record("v".repeat(600)),
            record("v".repeat(600))));
  }

  private void provokeTheConsumer() {
    provoked.put(
        "there is no committed offset for .., and autoOffsetReset is none",
        firstError(consumer(group().setAutoOffsetReset("none")), null));
    provoked.put(
        "is out of range", firstError(consumer(group().setAutoOffsetReset("none")), 4711L));
    KafkaConsumer<String, String> member = consumer(group());
    provoked.put(
        "cannot commit for ..: not assigned to this member of group .. any more",
        member
            .handler(record -> {})
            .subscribe(topic)
            .compose(
                joined ->
                    member.commit(
                        Map.of(new TopicPartition("elsewhere", 0), new OffsetAndMetadata(1)))));
    provoked.put(
        "subscribe needs a groupId; without one use assign",
        consumer(new ConsumerOptions().setBootstrapServers(servers)).subscribe(topic));
  }

  private void provokeTheBus() {
    provoked.put(
        "a record to produce has no field '..'",
        EventBusProducer.create(vertx, patient(servers), "trouble", topic)
            .compose(
                sink -> vertx.eventBus().request("trouble", new JsonObject().put("vaule", 1))));
  }

  /** For what fails at once. */
  private static ProducerOptions patient(String bootstrapServers) {
    return new ProducerOptions().setBootstrapServers(bootstrapServers);
  }

  /** For what fails when the time for it is over. */
  private static ProducerOptions quick(String bootstrapServers) {
    return patient(bootstrapServers)
        .setRequestTimeout(Duration.ofSeconds(1))
        .setDeliveryTimeout(Duration.ofSeconds(2));
  }

  /** The topic is known afterwards, however long that takes. */
  private Future<?> tryUntilStored(KafkaProducer<String, String> producer) {
    return producer.send(record("v")).recover(late -> tryUntilStored(producer).mapEmpty());
  }

  private ConsumerOptions group() {
    return new ConsumerOptions()
        .setBootstrapServers(servers)
        .setGroupId(SharedBroker.name("trouble"));
  }

  private ProducerRecord<String, String> record(String value) {
    return ProducerRecord.of(topic, "k", value);
  }

  @SafeVarargs
  private Future<?> send(ProducerOptions options, ProducerRecord<String, String>... records) {
    KafkaProducer<String, String> producer = producer(options);
    Future<?> last = Future.succeededFuture();
    for (ProducerRecord<String, String> record : records) {
      last = producer.send(record);
    }
    return last;
  }

  private KafkaProducer<String, String> producer(ProducerOptions options) {
    return KafkaProducer.create(vertx, options, Serializer.string(), Serializer.string());
  }

  private KafkaConsumer<String, String> consumer(ConsumerOptions options) {
    return KafkaConsumer.create(vertx, options, Deserializer.string(), Deserializer.string());
  }

  /**
   * What the exception handler is told when reading begins at an offset, or where none is known.
   */
  private Future<?> firstError(KafkaConsumer<String, String> consumer, Long offset) {
    Promise<Void> told = Promise.promise();
    consumer.exceptionHandler(told::tryFail).handler(record -> {});
    Future<Void> assigned =
        offset == null ? consumer.subscribe(topic) : consumer.assign(List.of(partition));
    assigned
        .compose(v -> offset == null ? Future.succeededFuture() : consumer.seek(partition, offset))
        .onFailure(told::tryFail);
    return told.future();
  }

  private static Throwable failureOf(Future<?> future) throws Exception {
    try {
      future.await(60, TimeUnit.SECONDS);
      return null;
    } catch (java.util.concurrent.TimeoutException e) {
      throw e;
    } catch (Throwable e) {
      return e;
    }
  }
}
