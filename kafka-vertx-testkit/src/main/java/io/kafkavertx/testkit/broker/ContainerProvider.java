package io.kafkavertx.testkit.broker;

import java.util.Optional;
import org.testcontainers.DockerClientFactory;

/** Runs brokers in Docker containers of the image {@code apache/kafka}. */
final class ContainerProvider implements BrokerProvider {
  ContainerProvider() {
    // Testcontainers' jars are no modules: they stay on the class path, which a module must be told
    // to read.
    Module self = ContainerProvider.class.getModule();
    self.addReads(ContainerProvider.class.getClassLoader().getUnnamedModule());
  }

  @Override
  public Optional<String> unavailable() {
    try {
      return Docker.reachable()
          ? Optional.empty()
          : Optional.of("No Docker here: Testcontainers found no Docker it can talk to");
    } catch (NoClassDefFoundError e) {
      return Optional.of(
          "Testcontainers is not on the class path: add org.testcontainers:testcontainers-kafka");
    }
  }

  @Override
  public KafkaBroker start(BrokerOptions options) {
    Optional<String> reason = unavailable();
    if (reason.isPresent()) {
      throw new BrokerException(reason.get());
    }
    if (!options.kafkaVersion().atLeast(3, 7)) {
      throw new BrokerException(
          "There is no image apache/kafka:" + options.version() + "; images begin with 3.7.0");
    }
    if (!options.extraListeners().isEmpty()) {
      throw new BrokerException("Brokers in containers have the listener PLAINTEXT only");
    }
    return ContainerBroker.start(options);
  }

  /** Apart, so that this class loads without Testcontainers. */
  private static final class Docker {
    static boolean reachable() {
      return DockerClientFactory.instance().isDockerAvailable();
    }
  }
}
