package io.kafkavertx.tests.eventbus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkavertx.ConfigException;
import io.kafkavertx.ConsumerRecords;
import io.kafkavertx.Ordering;
import io.kafkavertx.eventbus.EventBusDelivery;
import io.kafkavertx.eventbus.Route;
import io.kafkavertx.tests.support.SharedBroker;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Several records in one message, on a real broker. */
final class EventBusBatchesTest extends EventBusTestBase {
  private final List<List<Integer>> batches = new CopyOnWriteArrayList<>();

  private static List<Integer> idsOf(ConsumerRecords<Buffer, Buffer> records) {
    return records.records().stream().map(EventBusTestBase::id).toList();
  }

  private void handle(Predicate<List<Integer>> refused) {
    guarded
        .vertx()
        .eventBus()
        .<ConsumerRecords<Buffer, Buffer>>consumer(
            ADDRESS,
            message -> {
              List<Integer> ids = idsOf(message.body());
              batches.add(ids);
              if (refused.test(ids)) {
                message.fail(1, "not these");
              } else {
                received.addAll(ids);
                message.reply(null);
              }
            });
  }

  @Test
  void aMessageHasRecordsOfOnePartitionInTheirOrderAndOneReplyForAll() throws Exception {
    produce(600);
    handle(ids -> false);
    EventBusDelivery delivery = deliver(route().setBatchSize(50));
    until(() -> received.size() == 600);
    get(delivery.close());

    Map<Integer, List<Integer>> partitions = new HashMap<>();
    for (List<Integer> batch : batches) {
      assertThat(batch).hasSizeLessThanOrEqualTo(50);
      assertThat(batch.stream().map(id -> id % 3).distinct()).hasSize(1);
      partitions.computeIfAbsent(batch.get(0) % 3, p -> new ArrayList<>()).addAll(batch);
    }
    assertThat(batches.stream().mapToInt(List::size).max()).as("full ones").hasValue(50);
    for (int p = 0; p < 3; p++) {
      int first = p;
      assertThat(partitions.get(p))
          .containsExactlyElementsOf(IntStream.range(0, 200).mapToObj(i -> first + 3 * i).toList());
    }
    assertThat(committedRecords()).isEqualTo(600);
  }

  @Test
  void aRecordThatSpoilsItsBatchIsFoundAndTheOthersAreAcknowledged() throws Exception {
    String dead = SharedBroker.name("dead");
    SharedBroker.createTopic(dead, 1);
    produce(90);
    handle(ids -> ids.contains(40));
    EventBusDelivery delivery =
        deliver(
            route()
                .setBatchSize(20)
                .setMaxAttempts(1)
                .setOnFailure(Route.OnFailure.DEAD_LETTER)
                .setDeadLetterTopic(dead));
    List<Throwable> told = new CopyOnWriteArrayList<>();
    delivery.exceptionHandler(told::add);
    until(() -> received.size() == 89 && !told.isEmpty());
    JsonObject status = get(delivery.status());
    get(delivery.close());

    assertThat(received).doesNotContain(40);
    assertThat(batches).as("once with others, once alone").contains(List.of(40));
    assertThat(batches.stream().filter(ids -> ids.contains(40))).hasSize(2);
    assertThat(status.getLong("deadLettered")).isEqualTo(1);
    assertThat(told).hasSize(1);
    assertThat(committedRecords()).isEqualTo(90);
  }

  @Test
  void noRecordIsInTwoMessagesAndJsonIsAListOfThem() throws Exception {
    produce(300);
    List<Integer> open = new CopyOnWriteArrayList<>();
    guarded
        .vertx()
        .eventBus()
        .<JsonArray>consumer(
            ADDRESS,
            message -> {
              List<Integer> ids = new ArrayList<>();
              message
                  .body()
                  .forEach(one -> ids.add(Integer.valueOf(((JsonObject) one).getString("value"))));
              assertThat(open).doesNotContainAnyElementsOf(ids);
              open.addAll(ids);
              guarded
                  .vertx()
                  .setTimer(
                      1,
                      timer -> {
                        open.removeAll(ids);
                        received.addAll(ids);
                        message.reply(null);
                      });
            });
    EventBusDelivery delivery =
        deliver(route().setBatchSize(30).setBody(Route.Body.JSON).setOrdering(Ordering.NONE));
    until(() -> received.size() == 300);
    get(delivery.close());

    assertThat(committedRecords()).isEqualTo(300);
  }

  @Test
  void whatCannotBeBatchedIsRefusedWithTheReason() {
    assertRefused(route().setBatchSize(300), "credits");
    assertRefused(route().setBatchSize(10).setBody(Route.Body.VALUE), "body RECORD or JSON");
    assertRefused(
        new Route(topic, "orders.{key}").setBatchSize(10), "only {topic} and {partition}");
    EventBusDelivery fine =
        EventBusDelivery.create(
            guarded.vertx(),
            consumerOptions(),
            new Route(topic, "orders.{topic}.{partition}").setBatchSize(10));
    fine.close();
  }

  private void assertRefused(Route route, String reason) {
    assertThatThrownBy(() -> EventBusDelivery.create(guarded.vertx(), consumerOptions(), route))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(reason);
  }
}
