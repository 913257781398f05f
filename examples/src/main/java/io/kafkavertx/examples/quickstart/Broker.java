package io.kafkavertx.examples.quickstart;

import io.kafkavertx.testkit.broker.BrokerOptions;
import io.kafkavertx.testkit.broker.KafkaBroker;

/** The broker of the quick start: one of our own in a child JVM, or the user's. */
final class Broker implements AutoCloseable {
  private static final String VERSION = "4.4.0";

  private final KafkaBroker own;
  private final String bootstrapServers;

  private Broker(KafkaBroker own, String bootstrapServers) {
    this.own = own;
    this.bootstrapServers = bootstrapServers;
  }

  /**
   * Uses {@code -Dbootstrap=host:port} when it is given; starts Kafka otherwise, on {@code -Dport}
   * when that is given.
   */
  static Broker open() {
    String bootstrap = System.getProperty("bootstrap", "");
    if (!bootstrap.isBlank()) {
      System.out.println("Using your broker at " + bootstrap);
      return new Broker(null, bootstrap);
    }
    System.out.println(
        "Starting Apache Kafka "
            + VERSION
            + " in a child JVM (the first time its jars come from Maven, about 45 MB)");
    BrokerOptions options =
        BrokerOptions.version(VERSION).onProgress(line -> System.out.println("  " + line));
    String port = System.getProperty("port", "");
    if (!port.isBlank()) {
      options = options.port(Integer.parseInt(port));
    }
    KafkaBroker broker = KafkaBroker.start(options);
    System.out.println("Kafka " + VERSION + " listens at " + broker.bootstrapServers());
    return new Broker(broker, broker.bootstrapServers());
  }

  String bootstrapServers() {
    return bootstrapServers;
  }

  boolean isOwn() {
    return own != null;
  }

  @Override
  public void close() {
    if (own != null) {
      own.close();
    }
  }
}
