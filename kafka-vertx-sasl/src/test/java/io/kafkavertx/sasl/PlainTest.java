package io.kafkavertx.sasl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkavertx.spi.SaslExchange;
import io.kafkavertx.spi.SaslMechanism;
import io.kafkavertx.spi.SaslMechanismFactory;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainTest {
  private static final String SECRET = "s3cret-\u00e9\u4e2d";

  private static JsonObject config() {
    return new JsonObject().put("username", "alice").put("password", SECRET);
  }

  private static SaslMechanism mechanism(JsonObject config) {
    return new PlainFactory().create(config);
  }

  @Test
  void theMessageIsThatOfRfc4616() {
    SaslExchange exchange = mechanism(config()).start(null);
    assertThat(new String(exchange.initialResponse().result(), StandardCharsets.UTF_8))
        .isEqualTo("\0alice\0" + SECRET);
    assertThat(exchange.isComplete()).isFalse();
    assertThat(exchange.evaluate(new byte[0]).result()).isNull();
    assertThat(exchange.isComplete()).isTrue();
  }

  @Test
  void oneMayActAsSomebodyElse() {
    SaslExchange exchange = mechanism(config().put("authorizationId", "bob")).start(null);
    assertThat(new String(exchange.initialResponse().result(), StandardCharsets.UTF_8))
        .isEqualTo("bob\0alice\0" + SECRET);
  }

  @ParameterizedTest
  @ValueSource(strings = {"username", "password"})
  void whatIsNeededMustBeThereAndBeText(String key) {
    JsonObject without = config();
    without.remove(key);
    assertThatThrownBy(() -> mechanism(without)).hasMessageContaining("needs " + key);
    assertThatThrownBy(() -> mechanism(config().put(key, "")))
        .hasMessageContaining(key + " must not be empty");
    assertThatThrownBy(() -> mechanism(config().put(key, SECRET + "\0x")))
        .hasMessageContaining(key + " must not have a NUL")
        .hasMessageNotContaining(SECRET);
    assertThatThrownBy(() -> mechanism(config().put(key, 5)))
        .hasMessageContaining(key + " must be text");
  }

  @Test
  void aMistypedKeyIsNamed() {
    assertThatThrownBy(() -> mechanism(config().put("passwort", SECRET)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("passwort")
        .hasMessageNotContaining(SECRET);
  }

  @Test
  void aChallengeIsRefused() {
    SaslExchange exchange = mechanism(config()).start(null);
    exchange.initialResponse();
    assertThat(exchange.evaluate(new byte[] {1}).cause()).hasMessageContaining("one message");
    assertThat(exchange.isComplete()).isFalse();
  }

  @Test
  void secretsAreNotShownAndAreWiped() {
    SaslMechanism mechanism = mechanism(config());
    SaslExchange exchange = mechanism.start(null);
    byte[] message = exchange.initialResponse().result();
    assertThat(mechanism.toString() + exchange).doesNotContain(SECRET).doesNotContain("alice");
    exchange.dispose();
    assertThat(message).containsOnly(0);
    // The next connection starts anew.
    assertThat(new String(mechanism.start(null).initialResponse().result(), StandardCharsets.UTF_8))
        .endsWith(SECRET);
  }

  @Test
  void itIsFoundAsAService() {
    assertThat(ServiceLoader.load(SaslMechanismFactory.class))
        .extracting(SaslMechanismFactory::name)
        .contains("PLAIN");
  }
}
