package io.kafkavertx.tests.clustered;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkavertx.ConsumerRecord;
import io.kafkavertx.ProducerOptions;
import io.kafkavertx.ProducerRecord;
import io.kafkavertx.eventbus.EventBusDelivery;
import io.kafkavertx.eventbus.EventBusProducer;
import io.kafkavertx.eventbus.FailureCodes;
import io.kafkavertx.eventbus.Route;
import io.kafkavertx.spi.Header;
import io.kafkavertx.tests.support.SharedBroker;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What records look like on another node of a clustered bus, in either direction. */
@Tag("slow")
final class ClusteredFormsTest extends ClusteredTestBase {
  private static final byte[] BINARY = {0, -1, (byte) 0xC3, 0x28, 13, 10, 0};
  private static final List<String> LINES = new CopyOnWriteArrayList<>();
  private static NodeProcess other;

  @BeforeAll
  static void startTheOther() throws Exception {
    other = BUS.start("other", LINES::add);
  }

  @BeforeEach
  void createTopic() {
    SharedBroker.createTopic(topic, 1);
  }

  @Override
  List<JsonObject> shown() {
    heard.clear();
    heard.addAll(LINES);
    return super.shown().stream()
        .filter(shown -> shown.getString("address").equals(address))
        .toList();
  }

  private JsonObject show() {
    return handler(topic).put("show", true);
  }

  private List<ProducerRecord<Buffer, Buffer>> records() {
    byte[] big = new byte[900_000];
    new Random(1).nextBytes(big);
    Buffer key = Buffer.buffer("key");
    Buffer value = Buffer.buffer("value");
    return List.of(
        ProducerRecord.of(topic, key, value).at(1_700_000_000_123L),
        ProducerRecord.of(topic, null, value),
        ProducerRecord.of(topic, key, (Buffer) null),
        ProducerRecord.of(topic, (Buffer) null, (Buffer) null),
        ProducerRecord.of(topic, Buffer.buffer(), Buffer.buffer()),
        ProducerRecord.of(topic, Buffer.buffer(BINARY), Buffer.buffer(BINARY)),
        ProducerRecord.of(topic, key, value)
            .header(new Header("twice", BINARY))
            .header(new Header("nothing", null))
            .header(new Header("twice", new byte[0]))
            .header(Header.of("größe", "ß")),
        ProducerRecord.of(topic, key, Buffer.buffer(big)));
  }

  @Test
  void aRecordIsOnAnotherNodeWhatItWasHere() throws Exception {
    other.ask(show());
    List<ProducerRecord<Buffer, Buffer>> sent = records();
    produce(sent);
    deliver(route());
    until(() -> shown().size() == sent.size(), other, reported);

    List<JsonObject> seen = shown();
    for (int i = 0; i < sent.size(); i++) {
      ProducerRecord<Buffer, Buffer> record = sent.get(i);
      JsonObject one = seen.get(i);
      assertThat(one.getString("topic")).isEqualTo(topic);
      assertThat(one.getInteger("partition")).isZero();
      assertThat(one.getLong("offset")).isEqualTo(i);
      assertThat(one.getString("timestampType")).isEqualTo("CREATE_TIME");
      assertThat(one.getString("sizes")).isEqualTo(size(record.key()) + " " + size(record.value()));
      assertThat(one.getBinary("key")).isEqualTo(bytes(record.key()));
      if (size(record.value()) > 100) {
        assertThat(one.getInteger("valueLength")).isEqualTo(record.value().length());
        assertThat(one.getInteger("valueHash")).isEqualTo(Arrays.hashCode(bytes(record.value())));
      } else {
        assertThat(one.getBinary("value")).isEqualTo(bytes(record.value()));
      }
      JsonArray headers = new JsonArray();
      record
          .headers()
          .forEach(header -> headers.add(new JsonArray().add(header.key()).add(header.value())));
      assertThat(one.getJsonArray("headers").encode()).isEqualTo(headers.encode());
    }
    assertThat(seen.get(0).getLong("timestamp")).isEqualTo(1_700_000_000_123L);
    until(() -> committedNow() == sent.size());
    assertThat(reported).isEmpty();
  }

  private static int size(Buffer bytes) {
    return bytes == null ? -1 : bytes.length();
  }

  private static byte[] bytes(Buffer buffer) {
    return buffer == null ? null : buffer.getBytes();
  }

  private long committedNow() {
    try {
      return committedRecords(1);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void batchesCrossToo() throws Exception {
    other.ask(show());
    produce(records());
    deliver(route().setBatchSize(3));
    until(() -> shown().size() == records().size(), other, reported);
    assertThat(shown()).extracting(one -> one.getLong("offset")).isSorted();
    assertThat(shown()).anyMatch(one -> one.getInteger("of") > 1);
    assertThat(shown().get(5).getBinary("value")).isEqualTo(BINARY);
    until(() -> committedNow() == records().size());
    assertThat(reported).isEmpty();
  }

  @Test
  void jsonNeedsNoCodecOnTheOtherNode() throws Exception {
    other.ask(show().put("register", false));
    produce(
        List.of(
            ProducerRecord.of(topic, Buffer.buffer("k"), Buffer.buffer("text"))
                .header(Header.of("trace", "abc")),
            ProducerRecord.of(topic, null, Buffer.buffer(BINARY)),
            ProducerRecord.of(topic, Buffer.buffer("k"), null)));
    deliver(route().setBody(Route.Body.JSON));
    until(() -> shown().size() == 3, other, reported);

    List<JsonObject> seen = shown().stream().map(one -> one.getJsonObject("json")).toList();
    assertThat(seen.get(0).getString("key")).isEqualTo("k");
    assertThat(seen.get(0).getString("value")).isEqualTo("text");
    assertThat(seen.get(0).getJsonArray("headers"))
        .containsExactly(new JsonObject().put("key", "trace").put("value", "abc"));
    assertThat(seen.get(1).getString("valueEncoding")).isEqualTo("base64");
    assertThat(Base64.getDecoder().decode(seen.get(1).getString("value"))).isEqualTo(BINARY);
    assertThat(seen.get(2).getMap()).containsEntry("value", null);
    assertThat(seen.get(2).getLong("offset")).isEqualTo(2);
  }

  @Test
  void valuesNeedNoCodecOnTheOtherNode() throws Exception {
    other.ask(show().put("register", false));
    produce(
        List.of(
            ProducerRecord.of(topic, Buffer.buffer("k"), Buffer.buffer(BINARY))
                .header(Header.of("trace", "abc")),
            ProducerRecord.of(topic, null, null)));
    deliver(route().setBody(Route.Body.VALUE));
    until(() -> shown().size() == 2, other, reported);

    JsonObject first = shown().get(0);
    assertThat(first.getBinary("value")).isEqualTo(BINARY);
    assertThat(first.getJsonObject("messageHeaders").getMap())
        .containsEntry("kafka.topic", topic)
        .containsEntry("kafka.offset", "0")
        .containsEntry("kafka.key", "k")
        .containsEntry("trace", "abc");
    assertThat(shown().get(1).getMap()).containsEntry("value", null);
  }

  @Test
  void aNodeWithoutTheCodecIsNamedAndItsRecordsWaitUntilItHasIt() throws Exception {
    NodeProcess bare = BUS.start("bare", LINES::add);
    bare.ask(show().put("register", false));
    produce(List.of(ProducerRecord.of(topic, Buffer.buffer("k"), Buffer.buffer("v"))));
    deliver(route().setMaxAttempts(2).setOnFailure(Route.OnFailure.SKIP));
    until(() -> reported.size() > 1, bare);
    assertThat(reported)
        .allSatisfy(
            failure ->
                assertThat(failure)
                    .hasMessageContaining("handler at " + address)
                    .hasMessageContaining("kafka-vertx.consumer-record")
                    .hasMessageContaining("EventBusRecords.register(vertx)"));
    assertThat(committedNow()).isZero();

    bare.ask(new JsonObject().put("do", "register"));
    until(() -> committedNow() == 1, bare, reported);
    assertThat(shown()).hasSize(1);
    bare.close();
  }

  @Test
  void whatIsSentReachesOneHandlerAndWhatIsPublishedAll() throws Exception {
    String here = "here." + address;
    other.ask(show().put("instances", 2));
    List<String> local = new CopyOnWriteArrayList<>();
    get(
        BUS.vertx()
            .eventBus()
            .<ConsumerRecord<Buffer, Buffer>>consumer(
                address, message -> local.add(here + message.body().offset()))
            .completion());
    produce(List.of(ProducerRecord.of(topic, Buffer.buffer("k"), Buffer.buffer("v"))));
    EventBusDelivery published = deliver(route().setMode(Route.Mode.PUBLISH));
    until(() -> shown().size() == 2 && local.size() == 1, other, reported);
    get(published.close());
    produce(
        List.of(
            ProducerRecord.of(topic, Buffer.buffer("k"), Buffer.buffer("v")),
            ProducerRecord.of(topic, Buffer.buffer("k"), Buffer.buffer("v")),
            ProducerRecord.of(topic, Buffer.buffer("k"), Buffer.buffer("v"))));
    deliver(route().setMode(Route.Mode.SEND));
    until(() -> shown().size() + local.size() == 6, other, reported);
    until(() -> committedNow() == 4);
    assertThat(shown().size() + local.size()).isEqualTo(6);
    assertThat(shown()).hasSizeGreaterThan(2);
  }

  @Test
  void recordsToProduceComeFromAnotherNodeAndWhatIsStoredOrFailsGoesBack() throws Exception {
    EventBusProducer sink =
        get(
            EventBusProducer.create(
                BUS.vertx(),
                new ProducerOptions().setBootstrapServers(SharedBroker.bootstrapServers()),
                address,
                topic));
    JsonObject produce =
        new JsonObject().put("do", "produce").put("address", address).put("topic", topic);
    JsonObject stored =
        other.ask(
            produce
                .copy()
                .put("partition", 0)
                .put("timestamp", 1_700_000_000_123L)
                .put("key", BINARY)
                .put("value", BINARY)
                .put("header", BINARY));
    other.ask(produce.copy().put("key", BINARY).putNull("value"));

    assertThat(stored.getLong("offset")).isZero();
    assertThat(stored.getString("topic")).isEqualTo(topic);
    List<ConsumerRecord<Buffer, Buffer>> found = read(topic, 0, 2);
    assertThat(found.get(0).key().getBytes()).isEqualTo(BINARY);
    assertThat(found.get(0).value().getBytes()).isEqualTo(BINARY);
    assertThat(found.get(0).timestamp()).isEqualTo(1_700_000_000_123L);
    assertThat(found.get(0).headers())
        .containsExactly(new Header("trace", BINARY), new Header("nothing", null));
    assertThat(found.get(1).value()).isNull();

    JsonObject tooLarge = produce.copy().put("value", new byte[1_200_000]);
    assertThatThrownBy(() -> other.ask(tooLarge))
        .hasMessageContaining("RECIPIENT_FAILURE," + FailureCodes.RECORD_TOO_LARGE);
    get(sink.close());
  }
}
