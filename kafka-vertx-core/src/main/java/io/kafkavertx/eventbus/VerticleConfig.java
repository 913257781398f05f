package io.kafkavertx.eventbus;

import io.kafkavertx.ConfigException;
import io.kafkavertx.ConsumerOptions;
import io.kafkavertx.ProducerOptions;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * What a {@link KafkaVerticle} is told, checked.
 *
 * @param control the control address; null for none
 * @param maxUnacknowledged null unless set
 */
record VerticleConfig(
    List<DeliveryPart> deliveries,
    List<ProducerPart> producers,
    String control,
    Duration maxUnacknowledged,
    Duration startTimeout,
    OnStartTimeout onStartTimeout,
    Duration closeTimeout) {
  /** What happens when deliveries have no assignment in time. */
  enum OnStartTimeout {
    CONTINUE,
    FAIL
  }

  private static final int PATIENCE_MS = 30_000;

  /** From topics to an address. */
  record DeliveryPart(String name, ConsumerOptions consumer, Route route) {}

  /**
   * From an address to topics.
   *
   * @param topic of messages that name none; null when they must
   */
  record ProducerPart(String name, String address, String topic, ProducerOptions options) {}

  /**
   * Reads and checks a configuration.
   *
   * @param instances how many verticles the deployment has
   * @param instance the number of this one
   * @throws ConfigException with everything that is wrong, each with its path in the document
   */
  static VerticleConfig of(JsonObject json, int instances, int instance) {
    VerticleCheck check = new VerticleCheck(json, instances, instance);
    check.run();
    if (!check.problems().isEmpty()) {
      throw new ConfigException(message(List.copyOf(check.problems())));
    }
    JsonObject health = json.getJsonObject("health", new JsonObject());
    return new VerticleConfig(
        check.deliveries(),
        check.producers(),
        json.getString("control"),
        duration(health.getValue("maxUnacknowledged")),
        duration(json.getValue("startTimeout", PATIENCE_MS)),
        OnStartTimeout.valueOf(
            json.getString("onStartTimeout", OnStartTimeout.CONTINUE.name())
                .toUpperCase(Locale.ROOT)),
        duration(json.getValue("closeTimeout", PATIENCE_MS)));
  }

  private static String message(List<String> problems) {
    if (problems.size() == 1) {
      return "The configuration of KafkaVerticle is wrong: " + problems.get(0);
    }
    return "The configuration of KafkaVerticle has "
        + problems.size()
        + " errors:\n  "
        + String.join("\n  ", problems);
  }

  private static Duration duration(Object value) {
    if (value == null) {
      return null;
    }
    return value instanceof Number millis
        ? Duration.ofMillis(millis.longValue())
        : Duration.parse((String) value);
  }
}
