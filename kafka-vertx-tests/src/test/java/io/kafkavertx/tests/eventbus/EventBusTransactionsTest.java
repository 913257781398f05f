package io.kafkavertx.tests.eventbus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkavertx.ConsumerOptions;
import io.kafkavertx.ConsumerOptions.IsolationLevel;
import io.kafkavertx.ConsumerRecord;
import io.kafkavertx.ConsumerRecords;
import io.kafkavertx.KafkaConsumer;
import io.kafkavertx.ProducerOptions;
import io.kafkavertx.eventbus.EventBusProducer;
import io.kafkavertx.eventbus.FailureCodes;
import io.kafkavertx.spi.Deserializer;
import io.kafkavertx.spi.TopicPartition;
import io.kafkavertx.tests.support.SharedBroker;
import io.vertx.core.Future;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Lists of records sent to an address, on a real broker. */
final class EventBusTransactionsTest extends EventBusTestBase {
  private static final String TRANSACTIONS = "kafka.transactions";

  private final String id = SharedBroker.name("transactional");
  private EventBusProducer transactions;

  @BeforeEach
  void openTheAddress() throws Exception {
    transactions = open(TRANSACTIONS);
  }

  private EventBusProducer open(String address) throws Exception {
    return get(
        EventBusProducer.create(
            guarded.vertx(),
            new ProducerOptions()
                .setBootstrapServers(SharedBroker.bootstrapServers())
                .setTransactionalId(id)
                .setMaxRequestSize(100_000),
            address,
            topic));
  }

  private Future<Message<Object>> request(String address, Object body) {
    return guarded.vertx().eventBus().request(address, body);
  }

  private static JsonObject record(int partition, String value) {
    return new JsonObject().put("partition", partition).put("value", value);
  }

  private static JsonArray list(String... values) {
    JsonArray list = new JsonArray();
    for (int i = 0; i < values.length; i++) {
      list.add(record(i % 3, values[i]));
    }
    return list;
  }

  private void assertFails(String address, Object body, int code, String reason) {
    assertThatThrownBy(() -> get(request(address, body)))
        .isInstanceOfSatisfying(
            ReplyException.class, failure -> assertThat(failure.failureCode()).isEqualTo(code))
        .hasMessageContaining(reason);
  }

  /** What those read who read committed records, up to the end as it is now. */
  private List<String> committedValues() throws Exception {
    KafkaConsumer<String, String> reader =
        KafkaConsumer.create(
            guarded.vertx(),
            new ConsumerOptions()
                .setBootstrapServers(SharedBroker.bootstrapServers())
                .setIsolationLevel(IsolationLevel.READ_COMMITTED)
                .setAutoOffsetReset("earliest"),
            Deserializer.string(),
            Deserializer.string());
    List<TopicPartition> all =
        IntStream.range(0, 3).mapToObj(p -> new TopicPartition(topic, p)).toList();
    get(reader.assign(all));
    List<String> values = new ArrayList<>();
    while (!get(reader.endOffsets(all)).equals(get(positions(reader, all)))) {
      ConsumerRecords<String, String> some = get(reader.poll(Duration.ofMillis(100)));
      for (ConsumerRecord<String, String> one : some) {
        values.add(one.value());
      }
    }
    get(reader.close());
    return values;
  }

  private static Future<java.util.Map<TopicPartition, Long>> positions(
      KafkaConsumer<?, ?> reader, List<TopicPartition> partitions) {
    java.util.Map<TopicPartition, Long> positions = new java.util.HashMap<>();
    List<Future<Long>> asked = new ArrayList<>();
    for (TopicPartition partition : partitions) {
      asked.add(reader.position(partition).onSuccess(at -> positions.put(partition, at)));
    }
    return Future.all(asked).map(positions);
  }

  @Test
  void aListIsStoredAsAWholeOrNotAtAll() throws Exception {
    JsonArray stored = (JsonArray) get(request(TRANSACTIONS, list("a", "b", "c", "d"))).body();
    assertThat(stored).hasSize(4);
    assertThat(stored.getJsonObject(3).getString("topic")).isEqualTo(topic);
    assertThat(stored.getJsonObject(3).getInteger("partition")).isZero();
    assertThat(stored.getJsonObject(3).getLong("offset")).isEqualTo(1);

    assertFails(
        TRANSACTIONS,
        list("not", "stored", "x".repeat(200_000)),
        FailureCodes.RECORD_TOO_LARGE,
        "maxRequestSize");
    get(request(TRANSACTIONS, list("e")));
    get(request(TRANSACTIONS, record(1, "f")));

    assertThat(committedValues()).containsExactlyInAnyOrder("a", "b", "c", "d", "e", "f");
  }

  @Test
  void messagesTakeTurnsAndAreFinishedBeforeTheAddressCloses() throws Exception {
    List<Future<?>> replies = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      replies.add(request(TRANSACTIONS, list("a" + i, "b" + i)));
    }
    get(replies.get(0));
    get(transactions.close(Duration.ofSeconds(20)));
    get(Future.all(replies));

    assertThat(committedValues()).hasSize(40).doesNotHaveDuplicates();
  }

  @Test
  void whatIsNoListOfRecordsIsRefusedWithItsPlaceAndNothingIsStored() throws Exception {
    assertFails(
        TRANSACTIONS, list("a").add("text"), 400, "record 1 of the list is not a JSON object");
    assertFails(
        TRANSACTIONS,
        list("a", "b").add(new JsonObject().put("valeu", "c")),
        400,
        "record 2 of the list: a record to produce has no field 'valeu'");
    assertFails(TRANSACTIONS, new JsonArray(), 400, "no records");
    assertFails(PRODUCE, list("a"), 400, "transactionalId");

    assertThat(committedValues()).isEmpty();
  }

  @Test
  void anAddressWhoseIdSomebodyElseHasTakenSaysSo() throws Exception {
    get(request(TRANSACTIONS, list("a")));
    EventBusProducer other = open("kafka.other");
    get(request("kafka.other", list("b")));
    assertThatThrownBy(() -> get(request(TRANSACTIONS, list("c"))))
        .isInstanceOfSatisfying(
            ReplyException.class,
            failure -> assertThat(failure.failureCode()).isEqualTo(FailureCodes.FENCED))
        .hasMessageContaining("another producer with this transactional id has taken over");
    assertFails(TRANSACTIONS, list("c"), FailureCodes.FENCED, "taken over");
    get(request("kafka.other", list("d")));
    get(other.close());

    assertThat(committedValues()).containsExactlyInAnyOrder("a", "b", "d");
  }
}
