package io.kafkavertx.tests.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkavertx.ConsumerOptions;
import io.kafkavertx.OffsetReset;
import io.kafkavertx.protocol.ApiKey;
import io.kafkavertx.protocol.ErrorCode;
import io.kafkavertx.protocol.message.FetchRequest;
import io.kafkavertx.testkit.scripted.Reaction;
import io.kafkavertx.testkit.scripted.ScriptedPartition;
import io.kafkavertx.testkit.sim.SimWorld;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Reading from the nearest replica (KIP-392): always the records of the leader's log, once. */
final class FollowerSimulationTest {
  private static final Duration LONG = Duration.ofMinutes(2);
  private static final Duration AGE = Duration.ofSeconds(30);

  private final SimConsumers sim = new SimConsumers(new SimWorld(392), 1);
  private final ScriptedPartition partition = sim.brokers.partition(SimConsumers.TOPIC, 0);
  private final Map<Integer, Integer> fetches = new HashMap<>();
  private final List<String> racks = new ArrayList<>();
  private final List<OffsetReset> resets = new ArrayList<>();
  private SimConsumers.Member member;
  private int produced;

  /** Broker 1 leads the partition, broker 2 follows in the consumer's rack, broker 3 elsewhere. */
  @BeforeEach
  void racks() {
    assertThat(partition.leader()).isEqualTo(1);
    sim.brokers.settings().rackAwareReads(true);
    for (int id = 1; id <= 3; id++) {
      sim.brokers.broker(id).rack("rack-" + id);
    }
    sim.brokers.intercept(
        ApiKey.FETCH,
        context -> {
          fetches.merge(context.broker().id(), 1, Integer::sum);
          racks.add(((FetchRequest) context.request()).rackId());
          return Reaction.proceed();
        });
  }

  @AfterEach
  void nothingWasLostOrRepeated() {
    assertThat(member.records.stream().map(record -> record.offset()).toList())
        .isEqualTo(LongStream.range(0, produced).boxed().toList());
    assertThat(resets).allMatch(reset -> reset.from() < 0);
    assertThat(member.errors).isEmpty();
    sim.close();
  }

  private void read(ConsumerOptions options) {
    member = sim.member("m", options.setClientRack("rack-2").setMetadataMaxAge(AGE));
    member.core.resetHandler(resets::add);
    sim.run(member, "assign", LONG, () -> member.core.assign(List.of(SimConsumers.partition(0))));
    produce(10);
  }

  private void produce(int count) {
    for (int i = 0; i < count; i++) {
      partition.append(List.of(new byte[100]));
    }
    produced += count;
    sim.world.runUntil(() -> member.records.size() >= produced, LONG, "all records");
  }

  private int fetchesFrom(int broker, Runnable during) {
    int before = fetches.getOrDefault(broker, 0);
    during.run();
    return fetches.getOrDefault(broker, 0) - before;
  }

  @Test
  void theReplicaInOurRackIsReadAndTheLeaderAskedAgainWhenMetadataIsOld() {
    read(sim.options());
    assertThat(
            fetchesFrom(
                1,
                () -> {
                  for (int i = 0; i < 20; i++) {
                    produce(3);
                  }
                }))
        .isZero();
    assertThat(fetches.get(2)).isGreaterThan(20);
    // Half a second each: some forty fetches before the leader is asked again.
    assertThat(fetchesFrom(1, () -> sim.world.runFor(AGE.multipliedBy(3)))).isBetween(2, 4);
    assertThat(fetches).doesNotContainKey(3);
    assertThat(racks).containsOnly("rack-2");
  }

  @Test
  void withoutARackTheLeaderIsRead() {
    member = sim.member("m", sim.options());
    sim.run(member, "assign", LONG, () -> member.core.assign(List.of(SimConsumers.partition(0))));
    produce(20);
    assertThat(fetches).containsOnlyKeys(1);
  }

  @Test
  void aReplicaThatIsBehindSendsUsBackToTheLeaderWithoutAReset() {
    read(sim.options());
    partition.holdBack(2, 4);
    assertThat(
            fetchesFrom(
                1,
                () -> {
                  for (int i = 0; i < 20; i++) {
                    produce(1);
                  }
                }))
        .isPositive();
    // The leader names the replica again and again; nobody is kept busy by that.
    assertThat(fetchesFrom(2, () -> sim.world.runFor(Duration.ofSeconds(20)))).isLessThan(5);
    partition.catchUp(2);
    sim.world.runFor(Duration.ofSeconds(12));
    assertThat(fetchesFrom(1, () -> produce(10))).isZero();
  }

  @Test
  void whateverErrorAReplicaHasTheLeaderIsRead() {
    read(sim.options());
    for (ErrorCode code : ErrorCode.values()) {
      if (code == ErrorCode.NONE) {
        continue;
      }
      sim.brokers.intercept(
          ApiKey.FETCH,
          context -> context.broker().id() == 2 ? Reaction.refuse(code) : Reaction.proceed());
      sim.world.runFor(Duration.ofMillis(600));
      produce(3);
      sim.brokers.clearIntercepts();
      sim.world.runFor(Duration.ofSeconds(11));
    }
  }

  @Test
  void aReplicaThatDiesIsReplacedByTheLeaderAtOnce() {
    read(sim.options());
    sim.brokers.kill(2);
    long before = sim.world.nanoTime();
    produce(5);
    assertThat(Duration.ofNanos(sim.world.nanoTime() - before)).isLessThan(Duration.ofSeconds(1));
    sim.world.runFor(AGE);
    produce(5);
    sim.brokers.revive(2);
    sim.world.runFor(AGE.multipliedBy(2));
    assertThat(fetchesFrom(1, () -> produce(5))).isZero();
  }

  @Test
  void aReplicaThatIsToldButCannotBeReachedCostsOneTryInAWhile() {
    read(sim.options());
    sim.world.network().refuse(sim.brokers.broker(2).address(), true);
    sim.brokers.broker(2).connections().forEach(connection -> connection.reset());
    long before = sim.world.nanoTime();
    for (int i = 0; i < 50; i++) {
      produce(1);
      sim.world.runFor(Duration.ofSeconds(1));
    }
    // No record waits for more than the failure to connect.
    assertThat(Duration.ofNanos(sim.world.nanoTime() - before)).isLessThan(Duration.ofSeconds(60));
    sim.world.network().refuse(sim.brokers.broker(2).address(), false);
    sim.world.runFor(Duration.ofSeconds(30));
    assertThat(fetchesFrom(1, () -> produce(5))).isZero();
  }

  @Test
  void aReplicaThatMovesIsFollowed() {
    read(sim.options());
    sim.brokers.broker(3).rack("rack-2");
    partition.replicas(List.of(1, 3));
    produce(5);
    sim.world.runFor(Duration.ofSeconds(12));
    assertThat(fetchesFrom(3, () -> produce(5))).isPositive();
    assertThat(fetchesFrom(2, () -> produce(5))).isZero();
  }

  @Test
  void aReplicaThatBecomesTheLeaderIsReadAsSuch() {
    read(sim.options());
    sim.brokers.moveLeader(SimConsumers.TOPIC, 0, 2);
    produce(5);
    sim.brokers.moveLeader(SimConsumers.TOPIC, 0, 3);
    produce(5);
    sim.world.runFor(Duration.ofSeconds(12));
    assertThat(fetchesFrom(2, () -> produce(5))).isPositive();
  }
}
