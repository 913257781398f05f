package io.kafkavertx.tests.trials;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkavertx.ConsumerOptions;
import io.kafkavertx.ConsumerRecord;
import io.kafkavertx.ConsumerRecords;
import io.kafkavertx.KafkaAdminOptions;
import io.kafkavertx.KafkaClient;
import io.kafkavertx.KafkaClientOptions;
import io.kafkavertx.KafkaConsumer;
import io.kafkavertx.admin.FeatureUpdate;
import io.kafkavertx.admin.KafkaAdmin;
import io.kafkavertx.admin.Results;
import io.kafkavertx.admin.TopicDescription;
import io.kafkavertx.spi.Deserializer;
import io.kafkavertx.spi.TopicPartition;
import io.kafkavertx.testkit.broker.BrokerOptions;
import io.kafkavertx.testkit.broker.KafkaCluster;
import io.kafkavertx.tests.support.GuardedVertx;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A cluster is upgraded node by node from 3.9.2 to 4.4.0, then its features are raised and its
 * nodes restarted once more, under a producer, a static group and transactions that all go on: none
 * of them loses or repeats anything, and all use what the new release can do without being
 * restarted.
 */
@Tag("slow")
@Timeout(900)
final class RollingUpgradeTest {
  private static final String OLD = "3.9.2";
  private static final String NEW = "4.4.0";
  private static final int NODES = 3;
  private static final int MEMBERS = 2;
  private static final int PARTITIONS = 4;
  private static final String PAIRS = "pairs";

  @RegisterExtension final GuardedVertx guard = new GuardedVertx();

  private RollingLoad load;
  private KafkaAdmin admin;
  private KafkaClient client;
  private PairWriter pairs;

  @Test
  void nobodyLosesRepeatsOrRestartsAnythingWhenTheClusterIsUpgraded() throws Exception {
    try (KafkaCluster cluster = KafkaCluster.start(NODES, BrokerOptions.version(OLD))) {
      cluster.createTopic(RollingLoad.TOPIC, PARTITIONS, NODES);
      cluster.createTopic(PAIRS, 2, NODES);
      open(cluster.bootstrapServers());
      assertThat(get(client.checkVersion(1)).toString()).contains("3.9");
      goesOn("before");
      for (int id = 1; id <= NODES; id++) {
        cluster.upgrade(id, NEW);
        goesOn("with broker " + id + " upgraded");
        awaitInSync();
      }
      int oldEpochs = epochsIn(5);
      raiseFeatures();
      goesOn("with the features of " + NEW);
      for (int id = 1; id <= NODES; id++) {
        cluster.node(id).restart();
        goesOn("with broker " + id + " restarted");
        awaitInSync();
      }
      assertThat(get(client.checkVersion(1)).toString()).contains("4.4");
      assertThat(oldEpochs).as("epochs of five transactions, version 1").isZero();
      assertThat(epochsIn(5))
          .as("epochs of five transactions, version 2")
          .isGreaterThanOrEqualTo(5);
      end(cluster.bootstrapServers());
    }
  }

  private static <T> T get(Future<T> future) throws Exception {
    return future.await(120, TimeUnit.SECONDS);
  }

  private void open(String servers) throws Exception {
    admin = KafkaAdmin.create(guard.vertx(), new KafkaAdminOptions().setBootstrapServers(servers));
    client =
        KafkaClient.create(guard.vertx(), new KafkaClientOptions().setBootstrapServers(servers));
    load = new RollingLoad(guard.vertx(), PARTITIONS);
    pairs = new PairWriter(guard.vertx(), servers, PAIRS, load.violations);
    pairs.start();
    load.start(servers, MEMBERS);
  }

  /** Records are stored and read, positions committed, transactions committed. */
  private void goesOn(String when) throws Exception {
    int written = pairs.committed.get();
    load.goesOn(when, 2);
    load.await("transactions go on " + when, () -> pairs.committed.get() > written + 1);
  }

  /** With the second version of transactions each of them has an epoch of its own (KIP-890). */
  private int epochsIn(int transactions) throws Exception {
    int before = epoch();
    int written = pairs.committed.get();
    load.await("transactions go on", () -> pairs.committed.get() >= written + transactions);
    return epoch() - before;
  }

  private int epoch() throws Exception {
    return get(admin.describeTransactions(List.of(PairWriter.ID)))
        .get(PairWriter.ID)
        .producerEpoch();
  }

  private void raiseFeatures() throws Exception {
    get(
        admin
            .describeFeatures()
            .compose(
                features ->
                    admin.updateFeatures(
                        Map.of(
                            "metadata.version",
                            FeatureUpdate.upgrade(
                                features.supported().get("metadata.version").max()),
                            "transaction.version",
                            FeatureUpdate.upgrade(2))))
            .compose(Results::all));
  }

  private void awaitInSync() throws Exception {
    load.await(
        "all replicas are in sync",
        () ->
            get(
                    admin
                        .describeTopics(
                            List.of(
                                RollingLoad.TOPIC,
                                PAIRS,
                                "__consumer_offsets",
                                "__transaction_state"))
                        .compose(Results::all))
                .values()
                .stream()
                .map(TopicDescription::partitions)
                .flatMap(List::stream)
                .allMatch(partition -> partition.isr().size() == NODES));
  }

  private void end(String servers) throws Exception {
    get(pairs.end());
    load.end();
    checkPairs(servers);
    System.out.println(
        "upgraded and restarted under load: "
            + load.acknowledged
            + " records stored and read once each, "
            + pairs.committed
            + " transactions committed, "
            + pairs.aborted
            + " aborted");
    get(admin.close());
    get(client.close());
  }

  /** Every committed number once in each of the two partitions, in order. */
  private void checkPairs(String servers) throws Exception {
    List<Integer> expected = IntStream.range(0, pairs.committed.get()).boxed().toList();
    KafkaConsumer<byte[], Integer> reader =
        KafkaConsumer.create(
            guard.vertx(),
            new ConsumerOptions()
                .setBootstrapServers(servers)
                .setAutoOffsetReset("earliest")
                .setIsolationLevel(ConsumerOptions.IsolationLevel.READ_COMMITTED),
            Deserializer.bytes(),
            Deserializer.int32());
    Map<Integer, List<Integer>> seen = Map.of(0, new ArrayList<>(), 1, new ArrayList<>());
    get(reader.assign(Set.of(new TopicPartition(PAIRS, 0), new TopicPartition(PAIRS, 1))));
    while (seen.values().stream().anyMatch(list -> list.size() < expected.size())) {
      ConsumerRecords<byte[], Integer> records = get(reader.poll(Duration.ofSeconds(30)));
      assertThat(records.isEmpty()).as("pairs are missing").isFalse();
      for (ConsumerRecord<byte[], Integer> record : records) {
        seen.get(record.partition()).add(record.value());
      }
    }
    get(reader.close());
    assertThat(seen.get(0)).isEqualTo(expected);
    assertThat(seen.get(1)).isEqualTo(expected);
  }
}
