package io.kafkavertx.testkit.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ContainerBrokerTest {
  @Test
  void aBrokerInAContainerKeepsItsRecordsOverARestart() throws Exception {
    BrokerProvider containers = BrokerProvider.containers();
    Optional<String> reason = containers.unavailable();
    assumeTrue(reason.isEmpty(), () -> reason.orElse(""));
    try (KafkaBroker broker = containers.start(BrokerOptions.version("4.1.0"))) {
      Map<String, String> config = Map.of("bootstrap.servers", broker.bootstrapServers());
      broker.createTopic("kept", 1);
      KafkaClientsPeer.produce(config, "kept", "a");
      broker.kill();
      broker.restart();
      assertThat(KafkaClientsPeer.consume(config, "kept", 1)).containsExactly("a");
    }
  }
}
