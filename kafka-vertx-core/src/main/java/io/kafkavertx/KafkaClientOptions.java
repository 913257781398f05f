package io.kafkavertx;

import io.vertx.codegen.annotations.DataObject;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What a {@link KafkaClient} can be told. */
@DataObject
public final class KafkaClientOptions extends ClientOptions<KafkaClientOptions> {
  private static final OptionTable<KafkaClientOptions> TABLE =
      OptionTable.of(
          "KafkaClientOptions",
          List.of(
              Option.of(
                  "defaultApiTimeout",
                  "default.api.timeout.ms",
                  OptionType.MILLIS,
                  KafkaClientOptions::getDefaultApiTimeout,
                  KafkaClientOptions::setDefaultApiTimeout),
              Option.of(
                  "allowAutoCreateTopics",
                  "allow.auto.create.topics",
                  OptionType.BOOLEAN,
                  KafkaClientOptions::isAllowAutoCreateTopics,
                  KafkaClientOptions::setAllowAutoCreateTopics)));

  private Duration defaultApiTimeout = Duration.ofSeconds(60);
  private boolean allowAutoCreateTopics;

  public KafkaClientOptions() {}

  /** As {@link #toJson()} writes it. An unknown key is an error that names the nearest one. */
  public KafkaClientOptions(JsonObject json) {
    readJson(json);
  }

  /** A copy that shares nothing with {@code other}. */
  public KafkaClientOptions(KafkaClientOptions other) {
    super(other);
    defaultApiTimeout = other.defaultApiTimeout;
    allowAutoCreateTopics = other.allowAutoCreateTopics;
  }

  /**
   * Reads the property names of the Java client. An unknown key is an error that names the nearest
   * one.
   */
  public static KafkaClientOptions fromProperties(Map<?, ?> properties) {
    return new KafkaClientOptions().readProperties(properties);
  }

  @Override
  KafkaClientOptions self() {
    return this;
  }

  @Override
  OptionTable<KafkaClientOptions> table() {
    return TABLE;
  }

  @Override
  public KafkaClientOptions copy() {
    return new KafkaClientOptions(this);
  }

  /**
   * How long a call may take, look-ups and repetitions included, when it does not say itself.
   * Default 60 s; more than zero; {@code default.api.timeout.ms}.
   */
  public Duration getDefaultApiTimeout() {
    return defaultApiTimeout;
  }

  /** See {@link #getDefaultApiTimeout()}. */
  public KafkaClientOptions setDefaultApiTimeout(Duration defaultApiTimeout) {
    this.defaultApiTimeout = positive("defaultApiTimeout", defaultApiTimeout);
    return this;
  }

  /**
   * Whether asking for metadata of a topic that does not exist may create it, on brokers that allow
   * that. Default false; {@code allow.auto.create.topics}.
   */
  public boolean isAllowAutoCreateTopics() {
    return allowAutoCreateTopics;
  }

  /** See {@link #isAllowAutoCreateTopics()}. */
  public KafkaClientOptions setAllowAutoCreateTopics(boolean allowAutoCreateTopics) {
    this.allowAutoCreateTopics = allowAutoCreateTopics;
    return this;
  }
}
