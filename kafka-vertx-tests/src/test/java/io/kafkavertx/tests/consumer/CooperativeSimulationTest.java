package io.kafkavertx.tests.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkavertx.ConsumerOptions;
import io.kafkavertx.protocol.ApiKey;
import io.kafkavertx.protocol.ErrorCode;
import io.kafkavertx.protocol.message.ConsumerProtocolSubscription;
import io.kafkavertx.protocol.message.JoinGroupRequest;
import io.kafkavertx.protocol.wire.WireReader;
import io.kafkavertx.spi.TopicPartition;
import io.kafkavertx.testkit.scripted.Reaction;
import io.kafkavertx.testkit.scripted.ScriptedGroup;
import io.kafkavertx.testkit.sim.LinkConditions;
import io.kafkavertx.testkit.sim.Seeds;
import io.kafkavertx.testkit.sim.SimFailure;
import io.kafkavertx.testkit.sim.SimWorld;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Members that keep their partitions while they join (KIP-429). */
final class CooperativeSimulationTest {
  private static final String COOPERATIVE = "cooperative-sticky";
  private static final Duration LONG = Duration.ofMinutes(1);

  @Test
  void whateverHappensEachPartitionHasOneOwnerAndNothingIsSkipped() {
    churn(20);
  }

  @Test
  @Tag("slow")
  void whateverHappensEachPartitionHasOneOwnerInFiveHundredWorlds() {
    churn(500);
  }

  private static void churn(int seeds) {
    AtomicInteger generations = new AtomicInteger();
    AtomicInteger runs = new AtomicInteger();
    Seeds.runSideBySide(
        CooperativeSimulationTest.class,
        seeds,
        world -> {
          generations.addAndGet(new OneOwnerRun(world, COOPERATIVE).go());
          runs.incrementAndGet();
        });
    // Were the faults harmless, the test would say nothing.
    assertThat(generations.get()).isGreaterThan(6 * runs.get());
  }

  @Test
  void partitionsThatStayAreReadThroughoutAndEachRecordOnce() {
    stay(10);
  }

  @Test
  @Tag("slow")
  void partitionsThatStayAreReadThroughoutInThreeHundredWorlds() {
    stay(300);
  }

  private static void stay(int seeds) {
    AtomicInteger moved = new AtomicInteger();
    AtomicInteger runs = new AtomicInteger();
    Seeds.runSideBySide(
        CooperativeSimulationTest.class,
        seeds,
        world -> {
          moved.addAndGet(new StayingRun(world, COOPERATIVE).go());
          runs.incrementAndGet();
        });
    assertThat(moved.get()).isGreaterThan(5 * runs.get());
  }

  /** What a JoinGroup says. */
  private record Asked(ConsumerProtocolSubscription subscription, String reason) {
    static Asked of(JoinGroupRequest request) {
      WireReader in = new WireReader(request.protocols().get(0).metadata());
      short version = in.readInt16();
      ConsumerProtocolSubscription subscription = new ConsumerProtocolSubscription();
      subscription.read(in, version);
      return new Asked(subscription, request.reason());
    }

    Set<Integer> owned() {
      return subscription.ownedPartitions().stream()
          .flatMap(topic -> topic.partitions().stream())
          .collect(Collectors.toSet());
    }
  }

  @Test
  void aMemberTellsWhereItIsWhatItKeepsSinceWhenAndWhyItJoins() {
    SimConsumers sim = new SimConsumers(new SimWorld(3), 4);
    List<Asked> asked = new ArrayList<>();
    sim.brokers.intercept(
        ApiKey.JOIN_GROUP,
        context -> {
          JoinGroupRequest request = (JoinGroupRequest) context.request();
          if (context.clientId().equals("first")) {
            asked.add(Asked.of(request));
          }
          return null;
        });
    ConsumerOptions options = sim.options().setClientId("first").setClientRack("north");
    SimConsumers.Member first = sim.member("first", options, List.of(COOPERATIVE));
    sim.run(first, "subscribe", LONG, () -> first.core.subscribe(Set.of(SimConsumers.TOPIC)));
    Asked joining = asked.get(asked.size() - 1);
    assertThat(joining.subscription.rackId()).isEqualTo("north");
    assertThat(joining.owned()).isEmpty();
    assertThat(joining.reason).isNull();
    int generation = sim.brokers.groups().group("g").generation();
    asked.clear();
    sim.run(first, "again", LONG, () -> first.core.enforceRebalance("x".repeat(300)));
    assertThat(asked).hasSize(1);
    assertThat(asked.get(0).owned()).containsExactlyInAnyOrder(0, 1, 2, 3);
    assertThat(asked.get(0).subscription.generationId()).isEqualTo(generation);
    assertThat(asked.get(0).reason).isEqualTo("x".repeat(255));
    asked.clear();
    SimConsumers.Member second = sim.member("second", sim.options(), List.of(COOPERATIVE));
    sim.run(second, "subscribe", LONG, () -> second.core.subscribe(Set.of(SimConsumers.TOPIC)));
    sim.world.runFor(Duration.ofSeconds(10));
    assertThat(asked).hasSize(2);
    assertThat(asked.get(0).owned()).hasSize(4);
    assertThat(asked.get(0).reason).isEqualTo("the group rebalances");
    assertThat(asked.get(1).owned()).hasSize(2);
    assertThat(asked.get(1).reason).isEqualTo("partitions that are to move have been given up");
    sim.close();
  }

  @Test
  void topicsThatAreNotWantedAnyMoreGoBeforeTheMemberJoins() {
    SimConsumers sim = new SimConsumers(new SimWorld(4), 2);
    sim.brokers.createTopic("other", 1);
    SimConsumers.Member member = sim.member("m", sim.options(), List.of(COOPERATIVE));
    List<String> events = new ArrayList<>();
    member
        .core
        .rebalanceHandlers()
        .onRevoked(
            partitions -> {
              events.add("revoked " + partitions);
              return Future.succeededFuture();
            });
    sim.brokers.intercept(
        ApiKey.JOIN_GROUP,
        context -> {
          events.add("joins with " + Asked.of((JoinGroupRequest) context.request()).owned());
          return null;
        });
    sim.run(
        member,
        "subscribe",
        LONG,
        () -> member.core.subscribe(Set.of(SimConsumers.TOPIC, "other")));
    events.clear();
    sim.run(member, "subscribe", LONG, () -> member.core.subscribe(Set.of(SimConsumers.TOPIC)));
    assertThat(events).containsExactly("revoked [other-0]", "joins with [0, 1]");
    sim.close();
  }

  @Test
  void aMemberThatTheGroupDoesNotKnowLosesEverythingAndComesBack() {
    for (ErrorCode code : List.of(ErrorCode.UNKNOWN_MEMBER_ID, ErrorCode.ILLEGAL_GENERATION)) {
      SimConsumers sim = new SimConsumers(new SimWorld(code.code()), 3);
      SimConsumers.Member member = sim.member("m", sim.options(), List.of(COOPERATIVE));
      List<Set<TopicPartition>> lost = new ArrayList<>();
      List<Set<TopicPartition>> assigned = new ArrayList<>();
      member.core.rebalanceHandlers().onLost(partitions -> noted(lost, partitions));
      member.core.rebalanceHandlers().onAssigned(partitions -> noted(assigned, partitions));
      sim.run(member, "subscribe", LONG, () -> member.core.subscribe(Set.of(SimConsumers.TOPIC)));
      sim.brokers.next(1, ApiKey.HEARTBEAT, Reaction.refuse(code));
      sim.world.runUntil(() -> assigned.size() == 2, LONG, "it has come back");
      assertThat(lost).hasSize(1);
      assertThat(lost.get(0)).hasSize(3);
      assertThat(assigned.get(1)).hasSize(3);
      // Also when it is told while it joins, and still reads.
      sim.brokers.next(1, ApiKey.JOIN_GROUP, Reaction.refuse(code));
      member.loop.execute(() -> member.core.enforceRebalance("test"));
      sim.world.runUntil(() -> assigned.size() == 3, LONG, "it has come back again");
      assertThat(lost).hasSize(2);
      assertThat(lost.get(1)).hasSize(3);
      sim.close();
    }
  }

  /** One member takes its time to give partitions up, and so the others' joins wait. */
  @Test
  void aMemberThatWaitsForOthersReadsCommitsAndStaysAlive() {
    SimConsumers sim = new SimConsumers(new SimWorld(8), 6);
    List<Set<TopicPartition>> lost = new ArrayList<>();
    SimConsumers.Member waiting = member(sim, "waiting");
    waiting.core.rebalanceHandlers().onLost(partitions -> noted(lost, partitions));
    sim.run(waiting, "subscribe", LONG, () -> waiting.core.subscribe(Set.of(SimConsumers.TOPIC)));
    SimConsumers.Member slow = member(sim, "slow");
    sim.run(slow, "subscribe", LONG, () -> slow.core.subscribe(Set.of(SimConsumers.TOPIC)));
    sim.world.runFor(Duration.ofSeconds(5));
    Promise<Void> handler = Promise.promise();
    slow.core.rebalanceHandlers().onRevoked(partitions -> handler.future());
    SimConsumers.Member third = member(sim, "third");
    third.loop.execute(() -> third.core.subscribe(Set.of(SimConsumers.TOPIC)));
    ScriptedGroup group = sim.brokers.groups().group("g");
    sim.world.runFor(Duration.ofSeconds(4));
    assertThat(group.state()).isEqualTo(ScriptedGroup.State.PREPARING_REBALANCE);
    int generation = group.generation();
    // The coordinator may let it in and its answer be late: then the generation is over already.
    boolean[] told = {false};
    sim.brokers.intercept(
        ApiKey.HEARTBEAT,
        context -> {
          if (told[0] || !context.clientId().equals("waiting")) {
            return null;
          }
          told[0] = true;
          return Reaction.refuse(ErrorCode.ILLEGAL_GENERATION);
        });
    for (int round = 0; round < 4; round++) {
      int before = waiting.records.size();
      sim.produce(6, 10);
      sim.world.runUntil(() -> waiting.records.size() == before + 20, LONG, "its records");
      sim.run(waiting, "commit", Duration.ofSeconds(1), waiting.core.calls()::commit);
      assertThat(group.offsets().values()).hasSizeGreaterThanOrEqualTo(2);
      sim.world.runFor(Duration.ofSeconds(2));
    }
    // Longer than the session, in one and the same round.
    assertThat(group.generation()).isEqualTo(generation);
    assertThat(group.state()).isEqualTo(ScriptedGroup.State.PREPARING_REBALANCE);
    assertThat(told[0]).isTrue();
    assertThat(lost).isEmpty();
    slow.loop.execute(handler::complete);
    sim.world.runUntil(
        () -> group.state() == ScriptedGroup.State.STABLE, LONG, "the end of the round");
    sim.close();
  }

  private static SimConsumers.Member member(SimConsumers sim, String name) {
    ConsumerOptions options =
        sim.options().setClientId(name).setSessionTimeout(Duration.ofSeconds(5));
    return sim.member(name, options, List.of(COOPERATIVE));
  }

  @Test
  void whoeverLeavesWhileItJoinsCommitsWhatItHasRead() {
    for (int millis = 0; millis <= 1300; millis += 50) {
      SimWorld world = new SimWorld(9);
      Duration delay = Duration.ofMillis(300);
      world.network().conditions(LinkConditions.LAN.delay(delay, delay));
      SimConsumers sim = new SimConsumers(world, 1);
      SimConsumers.Member member =
          sim.member(
              "m",
              sim.options()
                  .setHeartbeatInterval(Duration.ofSeconds(3))
                  .setAutoCommitInterval(Duration.ofMinutes(10)),
              List.of(COOPERATIVE));
      sim.run(member, "subscribe", LONG, () -> member.core.subscribe(Set.of(SimConsumers.TOPIC)));
      sim.produce(1, 10);
      world.runUntil(() -> member.records.size() == 10, LONG, "all records");
      member.loop.execute(() -> member.core.enforceRebalance("test"));
      world.runFor(Duration.ofMillis(millis));
      member.close(Duration.ofSeconds(30));
      world.runUntil(() -> member.down, LONG, "close");
      assertThat(sim.brokers.groups().group("g").offsets().get(SimConsumers.partition(0)).offset())
          .as("closed %s ms after joining again", millis)
          .isEqualTo(10);
      sim.close();
    }
  }

  @Test
  void aRoundThatIsCutShortTakesNothingAway() {
    SimConsumers sim = new SimConsumers(new SimWorld(6), 3);
    SimConsumers.Member member = sim.member("m", sim.options(), List.of(COOPERATIVE));
    List<Set<TopicPartition>> gone = new ArrayList<>();
    member.core.rebalanceHandlers().onRevoked(partitions -> noted(gone, partitions));
    sim.run(member, "subscribe", LONG, () -> member.core.subscribe(Set.of(SimConsumers.TOPIC)));
    sim.brokers.next(2, ApiKey.SYNC_GROUP, Reaction.refuse(ErrorCode.REBALANCE_IN_PROGRESS));
    sim.run(member, "again", LONG, () -> member.core.enforceRebalance("test"));
    assertThat(gone).isEmpty();
    sim.produce(3, 10);
    sim.world.runUntil(() -> member.records.size() == 30, LONG, "all records");
    sim.close();
  }

  private static Future<Void> noted(
      List<Set<TopicPartition>> list, Set<TopicPartition> partitions) {
    list.add(partitions);
    return Future.succeededFuture();
  }

  @Test
  void eagerMembersInterruptThemselves() {
    for (long seed = 1; seed <= 3; seed++) {
      SimWorld world = new SimWorld(seed);
      assertThatThrownBy(() -> new StayingRun(world, "sticky").go())
          .isInstanceOf(SimFailure.class)
          .hasMessageContaining("and came back");
    }
  }
}
