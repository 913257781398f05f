package io.kafkavertx.tests.eventbus;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkavertx.ConsumerRecord;
import io.kafkavertx.KafkaConsumer;
import io.kafkavertx.Ordering;
import io.kafkavertx.eventbus.EventBusDelivery;
import io.kafkavertx.eventbus.Route;
import io.kafkavertx.spi.Deserializer;
import io.kafkavertx.spi.Header;
import io.kafkavertx.spi.TopicPartition;
import io.kafkavertx.tests.support.SharedBroker;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.Message;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The ways that a route can take, on a real broker. */
final class EventBusRoutesTest extends EventBusTestBase {
  @Test
  void aSentRecordReachesOneHandlerAndWaitsWhileThereIsNone() throws Exception {
    List<Integer> one = new CopyOnWriteArrayList<>();
    List<Integer> other = new CopyOnWriteArrayList<>();
    EventBusDelivery delivery = deliver(route().setMode(Route.Mode.SEND));
    produce(30);
    untilRefused(delivery);
    collectInto(one);
    collectInto(other);
    until(() -> one.size() + other.size() >= 30);
    get(delivery.close());
    get(sink.close());

    assertThat(Stream.concat(one.stream(), other.stream()))
        .containsExactlyInAnyOrderElementsOf(ids(30));
    assertThat(committedRecords()).isEqualTo(30);
  }

  @Test
  void aPublishedRecordReachesAllHandlersAndWaitsWhileThereIsNone() throws Exception {
    List<Integer> one = new CopyOnWriteArrayList<>();
    List<Integer> other = new CopyOnWriteArrayList<>();
    EventBusDelivery delivery = deliver(route().setMode(Route.Mode.PUBLISH));
    produce(3);
    untilRefused(delivery);
    collectInto(one);
    until(() -> one.size() == 3);
    collectInto(other);
    produce(30);
    until(() -> one.size() == 33 && other.size() == 30);
    get(delivery.close());
    get(sink.close());

    assertThat(other).containsExactlyInAnyOrderElementsOf(ids(30));
    assertThat(committedRecords()).isEqualTo(33);
  }

  private void collectInto(List<Integer> ids) {
    guarded
        .vertx()
        .eventBus()
        .<ConsumerRecord<Buffer, Buffer>>consumer(ADDRESS, message -> ids.add(id(message.body())));
  }

  private static void untilRefused(EventBusDelivery delivery) throws Exception {
    while (get(delivery.status()).getLong("refused") == 0) {
      Thread.onSpinWait();
    }
  }

  @Test
  void aValueTravelsAloneWithItsOriginInHeaders() throws Exception {
    List<Message<Buffer>> messages = new CopyOnWriteArrayList<>();
    guarded
        .vertx()
        .eventBus()
        .<Buffer>consumer(
            ADDRESS,
            message -> {
              messages.add(message);
              message.reply(null);
            });
    EventBusDelivery delivery = deliver(route().setBody(Route.Body.VALUE));
    JsonArray headers =
        new JsonArray()
            .add(new JsonObject().put("key", "trace").put("value", "abc"))
            .add(new JsonObject().put("key", "kafka.topic").put("value", "not ours"));
    get(
        guarded
            .vertx()
            .eventBus()
            .request(
                PRODUCE,
                new JsonObject()
                    .put("partition", 2)
                    .put("key", "k1")
                    .put("value", "v1")
                    .put("timestamp", 1_700_000_000_000L)
                    .put("headers", headers)));
    until(() -> !messages.isEmpty());
    get(delivery.close());
    get(sink.close());

    MultiMap seen = messages.get(0).headers();
    assertThat(messages.get(0).body().toString()).isEqualTo("v1");
    assertThat(seen.getAll("kafka.topic")).containsExactly(topic);
    assertThat(seen.get("kafka.partition")).isEqualTo("2");
    assertThat(seen.get("kafka.offset")).isEqualTo("0");
    assertThat(seen.get("kafka.timestamp")).isEqualTo("1700000000000");
    assertThat(seen.get("kafka.key")).isEqualTo("k1");
    assertThat(seen.get("trace")).isEqualTo("abc");
  }

  @Test
  void shardsKeepTheOrderOfTheirKeysAndWaitForInstancesThatCome() throws Exception {
    Map<String, List<Integer>> perKey = new ConcurrentHashMap<>();
    Map<String, String> shardOf = new ConcurrentHashMap<>();
    EventBusDelivery delivery =
        deliver(
            new Route(topic, ADDRESS + ".{shard}")
                .setShards(2)
                .setOrdering(Ordering.KEY)
                .setRetryBackoff(Duration.ofMillis(10))
                .setRetryBackoffMax(Duration.ofMillis(50)));
    shard("0", perKey, shardOf);
    List<Future<?>> stored = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      stored.add(
          guarded
              .vertx()
              .eventBus()
              .request(
                  PRODUCE,
                  new JsonObject().put("key", "k" + i % 10).put("value", Integer.toString(i))));
    }
    get(Future.all(stored));
    untilRefused(delivery);
    shard("1", perKey, shardOf);
    until(() -> perKey.values().stream().mapToInt(List::size).sum() == 300);
    get(delivery.close());
    get(sink.close());

    assertThat(perKey).hasSize(10);
    assertThat(perKey.values()).allSatisfy(list -> assertThat(list).hasSize(30).isSorted());
    assertThat(shardOf.values()).contains("0", "1");
    assertThat(committedRecords()).isEqualTo(300);
  }

  private void shard(String shard, Map<String, List<Integer>> perKey, Map<String, String> shardOf) {
    guarded
        .vertx()
        .eventBus()
        .<ConsumerRecord<Buffer, Buffer>>consumer(
            ADDRESS + "." + shard,
            message -> {
              String key = message.body().key().toString();
              perKey
                  .computeIfAbsent(key, k -> new CopyOnWriteArrayList<>())
                  .add(id(message.body()));
              shardOf.merge(key, shard, (old, now) -> old.equals(now) ? old : "both");
              message.reply(null);
            });
  }

  @Test
  void aRecordThatFailsForGoodGoesToTheDeadLettersWithItsCause() throws Exception {
    String dead = topic + ".dead";
    SharedBroker.createTopic(dead, 1);
    List<Throwable> reported = new CopyOnWriteArrayList<>();
    acknowledgeAllBut(id -> id == 4, "poison");
    EventBusDelivery delivery =
        EventBusDelivery.create(
                guarded.vertx(),
                consumerOptions(),
                route()
                    .setMaxAttempts(2)
                    .setOnFailure(Route.OnFailure.DEAD_LETTER)
                    .setDeadLetterTopic("{topic}.dead"))
            .exceptionHandler(reported::add);
    get(delivery.start());
    produce(30);
    until(() -> received.size() == 29 && !reported.isEmpty());
    JsonObject status = get(delivery.status());
    get(delivery.close());
    get(sink.close());

    assertThat(status.getLong("deadLettered")).isEqualTo(1);
    assertThat(committedRecords()).isEqualTo(30);
    ConsumerRecord<byte[], byte[]> letter = first(dead);
    assertThat(new String(letter.value())).isEqualTo("4");
    assertThat(letter.headers().stream().map(Header::key)).isNotEmpty();
    assertThat(
            letter.headers().stream()
                .map(header -> new String(header.value()))
                .anyMatch(text -> text.contains("poison")))
        .isTrue();
  }

  private ConsumerRecord<byte[], byte[]> first(String from) throws Exception {
    KafkaConsumer<byte[], byte[]> reader =
        KafkaConsumer.create(
            guarded.vertx(),
            consumerOptions().setGroupId(null),
            Deserializer.bytes(),
            Deserializer.bytes());
    try {
      get(reader.assign(Set.of(new TopicPartition(from, 0))));
      while (true) {
        var records = get(reader.poll(Duration.ofSeconds(5)));
        if (!records.isEmpty()) {
          return records.iterator().next();
        }
      }
    } finally {
      get(reader.close());
    }
  }

  @Test
  void withNoHandlerARecordCanFailInsteadOfWaiting() throws Exception {
    List<Throwable> reported = new CopyOnWriteArrayList<>();
    EventBusDelivery delivery =
        EventBusDelivery.create(
                guarded.vertx(),
                consumerOptions(),
                route()
                    .setMaxAttempts(2)
                    .setNoHandler(Route.NoHandler.FAIL)
                    .setOnFailure(Route.OnFailure.SKIP))
            .exceptionHandler(reported::add);
    get(delivery.start());
    produce(3);
    until(() -> reported.size() == 3);
    get(delivery.close());
    get(sink.close());

    assertThat(reported)
        .allSatisfy(
            failure ->
                assertThat(failure)
                    .hasMessageContaining("2 attempts")
                    .cause()
                    .hasMessageContaining("No handlers for address " + ADDRESS));
    assertThat(committedRecords()).isEqualTo(3);
  }

  @Test
  void aStoppedPartitionGoesOnWhenItIsResumed() throws Exception {
    List<Throwable> reported = new CopyOnWriteArrayList<>();
    Set<Integer> poison = ConcurrentHashMap.newKeySet();
    poison.add(4);
    acknowledgeAllBut(poison::contains, "poison");
    EventBusDelivery delivery =
        EventBusDelivery.create(guarded.vertx(), consumerOptions(), route().setMaxAttempts(1))
            .exceptionHandler(reported::add);
    get(delivery.start());
    produce(30);
    until(() -> received.size() == 21 && !reported.isEmpty());
    poison.clear();
    get(delivery.resume(new TopicPartition(topic, 1)));
    until(() -> received.size() == 30);
    get(delivery.close());
    get(sink.close());

    assertThat(committedRecords()).isEqualTo(30);
  }

  @Test
  void aPatternDeliversTopicsThatComeLater() throws Exception {
    Set<String> addresses = new ConcurrentSkipListSet<>();
    for (String name : List.of(topic, topic + "-later")) {
      guarded
          .vertx()
          .eventBus()
          .<ConsumerRecord<Buffer, Buffer>>consumer(
              "from." + name,
              message -> {
                addresses.add(message.address());
                acknowledge(message);
              });
    }
    EventBusDelivery delivery =
        EventBusDelivery.create(
            guarded.vertx(),
            consumerOptions().setMetadataMaxAge(Duration.ofMillis(500)),
            new Route()
                .setTopicPattern(Pattern.compile(Pattern.quote(topic) + ".*"))
                .setAddress("from.{topic}"));
    get(delivery.start());
    produce(3);
    SharedBroker.createTopic(topic + "-later", 1);
    get(
        guarded
            .vertx()
            .eventBus()
            .request(PRODUCE, new JsonObject().put("topic", topic + "-later").put("value", "99")));
    until(() -> received.size() == 4);
    get(delivery.close());
    get(sink.close());

    assertThat(addresses).containsExactly("from." + topic, "from." + topic + "-later");
  }
}
