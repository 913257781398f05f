package io.kafkavertx.tests.trials;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkavertx.ConsumerGroupMetadata;
import io.kafkavertx.testkit.broker.BrokerOptions;
import io.kafkavertx.testkit.broker.KafkaBroker;
import io.kafkavertx.testkit.broker.KafkaCluster;
import io.kafkavertx.tests.support.GuardedVertx;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Brokers are restarted one after the other, and at last the group's coordinator is killed, under a
 * static group that reads and commits all the time: the group does not notice.
 *
 * <p>{@code -Drolling.rounds=5} for the full length.
 */
@Tag("slow")
@Timeout(1200)
final class RollingRestartTest {
  private static final int ROUNDS = Integer.getInteger("rolling.rounds", 1);
  private static final int MEMBERS = 4;
  private static final int PARTITIONS = 12;

  @RegisterExtension final GuardedVertx guard = new GuardedVertx();

  private RollingLoad load;

  @Test
  void aStaticGroupDoesNotNoticeRestartsOfItsBrokersNorItsCoordinatorsDeath() throws Exception {
    long started = System.nanoTime();
    BrokerOptions brokers =
        BrokerOptions.version("4.4.0")
            .property("broker.session.timeout.ms", "3000")
            .property("broker.heartbeat.interval.ms", "500");
    try (KafkaCluster cluster = KafkaCluster.start(3, brokers)) {
      cluster.createTopic(RollingLoad.TOPIC, PARTITIONS, 3);
      load = new RollingLoad(guard.vertx(), PARTITIONS);
      load.start(cluster.bootstrapServers(), MEMBERS);
      List<ConsumerGroupMetadata> before = load.metadata();
      for (int round = 0; round < ROUNDS; round++) {
        for (KafkaBroker broker : cluster.nodes()) {
          broker.stop();
          load.goesOn("while broker " + broker.nodeId() + " is down", 1);
          broker.restart();
          awaitInSync(cluster);
        }
      }
      load.goesOn("after the rounds", 2);
      unchanged(before);
      long killed = System.nanoTime();
      KafkaBroker coordinator = coordinator(cluster);
      coordinator.kill();
      load.goesOn("after the coordinator was killed", 2);
      long recovered = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - killed);
      unchanged(before);
      coordinator.restart();
      awaitInSync(cluster);
      load.goesOn("after it came back", 2);
      unchanged(before);
      load.end();
      System.out.println(
          ROUNDS
              + " rounds of three restarts and a coordinator killed: generation "
              + before.get(0).generationId()
              + " all the time, "
              + load.acknowledged
              + " records read once each, commits "
              + load.commits()
              + ", all members committed twice "
              + recovered
              + " ms after the kill, "
              + TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - started)
              + " s");
    }
  }

  /** The same generation and members: nobody has rebalanced. */
  private void unchanged(List<ConsumerGroupMetadata> before) throws Exception {
    assertThat(load.violations).isEmpty();
    assertThat(load.metadata()).isEqualTo(before);
  }

  private static Admin admin(KafkaCluster cluster) {
    return Admin.create(Map.of("bootstrap.servers", cluster.bootstrapServers()));
  }

  private static KafkaBroker coordinator(KafkaCluster cluster) throws Exception {
    try (Admin admin = admin(cluster)) {
      return cluster.node(
          admin
              .describeConsumerGroups(List.of(StaticMember.GROUP))
              .describedGroups()
              .get(StaticMember.GROUP)
              .get(60, TimeUnit.SECONDS)
              .coordinator()
              .id());
    }
  }

  private static void awaitInSync(KafkaCluster cluster) throws Exception {
    try (Admin admin = admin(cluster)) {
      while (admin
          .describeTopics(List.of(RollingLoad.TOPIC, "__consumer_offsets"))
          .allTopicNames()
          .get(60, TimeUnit.SECONDS)
          .values()
          .stream()
          .flatMap(topic -> topic.partitions().stream())
          .anyMatch(partition -> partition.isr().size() < 3)) {
        TimeUnit.MILLISECONDS.sleep(100);
      }
    }
  }
}
