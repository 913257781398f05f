package io.kafkavertx;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;

/** What the low-level client can be told: what every client can, see {@link ClientOptions}. */
public final class KafkaClientOptions extends ClientOptions<KafkaClientOptions> {
  private static final OptionTable<KafkaClientOptions> TABLE =
      OptionTable.of("KafkaClientOptions", List.of());

  public KafkaClientOptions() {}

  /** As {@link #toJson()} writes it. An unknown key is an error that names the nearest one. */
  public KafkaClientOptions(JsonObject json) {
    readJson(json);
  }

  /** A copy, which shares nothing with {@code other}. */
  public KafkaClientOptions(KafkaClientOptions other) {
    super(other);
  }

  /**
   * Reads the Java client's property names. An unknown one is an error that names the nearest.
   *
   * @throws ConfigException when a property is unknown or its value cannot be read
   */
  public static KafkaClientOptions fromProperties(Map<String, ?> properties) {
    return new KafkaClientOptions().readProperties(properties);
  }

  @Override
  public KafkaClientOptions copy() {
    return new KafkaClientOptions(this);
  }

  @Override
  KafkaClientOptions self() {
    return this;
  }

  @Override
  OptionTable<KafkaClientOptions> table() {
    return TABLE;
  }
}
