package io.kafkavertx.examples.livetopics.demo;

import io.kafkavertx.testkit.broker.BrokerOptions;
import io.kafkavertx.testkit.broker.KafkaBroker;

/** A real broker in a child JVM, for those who have none at hand. */
public final class DemoBroker implements AutoCloseable {
  private static final String VERSION = "4.4.0";

  private final KafkaBroker broker;

  private DemoBroker(KafkaBroker broker) {
    this.broker = broker;
  }

  /** Starts it and says so. */
  public static DemoBroker start() {
    System.out.println(
        "Starting Apache Kafka "
            + VERSION
            + " in a child JVM (the first time its jars come from Maven, about 45 MB)");
    return new DemoBroker(
        KafkaBroker.start(
            BrokerOptions.version(VERSION).onProgress(line -> System.out.println("  " + line))));
  }

  /** Where it listens. */
  public String bootstrapServers() {
    return broker.bootstrapServers();
  }

  @Override
  public void close() {
    broker.close();
  }
}
