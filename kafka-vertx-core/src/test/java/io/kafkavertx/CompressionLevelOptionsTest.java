package io.kafkavertx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonObject;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The Java client's properties for levels (KIP-390). */
class CompressionLevelOptionsTest {
  @ParameterizedTest
  @ValueSource(strings = {"gzip", "lz4", "zstd"})
  void aPropertyBecomesTheConfigurationOfItsCodec(String codec) {
    ProducerOptions options =
        ProducerOptions.fromProperties(
            Map.of("compression.type", codec, "compression." + codec + ".level", "7"));
    assertThat(options.getCompression()).isEqualTo(codec);
    assertThat(options.pluginConfig(codec)).isEqualTo(new JsonObject().put("level", 7));
    assertThat(new ProducerOptions(options.toJson()).pluginConfig(codec).getInteger("level"))
        .isEqualTo(7);
  }

  @Test
  void allOfThemGoTogether() {
    ProducerOptions options =
        ProducerOptions.fromProperties(
            Map.of(
                "compression.gzip.level", 1,
                "compression.lz4.level", 2,
                "compression.zstd.level", -3));
    assertThat(options.getPluginConfig().encode())
        .contains("\"gzip\":{\"level\":1}")
        .contains("\"lz4\":{\"level\":2}")
        .contains("\"zstd\":{\"level\":-3}");
  }

  @Test
  void whatIsNoNumberIsRefusedByName() {
    assertThatThrownBy(
            () -> ProducerOptions.fromProperties(Map.of("compression.gzip.level", "best")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("compression.gzip.level");
    assertThatThrownBy(() -> ProducerOptions.fromProperties(Map.of("compression.snappy.level", 1)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("compression.snappy.level");
  }
}
