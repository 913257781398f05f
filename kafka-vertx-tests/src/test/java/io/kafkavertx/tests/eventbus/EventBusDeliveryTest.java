package io.kafkavertx.tests.eventbus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkavertx.ConfigException;
import io.kafkavertx.ConsumerOptions;
import io.kafkavertx.ConsumerRecord;
import io.kafkavertx.eventbus.EventBusDelivery;
import io.kafkavertx.eventbus.FailureCodes;
import io.kafkavertx.eventbus.Route;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The event bus against a real broker. */
final class EventBusDeliveryTest extends EventBusTestBase {
  @Test
  void recordsReachTheVerticlesOnceAndAreCommitted() throws Exception {
    Map<Integer, List<Integer>> perPartition = new ConcurrentHashMap<>();
    for (int i = 0; i < 2; i++) {
      guarded
          .vertx()
          .eventBus()
          .<ConsumerRecord<Buffer, Buffer>>consumer(
              ADDRESS,
              message -> {
                perPartition
                    .computeIfAbsent(message.body().partition(), p -> new CopyOnWriteArrayList<>())
                    .add(id(message.body()));
                acknowledge(message);
              });
    }
    EventBusDelivery delivery = deliver(route());

    produce(300);
    until(() -> received.size() == 300);
    get(delivery.close());
    get(sink.close());

    assertThat(received).isEqualTo(ids(300));
    assertThat(deliveries).hasValue(300);
    assertThat(committedRecords()).isEqualTo(300);
    assertThat(perPartition.values()).allSatisfy(order -> assertThat(order).isSorted());
  }

  @Test
  void otherLanguagesGetJson() throws Exception {
    List<JsonObject> bodies = new CopyOnWriteArrayList<>();
    guarded
        .vertx()
        .eventBus()
        .<JsonObject>consumer(
            ADDRESS,
            message -> {
              bodies.add(message.body());
              message.reply("ok");
            });
    EventBusDelivery delivery = deliver(route().setBody(Route.Body.JSON));

    JsonObject stored =
        (JsonObject)
            get(guarded
                    .vertx()
                    .eventBus()
                    .request(
                        PRODUCE,
                        new JsonObject()
                            .put("partition", 1)
                            .put("key", "k")
                            .put("value", new JsonObject().put("id", 7))
                            .put("timestamp", 1_700_000_000_000L)))
                .body();
    until(() -> bodies.size() == 1);
    get(delivery.close());
    get(sink.close());

    assertThat(stored)
        .isEqualTo(
            new JsonObject()
                .put("topic", topic)
                .put("partition", 1)
                .put("offset", 0L)
                .put("timestamp", 1_700_000_000_000L));
    assertThat(bodies.get(0).getString("key")).isEqualTo("k");
    assertThat(new JsonObject(bodies.get(0).getString("value")).getInteger("id")).isEqualTo(7);
    assertThat(bodies.get(0).getLong("timestamp")).isEqualTo(1_700_000_000_000L);
  }

  @Test
  void aRefusedRecordComesAgainUntilItIsAcknowledged() throws Exception {
    AtomicInteger refusals = new AtomicInteger();
    acknowledgeAllBut(id -> id == 3 && refusals.incrementAndGet() <= 4, "not yet");
    EventBusDelivery delivery = deliver(route());

    produce(30);
    until(() -> received.size() == 30);
    JsonObject status = get(delivery.status());
    get(delivery.close());
    get(sink.close());

    assertThat(status.getLong("refused")).isEqualTo(4);
    assertThat(deliveries).hasValue(30);
    assertThat(committedRecords()).isEqualTo(30);
  }

  @Test
  void withoutAHandlerRecordsWaitForOne() throws Exception {
    EventBusDelivery delivery = deliver(route());
    produce(20);
    while (get(delivery.status()).getLong("refused") == 0) {
      Thread.onSpinWait();
    }
    guarded.vertx().eventBus().<ConsumerRecord<Buffer, Buffer>>consumer(ADDRESS, this::acknowledge);

    until(() -> received.size() == 20);
    get(delivery.close());
    get(sink.close());

    assertThat(committedRecords()).isEqualTo(20);
  }

  @Test
  void whatWasNotAcknowledgedComesAgainAfterARestart() throws Exception {
    MessageConsumer<?> silent = acknowledgeAllBut(id -> id >= 12, "closed for today");
    EventBusDelivery first = deliver(route());
    produce(30);
    until(() -> received.size() == 12);
    get(first.close());
    assertThat(committedRecords()).isEqualTo(12);
    get(silent.unregister());

    guarded.vertx().eventBus().<ConsumerRecord<Buffer, Buffer>>consumer(ADDRESS, this::acknowledge);
    EventBusDelivery second = deliver(route());
    until(() -> received.size() == 30);
    get(second.close());
    get(sink.close());

    assertThat(deliveries).as("nothing acknowledged came twice").hasValue(30);
    assertThat(committedRecords()).isEqualTo(30);
  }

  @Test
  void aRecordThatFailsTooOftenStopsItsPartitionAndNoOther() throws Exception {
    List<Throwable> reported = new CopyOnWriteArrayList<>();
    acknowledgeAllBut(id -> id == 4, "poison");
    EventBusDelivery delivery =
        EventBusDelivery.create(
                guarded.vertx(), consumerOptions(), route().setMaxAttempts(3).setCredits(16))
            .exceptionHandler(reported::add);
    get(delivery.start());

    produce(300);
    // Partition 1 holds 1, 4, 7, ...: only record 1 passes. The others lose nothing.
    until(() -> received.size() == 201 && !reported.isEmpty());
    get(delivery.close());
    get(sink.close());

    assertThat(reported).hasSize(1);
    assertThat(reported.get(0))
        .hasMessageContaining(topic + "-1")
        .hasMessageContaining("offset 1")
        .hasMessageContaining("3 attempts")
        .cause()
        .hasMessageContaining("poison");
    assertThat(committedRecords()).isEqualTo(201);
  }

  @Test
  void aRecordThatFailsTooOftenCanBeSkipped() throws Exception {
    List<Throwable> reported = new CopyOnWriteArrayList<>();
    acknowledgeAllBut(id -> id == 4, "poison");
    EventBusDelivery delivery =
        EventBusDelivery.create(
                guarded.vertx(),
                consumerOptions(),
                route().setMaxAttempts(2).setOnFailure(Route.OnFailure.SKIP))
            .exceptionHandler(reported::add);
    get(delivery.start());

    produce(30);
    until(() -> received.size() == 29 && !reported.isEmpty());
    get(delivery.close());
    get(sink.close());

    assertThat(reported).hasSize(1);
    assertThat(committedRecords()).isEqualTo(30);
  }

  @Test
  void aMessageThatIsNoRecordFailsWithACodeToBranchOn() throws Exception {
    assertThatThrownBy(
            () ->
                get(guarded.vertx().eventBus().request(PRODUCE, new JsonObject().put("valeu", 1))))
        .isInstanceOfSatisfying(
            ReplyException.class,
            e -> {
              assertThat(e.failureCode()).isEqualTo(FailureCodes.BAD_MESSAGE);
              assertThat(e).hasMessageContaining("valeu");
            });
    get(sink.close());
  }

  @Test
  void aDeliveryNeedsAGroup() {
    assertThatThrownBy(
            () ->
                EventBusDelivery.create(
                    guarded.vertx(), new ConsumerOptions(), new Route(topic, ADDRESS)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("groupId");
  }
}
