package io.kafkavertx.eventbus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkavertx.ConfigException;
import io.kafkavertx.ConsumerOptions;
import io.kafkavertx.Ordering;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RouteTest {
  @Test
  void theJsonFormReadsBackWhatItWrote() {
    Route route =
        new Route("orders", "kafka.orders")
            .setTopics(List.of("orders", "returns"))
            .setAddress("kafka.{topic}.{shard}")
            .setShards(4)
            .setMode(Route.Mode.SEND)
            .setNoHandler(Route.NoHandler.FAIL)
            .setDeadLetterTopic("{topic}.dead")
            .setBody(Route.Body.JSON)
            .setEncoding(Route.Encoding.BASE64)
            .setOrdering(Ordering.NONE)
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
    Route route = new Route("orders", "kafka.orders");

    route.setAckTimeout(Duration.ofMillis(22_500)).checkWith(options);
    assertThatThrownBy(() -> route.setAckTimeout(Duration.ofMillis(22_501)).checkWith(options))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("ackTimeout 22501 ms")
        .hasMessageContaining("rebalanceTimeout (30000 ms)")
        .hasMessageContaining("lower ackTimeout, or raise rebalanceTimeout");
  }

  @Test
  void aRouteOfAPatternReadsBackWhatItWrote() {
    Route route = new Route().setTopicPattern(Pattern.compile("orders-.*")).setAddress("{topic}");

    assertThat(new Route(route.toJson()).toJson()).isEqualTo(route.toJson());
    assertThat(new Route(route).toJson()).isEqualTo(route.toJson());
  }

  @ParameterizedTest
  @CsvSource({
    "kafka.{tpoic}, 0, {tpoic}",
    "kafka.{shard}, 0, shards is not set",
    "kafka.orders, 3, no {shard}",
    "kafka.{header}, 0, {header:name}"
  })
  void anAddressThatCannotBeMadeIsRefusedWithTheReason(String address, int shards, String reason) {
    ConsumerOptions options = new ConsumerOptions().setGroupId("g");
    Route route = new Route("orders", address);
    if (shards > 0) {
      route.setShards(shards);
    }

    assertThatThrownBy(() -> route.checkWith(options))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(address)
        .hasMessageContaining(reason);
  }

  @Test
  void deadLettersNeedATopic() {
    Route route = new Route("orders", "kafka").setOnFailure(Route.OnFailure.DEAD_LETTER);

    assertThatThrownBy(() -> route.checkWith(new ConsumerOptions().setGroupId("g")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("deadLetterTopic");
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
    "maxAttempts, 0",
    "shards, 0",
    "mode, whisper",
    "topicPattern, '('"
  })
  void aWrongKeyOrValueIsNamed(String key, String text) {
    Object value = text.matches("\\d+") ? (Object) Integer.valueOf(text) : text;

    assertThatThrownBy(() -> new Route(new JsonObject().put(key, value)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(key.replaceFirst("Ms$", ""));
  }
}
