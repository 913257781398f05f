package io.kafkavertx.eventbus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkavertx.ConsumerRecord;
import io.kafkavertx.ProducerRecord;
import io.kafkavertx.protocol.record.TimestampType;
import io.kafkavertx.spi.Header;
import io.kafkavertx.spi.TopicPartition;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RecordFormsTest {
  private static final byte[] NOT_TEXT = {(byte) 0xC3, 0x28, 0};

  record Fixed(Buffer key, Buffer value, List<Header> headers)
      implements ConsumerRecord<Buffer, Buffer> {
    @Override
    public TopicPartition topicPartition() {
      return new TopicPartition("orders", 3);
    }

    @Override
    public long offset() {
      return 42;
    }

    @Override
    public long timestamp() {
      return 1_700_000_000_000L;
    }

    @Override
    public TimestampType timestampType() {
      return TimestampType.CREATE_TIME;
    }

    @Override
    public int leaderEpoch() {
      return 9;
    }

    @Override
    public int serializedKeySize() {
      return key == null ? -1 : key.length();
    }

    @Override
    public int serializedValueSize() {
      return value == null ? -1 : value.length();
    }
  }

  @Test
  void textStaysTextAndOtherBytesSayThatTheyAreBase64() {
    var record =
        new Fixed(
            Buffer.buffer("käse"),
            Buffer.buffer(NOT_TEXT),
            List.of(Header.of("a", "1"), new Header("a", NOT_TEXT), new Header("n", null)));

    JsonObject json = RecordJson.delivered(record, Route.Encoding.TEXT);

    assertThat(json.getString("key")).isEqualTo("käse");
    assertThat(json.containsKey("keyEncoding")).isFalse();
    assertThat(json.getString("valueEncoding")).isEqualTo("base64");
    assertThat(BytesText.get(json, "value")).isEqualTo(NOT_TEXT);
    JsonArray headers = json.getJsonArray("headers");
    assertThat(headers.getJsonObject(0).getString("value")).isEqualTo("1");
    assertThat(BytesText.get(headers.getJsonObject(1), "value")).isEqualTo(NOT_TEXT);
    assertThat(headers.getJsonObject(2).getValue("value")).isNull();
  }

  @Test
  void theRecordOfTheGuideLooksAsTheGuideSays() throws IOException {
    var record =
        new Fixed(
            Buffer.buffer("customer-7"),
            Buffer.buffer(NOT_TEXT),
            List.of(Header.of("trace", "abc")));
    String page = Files.readString(Path.of("../docs/eventbus.md"));
    int start = page.indexOf("```json\n") + "```json\n".length();
    String shown = page.substring(start, page.indexOf("```", start));

    assertThat(RecordJson.delivered(record, Route.Encoding.TEXT)).isEqualTo(new JsonObject(shown));
  }

  @Test
  void aTombstoneIsNullAndNotEmpty() {
    JsonObject json = RecordJson.delivered(new Fixed(null, null, List.of()), Route.Encoding.BASE64);

    assertThat(json.containsKey("value")).isTrue();
    assertThat(json.getValue("value")).isNull();
    assertThat(RecordJson.toProduce(new JsonObject().put("topic", "t"), null).value()).isNull();
  }

  @Test
  void aDeliveredRecordCanBeProducedAgainByteForByte() {
    var record =
        new Fixed(Buffer.buffer(NOT_TEXT), Buffer.buffer("v"), List.of(new Header("h", NOT_TEXT)));
    JsonObject json = RecordJson.delivered(record, Route.Encoding.TEXT);
    json.remove("offset");
    json.remove("timestampType");

    ProducerRecord<Buffer, Buffer> back = RecordJson.toProduce(json, null);

    assertThat(back.topic()).isEqualTo("orders");
    assertThat(back.partition()).isEqualTo(3);
    assertThat(back.timestamp()).isEqualTo(record.timestamp());
    assertThat(back.key().getBytes()).isEqualTo(NOT_TEXT);
    assertThat(back.value().toString()).isEqualTo("v");
    assertThat(back.headers()).isEqualTo(record.headers());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"valeu\":\"x\",\"topic\":\"t\"}",
        "{\"value\":\"x\"}",
        "{\"topic\":\"t\",\"partition\":\"one\"}",
        "{\"topic\":\"t\",\"value\":\"***\",\"valueEncoding\":\"base64\"}",
        "{\"topic\":\"t\",\"value\":\"x\",\"valueEncoding\":\"rot13\"}",
        "{\"topic\":\"t\",\"headers\":[{\"value\":\"x\"}]}",
        "{\"topic\":\"t\",\"partition\":-1}"
      })
  void aMessageThatIsNoRecordIsRefusedWithAReason(String json) {
    assertThatThrownBy(() -> RecordJson.toProduce(new JsonObject(json), null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("null");
  }

  @Test
  void recordsCrossAClusteredBusUnchanged() {
    var record =
        new Fixed(
            null, Buffer.buffer(NOT_TEXT), List.of(Header.of("a", "b"), new Header("n", null)));
    Buffer wire = Buffer.buffer("before");
    new ConsumerRecordCodec().encodeToWire(wire, record);

    ConsumerRecord<Buffer, Buffer> back = new ConsumerRecordCodec().decodeFromWire(6, wire);

    assertThat(back.topicPartition()).isEqualTo(record.topicPartition());
    assertThat(back.offset()).isEqualTo(42);
    assertThat(back.timestamp()).isEqualTo(record.timestamp());
    assertThat(back.timestampType()).isEqualTo(record.timestampType());
    assertThat(back.leaderEpoch()).isEqualTo(9);
    assertThat(back.key()).isNull();
    assertThat(back.value().getBytes()).isEqualTo(NOT_TEXT);
    assertThat(back.headers()).isEqualTo(record.headers());
  }

  @Test
  void recordsToProduceCrossAClusteredBusUnchanged() {
    var record =
        new ProducerRecord<>(
            "t", 2, 5L, Buffer.buffer("k"), (Buffer) null, List.of(Header.of("a", "b")));
    Buffer wire = Buffer.buffer();
    new ProducerRecordCodec().encodeToWire(wire, record);
    assertThat(new ProducerRecordCodec().decodeFromWire(0, wire)).isEqualTo(record);
    assertThat(new ProducerRecordCodec().transform(record)).isSameAs(record);

    Buffer bare = Buffer.buffer();
    var minimal = ProducerRecord.of("t", Buffer.buffer("v"));
    new ProducerRecordCodec()
        .encodeToWire(
            bare, new ProducerRecord<>("t", null, null, null, minimal.value(), List.of()));
    assertThat(new ProducerRecordCodec().decodeFromWire(0, bare).partition()).isNull();
  }
}
