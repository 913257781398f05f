package io.kafkavertx.sasl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkavertx.spi.SaslExchange;
import io.kafkavertx.spi.SaslMechanism;
import io.kafkavertx.spi.SaslMechanismFactory;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OAuthBearerTest {
  private static final String CANARY = "CANARY-tok-51";

  private final FakeContext context = new FakeContext();

  private static OAuthToken token() {
    return OAuthToken.of(CANARY, Instant.now().plusSeconds(3600)).principal("alice");
  }

  private SaslExchange exchange(OAuthToken token, JsonObject config) {
    return OAuthBearerFactory.with(() -> Future.succeededFuture(token))
        .create(config)
        .start(context);
  }

  private static String text(Future<byte[]> message) {
    return new String(message.result(), StandardCharsets.UTF_8);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void theMessageIsThatOfRfc7628() {
    SaslExchange exchange = exchange(token(), new JsonObject());
    assertThat(text(exchange.initialResponse()))
        .isEqualTo("n,,\u0001auth=Bearer " + CANARY + "\u0001\u0001");
    assertThat(exchange.isComplete()).isFalse();
    Future<byte[]> end = exchange.evaluate(new byte[0]);
    assertThat(end.succeeded()).isTrue();
    assertThat(end.result()).isNull();
    assertThat(exchange.isComplete()).isTrue();
    assertThat(exchange.evaluate(new byte[0]).cause()).hasMessageContaining("after the end");
  }

  @Test
  void extensionsAreSentAndThoseOfTheTokenWin() {
    JsonObject config =
        new JsonObject().put("extensions", new JsonObject().put("a", "1").put("b", "2"));
    SaslExchange exchange = exchange(token().extensions(Map.of("b", "3", "C", "4 5")), config);
    assertThat(text(exchange.initialResponse()))
        .isEqualTo("n,,\u0001auth=Bearer " + CANARY + "\u0001C=4 5\u0001a=1\u0001b=3\u0001\u0001");
  }

  @Test
  void theBrokersErrorIsAnsweredAndReported() {
    SaslExchange exchange = exchange(token(), new JsonObject());
    exchange.initialResponse();
    Future<byte[]> answer =
        exchange.evaluate(bytes("{\"status\":\"invalid_token\",\"scope\":\"kafka\",\"x\":1}"));
    assertThat(answer.result()).containsExactly(1);
    assertThat(exchange.isComplete()).isFalse();
    // A broker that says that all is well after that is not believed.
    assertThat(exchange.evaluate(new byte[0]).cause())
        .hasMessage("the broker refused the token: status invalid_token, scope kafka");
    assertThat(exchange.isComplete()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"no json", "[1]", "{\"status\":5}", "{", "\u0001"})
  void anErrorThatMakesNoSenseIsAnErrorNevertheless(String error) {
    SaslExchange exchange = exchange(token(), new JsonObject());
    exchange.initialResponse();
    assertThat(exchange.evaluate(bytes(error)).result()).containsExactly(1);
    assertThat(exchange.evaluate(new byte[0]).cause())
        .hasMessageStartingWith("the broker refused the token");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "=", "a b", "a\u0001auth=Bearer b", "a,b", "t\u00f6ken", "a=b"})
  void aTokenThatWouldBreakTheMessageIsRefused(String value) {
    assertThatThrownBy(() -> OAuthToken.of(value, Instant.MAX))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("RFC 6750");
  }

  @Test
  void extensionsThatWouldBreakTheMessageAreRefused() {
    assertThatThrownBy(() -> token().extensions(Map.of("auth", "x")))
        .hasMessageContaining("not 'auth'");
    assertThatThrownBy(() -> token().extensions(Map.of("a1", "x")))
        .hasMessageContaining("of letters");
    assertThatThrownBy(() -> token().extensions(Map.of("a", CANARY + "\u0001")))
        .hasMessageContaining("printable")
        .hasMessageNotContaining(CANARY);
    JsonObject config = new JsonObject().put("extensions", new JsonObject().put("a", ""));
    assertThatThrownBy(() -> exchange(token(), config)).hasMessageContaining("printable");
  }

  @Test
  void unsecuredTokensAreMadeOnlyWhenAskedFor() {
    assertThatThrownBy(() -> new OAuthBearerFactory().create(new JsonObject()))
        .hasMessageContaining("needs tokenEndpoint");
    SaslMechanism mechanism =
        new OAuthBearerFactory()
            .create(
                new JsonObject()
                    .put("unsecuredPrincipal", "alice")
                    .put("unsecuredLifetimeSeconds", 60)
                    .put("unsecuredClaims", new JsonObject().put("scope", "s")));
    String message = text(mechanism.start(context).initialResponse());
    String[] parts = message.substring(16, message.length() - 2).split("\\.", -1);
    assertThat(parts).hasSize(3);
    assertThat(new String(Base64.getUrlDecoder().decode(parts[0]), StandardCharsets.UTF_8))
        .isEqualTo("{\"alg\":\"none\"}");
    JsonObject claims =
        new JsonObject(new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8));
    assertThat(claims.getString("sub")).isEqualTo("alice");
    assertThat(claims.getString("scope")).isEqualTo("s");
    assertThat(claims.getLong("exp") - claims.getLong("iat")).isEqualTo(60);
    assertThat(parts[2]).isEmpty();
  }

  @Test
  void theEndpointMustBeHttpsAndAllowed() {
    JsonObject config =
        new JsonObject()
            .put("tokenEndpoint", "https://id.example/token")
            .put("allowedHosts", new JsonArray().add("ID.example"))
            .put("clientId", "c")
            .put("clientSecret", CANARY);
    assertThat(new OAuthBearerFactory().create(config).name()).isEqualTo("OAUTHBEARER");
    refused(config.copy().put("allowedHosts", new JsonArray()), "not one of allowedHosts");
    refused(config.copy().put("tokenEndpoint", "https://id.example.evil/"), "allowedHosts");
    refused(config.copy().put("tokenEndpoint", "http://id.example/token"), "must be https");
    refused(config.copy().put("tokenEndpoint", "file:///etc/passwd"), "must be an https URL");
    refused(config.copy().put("tokenEndpoint", "https://a@id.example/"), "user information");
    refused(config.copy().put("tokenEndpoint", "https://id example/"), "no URL");
    refused(config.copy().put("clientSecret", ""), "clientSecret must not be empty");
    refused(config.copy().put("unsecuredPrincipal", "x"), "has no option");
  }

  private static void refused(JsonObject config, String why) {
    assertThatThrownBy(() -> new OAuthBearerFactory().create(config))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(why)
        .hasMessageNotContaining(CANARY);
  }

  @Test
  void secretsAreNotShownAndAreWiped() {
    OAuthToken token = token();
    SaslExchange exchange = exchange(token, new JsonObject());
    byte[] message = exchange.initialResponse().result();
    assertThat(token + " " + exchange).doesNotContain(CANARY).contains("alice");
    exchange.dispose();
    assertThat(message).containsOnly(0);
  }

  @Test
  void itIsFoundAsAService() {
    assertThat(ServiceLoader.load(SaslMechanismFactory.class))
        .extracting(SaslMechanismFactory::name)
        .contains("OAUTHBEARER");
  }
}
