package io.kafkavertx.tests.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkavertx.ConsumerOptions;
import io.kafkavertx.KafkaClient;
import io.kafkavertx.KafkaClientOptions;
import io.kafkavertx.KafkaConsumer;
import io.kafkavertx.KafkaProducer;
import io.kafkavertx.ProducerOptions;
import io.kafkavertx.ProducerRecord;
import io.kafkavertx.eventbus.EventBusDelivery;
import io.kafkavertx.eventbus.Route;
import io.kafkavertx.protocol.ApiKey;
import io.kafkavertx.protocol.ErrorCode;
import io.kafkavertx.spi.Deserializer;
import io.kafkavertx.spi.Serializer;
import io.kafkavertx.testkit.scripted.Reaction;
import io.kafkavertx.testkit.scripted.ScriptedServer;
import io.kafkavertx.tests.support.GuardedVertx;
import io.kafkavertx.tests.support.TimersLeft;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Clients on a real Vert.x that are closed while they wait to try again. */
class CloseTest {
  private static final Duration LONG = Duration.ofMinutes(4);

  @RegisterExtension final GuardedVertx guarded = new GuardedVertx();

  private Vertx elsewhere;
  private ScriptedServer brokers;

  @BeforeEach
  void start() throws Exception {
    elsewhere = Vertx.vertx();
    brokers = get(ScriptedServer.start(elsewhere, 1));
    get(brokers.run(cluster -> cluster.createTopic("orders", 2)));
  }

  @AfterEach
  void stop() throws Exception {
    get(brokers.close());
    get(elsewhere.close());
  }

  private Vertx vertx() {
    return guarded.vertx();
  }

  private static <T> T get(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  /** Completes when the brokers have refused one such request. */
  private Future<Void> refusing(ApiKey api, ErrorCode code) throws Exception {
    Promise<Void> refused = Promise.promise();
    get(
        brokers.run(
            cluster ->
                cluster.intercept(
                    api,
                    context -> {
                      refused.tryComplete();
                      return new Reaction.Refuse(code);
                    })));
    return refused.future();
  }

  private ConsumerOptions consumerOptions() {
    return new ConsumerOptions()
        .setBootstrapServers(brokers.bootstrapServers())
        .setGroupId("billing")
        .setRebalanceTimeout(LONG)
        .setRetryBackoff(LONG)
        .setRetryBackoffMax(LONG);
  }

  private void nothingIsLeft() throws Exception {
    assertThat(TimersLeft.on(vertx())).isEmpty();
  }

  private void somethingWaits() throws Exception {
    assertThat(TimersLeft.on(vertx())).isNotEmpty();
  }

  @Test
  void aConsumerThatWaitsToJoinAgain() throws Exception {
    Future<Void> refused = refusing(ApiKey.JOIN_GROUP, ErrorCode.COORDINATOR_LOAD_IN_PROGRESS);
    KafkaConsumer<String, String> consumer =
        KafkaConsumer.create(
            vertx(), consumerOptions(), Deserializer.string(), Deserializer.string());
    Future<Void> subscribed = consumer.subscribe(Set.of("orders"));
    get(refused);
    somethingWaits();
    get(consumer.close(Duration.ofSeconds(2)));
    assertThat(subscribed.failed()).isTrue();
    nothingIsLeft();
  }

  @Test
  void aConsumerWhoseRebalanceHandlerNeverEnds() throws Exception {
    Promise<Void> called = Promise.promise();
    KafkaConsumer<String, String> consumer =
        KafkaConsumer.create(
            vertx(), consumerOptions(), Deserializer.string(), Deserializer.string());
    consumer.partitionsAssignedHandler(
        partitions -> {
          called.complete();
          return Promise.<Void>promise().future();
        });
    consumer.subscribe(Set.of("orders"));
    get(called.future());
    somethingWaits();
    get(consumer.close(Duration.ofSeconds(2)));
    nothingIsLeft();
  }

  @Test
  void aProducerThatWaitsToSendAgain() throws Exception {
    Future<Void> refused = refusing(ApiKey.PRODUCE, ErrorCode.NOT_ENOUGH_REPLICAS);
    KafkaProducer<String, String> producer =
        KafkaProducer.create(
            vertx(),
            new ProducerOptions()
                .setBootstrapServers(brokers.bootstrapServers())
                .setRetryBackoff(LONG)
                .setRetryBackoffMax(LONG),
            Serializer.string(),
            Serializer.string());
    Future<?> sent = producer.send(ProducerRecord.of("orders", "k", "v"));
    get(refused);
    somethingWaits();
    get(producer.close(Duration.ofMillis(100)));
    get(sent.otherwiseEmpty());
    assertThat(sent.failed()).isTrue();
    nothingIsLeft();
  }

  @Test
  void aClientThatWaitsForACoordinator() throws Exception {
    Future<Void> refused = refusing(ApiKey.FIND_COORDINATOR, ErrorCode.COORDINATOR_NOT_AVAILABLE);
    KafkaClient client =
        KafkaClient.create(
            vertx(),
            new KafkaClientOptions()
                .setBootstrapServers(brokers.bootstrapServers())
                .setRetryBackoff(LONG)
                .setRetryBackoffMax(LONG));
    Future<?> answer =
        client.send(
            io.kafkavertx.Target.groupCoordinator("billing"),
            new io.kafkavertx.protocol.message.DescribeGroupsRequest()
                .setGroups(List.of("billing")));
    get(refused);
    somethingWaits();
    get(client.close());
    get(answer.otherwiseEmpty());
    assertThat(answer.failed()).isTrue();
    nothingIsLeft();
  }

  @Test
  void aDeliveryWhoseRecordsWaitToBeSentAgain() throws Exception {
    get(brokers.run(cluster -> cluster.partition("orders", 0).append(List.of(new byte[] {1}))));
    Promise<Void> failed = Promise.promise();
    vertx()
        .eventBus()
        .consumer(
            "kafka.orders",
            message -> {
              message.fail(1, "on purpose");
              failed.tryComplete();
            });
    EventBusDelivery delivery =
        EventBusDelivery.create(
            vertx(),
            consumerOptions().setAutoOffsetReset("earliest"),
            new Route("orders", "kafka.orders")
                .setRetryBackoff(LONG.dividedBy(2))
                .setRetryBackoffMax(LONG.dividedBy(2)));
    get(delivery.start());
    get(failed.future());
    somethingWaits();
    get(delivery.close(Duration.ofSeconds(5)));
    nothingIsLeft();
  }
}
