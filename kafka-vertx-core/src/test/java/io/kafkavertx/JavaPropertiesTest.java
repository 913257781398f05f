package io.kafkavertx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.junit.jupiter.api.Test;

/** What the Java client calls its options is understood here, or refused with a reason. */
class JavaPropertiesTest {
  private static final String UNKNOWN = "knows no property";

  @Test
  void everyPropertyOfTheJavaProducerIsTakenOrRefusedWithAReason() {
    assertThat(unknown(ProducerConfig.configDef(), ProducerOptions::fromProperties)).isEmpty();
  }

  @Test
  void everyPropertyOfTheJavaConsumerIsTakenOrRefusedWithAReason() {
    assertThat(unknown(ConsumerConfig.configDef(), ConsumerOptions::fromProperties)).isEmpty();
  }

  @Test
  void everyPropertyOfTheJavaAdminIsTakenOrRefusedWithAReason() {
    assertThat(unknown(AdminClientConfig.configDef(), KafkaAdminOptions::fromProperties)).isEmpty();
    assertThat(unknown(AdminClientConfig.configDef(), KafkaClientOptions::fromProperties))
        .isEmpty();
  }

  private static Set<String> unknown(ConfigDef all, Function<Map<?, ?>, ?> reader) {
    Set<String> unknown = new TreeSet<>();
    for (ConfigDef.ConfigKey key : all.configKeys().values()) {
      if (key.internalConfig) {
        continue;
      }
      try {
        Object read =
            reader.apply(Map.of(key.name, key.defaultValue == null ? "x" : key.defaultValue));
        assertThat(read).isNotNull();
      } catch (ConfigException e) {
        if (e.getMessage().contains(UNKNOWN)) {
          unknown.add(key.name);
        }
      }
    }
    return unknown;
  }

  @Test
  void aPropertyWithOneMeaningHereIsTakenWhenItSaysSo() {
    ProducerOptions.fromProperties(
        Map.of("client.dns.lookup", "use_all_dns_ips", "enable.metrics.push", false));
    assertThatThrownBy(
            () -> ProducerOptions.fromProperties(Map.of("metadata.recovery.strategy", "none")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("metadata.recovery.strategy is 'none'")
        .hasMessageContaining("only rebootstrap is possible");
  }

  @Test
  void saslPropertiesBecomeTheMechanismsConfiguration() {
    KafkaClientOptions options =
        KafkaClientOptions.fromProperties(
            Map.of(
                "sasl.mechanism", "OAUTHBEARER",
                "sasl.oauthbearer.token.endpoint.url", "https://id.example/token",
                "sasl.oauthbearer.client.credentials.client.id", "me",
                "sasl.oauthbearer.client.credentials.client.secret", "canary",
                "sasl.login.refresh.window.factor", "0.5"));
    assertThat(options.getSaslConfig().getString("tokenEndpoint"))
        .isEqualTo("https://id.example/token");
    assertThat(options.getSaslConfig().getString("clientId")).isEqualTo("me");
    assertThat(options.getSaslConfig().getString("clientSecret")).isEqualTo("canary");
    assertThat(options.getSaslConfig().getDouble("refreshWindowFactor")).isEqualTo(0.5);
    assertThat(options + options.toJson().encode()).doesNotContain("canary");
  }

  @Test
  void bufferSizesOfSocketsAreVertxOptions() {
    KafkaClientOptions options =
        KafkaClientOptions.fromProperties(
            Map.of("send.buffer.bytes", 131_072, "receive.buffer.bytes", "65536"));
    assertThat(options.getNetClientOptions().getSendBufferSize()).isEqualTo(131_072);
    assertThat(options.getNetClientOptions().getReceiveBufferSize()).isEqualTo(65_536);
    assertThat(
            KafkaClientOptions.fromProperties(Map.of("send.buffer.bytes", -1))
                .getNetClientOptions()
                .getSendBufferSize())
        .isEqualTo(-1);
    assertThatThrownBy(() -> KafkaClientOptions.fromProperties(Map.of("send.buffer.bytes", 0)))
        .hasMessageContaining("send.buffer.bytes must be at least 1");
  }

  @Test
  void aTypoStillNamesTheNearestProperty() {
    for (String typo : List.of("sasl.mechanisms", "client.dns.lokup", "send.buffer.byte")) {
      assertThatThrownBy(() -> KafkaClientOptions.fromProperties(Map.of(typo, "x")))
          .hasMessageContaining(UNKNOWN);
    }
  }
}
