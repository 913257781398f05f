package io.kafkavertx.tests.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkavertx.ConsumerOptions;
import io.kafkavertx.ConsumerOptions.NoProgressPolicy;
import io.kafkavertx.ConsumerRecord;
import io.kafkavertx.ConsumerRecords;
import io.kafkavertx.NoProgressException;
import io.kafkavertx.protocol.ApiKey;
import io.kafkavertx.spi.TopicPartition;
import io.kafkavertx.testkit.scripted.Reaction;
import io.kafkavertx.testkit.sim.SimWorld;
import io.kafkavertx.tests.support.OnOtherLoop;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An application that makes no progress for {@code max.poll.interval}, in virtual time. */
final class ProgressSimulationTest {
  private static final Duration LONG = Duration.ofMinutes(2);
  private static final Duration INTERVAL = Duration.ofSeconds(40);
  private static final Duration MOST = INTERVAL.plus(INTERVAL.dividedBy(4)).plusSeconds(1);

  private final SimConsumers sim = new SimConsumers(new SimWorld(1), 2);
  private final List<Set<TopicPartition>> lost = new ArrayList<>();
  private HeldLoop thread;

  @AfterEach
  void close() {
    if (thread != null) {
      thread.release();
    }
    sim.close();
  }

  private ConsumerOptions options(NoProgressPolicy policy) {
    return sim.options().setRebalanceTimeout(INTERVAL).setOnNoProgress(policy);
  }

  private SimConsumers.Member member(String name, ConsumerOptions options) {
    SimConsumers.Member member = sim.member(name, options);
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

  /** A member whose handler runs on another thread, which stands still when it is held. */
  private SimConsumers.Member remote(String name, ConsumerOptions options) {
    SimConsumers.Member member = member(name, options);
    thread = new HeldLoop(sim.world.loop("thread of " + name));
    member.core.delivery().handler(member.records::add, new OnOtherLoop(thread));
    return member;
  }

  private void subscribe(SimConsumers.Member member) {
    sim.run(member, "subscribe", LONG, () -> member.core.subscribe(Set.of(SimConsumers.TOPIC)));
  }

  private int owned(SimConsumers.Member member) {
    return member.core.assignment().result().size();
  }

  private double stalls(SimConsumers.Member member) {
    return member.meters.values().entrySet().stream()
        .filter(entry -> entry.getKey().name().equals("kafka.consumer.stalls"))
        .mapToDouble(entry -> entry.getValue())
        .sum();
  }

  /** Lets the handler get stuck with records in its hands; returns when that was. */
  private long stick(SimConsumers.Member member) {
    thread.hold();
    long at = sim.world.nanoTime();
    sim.produce(2, 10);
    return at;
  }

  private long untilToldOf(SimConsumers.Member member, int problems) {
    sim.world.runUntil(() -> member.errors.size() == problems, LONG, "the stall is told");
    assertThat(member.errors).allMatch(NoProgressException.class::isInstance);
    return sim.world.nanoTime();
  }

  @Test
  void aMemberWhoseHandlerStandsStillStaysAndSaysSoOnce() {
    SimConsumers.Member member = remote("m", options(NoProgressPolicy.STAY));
    subscribe(member);
    long stuck = stick(member);
    long told = untilToldOf(member, 1);
    assertThat(Duration.ofNanos(told - stuck)).isBetween(INTERVAL, MOST);
    int heartbeats = sim.brokers.requestCount(ApiKey.HEARTBEAT);
    sim.world.runFor(INTERVAL.multipliedBy(3));
    assertThat(sim.brokers.requestCount(ApiKey.HEARTBEAT) - heartbeats).isGreaterThan(100);
    assertThat(sim.brokers.groups().group("g").memberIds()).hasSize(1);
    assertThat(owned(member)).isEqualTo(2);
    assertThat(member.errors).hasSize(1);
    thread.release();
    sim.world.runUntil(() -> member.records.size() == 20, LONG, "it goes on where it was");
    stick(member);
    untilToldOf(member, 2);
    assertThat(stalls(member)).isEqualTo(2);
    assertThat(lost).isEmpty();
  }

  @Test
  void whoIsToLeaveGivesItsPartitionsToOthersAndComesBackWithTheFirstProgress() {
    SimConsumers.Member member = remote("m", options(NoProgressPolicy.LEAVE));
    SimConsumers.Member other = member("other", options(NoProgressPolicy.LEAVE));
    subscribe(member);
    subscribe(other);
    sim.world.runUntil(() -> owned(member) == 1 && owned(other) == 1, LONG, "both have one");
    stick(member);
    untilToldOf(member, 1);
    sim.world.runUntil(() -> owned(other) == 2, Duration.ofSeconds(5), "the other has both");
    assertThat(owned(member)).isZero();
    assertThat(sim.brokers.groups().group("g").memberIds()).hasSize(1);
    // The application is told when it is back: it is still at a record.
    assertThat(lost).isEmpty();
    sim.world.runFor(INTERVAL.multipliedBy(3));
    assertThat(sim.brokers.groups().group("g").memberIds()).hasSize(1);
    thread.release();
    sim.world.runUntil(() -> owned(member) == 1 && owned(other) == 1, LONG, "both have one again");
    assertThat(lost).hasSize(1);
    assertThat(stalls(member)).isEqualTo(1);
    assertThat(other.errors).isEmpty();
  }

  @Test
  void aStaticMemberThatIsToLeaveOnlyStopsItsHeartbeats() {
    SimConsumers.Member member =
        remote("m", options(NoProgressPolicy.LEAVE).setGroupInstanceId("one"));
    subscribe(member);
    stick(member);
    untilToldOf(member, 1);
    assertThat(owned(member)).isZero();
    assertThat(sim.brokers.requestCount(ApiKey.LEAVE_GROUP)).isZero();
    assertThat(sim.brokers.groups().group("g").memberIds()).hasSize(1);
    sim.world.runUntil(
        () -> sim.brokers.groups().group("g").memberIds().isEmpty(),
        Duration.ofSeconds(11),
        "its session times out");
    thread.release();
    sim.world.runUntil(() -> owned(member) == 2, LONG, "it is back");
  }

  @Test
  void aHandlerThatIsSlowButGetsOnIsNotStalled() {
    SimConsumers.Member member = remote("m", options(NoProgressPolicy.LEAVE));
    List<ConsumerRecord<byte[], byte[]>> seen = new ArrayList<>();
    // Each record is fetched for itself: as long as one comes after the other there is progress.
    member.core.delivery().pause();
    member.core.delivery().handler(seen::add, new OnOtherLoop(thread));
    subscribe(member);
    sim.produce(2, 4);
    for (int i = 1; i <= 8; i++) {
      int count = i;
      thread.hold();
      member.loop.execute(() -> member.core.delivery().fetch(1));
      sim.world.runFor(INTERVAL.minusSeconds(1));
      thread.release();
      sim.world.runUntil(() -> seen.size() == count, LONG, "the next record");
    }
    assertThat(member.errors).isEmpty();
    assertThat(owned(member)).isEqualTo(2);
  }

  @Test
  void whoeverPausesOrHasNoRecordsOwesNothing() {
    for (NoProgressPolicy policy : NoProgressPolicy.values()) {
      SimConsumers.Member member =
          remote("paused " + policy, options(policy).setGroupId("paused " + policy));
      subscribe(member);
      sim.world.runFor(INTERVAL.multipliedBy(2));
      member.loop.execute(() -> member.core.delivery().pause());
      sim.produce(2, 10);
      sim.world.runFor(INTERVAL.multipliedBy(2));
      assertThat(owned(member)).isEqualTo(2);
      assertThat(member.errors).isEmpty();
      assertThat(sim.brokers.groups().group("paused " + policy).generation()).isEqualTo(1);
      member.loop.execute(() -> member.core.delivery().fetch(Long.MAX_VALUE));
      sim.world.runUntil(() -> member.records.size() >= 20, LONG, "it goes on");
      assertThat(stalls(member)).isZero();
    }
  }

  private Future<ConsumerRecords<byte[], byte[]>> poll(SimConsumers.Member member) {
    return sim.run(member, "poll", LONG, () -> member.core.poll(Duration.ofSeconds(10).toNanos()));
  }

  private SimConsumers.Member polling(NoProgressPolicy policy) {
    SimConsumers.Member member = member("m", options(policy));
    member.core.delivery().handler(null, null);
    subscribe(member);
    return member;
  }

  @Test
  void whoDoesNotPollForRecordsThatWaitIsStalledAndGoesOnWithTheNextPoll() {
    SimConsumers.Member member = polling(NoProgressPolicy.LEAVE);
    assertThat(poll(member).result().isEmpty()).isTrue();
    sim.world.runFor(INTERVAL.multipliedBy(2));
    assertThat(member.errors).as("there is nothing to poll for").isEmpty();
    sim.produce(2, 10);
    long told = untilToldOf(member, 1);
    assertThat(owned(member)).isZero();
    sim.world.runFor(INTERVAL.multipliedBy(2));
    assertThat(owned(member)).isZero();
    assertThat(told).isPositive();
    List<ConsumerRecord<byte[], byte[]>> seen = new ArrayList<>();
    while (seen.size() < 20) {
      poll(member).result().forEach(seen::add);
    }
    assertThat(owned(member)).isEqualTo(2);
    assertThat(member.errors).hasSize(1);
    assertThat(lost).hasSize(1);
  }

  @Test
  void recordsOfAPollThatAreNotFollowedByAnotherAreNoProgress() {
    SimConsumers.Member member = polling(NoProgressPolicy.STAY);
    sim.produce(2, 10);
    int count = 0;
    while (count < 20) {
      count += poll(member).result().size();
    }
    untilToldOf(member, 1);
    poll(member);
    sim.world.runFor(INTERVAL.multipliedBy(2));
    assertThat(member.errors).hasSize(1);
    assertThat(owned(member)).isEqualTo(2);
  }

  @Test
  void whoIsOutForLackOfProgressMayUnsubscribeSubscribeAndClose() {
    SimConsumers.Member member = remote("m", options(NoProgressPolicy.LEAVE));
    subscribe(member);
    stick(member);
    untilToldOf(member, 1);
    sim.run(member, "unsubscribe", Duration.ofSeconds(1), () -> member.core.unsubscribe());
    thread.release();
    sim.world.runFor(INTERVAL);
    assertThat(sim.brokers.groups().group("g").memberIds()).isEmpty();
    subscribe(member);
    assertThat(owned(member)).isEqualTo(2);
    sim.world.runUntil(() -> member.records.size() >= 20, LONG, "records");
    stick(member);
    untilToldOf(member, 2);
    // Subscribing is a sign of life too.
    sim.run(member, "subscribe", LONG, () -> member.core.subscribe(Set.of(SimConsumers.TOPIC)));
    assertThat(owned(member)).isEqualTo(2);
    untilToldOf(member, 3);
    member.close(Duration.ofSeconds(30));
    sim.world.runUntil(() -> member.down, Duration.ofSeconds(1), "it is closed at once");
  }

  @Test
  void aMembershipThatHasFailedIsNotTakenUpAgainByProgress() {
    SimConsumers.Member member = remote("m", options(NoProgressPolicy.LEAVE));
    subscribe(member);
    sim.brokers.intercept(
        ApiKey.HEARTBEAT,
        request -> Reaction.refuse(io.kafkavertx.protocol.ErrorCode.GROUP_AUTHORIZATION_FAILED));
    stick(member);
    sim.world.runUntil(() -> member.errors.size() == 1, LONG, "the membership fails");
    sim.brokers.clearIntercepts();
    sim.world.runFor(INTERVAL.multipliedBy(2));
    thread.release();
    sim.world.runFor(INTERVAL);
    assertThat(sim.brokers.requestCount(ApiKey.JOIN_GROUP)).isEqualTo(2);
    assertThat(owned(member)).isZero();
  }
}
