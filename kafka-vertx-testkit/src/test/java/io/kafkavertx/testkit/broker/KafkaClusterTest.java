package io.kafkavertx.testkit.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkavertx.testkit.proxy.FaultProxies;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class KafkaClusterTest {
  @Test
  void whenTheLeaderIsKilledAnotherBrokerLeadsWithAllAcknowledgedRecords() throws Exception {
    try (FaultProxies proxies = new FaultProxies();
        KafkaCluster cluster =
            KafkaCluster.start(3, BrokerOptions.version("4.4.0").advertised(proxies))) {
      cluster.createTopic("orders", 1, 3);
      // Both through the proxies, which the brokers advertise.
      Map<String, String> config =
          Map.of("bootstrap.servers", cluster.bootstrapServers(), "acks", "all");
      KafkaClientsPeer.produce(config, "orders", "before");
      KafkaBroker first = cluster.leader("orders", 0);
      assertThat(proxies.node(first.nodeId()).acceptedConnections()).isPositive();

      first.kill();
      KafkaBroker second = cluster.leader("orders", 0);

      assertThat(second.nodeId()).isNotEqualTo(first.nodeId());
      KafkaClientsPeer.produce(config, "orders", "while it is down");
      first.restart();
      assertThat(KafkaClientsPeer.consume(config, "orders", 2))
          .containsExactly("before", "while it is down");
    }
  }
}
