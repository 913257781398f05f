package io.kafkavertx.tests.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkavertx.AuthenticationException;
import io.kafkavertx.KafkaClientOptions;
import io.kafkavertx.SecurityProtocol;
import io.kafkavertx.sasl.ClientCredentialsTokens;
import io.kafkavertx.sasl.OAuthBearerFactory;
import io.kafkavertx.sasl.OAuthToken;
import io.kafkavertx.sasl.TokenEndpointOptions;
import io.kafkavertx.testkit.broker.BrokerOptions;
import io.kafkavertx.testkit.broker.KafkaBroker;
import io.kafkavertx.testkit.broker.Listener;
import io.kafkavertx.testkit.broker.TestCertificates;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.PemTrustOptions;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** OAUTHBEARER against a real broker: unsecured, and with signed tokens of a provider. */
@Tag("slow")
class OAuthOnABrokerTest {
  private static final String SECRET = "CANARY-oauth-23";
  private static final String MODULE =
      "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required";

  @TempDir static Path directory;
  private static TestCertificates certificates;
  private static Vertx vertx;
  private static IdentityProvider provider;
  private static KafkaBroker broker;

  @BeforeAll
  static void start() throws Exception {
    certificates = TestCertificates.selfSigned(directory);
    vertx = Vertx.vertx();
    provider = new IdentityProvider(vertx, certificates, SECRET);
    List<String> flags = new ArrayList<>(BrokerOptions.SMALL_JVM);
    flags.add("-Dorg.apache.kafka.sasl.oauthbearer.allowed.urls=" + provider.keysUrl());
    broker =
        KafkaBroker.start(
            BrokerOptions.version("4.4.0")
                .jvmFlags(flags)
                .listener(
                    Listener.saslPlaintext("DEV")
                        .property("sasl.enabled.mechanisms", "OAUTHBEARER")
                        .property(
                            "oauthbearer.sasl.jaas.config",
                            MODULE + " unsecuredLoginStringClaim_sub=\"broker\";"))
                .listener(
                    Listener.saslPlaintext("JWKS")
                        .property("sasl.enabled.mechanisms", "OAUTHBEARER")
                        .property("oauthbearer.sasl.jaas.config", MODULE + ";")
                        .property(
                            "oauthbearer.sasl.server.callback.handler.class",
                            "org.apache.kafka.common.security.oauthbearer"
                                + ".OAuthBearerValidatorCallbackHandler")
                        .property(
                            "oauthbearer.sasl.oauthbearer.jwks.endpoint.url", provider.keysUrl())
                        .property("oauthbearer.sasl.oauthbearer.expected.audience", "kafka")
                        .property("oauthbearer.sasl.oauthbearer.expected.issuer", "test")
                        .property("oauthbearer.sasl.oauthbearer.clock.skew.seconds", "1")));
  }

  @AfterAll
  static void stop() throws Exception {
    broker.close();
    Login.await(vertx.close());
  }

  private static KafkaClientOptions options(String listener) {
    return Login.options(broker, listener, SecurityProtocol.SASL_PLAINTEXT);
  }

  private static void refused(Throwable failure) {
    assertThat(failure)
        .isInstanceOf(AuthenticationException.class)
        .hasMessageContaining("authentication with OAUTHBEARER failed")
        .hasMessageContaining("invalid_token");
  }

  private static KafkaClientOptions unsecured(String listener) {
    return options(listener)
        .setSaslMechanism("OAUTHBEARER")
        .setSaslConfig(
            new JsonObject()
                .put("unsecuredPrincipal", "alice")
                .put("extensions", new JsonObject().put("tenant", "blue")));
  }

  private static KafkaClientOptions holding(String token) {
    return options("JWKS")
        .setSaslMechanismFactory(
            OAuthBearerFactory.with(
                () ->
                    Future.succeededFuture(OAuthToken.of(token, Instant.now().plusSeconds(3600)))));
  }

  @Test
  void anUnsecuredTokenOpensOnlyTheDoorOfDevelopment() throws Exception {
    assertThat(Login.failure(vertx, unsecured("DEV"))).isNull();
    refused(Login.failure(vertx, unsecured("JWKS")));
  }

  @Test
  void aSignedTokenOpensTheDoorUnlessItIsExpiredOrForSomebodyElse() throws Exception {
    Instant later = Instant.now().plusSeconds(600);
    assertThat(Login.failure(vertx, holding(provider.token("kafka", later)))).isNull();
    String expired = provider.token("kafka", Instant.now().minusSeconds(600));
    String foreign = provider.token("another", later);
    String good = provider.token("kafka", later);
    String forged = good.substring(0, good.length() - 8) + "AAAAAAAA";
    for (String token : List.of(expired, foreign, forged)) {
      Throwable failure = Login.failure(vertx, holding(token));
      refused(failure);
      for (Throwable t = failure; t != null; t = t.getCause()) {
        assertThat(t.toString()).doesNotContain(token);
      }
    }
  }

  private static TokenEndpointOptions endpoint() {
    return TokenEndpointOptions.of(provider.tokenUrl())
        .allowedHosts(Set.of("127.0.0.1"))
        .scope("kafka");
  }

  private static TokenEndpointOptions trusted() {
    return endpoint()
        .trustOptions(new PemTrustOptions().addCertPath(certificates.certificatePem().toString()));
  }

  private static KafkaClientOptions fetching(TokenEndpointOptions endpoint, String secret) {
    return options("JWKS")
        .setSaslMechanismFactory(
            OAuthBearerFactory.with(
                ClientCredentialsTokens.create(vertx, endpoint, IdentityProvider.CLIENT, secret)));
  }

  @Test
  void aTokenOfTheProviderIsFetchedOnceForAllConnections() throws Exception {
    int before = provider.tokens;
    assertThat(Login.failure(vertx, fetching(trusted(), SECRET))).isNull();
    assertThat(provider.tokens - before).isEqualTo(1);
  }

  @Test
  void aWrongSecretAndAProviderThatNobodyTrustsAreNamed() throws Exception {
    Throwable refused = Login.failure(vertx, fetching(trusted(), SECRET + "x"));
    assertThat(refused)
        .isInstanceOf(AuthenticationException.class)
        .hasMessageContaining("status 401 and error invalid_client");
    Throwable untrusted = Login.failure(vertx, fetching(endpoint(), SECRET));
    assertThat(untrusted)
        .isInstanceOf(AuthenticationException.class)
        .hasMessageContaining("could not be asked");
    for (Throwable top : List.of(refused, untrusted)) {
      for (Throwable t = top; t != null; t = t.getCause()) {
        assertThat(t.toString()).doesNotContain(SECRET);
      }
    }
  }
}
