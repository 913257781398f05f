package io.kafkavertx.eventbus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkavertx.ConfigException;
import io.kafkavertx.ConsumerOptions;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RouteTest {
  @Test
  void theJsonFormReadsBackWhatItWrote() {
    Route route =
        new Route("orders", "kafka.orders")
            .setTopics(List.of("orders", "returns"))
            .setBody(Route.Body.JSON)
            .setEncoding(Route.Encoding.BASE64)
            .setOrdering(Route.Ordering.NONE)
            .setOnFailure(Route.OnFailure.SKIP)
            .setCredits(7)
            .setMaxAttempts(3)
            .setAckTimeout(Duration.ofSeconds(2))
            .setRetryBackoff(Duration.ofMillis(5))
            .setRetryBackoffMax(Duration.ofMillis(50));

    assertThat(new Route(route.toJson()).toJson()).isEqualTo(route.toJson());
  }

  @Test
  void anAcknowledgementThatARebalanceWouldNotWaitForIsRefused() {
    ConsumerOptions options =
        new ConsumerOptions().setGroupId("g").setRebalanceTimeout(Duration.ofSeconds(30));
    Route route = new Route("orders", "kafka.orders").setRetryBackoff(Duration.ofMillis(100));

    route.setAckTimeout(Duration.ofMillis(29_899)).checkWith(options);
    assertThatThrownBy(() -> route.setAckTimeout(Duration.ofMillis(29_900)).checkWith(options))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("ackTimeout 29900 ms")
        .hasMessageContaining("retryBackoff 100 ms")
        .hasMessageContaining("rebalanceTimeout 30000 ms")
        .hasMessageContaining("lower ackTimeout, or raise rebalanceTimeout");
  }

  @ParameterizedTest
  @CsvSource({
    "credit, 5",
    "credits, 0",
    "credits, many",
    "ordering, sideways",
    "topics, orders",
    "address, ''",
    "ackTimeoutMs, 0",
    "maxAttempts, 0"
  })
  void aWrongKeyOrValueIsNamed(String key, String text) {
    Object value = text.matches("\\d+") ? (Object) Integer.valueOf(text) : text;

    assertThatThrownBy(() -> new Route(new JsonObject().put(key, value)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(key.replaceFirst("Ms$", ""));
  }
}
