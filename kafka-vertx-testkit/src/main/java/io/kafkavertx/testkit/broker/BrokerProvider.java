package io.kafkavertx.testkit.broker;

import java.util.Optional;

/**
 * A way to run brokers: child JVMs, which need nothing but a JDK, or containers, which need Docker.
 */
public interface BrokerProvider {
  /**
   * Brokers in child JVMs from Maven artifacts: the default.
   *
   * @return the provider
   */
  static BrokerProvider childJvm() {
    return new BrokerProvider() {
      @Override
      public Optional<String> unavailable() {
        return Optional.empty();
      }

      @Override
      public KafkaBroker start(BrokerOptions options) {
        return KafkaBroker.start(options);
      }
    };
  }

  /**
   * Brokers in Docker containers by Testcontainers. Needs {@code
   * org.testcontainers:testcontainers-kafka} on the class path.
   *
   * @return the provider
   */
  static BrokerProvider containers() {
    return new ContainerProvider();
  }

  /**
   * Why this provider cannot run brokers here, for a test to be skipped with.
   *
   * @return the reason, empty if it can
   */
  Optional<String> unavailable();

  /**
   * Starts a broker and waits until it answers.
   *
   * @param options which and how
   * @return the running broker
   * @throws BrokerException if it does not start; the message says why
   */
  KafkaBroker start(BrokerOptions options);
}
