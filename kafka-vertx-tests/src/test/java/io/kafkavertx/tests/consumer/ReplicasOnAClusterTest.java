package io.kafkavertx.tests.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkavertx.ConsumerOptions;
import io.kafkavertx.ConsumerRecord;
import io.kafkavertx.KafkaConsumer;
import io.kafkavertx.OffsetReset;
import io.kafkavertx.spi.Deserializer;
import io.kafkavertx.spi.TopicPartition;
import io.kafkavertx.testkit.broker.BrokerOptions;
import io.kafkavertx.testkit.broker.KafkaBroker;
import io.kafkavertx.testkit.broker.KafkaCluster;
import io.kafkavertx.tests.support.GuardedVertx;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.TopicPartitionInfo;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Three brokers in three racks: the nearest replica is read, and lost leaders lose nothing more.
 */
@Tag("slow")
@Timeout(600)
final class ReplicasOnAClusterTest {
  private static KafkaCluster cluster;

  @RegisterExtension final GuardedVertx guard = new GuardedVertx();

  private final ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<OffsetReset> resets = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<Long> offsets = new ConcurrentLinkedQueue<>();

  @BeforeAll
  static void start() throws Exception {
    ConsumerTestBase.warmUp();
    cluster =
        KafkaCluster.start(
            3,
            BrokerOptions.version("4.4.0")
                .property("broker.rack", "rack-{node}")
                .property(
                    "replica.selector.class",
                    "org.apache.kafka.common.replica.RackAwareReplicaSelector")
                .property("unclean.leader.election.interval.ms", "500"));
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @AfterEach
  void allAlive() {
    for (KafkaBroker node : cluster.nodes()) {
      if (node.state() != KafkaBroker.State.RUNNING) {
        node.restart();
      }
    }
  }

  private KafkaConsumer<byte[], byte[]> read(TopicPartition partition, String rack)
      throws Exception {
    KafkaConsumer<byte[], byte[]> consumer =
        KafkaConsumer.create(
            guard.vertx(),
            new ConsumerOptions()
                .setBootstrapServers(cluster.bootstrapServers())
                .setAutoOffsetReset("earliest")
                .setClientRack(rack),
            Deserializer.bytes(),
            Deserializer.bytes());
    consumer.exceptionHandler(failures::add);
    consumer.offsetResetHandler(resets::add);
    consumer.handler(this::record);
    await(consumer.assign(List.of(partition)));
    return consumer;
  }

  private void record(ConsumerRecord<byte[], byte[]> record) {
    offsets.add(record.offset());
    try {
      TestRecords.check(record, (int) record.offset());
    } catch (AssertionError e) {
      failures.add(e);
    }
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.await(120, TimeUnit.SECONDS);
  }

  private void eventually(String what, BooleanSupplier condition) throws Exception {
    ConsumerTestBase.eventually(guard.vertx(), what, condition);
  }

  /** Bytes of answers so far, by broker. */
  private static long received(KafkaConsumer<?, ?> consumer, int broker) throws Exception {
    return await(consumer.metrics()).entrySet().stream()
        .filter(value -> value.getKey().name().equals("kafka.client.received"))
        .filter(value -> ("" + broker).equals(value.getKey().tags().get("kafka.broker.id")))
        .mapToLong(value -> value.getValue().longValue())
        .sum();
  }

  private static void produce(String topic, int from, int to, String acks) {
    TestRecords.produce(
        topic,
        1,
        from,
        to,
        Map.of(
            "bootstrap.servers",
            cluster.bootstrapServers(),
            "acks",
            acks,
            "enable.idempotence",
            acks.equals("all")));
  }

  private static List<Long> range(long from, long to) {
    List<Long> range = new ArrayList<>();
    for (long offset = from; offset < to; offset++) {
      range.add(offset);
    }
    return range;
  }

  @Test
  void theNearestReplicaIsReadAndWhenItDiesTheLeaderWithNothingLostOrRepeated() throws Exception {
    int first = 30_000;
    int all = 60_000;
    cluster.createTopic("near", 1, 3);
    produce("near", 0, first, "all");
    int leader = cluster.leader("near", 0).nodeId();
    int near = leader % 3 + 1;
    KafkaConsumer<byte[], byte[]> consumer = read(new TopicPartition("near", 0), "rack-" + near);
    eventually("the first records", () -> offsets.size() == first);
    long fromReplica = received(consumer, near);
    assertThat(fromReplica).isGreaterThan(2_000_000);
    assertThat(received(consumer, leader)).isLessThan(fromReplica / 20);
    Thread producer = new Thread(() -> produce("near", first, all, "all"));
    producer.start();
    eventually("some of the others", () -> offsets.size() > first + 2_000);
    cluster.node(near).kill();
    eventually("all records", () -> offsets.size() >= all);
    producer.join();
    assertThat(new ArrayList<>(offsets)).isEqualTo(range(0, all));
    assertThat(received(consumer, leader)).isGreaterThan(fromReplica / 20);
    assertThat(failures).isEmpty();
    assertThat(resets).hasSize(1);
    await(consumer.close());
  }

  @Test
  void recordsLostInAnUncleanElectionAreAnEventAndNothingThatIsThereComesTwice() throws Exception {
    TopicPartition partition = new TopicPartition("cut", 0);
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", cluster.bootstrapServers()))) {
      admin
          .createTopics(
              List.of(
                  new NewTopic("cut", Map.of(0, List.of(1, 2)))
                      .configs(
                          Map.of(
                              "min.insync.replicas", "1",
                              "unclean.leader.election.enable", "true"))))
          .all()
          .get(60, TimeUnit.SECONDS);
      assertThat(cluster.leader("cut", 0).nodeId()).isEqualTo(1);
      produce("cut", 0, 100, "all");
      KafkaConsumer<byte[], byte[]> consumer = read(partition, "");
      eventually("the first records", () -> offsets.size() == 100);
      cluster.node(2).kill();
      awaitInSync(admin, 1);
      produce("cut", 100, 150, "1");
      eventually("the records that will be lost", () -> offsets.size() == 150);
      cluster.node(1).kill();
      cluster.node(2).restart();
      assertThat(cluster.leader("cut", 0).nodeId()).isEqualTo(2);
      produce("cut", 100, 170, "1");
      eventually("the new records", () -> offsets.size() >= 220);
      List<Long> expected = range(0, 150);
      expected.addAll(range(100, 170));
      assertThat(new ArrayList<>(offsets)).isEqualTo(expected);
      assertThat(resets)
          .element(1)
          .isEqualTo(new OffsetReset(partition, 150, 100, OffsetReset.Reason.LOG_TRUNCATED));
      assertThat(resets).hasSize(2);
      assertThat(failures).isEmpty();
      await(consumer.close());
    }
  }

  private static void awaitInSync(Admin admin, int only) throws Exception {
    for (int attempt = 0; attempt < 600; attempt++) {
      TopicPartitionInfo info =
          admin
              .describeTopics(List.of("cut"))
              .allTopicNames()
              .get(60, TimeUnit.SECONDS)
              .get("cut")
              .partitions()
              .get(0);
      if (info.isr().size() == 1 && info.isr().get(0).id() == only) {
        return;
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
    throw new AssertionError("the other replica is still in sync");
  }
}
