package io.kafkavertx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.PemTrustOptions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TlsOptionsTest {
  private static final String SECRET = "CANARY-tls-2b";

  @Test
  void propertiesOfTheJavaClientAreTakenOver() {
    Map<String, Object> properties = new HashMap<>();
    properties.put("security.protocol", "SSL");
    properties.put("ssl.keystore.location", "/k.p12");
    properties.put("ssl.keystore.type", "PKCS12");
    properties.put("ssl.keystore.password", SECRET);
    properties.put("ssl.key.password", SECRET + "k");
    properties.put("ssl.truststore.location", "/t.jks");
    properties.put("ssl.truststore.type", "JKS");
    properties.put("ssl.truststore.password", SECRET + "t");
    properties.put("ssl.enabled.protocols", "TLSv1.3");
    properties.put("ssl.cipher.suites", "TLS_AES_128_GCM_SHA256,TLS_AES_256_GCM_SHA384");
    properties.put("ssl.endpoint.identification.algorithm", "");
    KafkaClientOptions options = KafkaClientOptions.fromProperties(properties);
    options.validate();
    TlsOptions tls = options.copy().getTls();
    assertThat(tls.getKeyStorePath()).isEqualTo("/k.p12");
    assertThat(tls.getKeyStoreType()).isEqualTo(TlsOptions.StoreType.PKCS12);
    assertThat(tls.getKeyStorePassword()).isEqualTo(SECRET);
    assertThat(tls.getKeyPassword()).isEqualTo(SECRET + "k");
    assertThat(tls.getTrustStorePath()).isEqualTo("/t.jks");
    assertThat(tls.getTrustStoreType()).isEqualTo(TlsOptions.StoreType.JKS);
    assertThat(tls.getTrustStorePassword()).isEqualTo(SECRET + "t");
    assertThat(tls.getProtocols()).containsExactly("TLSv1.3");
    assertThat(tls.getCipherSuites())
        .containsExactly("TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384");
    assertThat(tls.isHostnameVerification()).isFalse();
    assertThat(options.toJson().encode() + options + tls).doesNotContain(SECRET);
  }

  @Test
  void inlinePemOfTheJavaClientIsTakenOver() {
    KafkaClientOptions options =
        KafkaClientOptions.fromProperties(
            Map.of(
                "security.protocol", "SSL",
                "ssl.keystore.key", "-----BEGIN PRIVATE KEY-----\n" + SECRET,
                "ssl.keystore.certificate.chain", "-----BEGIN CERTIFICATE-----\nc",
                "ssl.truststore.certificates", "-----BEGIN CERTIFICATE-----\nt"));
    options.validate();
    assertThat(options.getTls().getPrivateKeyValue().toString()).contains(SECRET);
    assertThat(options.getTls().getKeyStoreValue().toString()).endsWith("c");
    assertThat(options.getTls().getTrustStoreValue().toString()).endsWith("t");
    assertThat(options.toJson().encode() + options).doesNotContain(SECRET);
  }

  @Test
  void hostNamesAreVerifiedUnlessSwitchedOff() {
    assertThat(new TlsOptions().isHostnameVerification()).isTrue();
    assertThatThrownBy(
            () ->
                KafkaClientOptions.fromProperties(
                    Map.of("ssl.endpoint.identification.algorithm", "none")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("https, or empty for none");
  }

  @Test
  void jsonGoesOutWithoutSecretsAndComesBack() {
    JsonObject json =
        new JsonObject()
            .put("securityProtocol", "SSL")
            .put(
                "tls",
                new JsonObject()
                    .put("trustStoreValue", "-----BEGIN CERTIFICATE-----\nt")
                    .put("keyStorePath", "/k.p12")
                    .put("keyStorePassword", SECRET)
                    .put("keyPassword", SECRET)
                    .put("crlPaths", new JsonArray().add("/r.crl"))
                    .put("engine", "jdk")
                    .put("protocols", new JsonArray().add("TLSv1.2")));
    KafkaClientOptions options = new KafkaClientOptions(json);
    options.validate();
    assertThat(options.getTls().getKeyPassword()).isEqualTo(SECRET);
    JsonObject shown = options.toJson().getJsonObject("tls");
    assertThat(shown.fieldNames())
        .containsExactlyInAnyOrder("keyStorePath", "crlPaths", "protocols");
    assertThat(new KafkaClientOptions(options.toJson()).getTls().getCrlPaths())
        .containsExactly("/r.crl");
    assertThat(new KafkaClientOptions().toJson().containsKey("tls")).isFalse();
  }

  @Test
  void anythingWrongIsNamedAndNotQuoted() {
    for (JsonObject tls :
        List.of(
            new JsonObject().put("keyStorePasswort", SECRET),
            new JsonObject().put("engine", "x").put("keyPassword", SECRET),
            new JsonObject().put("privateKeyValue", "!" + SECRET + "!"),
            new JsonObject().put("protocols", "TLSv1.1").put("keyPassword", SECRET))) {
      assertThatThrownBy(() -> new KafkaClientOptions(new JsonObject().put("tls", tls)))
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining(tls.fieldNames().iterator().next())
          .hasMessageNotContaining(SECRET);
    }
    assertThatThrownBy(() -> new KafkaClientOptions(new JsonObject().put("tls", SECRET)))
        .hasMessageContaining("tls")
        .hasMessageNotContaining(SECRET);
    assertThatThrownBy(() -> KafkaClientOptions.fromProperties(Map.of("ssl.provider", SECRET)))
        .hasMessageContaining("TlsOptions")
        .hasMessageNotContaining(SECRET);
  }

  @Test
  void whatDoesNotGoTogetherIsRefused() {
    refused(new KafkaClientOptions().setSecurityProtocol(SecurityProtocol.PLAINTEXT), "SSL");
    KafkaClientOptions twice = new KafkaClientOptions();
    twice.getNetClientOptions().setTrustOptions(new PemTrustOptions().addCertPath("/t"));
    refused(twice, "both tls and netClientOptions have a trust store");
    KafkaClientOptions trusting = new KafkaClientOptions();
    trusting.getNetClientOptions().setTrustAll(true);
    refused(trusting, "both tls and netClientOptions have a trust store");
    KafkaClientOptions pathAndValue = new KafkaClientOptions();
    pathAndValue.getTls().setTrustStoreValue(Buffer.buffer("x"));
    refused(pathAndValue, "tls.trustStorePath and tls.trustStoreValue are both set");
    KafkaClientOptions keyOnly = new KafkaClientOptions();
    keyOnly.getTls().setPrivateKeyPath("/k");
    refused(keyOnly, "without a certificate");
    KafkaClientOptions old = new KafkaClientOptions();
    old.getNetClientOptions().addEnabledSecureTransportProtocol("TLSv1.1");
    refused(old, "TLSv1.1, which is not safe");
  }

  private static void refused(KafkaClientOptions options, String words) {
    options.getTls().setTrustStorePath("/t");
    assertThatThrownBy(options::validate)
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(words);
  }

  @Test
  void tlsOptionsAloneMeanTls() {
    KafkaClientOptions options = new KafkaClientOptions();
    options.getTls().setTrustStorePath("/t");
    assertThat(options.getSecurityProtocol()).isEqualTo(SecurityProtocol.SSL);
    options.setSaslMechanism("PLAIN");
    assertThat(options.getSecurityProtocol()).isEqualTo(SecurityProtocol.SASL_SSL);
  }
}
