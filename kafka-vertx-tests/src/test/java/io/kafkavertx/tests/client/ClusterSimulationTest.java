package io.kafkavertx.tests.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkavertx.ClusterMetadata;
import io.kafkavertx.KafkaClientOptions;
import io.kafkavertx.internal.cluster.Cluster;
import io.kafkavertx.internal.cluster.Cluster.CoordinatorType;
import io.kafkavertx.internal.cluster.SendOptions;
import io.kafkavertx.protocol.message.ListGroupsRequest;
import io.kafkavertx.spi.Node;
import io.kafkavertx.spi.TopicPartition;
import io.kafkavertx.testkit.scripted.ScriptedCluster;
import io.kafkavertx.testkit.sim.Direction;
import io.kafkavertx.testkit.sim.PromiseLedger;
import io.kafkavertx.testkit.sim.Seeds;
import io.kafkavertx.testkit.sim.SimEventLoop;
import io.kafkavertx.testkit.sim.SimTransport;
import io.kafkavertx.testkit.sim.SimWorld;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The client's view of a cluster that dies, moves and comes back, in virtual time. */
class ClusterSimulationTest {
  private static final String BOOTSTRAP = "kafka.test";
  private static final int SEEDS = Integer.getInteger("kafkavertx.clusterSeeds", 100);

  /** Three brokers behind one name, and a client. */
  private static final class Setting {
    final SimWorld world;
    final SimEventLoop loop;
    final ScriptedCluster brokers;
    final SimTransport transport;
    final Cluster client;
    final PromiseLedger ledger = new PromiseLedger();

    Setting(long seed) {
      this(new SimWorld(seed));
    }

    Setting(SimWorld world) {
      this(world, BOOTSTRAP + ":9092");
    }

    Setting(SimWorld world, String bootstrap) {
      this.world = world;
      brokers = ScriptedCluster.listenOn(world.network(), world.loop("brokers"), 3);
      world.network().dns(BOOTSTRAP, List.of("10.0.0.1", "10.0.0.2", "10.0.0.3"));
      loop = world.loop("client");
      transport = world.network().transport(loop);
      client =
          Cluster.open(loop, transport, new KafkaClientOptions().setBootstrapServers(bootstrap));
      brokers.createTopic("t", 3);
    }

    long in(Duration duration) {
      return world.nanoTime() + duration.toNanos();
    }

    /** Does something on the client's loop and lets time pass until its future is complete. */
    <T> Future<T> run(String what, Duration limit, Supplier<Future<T>> work) {
      List<Future<T>> started = new ArrayList<>();
      loop.execute(() -> started.add(ledger.track(what, work.get())));
      world.runUntil(
          () -> !started.isEmpty() && started.get(0).isComplete(), limit.plusSeconds(1), what);
      return started.get(0);
    }

    Future<ClusterMetadata> refresh(Duration limit) {
      return run("refresh", limit, () -> client.refresh(in(limit)));
    }

    void close() {
      run("close", Duration.ofSeconds(5), client::close);
      run("transport", Duration.ofSeconds(5), transport::close);
      world.runFor(Duration.ofSeconds(1));
      ledger.check();
    }
  }

  private static List<Integer> ids(ClusterMetadata view) {
    return view.nodes().stream().map(Node::id).sorted().toList();
  }

  @Test
  void aClusterThatMovedBehindTheSameNameIsFoundAgain() {
    Setting setting = new Setting(1);
    setting.loop.execute(() -> setting.client.retainTopics(List.of("t")));
    assertThat(ids(setting.refresh(Duration.ofSeconds(10)).result())).containsExactly(1, 2, 3);
    IntStream.rangeClosed(1, 3).forEach(setting.brokers::removeBroker);
    IntStream.rangeClosed(11, 13)
        .forEach(id -> setting.brokers.addBroker(id, "10.0.1." + id, 9092, null));
    setting.brokers.deleteTopic("t");
    setting.brokers.createTopic("t", 3);
    setting.world.network().dns(BOOTSTRAP, List.of("10.0.1.11", "10.0.1.12"));
    ClusterMetadata moved = setting.refresh(Duration.ofSeconds(10)).result();
    assertThat(ids(moved)).containsExactly(11, 12, 13);
    assertThat(moved.leaderFor(new TopicPartition("t", 0)).host()).startsWith("10.0.1.");
    setting.close();
  }

  @Test
  void afterFiveMinutesWithoutAnyBrokerTheClientIsBackWithinTenSeconds() {
    Setting setting = new Setting(2);
    setting.refresh(Duration.ofSeconds(10));
    IntStream.rangeClosed(1, 3).forEach(setting.brokers::kill);
    Future<ClusterMetadata> meanwhile = setting.refresh(Duration.ofSeconds(20));
    assertThat(meanwhile.cause()).hasMessageContaining("refused").hasMessageContaining("10.0.0.2");
    setting.world.runFor(Duration.ofMinutes(5));
    IntStream.rangeClosed(1, 3).forEach(setting.brokers::revive);
    assertThat(setting.refresh(Duration.ofSeconds(10)).succeeded()).isTrue();
    setting.close();
  }

  @Test
  void theErrorNamesEveryAddressThatFailedAlsoThoseThatRestAtTheMoment() {
    for (int seed = 1; seed <= SEEDS; seed++) {
      Setting setting = new Setting(new SimWorld(seed), "10.9.9.9:9092," + BOOTSTRAP + ":9092");
      setting.world.network().failDns(BOOTSTRAP, true);
      Future<ClusterMetadata> refreshed = setting.refresh(Duration.ofSeconds(3));
      assertThat(refreshed.cause())
          .as("seed " + seed)
          .hasMessageContaining("10.9.9.9:9092: the name does not resolve")
          .hasMessageContaining(BOOTSTRAP + ":9092: the name does not resolve");
      setting.close();
    }
  }

  @Test
  void aNameThatDoesNotResolveForHalfAMinuteIsAskedForAgain() {
    Setting setting = new Setting(3);
    setting.world.network().failDns(BOOTSTRAP, true);
    Future<ClusterMetadata> early = setting.refresh(Duration.ofSeconds(30));
    assertThat(early.cause()).hasMessageContaining("does not resolve");
    setting.world.network().failDns(BOOTSTRAP, false);
    assertThat(setting.refresh(Duration.ofSeconds(10)).succeeded()).isTrue();
    setting.close();
  }

  @Test
  void aBrokerThatKeepsSilentDoesNotHoldUpMetadata() {
    Setting setting = new Setting(4);
    setting.refresh(Duration.ofSeconds(10));
    for (int id = 1; id <= 3; id++) {
      String address = setting.brokers.broker(id).address();
      setting.world.network().blackHole(address, Direction.BOTH, true);
      assertThat(setting.refresh(Duration.ofSeconds(8)).succeeded()).as(address).isTrue();
      setting.world.network().blackHole(address, Direction.BOTH, false);
    }
    setting.close();
  }

  @Test
  void aDeletedAndRecreatedTopicIsAnotherTopic() {
    Setting setting = new Setting(5);
    setting.loop.execute(() -> setting.client.retainTopics(List.of("t")));
    ClusterMetadata before = setting.refresh(Duration.ofSeconds(10)).result();
    setting.brokers.deleteTopic("t");
    setting.brokers.createTopic("t", 1);
    ClusterMetadata after = setting.refresh(Duration.ofSeconds(10)).result();
    assertThat(after.topicId("t")).isNotEqualTo(before.topicId("t"));
    assertThat(after.partitions("t")).hasSize(1);
    setting.close();
  }

  /**
   * Brokers die, come back and keep silent at random: everything ends, and works once all is well.
   */
  @Test
  void noSeedHangsOrForgetsAnybody() {
    Seeds.run(ClusterSimulationTest.class, SEEDS, ClusterSimulationTest::chaos);
  }

  private static void chaos(SimWorld world) {
    Setting setting = new Setting(world);
    RandomGenerator random = world.random();
    for (int step = 0; step < 12; step++) {
      int id = 1 + random.nextInt(3);
      String address = setting.brokers.broker(id).address();
      switch (random.nextInt(5)) {
        case 0 -> setting.brokers.kill(id);
        case 1 -> setting.brokers.revive(id);
        case 2 -> setting.world.network().blackHole(address, Direction.BOTH, random.nextBoolean());
        case 3 -> setting.world.network().failDns(BOOTSTRAP, random.nextBoolean());
        default -> setting.world.network().refuse(address, random.nextBoolean());
      }
      Duration limit = Duration.ofMillis(1 + random.nextInt(20_000));
      setting.loop.execute(() -> callAtRandom(setting, random.nextInt(4), limit));
      setting.world.runFor(Duration.ofMillis(random.nextInt(3_000)));
    }
    setting.world.runFor(Duration.ofSeconds(60));
    assertThat(setting.ledger.isSettled()).as("all calls ended by their deadlines").isTrue();
    setting.world.network().heal();
    IntStream.rangeClosed(1, 3).forEach(setting.brokers::revive);
    assertThat(setting.refresh(Duration.ofSeconds(45)).succeeded()).isTrue();
    setting.close();
  }

  private static void callAtRandom(Setting setting, int which, Duration limit) {
    long deadline = setting.in(limit);
    Cluster client = setting.client;
    switch (which) {
      case 0 -> setting.ledger.track("refresh", client.refresh(deadline));
      case 1 -> setting.ledger.track("topic", client.topicReady("t", deadline));
      case 2 ->
          setting.ledger.track(
              "coordinator", client.coordinator(CoordinatorType.GROUP, "g", deadline));
      default ->
          setting.ledger.track(
              "any", client.sendAny(new ListGroupsRequest(), SendOptions.until(deadline)));
    }
  }
}
