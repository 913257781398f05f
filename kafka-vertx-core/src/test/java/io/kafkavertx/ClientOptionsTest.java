package io.kafkavertx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkavertx.internal.config.Spelling;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.JksOptions;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.ProxyOptions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientOptionsTest {
  private static final String SECRET = "CANARY-7f3a";

  @ParameterizedTest
  @CsvSource({
    "localhost, localhost:9092",
    "kafka.example:9093, kafka.example:9093",
    "10.0.0.1:1, 10.0.0.1:1",
    "[::1]:9094, [::1]:9094",
    "::1, [::1]:9092",
    "[fe80::2], [fe80::2]:9092"
  })
  void addressesAreRead(String text, String expected) {
    assertThat(BootstrapAddress.parse(text)).hasToString(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ":9092",
        "host:",
        "host:x",
        "host:0",
        "host:65536",
        "host:-1",
        "[::1",
        "[::1]9092",
        "PLAINTEXT://host:9092",
        "a b:9092",
        "user@host:9092"
      })
  void whatIsNoAddressIsRefusedAndQuoted(String text) {
    assertThatThrownBy(() -> BootstrapAddress.parse(text))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("'" + text + "'");
  }

  @Test
  void addressesComeAsListOrWithCommas() {
    KafkaClientOptions options = new KafkaClientOptions().setBootstrapServers("a:1, b , [::1]:3");
    assertThat(options.bootstrapAddresses())
        .containsExactly(
            new BootstrapAddress("a", 1),
            new BootstrapAddress("b", 9092),
            new BootstrapAddress("::1", 3));
    assertThatThrownBy(() -> options.setBootstrapServers(List.of()))
        .isInstanceOf(ConfigException.class);
  }

  @Test
  void defaultsAreThoseOfTheJavaClient() {
    KafkaClientOptions options = new KafkaClientOptions();
    assertThat(options.getRequestTimeout()).hasSeconds(30);
    assertThat(options.getRetryBackoff()).hasMillis(100);
    assertThat(options.getRetryBackoffMax()).hasSeconds(1);
    assertThat(options.getReconnectBackoff()).hasMillis(50);
    assertThat(options.getReconnectBackoffMax()).hasSeconds(1);
    assertThat(options.getConnectionSetupTimeout()).hasSeconds(10);
    assertThat(options.getConnectionSetupTimeoutMax()).hasSeconds(30);
    assertThat(options.getConnectionsMaxIdle()).hasMinutes(9);
    assertThat(options.getMetadataMaxAge()).hasMinutes(5);
    assertThat(options.getMaxInFlightRequests()).isEqualTo(5);
    assertThat(options.getSecurityProtocol()).isEqualTo(SecurityProtocol.PLAINTEXT);
    options.validate();
  }

  @Test
  void jsonGoesOutAndComesBack() {
    KafkaClientOptions options =
        new KafkaClientOptions()
            .setBootstrapServers("a:1,b:2")
            .setClientId("me")
            .setRequestTimeout(Duration.ofMillis(1234))
            .setMetricsReporters(List.of("micrometer"))
            .setPluginConfig(new JsonObject().put("zstd", new JsonObject().put("level", 3)))
            .setApiVersion("0.9.0");
    JsonObject json = new JsonObject(options.toJson().encode());
    KafkaClientOptions read = new KafkaClientOptions(json);
    assertThat(read.toJson()).isEqualTo(options.toJson());
    assertThat(read.getRequestTimeout()).hasMillis(1234);
    assertThat(read.pluginConfig("ZSTD").getInteger("level")).isEqualTo(3);
    assertThat(read.pluginConfig("gzip").isEmpty()).isTrue();
  }

  @Test
  void durationsAreMillisecondsOrIso() {
    KafkaClientOptions options =
        new KafkaClientOptions(
            new JsonObject().put("requestTimeout", 250).put("metadataMaxAge", "PT2M"));
    assertThat(options.getRequestTimeout()).hasMillis(250);
    assertThat(options.getMetadataMaxAge()).hasMinutes(2);
  }

  @Test
  void propertiesOfTheJavaClientAreRead() {
    Map<String, Object> properties = new HashMap<>();
    properties.put("bootstrap.servers", "a:1,b:2");
    properties.put("request.timeout.ms", "5000");
    properties.put("connections.max.idle.ms", 60000L);
    properties.put("security.protocol", "SASL_SSL");
    properties.put("sasl.mechanism", "PLAIN");
    KafkaClientOptions options = KafkaClientOptions.fromProperties(properties);
    assertThat(options.getBootstrapServers()).containsExactly("a:1", "b:2");
    assertThat(options.getRequestTimeout()).hasSeconds(5);
    assertThat(options.getConnectionsMaxIdle()).hasMinutes(1);
    assertThat(options.getSecurityProtocol()).isEqualTo(SecurityProtocol.SASL_SSL);
    options.validate();
  }

  @Test
  void anUnknownKeyNamesTheNearestOne() {
    assertThatThrownBy(() -> KafkaClientOptions.fromProperties(Map.of("request.timout.ms", "5000")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("request.timout.ms")
        .hasMessageContaining("'request.timeout.ms'");
    assertThatThrownBy(() -> new KafkaClientOptions(new JsonObject().put("bootstrapServer", "a")))
        .hasMessageContaining("'bootstrapServers'");
  }

  @Test
  void aJaasTextIsRefusedWithTheReason() {
    assertThatThrownBy(
            () ->
                KafkaClientOptions.fromProperties(
                    Map.of("sasl.jaas.config", "x.LdapLoginModule required p=" + SECRET + ";")))
        .hasMessageContaining("CVE-2023-25194")
        .hasMessageNotContaining(SECRET);
  }

  @Test
  void aValueOfTheWrongTypeNamesOptionAndType() {
    assertThatThrownBy(
            () -> KafkaClientOptions.fromProperties(Map.of("request.timeout.ms", "soon")))
        .hasMessageContaining("request.timeout.ms")
        .hasMessageContaining("'soon' is not a duration");
    assertThatThrownBy(() -> new KafkaClientOptions(new JsonObject().put("saslConfig", SECRET)))
        .hasMessageContaining("saslConfig")
        .hasMessageNotContaining(SECRET);
  }

  @Test
  void valuesOutOfRangeAreRefusedWhereTheyAreSet() {
    KafkaClientOptions options = new KafkaClientOptions();
    assertThatThrownBy(() -> options.setRequestTimeout(Duration.ZERO))
        .hasMessageContaining("requestTimeout");
    assertThatThrownBy(() -> options.setRetryBackoff(Duration.ofMillis(-1)))
        .hasMessageContaining("retryBackoff");
    assertThatThrownBy(() -> options.setMetadataMaxAge(Duration.ofMillis(Long.MAX_VALUE)))
        .hasMessageContaining("metadataMaxAge");
    assertThatThrownBy(() -> options.setMaxInFlightRequests(0))
        .hasMessageContaining("from 1 to 1000");
    assertThatThrownBy(() -> options.setMaxFrameBytes(100)).hasMessageContaining("maxFrameBytes");
  }

  @Test
  void whatDoesNotGoTogetherIsFoundBeforeAClientStarts() {
    assertThatThrownBy(
            () -> new KafkaClientOptions().setReconnectBackoff(Duration.ofSeconds(2)).validate())
        .hasMessageContaining("reconnectBackoff")
        .hasMessageContaining("reconnectBackoffMax");
    assertThatThrownBy(
            () ->
                new KafkaClientOptions().setSecurityProtocol(SecurityProtocol.SASL_SSL).validate())
        .hasMessageContaining("saslMechanism");
    assertThatThrownBy(
            () ->
                new KafkaClientOptions()
                    .setSecurityProtocol(SecurityProtocol.SSL)
                    .setSaslMechanism("PLAIN")
                    .validate())
        .hasMessageContaining("SASL_SSL");
    assertThatThrownBy(() -> new KafkaClientOptions().setApiVersion("0.8").validate())
        .hasMessageContaining("0.8.2");
    assertThatThrownBy(() -> new KafkaClientOptions().setApiVersion("newest").validate())
        .hasMessageContaining("apiVersion");
    new KafkaClientOptions().setApiVersion("0.9.0.1").validate();
    new KafkaClientOptions().setApiVersion("2.8").validate();
  }

  @Test
  void theSecurityProtocolFollowsFromTlsAndMechanism() {
    KafkaClientOptions options = new KafkaClientOptions();
    options.setNetClientOptions(new NetClientOptions().setSsl(true));
    assertThat(options.getSecurityProtocol()).isEqualTo(SecurityProtocol.SSL);
    options.setSaslMechanism("PLAIN");
    assertThat(options.getSecurityProtocol()).isEqualTo(SecurityProtocol.SASL_SSL);
  }

  @Test
  void noSecretIsShown() {
    KafkaClientOptions options =
        new KafkaClientOptions()
            .setSaslMechanism("PLAIN")
            .setSaslConfig(new JsonObject().put("username", "u").put("password", SECRET))
            .setPluginConfig(new JsonObject().put("x", new JsonObject().put("apiToken", SECRET)))
            .setNetClientOptions(
                new NetClientOptions()
                    .setSsl(true)
                    .setKeyCertOptions(new JksOptions().setPath("k.jks").setPassword(SECRET))
                    .setTrustOptions(new JksOptions().setPath("t.jks").setPassword(SECRET))
                    .setProxyOptions(new ProxyOptions().setPassword(SECRET)));
    assertThat(options.toString()).doesNotContain(SECRET).contains("saslConfig=(hidden)");
    assertThat(options.toJson().encode()).doesNotContain(SECRET).contains("k.jks");
    KafkaClientOptions copy = options.copy();
    assertThat(copy.getSaslConfig().getString("password")).isEqualTo(SECRET);
    copy.getSaslConfig().put("password", "other");
    assertThat(options.getSaslConfig().getString("password")).isEqualTo(SECRET);
  }

  @ParameterizedTest
  @CsvSource({"abc, abc, 0", "abc, abd, 1", "abc, '', 3", "kitten, sitting, 3", "ab, ba, 2"})
  void theEditDistanceIsLevenshteins(String a, String b, int distance) {
    assertThat(Spelling.distance(a, b)).isEqualTo(distance);
    assertThat(Spelling.distance(b, a)).isEqualTo(distance);
  }
}
