package io.kafkavertx.serdes;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkavertx.spi.Header;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.serialization.VoidDeserializer;
import org.junit.jupiter.api.Test;

class JavaSerdesTest {
  @Test
  void aPartOfAnArrayIsReadAsTheWholeWouldBe() {
    JavaSerializer<String> serializer =
        JavaSerializer.of(
            new StringSerializer(), Map.of("value.serializer.encoding", "UTF-16BE"), false);
    byte[] bytes = serializer.serialize("t", new ArrayList<>(), "Käse");
    byte[] larger = new byte[bytes.length + 7];
    System.arraycopy(bytes, 0, larger, 3, bytes.length);
    JavaDeserializer<String> deserializer =
        JavaDeserializer.of(
            new StringDeserializer(), Map.of("value.deserializer.encoding", "UTF-16BE"), false);
    assertThat(deserializer.deserialize("t", List.of(), larger, 3, bytes.length)).isEqualTo("Käse");
    assertThat(larger[0]).isZero();
  }

  @Test
  void headersAreSeenAndChangedInTheirOrder() {
    List<Header> headers =
        new ArrayList<>(List.of(Header.of("a", "1"), Header.of("a", "2"), new Header("b", null)));
    JavaSerializer.<String>of(
            new org.apache.kafka.common.serialization.Serializer<>() {
              @Override
              public byte[] serialize(String topic, String data) {
                throw new UnsupportedOperationException();
              }

              @Override
              public byte[] serialize(String topic, Headers theirs, String data) {
                assertThat(theirs.toArray()).hasSize(3);
                theirs.remove("a");
                theirs.add("c", new byte[] {3});
                return new byte[0];
              }
            })
        .serialize("t", headers, "x");
    assertThat(headers).containsExactly(new Header("b", null), new Header("c", new byte[] {3}));
  }

  @Test
  void closingClosesWhatIsAdapted() {
    boolean[] closed = new boolean[1];
    JavaDeserializer.of(
            new VoidDeserializer() {
              @Override
              public void close() {
                closed[0] = true;
              }
            })
        .close();
    assertThat(closed[0]).isTrue();
  }
}
