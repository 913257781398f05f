package io.kafkavertx.eventbus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkavertx.eventbus.RecordFormsTest.Fixed;
import io.kafkavertx.spi.Header;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class AddressTemplateTest {
  private static Fixed record(String key, Header... headers) {
    return new Fixed(key == null ? null : Buffer.buffer(key), null, List.of(headers));
  }

  @Test
  void placesAreFilledInFromTheRecord() {
    Fixed record = record("k1", Header.of("tenant", "a"), Header.of("tenant", "b"));

    assertThat(new AddressTemplate("kafka", 0).of(record)).isEqualTo("kafka");
    assertThat(new AddressTemplate("{topic}/{partition}/{key}/{header:tenant}!", 0).of(record))
        .isEqualTo(record.topic() + "/" + record.partition() + "/k1/b!");
  }

  @Test
  void aRecordThatLacksWhatItsAddressNeedsIsRefusedByName() {
    assertThatThrownBy(() -> new AddressTemplate("a.{key}", 0).of(record(null)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no key")
        .hasMessageContaining("a.{key}");
    assertThatThrownBy(() -> new AddressTemplate("a.{header:tenant}", 0).of(record("k")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no header tenant");
  }

  @Test
  void aKeyHasOneShardAndKeysAreSpread() {
    AddressTemplate template = new AddressTemplate("{shard}", 4);
    Map<String, Integer> shards = new TreeMap<>();
    for (int i = 0; i < 1000; i++) {
      String shard = template.of(record("customer-" + i));
      assertThat(template.of(record("customer-" + i))).isEqualTo(shard);
      shards.merge(shard, 1, Integer::sum);
    }
    assertThat(shards.keySet()).containsExactly("0", "1", "2", "3");
    assertThat(shards.values()).allSatisfy(count -> assertThat(count).isBetween(150, 350));
  }
}
