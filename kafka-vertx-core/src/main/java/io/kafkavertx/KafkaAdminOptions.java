package io.kafkavertx;

import io.vertx.codegen.annotations.DataObject;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What a {@link io.kafkavertx.admin.KafkaAdmin} can be told. */
@DataObject
public final class KafkaAdminOptions extends ClientOptions<KafkaAdminOptions> {
  static final OptionTable<KafkaAdminOptions> TABLE =
      OptionTable.of(
          "KafkaAdminOptions",
          List.of(
              Option.of(
                  "defaultApiTimeout",
                  "default.api.timeout.ms",
                  OptionType.MILLIS,
                  KafkaAdminOptions::getDefaultApiTimeout,
                  KafkaAdminOptions::setDefaultApiTimeout),
              Option.of(
                  "bootstrapControllers",
                  "bootstrap.controllers",
                  OptionType.LIST,
                  KafkaAdminOptions::getBootstrapControllers,
                  KafkaAdminOptions::setBootstrapControllers)));

  private Duration defaultApiTimeout = Duration.ofSeconds(60);
  private List<String> bootstrapControllers = List.of();

  /** As {@link ClientOptions}, but idle connections are closed after five minutes. */
  public KafkaAdminOptions() {
    setConnectionsMaxIdle(Duration.ofMinutes(5));
  }

  /** As {@link #toJson()} writes it. An unknown key is an error that names the nearest one. */
  public KafkaAdminOptions(JsonObject json) {
    this();
    readJson(json);
  }

  /** A copy that shares nothing with {@code other}. */
  public KafkaAdminOptions(KafkaAdminOptions other) {
    super(other);
    defaultApiTimeout = other.defaultApiTimeout;
    bootstrapControllers = other.bootstrapControllers;
  }

  /**
   * Reads the property names of the Java client. An unknown key is an error that names the nearest
   * one.
   */
  public static KafkaAdminOptions fromProperties(Map<?, ?> properties) {
    return new KafkaAdminOptions().readProperties(properties);
  }

  @Override
  KafkaAdminOptions self() {
    return this;
  }

  @Override
  OptionTable<KafkaAdminOptions> table() {
    return TABLE;
  }

  @Override
  public KafkaAdminOptions copy() {
    return new KafkaAdminOptions(this);
  }

  /**
   * How long a call may take, look-ups and repetitions included, when it does not say itself.
   * Default 60 s; more than zero; {@code default.api.timeout.ms}.
   */
  public Duration getDefaultApiTimeout() {
    return defaultApiTimeout;
  }

  /** See {@link #getDefaultApiTimeout()}. */
  public KafkaAdminOptions setDefaultApiTimeout(Duration defaultApiTimeout) {
    this.defaultApiTimeout = positive("defaultApiTimeout", defaultApiTimeout);
    return this;
  }

  /**
   * Addresses of KRaft controllers to talk to instead of brokers (KIP-919; Kafka 3.7), written as
   * {@link #getBootstrapServers()}, which are not used then. Controllers answer the operations that
   * {@code docs/admin.md} marks, even when no broker is up. Default empty: brokers are asked;
   * {@code bootstrap.controllers}.
   */
  public List<String> getBootstrapControllers() {
    return bootstrapControllers;
  }

  /** See {@link #getBootstrapControllers()}. */
  public KafkaAdminOptions setBootstrapControllers(List<String> bootstrapControllers) {
    List<String> addresses = List.copyOf(bootstrapControllers);
    addresses.forEach(BootstrapAddress::parse);
    this.bootstrapControllers = addresses;
    return this;
  }
}
