package io.kafkavertx.tests.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkavertx.ClientClosedException;
import io.kafkavertx.ConsumerState;
import io.kafkavertx.Ordering;
import io.kafkavertx.ProcessOptions;
import io.kafkavertx.internal.process.Attempt;
import io.kafkavertx.internal.process.Gate;
import io.kafkavertx.internal.process.ProcessConfig;
import io.kafkavertx.internal.process.WorkPlace;
import io.kafkavertx.protocol.ApiKey;
import io.kafkavertx.testkit.sim.SimWorld;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a consumer tells of itself from its first to its last moment, without asking anybody. */
final class StateSimulationTest {
  private static final Duration LONG = Duration.ofMinutes(2);

  /** Work on the consumer's loop that ends when the test says so. */
  private static final class HeldWork implements WorkPlace<byte[], byte[]> {
    private final List<Attempt<byte[], byte[]>> begun = new ArrayList<>();

    @Override
    public void dispatch(Runnable burst) {
      burst.run();
    }

    @Override
    public void start(Attempt<byte[], byte[]> attempt) {
      begun.add(attempt);
    }

    @Override
    public void flush() {}

    @Override
    public Gate gate() {
      return Gate.onLoop();
    }
  }

  private final SimConsumers sim = new SimConsumers(new SimWorld(1), 2);
  private SimConsumers.Member member =
      sim.member("m", sim.options().setAutoCommitInterval(Duration.ofMillis(500)));

  @AfterEach
  void close() {
    sim.close();
  }

  private ConsumerState state() {
    int before = requests();
    long now = sim.world.nanoTime();
    Future<ConsumerState> answer =
        sim.run(
            member,
            "state",
            Duration.ofSeconds(1),
            () -> member.core.state(member.meters.values()));
    assertThat(answer.succeeded()).as("" + answer.cause()).isTrue();
    assertThat(requests()).as("nobody is asked").isEqualTo(before);
    assertThat(Duration.ofNanos(sim.world.nanoTime() - now))
        .as("it waits for nothing")
        .isLessThan(Duration.ofMillis(1));
    return answer.result();
  }

  /** All that the brokers have been asked ever. */
  private int requests() {
    int all = 0;
    for (ApiKey api : ApiKey.values()) {
      all += sim.brokers.requestCount(api);
    }
    return all;
  }

  private void untilRead(int records) {
    sim.world.runUntil(() -> member.records.size() == records, LONG, records + " records");
    sim.world.runFor(Duration.ofSeconds(2));
  }

  @Test
  void beforeItsFirstCallAConsumerIsNothing() {
    assertThat(state())
        .isEqualTo(new ConsumerState(false, false, 0, 0, Duration.ZERO, Duration.ZERO, null));
    assertThat(requests()).as("nor does being asked connect it").isZero();
  }

  @Test
  void aMemberHasJoinedWhenItHasItsShareAndLagIsWhatIsLeft() {
    sim.produce(2, 10);
    member.loop.execute(() -> member.core.delivery().pause());
    sim.run(member, "subscribe", LONG, () -> member.core.subscribe(Set.of(SimConsumers.TOPIC)));
    sim.world.runFor(Duration.ofSeconds(2));
    ConsumerState paused = state();
    assertThat(paused.connected()).isTrue();
    assertThat(paused.joined()).isTrue();
    assertThat(paused.assigned()).isEqualTo(2);
    assertThat(paused.lag()).isEqualTo(20);
    assertThat(paused.oldestUnacknowledged()).as("it has been handed nothing").isZero();
    member.loop.execute(() -> member.core.delivery().fetch(5));
    untilRead(5);
    assertThat(state().lag()).isEqualTo(15);
    member.loop.execute(() -> member.core.delivery().fetch(Long.MAX_VALUE));
    untilRead(20);
    ConsumerState through = state();
    assertThat(through.lag()).isZero();
    assertThat(through.withoutProgress()).isZero();
    sim.run(member, "unsubscribe", LONG, () -> member.core.unsubscribe());
    ConsumerState left = state();
    assertThat(left.joined()).isFalse();
    assertThat(left.assigned()).isZero();
    assertThat(left.lag()).isZero();
  }

  @Test
  void withoutProgressGrowsWhileRecordsWaitAndEndsWhenOneIsHandedOut() {
    sim.produce(2, 10);
    member.loop.execute(() -> member.core.delivery().pause());
    sim.run(member, "subscribe", LONG, () -> member.core.subscribe(Set.of(SimConsumers.TOPIC)));
    sim.world.runFor(Duration.ofSeconds(2));
    state();
    sim.world.runFor(Duration.ofSeconds(7));
    assertThat(state().withoutProgress()).isBetween(Duration.ofSeconds(7), Duration.ofSeconds(8));
    sim.world.runFor(Duration.ofSeconds(7));
    assertThat(state().withoutProgress()).isBetween(Duration.ofSeconds(14), Duration.ofSeconds(15));
    member.loop.execute(() -> member.core.delivery().fetch(1));
    untilRead(1);
    assertThat(state().withoutProgress()).isZero();
  }

  @Test
  void theOldestRecordThatIsNotDoneHasAnAge() {
    SimConsumers.Member idle = member;
    member = sim.member("worker", sim.options());
    HeldWork work = new HeldWork();
    member.handler(null);
    member.loop.execute(
        () ->
            member
                .core
                .processed()
                .start(
                    ProcessConfig.of(
                        new ProcessOptions().setOrdering(Ordering.NONE), sim.options()),
                    work,
                    null));
    sim.run(member, "subscribe", LONG, () -> member.core.subscribe(Set.of(SimConsumers.TOPIC)));
    assertThat(state().oldestUnacknowledged()).isZero();
    sim.produce(1, 2);
    sim.world.runUntil(() -> work.begun.size() == 2, LONG, "both are worked on");
    sim.world.runFor(Duration.ofSeconds(9));
    assertThat(state().oldestUnacknowledged())
        .isBetween(Duration.ofSeconds(9), Duration.ofSeconds(10));
    member.loop.execute(() -> work.begun.forEach(attempt -> attempt.ended(null)));
    sim.world.runFor(Duration.ofSeconds(1));
    assertThat(state().oldestUnacknowledged()).isZero();
    assertThat(state().lag()).isZero();
    idle.close(Duration.ofSeconds(5));
  }

  @Test
  void aConsumerThatHasLostItsBrokersSaysSoAndIsBackWithThem() {
    sim.produce(2, 5);
    sim.run(member, "subscribe", LONG, () -> member.core.subscribe(Set.of(SimConsumers.TOPIC)));
    untilRead(10);
    assertThat(state().connected()).isTrue();
    for (int id = 1; id <= 3; id++) {
      sim.brokers.kill(id);
    }
    sim.world.runFor(Duration.ofSeconds(2));
    ConsumerState cut = state();
    assertThat(cut.connected()).isFalse();
    assertThat(cut.joined()).as("the session is not over yet").isTrue();
    assertThat(cut.assigned()).isEqualTo(2);
    sim.world.runFor(Duration.ofSeconds(20));
    ConsumerState gone = state();
    assertThat(gone.connected()).isFalse();
    assertThat(gone.joined()).as("by now the group has given its partitions away").isFalse();
    assertThat(gone.assigned()).isZero();
    for (int id = 1; id <= 3; id++) {
      sim.brokers.revive(id);
    }
    sim.world.runUntil(
        () -> !member.core.assignment().result().isEmpty(), LONG, "it has joined again");
    sim.produce(2, 1);
    untilRead(12);
    ConsumerState back = state();
    assertThat(back.connected()).isTrue();
    assertThat(back.joined()).isTrue();
    assertThat(back.assigned()).isEqualTo(2);
    assertThat(back.lag()).isZero();
  }

  @Test
  void aClosedConsumerHasNoState() {
    member.close(Duration.ofSeconds(5));
    sim.world.runUntil(() -> member.down, LONG, "closed");
    Future<ConsumerState> answer =
        sim.run(member, "state", LONG, () -> member.core.state(member.meters.values()));
    assertThat(answer.cause()).isInstanceOf(ClientClosedException.class);
  }
}
