package io.kafkavertx.tests.eventbus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkavertx.ConsumerOptions;
import io.kafkavertx.ConsumerRecord;
import io.kafkavertx.KafkaConsumer;
import io.kafkavertx.ProducerOptions;
import io.kafkavertx.eventbus.EventBusDelivery;
import io.kafkavertx.eventbus.EventBusProducer;
import io.kafkavertx.eventbus.FailureCodes;
import io.kafkavertx.eventbus.Route;
import io.kafkavertx.spi.Deserializer;
import io.kafkavertx.spi.TopicPartition;
import io.kafkavertx.tests.support.CapturedLog;
import io.kafkavertx.tests.support.GuardedVertx;
import io.kafkavertx.tests.support.MortalBroker;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Event-bus addresses whose only broker is not there yet, or dies. */
@Tag("slow")
@Timeout(300)
final class EventBusOutageTest {
  private static final String ADDRESS = "kafka.orders";
  private static final String PRODUCE = "kafka.produce";
  private static final int RECORDS = 1000;

  @RegisterExtension static final MortalBroker BROKER = new MortalBroker();

  @RegisterExtension final GuardedVertx guard = new GuardedVertx();

  private final String topic = BROKER.newTopic();
  private final TopicPartition partition = new TopicPartition(topic, 0);
  private final Set<Integer> received = new ConcurrentSkipListSet<>();
  private final CompletableFuture<Void> some = new CompletableFuture<>();
  private final CompletableFuture<Void> all = new CompletableFuture<>();

  private static <T> T await(Future<T> future) throws Exception {
    return future.await(120, TimeUnit.SECONDS);
  }

  private ConsumerOptions consumerOptions() {
    return new ConsumerOptions()
        .setBootstrapServers(BROKER.get().bootstrapServers())
        .setGroupId(topic)
        .setAutoOffsetReset("earliest")
        .setAutoCommitInterval(Duration.ofMillis(50));
  }

  private EventBusDelivery delivery(ConsumerOptions options) {
    guard.vertx().eventBus().<ConsumerRecord<Buffer, Buffer>>consumer(ADDRESS, this::acknowledge);
    return EventBusDelivery.create(guard.vertx(), options, new Route(topic, ADDRESS));
  }

  private EventBusProducer sink(ProducerOptions options) throws Exception {
    return await(EventBusProducer.create(guard.vertx(), options, PRODUCE, topic));
  }

  private static ProducerOptions producerOptions() {
    return new ProducerOptions().setBootstrapServers(BROKER.get().bootstrapServers());
  }

  private void acknowledge(Message<ConsumerRecord<Buffer, Buffer>> message) {
    received.add(Integer.parseInt(message.body().value().toString()));
    message.reply(null);
    if (received.size() == RECORDS / 4) {
      some.complete(null);
    } else if (received.size() == RECORDS) {
      all.complete(null);
    }
  }

  private List<Future<Message<JsonObject>>> send(int from, int to) {
    DeliveryOptions patient = new DeliveryOptions().setSendTimeout(120_000);
    List<Future<Message<JsonObject>>> replies = new ArrayList<>();
    for (int id = from; id < to; id++) {
      JsonObject record = new JsonObject().put("value", Integer.toString(id));
      replies.add(guard.vertx().eventBus().request(PRODUCE, record, patient));
    }
    return replies;
  }

  private long committed() throws Exception {
    KafkaConsumer<byte[], byte[]> reader =
        KafkaConsumer.create(
            guard.vertx(), consumerOptions(), Deserializer.bytes(), Deserializer.bytes());
    try {
      return await(reader.committed(List.of(partition))).get(partition).offset();
    } finally {
      await(reader.close());
    }
  }

  @Test
  void messagesSentBeforeTheBrokerIsThereReachTheOtherSideWhenItComes() throws Exception {
    BROKER.get().kill();
    try (CapturedLog log = CapturedLog.start()) {
      EventBusDelivery delivery = delivery(consumerOptions());
      Future<Void> started = delivery.start();
      EventBusProducer sink = sink(producerOptions());
      List<Future<Message<JsonObject>>> replies = send(0, RECORDS);
      assertThat(log.await("No metadata, trying again", BROKER.get().bootstrapServers()))
          .containsIgnoringCase("connection refused");
      assertThat(started.isComplete()).isFalse();
      assertThat(replies).noneMatch(Future::isComplete);
      BROKER.get().restart();
      await(started);
      await(Future.all(replies));
      all.get(120, TimeUnit.SECONDS);
      await(sink.close());
      await(delivery.close());
    }
    assertThat(committed()).isEqualTo(RECORDS);
  }

  @Test
  void aBrokerThatDiesAndComesBackCostsNoMessage() throws Exception {
    EventBusDelivery delivery = delivery(consumerOptions());
    await(delivery.start());
    EventBusProducer sink = sink(producerOptions());
    List<Future<Message<JsonObject>>> replies = send(0, RECORDS / 2);
    some.get(120, TimeUnit.SECONDS);
    BROKER.get().kill();
    replies.addAll(send(RECORDS / 2, RECORDS));
    BROKER.get().restart();
    await(Future.all(replies));
    all.get(120, TimeUnit.SECONDS);
    await(sink.close());
    await(delivery.close());
    assertThat(committed()).as("one record for each message, all committed").isEqualTo(RECORDS);
  }

  @Test
  void aMessageThatAnOutageOutlastsFailsWithThePartitionAndTheConnectionsError() throws Exception {
    EventBusProducer sink =
        sink(
            producerOptions()
                .setRequestTimeout(Duration.ofSeconds(1))
                .setDeliveryTimeout(Duration.ofSeconds(2)));
    await(send(0, 1).get(0));
    BROKER.get().kill();
    Future<Message<JsonObject>> reply = send(1, 2).get(0);
    assertThatThrownBy(() -> await(reply))
        .isInstanceOfSatisfying(
            ReplyException.class,
            refused -> assertThat(refused.failureCode()).isEqualTo(FailureCodes.TIMEOUT))
        .hasMessageContaining(topic + "-0")
        .hasMessageContaining("delivery timeout of 2000 ms")
        .hasMessageContaining("Connection refused");
    await(sink.close());
  }

  @Test
  void closeIsBoundedWhenTheBrokerHasDied() throws Exception {
    EventBusDelivery delivery =
        delivery(
            consumerOptions()
                .setAutoCommitInterval(Duration.ofHours(1))
                .setRequestTimeout(Duration.ofMinutes(10))
                .setDefaultApiTimeout(Duration.ofMinutes(10)));
    await(delivery.start());
    EventBusProducer sink = sink(producerOptions());
    await(Future.all(send(0, RECORDS)));
    all.get(120, TimeUnit.SECONDS);
    BROKER.get().kill();
    // What was acknowledged cannot be committed any more; await() gives up before that fails.
    await(delivery.close(Duration.ofMillis(500)));
    await(sink.close());
  }
}
