package io.kafkavertx.tests.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkavertx.BrokerErrorException;
import io.kafkavertx.CloseOptions.GroupMembershipOperation;
import io.kafkavertx.ConsumerOptions;
import io.kafkavertx.protocol.ApiKey;
import io.kafkavertx.protocol.ErrorCode;
import io.kafkavertx.protocol.message.SyncGroupRequest;
import io.kafkavertx.spi.TopicPartition;
import io.kafkavertx.testkit.scripted.ScriptedGroup;
import io.kafkavertx.testkit.sim.SimWorld;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Members with a name of their own (KIP-345), which come back without a rebalance. */
final class StaticMemberSimulationTest {
  private static final Duration LONG = Duration.ofMinutes(2);

  private final SimConsumers sim = new SimConsumers(new SimWorld(1), 4);
  private final List<Set<TopicPartition>> lost = new ArrayList<>();
  private final List<Integer> shares = new ArrayList<>();

  @AfterEach
  void close() {
    sim.close();
  }

  private ScriptedGroup group() {
    return sim.brokers.groups().group("g");
  }

  private SimConsumers.Member member(String process, String instance, String assignor) {
    ConsumerOptions options =
        sim.options().setGroupInstanceId(instance).setMetadataMaxAge(Duration.ofSeconds(5));
    SimConsumers.Member member = sim.member(process, options, List.of(assignor));
    member
        .core
        .rebalanceHandlers()
        .onLost(
            gone -> {
              lost.add(gone);
              return Future.succeededFuture();
            });
    return member;
  }

  private Future<Void> subscribe(SimConsumers.Member member) {
    return sim.run(
        member, "subscribe", LONG, () -> member.core.subscribe(Set.of(SimConsumers.TOPIC)));
  }

  private static Set<TopicPartition> owned(SimConsumers.Member member) {
    return member.core.assignment().result();
  }

  private void stop(SimConsumers.Member member, GroupMembershipOperation how) {
    member.close(Duration.ofSeconds(20), how);
    sim.world.runUntil(() -> member.down, LONG, "closed");
  }

  /** Two members that share; the first one leads. */
  private List<SimConsumers.Member> two(String assignor) {
    SimConsumers.Member leader = member("leader", "one", assignor);
    subscribe(leader);
    SimConsumers.Member follower = member("follower", "two", assignor);
    subscribe(follower);
    sim.world.runUntil(
        () -> owned(leader).size() == 2 && owned(follower).size() == 2, LONG, "both have two");
    sim.world.runFor(Duration.ofSeconds(3));
    return List.of(leader, follower);
  }

  @ParameterizedTest
  @ValueSource(strings = {"range", "cooperative-sticky"})
  void whoeverComesBackWithinTheSessionHasItsPartitionsAgainAndTheOthersNoticeNothing(
      String assignor) {
    List<SimConsumers.Member> both = two(assignor);
    for (int i = 0; i < 2; i++) {
      String instance = i == 0 ? "one" : "two";
      SimConsumers.Member stays = both.get(1 - i);
      Set<TopicPartition> before = owned(both.get(i));
      int generation = group().generation();
      stop(both.get(i), GroupMembershipOperation.DEFAULT);
      sim.world.runFor(Duration.ofSeconds(5));
      SimConsumers.Member again = member(instance + " again", instance, assignor);
      subscribe(again);
      assertThat(owned(again)).isEqualTo(before);
      assertThat(owned(stays)).hasSize(2);
      assertThat(group().generation()).isEqualTo(generation);
      sim.world.runFor(Duration.ofSeconds(20));
      assertThat(group().generation()).isEqualTo(generation);
      assertThat(again.errors).isEmpty();
      both = i == 0 ? List.of(again, stays) : both;
    }
    assertThat(lost).isEmpty();
  }

  @Test
  void aLeaderThatComesBackLeavesTheAssignmentAsItIsAndWatchesTheTopics() {
    List<SimConsumers.Member> both = two("range");
    stop(both.get(0), GroupMembershipOperation.DEFAULT);
    sim.brokers.intercept(
        ApiKey.SYNC_GROUP,
        context -> {
          shares.add(((SyncGroupRequest) context.request()).assignments().size());
          return null;
        });
    SimConsumers.Member again = member("leader again", "one", "range");
    subscribe(again);
    // KIP-814: it is the leader, and is told not to share out.
    assertThat(shares).containsExactly(0);
    int generation = group().generation();
    sim.brokers.createTopic(SimConsumers.TOPIC, 6);
    sim.world.runUntil(
        () -> owned(again).size() == 3 && owned(both.get(1)).size() == 3,
        LONG,
        "more partitions are shared out");
    assertThat(group().generation()).isGreaterThan(generation);
  }

  @Test
  void whoeverComesBackTooLateFindsThatOthersHaveItsPartitions() {
    List<SimConsumers.Member> both = two("range");
    stop(both.get(0), GroupMembershipOperation.DEFAULT);
    sim.world.runUntil(
        () -> owned(both.get(1)).size() == 4, Duration.ofSeconds(15), "the session times out");
    SimConsumers.Member again = member("late", "one", "range");
    subscribe(again);
    sim.world.runUntil(() -> owned(again).size() == 2, LONG, "shared anew");
    assertThat(lost).isEmpty();
  }

  @Test
  void whoeverTakesTheNameOfAnotherFencesItAndTheOtherDoesNotComeBack() {
    SimConsumers.Member first = member("first", "one", "range");
    subscribe(first);
    assertThat(owned(first)).hasSize(4);
    SimConsumers.Member second = member("second", "one", "range");
    subscribe(second);
    assertThat(owned(second)).hasSize(4);
    sim.world.runUntil(() -> first.errors.size() == 1, Duration.ofSeconds(3), "the first is told");
    assertThat(first.errors.get(0))
        .isInstanceOf(BrokerErrorException.class)
        .hasMessageContaining("FENCED_INSTANCE_ID");
    assertThat(lost).hasSize(1);
    assertThat(owned(first)).isEmpty();
    int joins = sim.brokers.requestCount(ApiKey.JOIN_GROUP);
    sim.world.runFor(Duration.ofMinutes(2));
    assertThat(sim.brokers.requestCount(ApiKey.JOIN_GROUP)).isEqualTo(joins);
    assertThat(group().memberIds()).hasSize(1);
    assertThat(second.errors).isEmpty();
  }

  @Test
  void aFencedMemberCommitsNothing() {
    sim.produce(4, 5);
    SimConsumers.Member first = member("first", "one", "range");
    subscribe(first);
    sim.world.runUntil(() -> first.records.size() == 20, LONG, "all records");
    SimConsumers.Member second = member("second", "one", "range");
    second.loop.execute(() -> second.core.subscribe(Set.of(SimConsumers.TOPIC)));
    sim.world.runUntil(
        () -> !second.core.assignment().result().isEmpty(), LONG, "the second is in");
    Future<?> commit = sim.run(first, "commit", LONG, () -> first.core.calls().commit());
    assertThat(commit.cause())
        .isInstanceOf(BrokerErrorException.class)
        .hasMessageContaining(ErrorCode.FENCED_INSTANCE_ID.name());
  }

  @Test
  void whoeverIsToLeaveMakesRoomAtOnceAlthoughItHasAName() {
    List<SimConsumers.Member> both = two("range");
    stop(both.get(0), GroupMembershipOperation.LEAVE_GROUP);
    sim.world.runUntil(
        () -> owned(both.get(1)).size() == 4, Duration.ofSeconds(5), "no session to wait for");
    assertThat(group().memberIds()).hasSize(1);
  }
}
