package io.kafkavertx.tests.support;

import io.kafkavertx.testkit.broker.BrokerOptions;
import io.kafkavertx.testkit.broker.KafkaBroker;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One Kafka 4.4.0 for all tests of a JVM that do it no harm. Each test has topics and groups of its
 * own.
 */
public final class SharedBroker {
  private static final AtomicInteger NAMES = new AtomicInteger();
  private static KafkaBroker broker;

  private SharedBroker() {}

  /** Where it listens; started at the first call, gone with this JVM. */
  public static String bootstrapServers() {
    return broker().bootstrapServers();
  }

  /** Makes a topic with one replica, and waits until it is served. */
  public static void createTopic(String topic, int partitions) {
    broker().createTopic(topic, partitions);
  }

  private static synchronized KafkaBroker broker() {
    if (broker == null) {
      // Tests write timestamps of any age; by default the broker would delete such records at the
      // next look, and with them what it knows of their producers.
      broker = KafkaBroker.start(BrokerOptions.version("4.4.0").property("log.retention.ms", "-1"));
    }
    return broker;
  }

  /** A name that no other test uses, for a topic or a group. */
  public static String name(String prefix) {
    return prefix + "-" + NAMES.incrementAndGet();
  }
}
