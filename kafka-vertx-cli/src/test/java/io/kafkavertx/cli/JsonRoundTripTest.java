package io.kafkavertx.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkavertx.ProducerRecord;
import io.kafkavertx.spi.Header;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What {@code consume --json} prints, {@code produce --json} reads. */
final class JsonRoundTripTest {
  private static String printed(TestRecord record, ByteForm form) {
    return TestRecord.printed(new JsonLines(form, form), record);
  }

  private static ProducerRecord<byte[], byte[]> read(String line) {
    return new JsonRecords(null, false).read(line.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void anyBytesComeBackAsTheyWere() {
    Random random = new Random(7);
    for (int i = 0; i < 400; i++) {
      byte[] key = new byte[random.nextInt(12)];
      byte[] value = new byte[random.nextInt(40)];
      random.nextBytes(key);
      for (int j = 0; j < value.length; j++) {
        value[j] = (byte) (i % 2 == 0 ? random.nextInt(128) : random.nextInt());
      }
      TestRecord record =
          TestRecord.ofBytes(key, value)
              .headers(List.of(new Header("h", value), new Header("n", null)));
      for (ByteForm form : new ByteForm[] {ByteForm.TEXT, ByteForm.BASE64, ByteForm.HEX}) {
        String line = printed(record, form);
        assertThat(line).endsWith("\n");
        assertThat(line.indexOf('\n')).isEqualTo(line.length() - 1);
        ProducerRecord<byte[], byte[]> back = read(line);
        assertThat(back.key()).isEqualTo(key);
        assertThat(back.value()).isEqualTo(value);
        assertThat(back.headers()).isEqualTo(record.headers());
        assertThat(back.topic()).isEqualTo("orders");
        assertThat(back.partition()).isEqualTo(3);
        assertThat(back.timestamp()).isZero();
      }
    }
  }

  @Test
  void textIsReadableAndWhatIsNoneSaysSo() {
    JsonObject text =
        new JsonObject(printed(TestRecord.of("grün", "a\"b\\\n\u0001€"), ByteForm.TEXT));
    assertThat(text.getString("key")).isEqualTo("grün");
    assertThat(text.getString("value")).isEqualTo("a\"b\\\n\u0001€");
    assertThat(text.containsKey("valueEncoding")).isFalse();
    byte[] broken = {(byte) 0xc3, 0x28};
    JsonObject bytes = new JsonObject(printed(TestRecord.ofBytes(broken, broken), ByteForm.TEXT));
    assertThat(bytes.getString("valueEncoding")).isEqualTo("base64");
  }

  @Test
  void nullAndEmptyStayApart() {
    assertThat(read(printed(TestRecord.of(null, ""), ByteForm.TEXT)))
        .satisfies(
            record -> {
              assertThat(record.key()).isNull();
              assertThat(record.value()).isEmpty();
            });
  }

  @Test
  void jsonValuesAreNested() {
    String line = printed(TestRecord.of("\"k\"", "{ \"n\": [1, null] }"), ByteForm.JSON);
    JsonObject json = new JsonObject(line);
    assertThat(json.getJsonObject("value")).isEqualTo(new JsonObject("{\"n\":[1,null]}"));
    ProducerRecord<byte[], byte[]> back = read(line);
    assertThat(back.key()).asString().isEqualTo("\"k\"");
    assertThat(back.value()).asString().isEqualTo("{\"n\":[1,null]}");
    // JSON's null is a value of four letters, and no tombstone.
    assertThat(read(printed(TestRecord.of(null, "null"), ByteForm.JSON)).value())
        .asString()
        .isEqualTo("null");
    assertThat(read(printed(TestRecord.of("k", "no json"), ByteForm.JSON)).value())
        .asString()
        .isEqualTo("no json");
  }

  @Test
  void linesThatAreNoRecordsSayWhy() {
    assertThatThrownBy(() -> read("{")).hasMessageContaining("is no JSON object");
    assertThatThrownBy(() -> read("{\"topic\":\"t\",\"valu\":1}")).hasMessageContaining("'valu'");
    assertThatThrownBy(() -> read("{\"value\":\"1\"}")).hasMessageContaining("names no topic");
    assertThatThrownBy(() -> read("{\"topic\":\"t\",\"value\":\"?\",\"valueEncoding\":\"base64\"}"))
        .hasMessageContaining("no base64");
    assertThatThrownBy(() -> read("{\"topic\":\"t\",\"value\":\"a\",\"valueEncoding\":\"rot13\"}"))
        .hasMessageContaining("rot13");
    assertThatThrownBy(() -> read("{\"topic\":\"t\",\"partition\":\"x\"}"))
        .hasMessageContaining("wrong type");
  }
}
