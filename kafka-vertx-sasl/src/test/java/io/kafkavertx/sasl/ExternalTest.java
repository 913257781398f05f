package io.kafkavertx.sasl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkavertx.spi.SaslContext;
import io.kafkavertx.spi.SaslExchange;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

class ExternalTest {
  private static SaslExchange start(JsonObject config) {
    return new ExternalFactory().create(config).start(new FakeContext());
  }

  @Test
  void withoutAnAuthorizationIdTheMessageIsEmpty() {
    SaslExchange exchange = start(new JsonObject());
    assertThat(exchange.initialResponse().result()).isEmpty();
    assertThat(exchange.isComplete()).isFalse();
    assertThat(exchange.evaluate(new byte[0]).succeeded()).isTrue();
    assertThat(exchange.isComplete()).isTrue();
  }

  @Test
  void theAuthorizationIdIsTheMessage() {
    SaslExchange exchange = start(new JsonObject().put("authorizationId", "ålice"));
    assertThat(exchange.initialResponse().result())
        .isEqualTo("ålice".getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void aChallengeIsRefused() {
    SaslExchange exchange = start(new JsonObject());
    exchange.initialResponse();
    assertThat(exchange.evaluate(new byte[] {1}).cause())
        .hasMessageContaining("over after one message");
    assertThat(exchange.isComplete()).isFalse();
  }

  @Test
  void otherOptionsAreRefused() {
    assertThatThrownBy(() -> start(new JsonObject().put("password", "x")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("EXTERNAL has no option 'password'");
  }

  @Test
  void withoutTlsThereIsNobodyToKnow() {
    SaslContext plain =
        new SaslContext() {
          @Override
          public String host() {
            return "broker.example";
          }

          @Override
          public int port() {
            return 9092;
          }

          @Override
          public boolean isEncrypted() {
            return false;
          }

          @Override
          public <T> Future<T> executeBlocking(Callable<T> work) {
            throw new AssertionError();
          }

          @Override
          public <T> Future<T> onEventLoop(Future<T> future) {
            return future;
          }
        };
    assertThat(
            new ExternalFactory().create(new JsonObject()).start(plain).initialResponse().cause())
        .hasMessageContaining("SASL_SSL");
  }
}
