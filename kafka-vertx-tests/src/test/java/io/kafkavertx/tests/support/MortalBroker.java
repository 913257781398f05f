package io.kafkavertx.tests.support;

import io.kafkavertx.testkit.broker.BrokerOptions;
import io.kafkavertx.testkit.broker.KafkaBroker;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A broker of a test class's own, for tests that kill it. */
public final class MortalBroker implements BeforeAllCallback, AfterAllCallback {
  private KafkaBroker broker;

  @Override
  public void beforeAll(ExtensionContext context) {
    broker = KafkaBroker.start(BrokerOptions.version("4.4.0"));
  }

  @Override
  public void afterAll(ExtensionContext context) {
    broker.close();
  }

  /** The broker, in whichever state the test has brought it to. */
  public KafkaBroker get() {
    return broker;
  }

  /** Brings the broker back if the last test left it dead, and makes a topic of one partition. */
  public String newTopic() {
    if (broker.state() != KafkaBroker.State.RUNNING) {
      broker.restart();
    }
    String topic = SharedBroker.name("outage");
    broker.createTopic(topic, 1);
    return topic;
  }
}
