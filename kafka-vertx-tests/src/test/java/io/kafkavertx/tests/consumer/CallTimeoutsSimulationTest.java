package io.kafkavertx.tests.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkavertx.KafkaTimeoutException;
import io.kafkavertx.OffsetAndMetadata;
import io.kafkavertx.internal.consumer.Calls;
import io.kafkavertx.internal.fetch.ResetPolicy;
import io.kafkavertx.protocol.ApiKey;
import io.kafkavertx.spi.TopicPartition;
import io.kafkavertx.testkit.scripted.Reaction;
import io.kafkavertx.testkit.sim.SimWorld;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Calls with a time of their own: they end in time, and nothing else suffers from it. */
final class CallTimeoutsSimulationTest {
  private static final Duration LONG = Duration.ofMinutes(2);
  private static final Duration SHORT = Duration.ofMillis(100);
  private static final TopicPartition ZERO = SimConsumers.partition(0);

  /** Each call, and what brokers are asked for it. */
  enum Call {
    POSITION(ApiKey.LIST_OFFSETS, calls -> calls.position(ZERO)),
    COMMIT(ApiKey.OFFSET_COMMIT, calls -> calls.commit(Map.of(ZERO, new OffsetAndMetadata(3)))),
    COMMITTED(ApiKey.OFFSET_FETCH, calls -> calls.committed(Set.of(ZERO))),
    COORDINATOR(ApiKey.FIND_COORDINATOR, calls -> calls.committed(Set.of(ZERO))),
    BEGINNING_OFFSETS(
        ApiKey.LIST_OFFSETS, calls -> calls.endpoints(Set.of(ZERO), ResetPolicy.EARLIEST)),
    END_OFFSETS(ApiKey.LIST_OFFSETS, calls -> calls.endpoints(Set.of(ZERO), ResetPolicy.LATEST)),
    OFFSETS_FOR_TIMES(ApiKey.LIST_OFFSETS, calls -> calls.offsets(Map.of(ZERO, 1L))),
    PARTITIONS_FOR(ApiKey.METADATA, calls -> calls.partitionsFor(SimConsumers.TOPIC)),
    LIST_TOPICS(ApiKey.METADATA, Calls::listTopics);

    private final ApiKey api;
    private final Function<Calls, Future<?>> ask;

    Call(ApiKey api, Function<Calls, Future<?>> ask) {
      this.api = api;
      this.ask = ask;
    }
  }

  private final SimConsumers sim = new SimConsumers(new SimWorld(1), 1);
  private final SimConsumers.Member member =
      sim.member("m", sim.options().setEnableAutoCommit(false).setGroupId("g"));

  @AfterEach
  void close() {
    sim.close();
  }

  @ParameterizedTest
  @EnumSource
  void aCallEndsInItsOwnTimeAndTheConnectionOutlivesIt(Call call) {
    Reaction late = Reaction.delay(Duration.ofSeconds(2));
    sim.brokers.intercept(call.api, request -> late);
    if (call == Call.POSITION) {
      sim.run(member, "assign", LONG, () -> member.core.assign(List.of(ZERO)));
      sim.world.runFor(Duration.ofSeconds(1));
    } else if (call.api != ApiKey.METADATA && call.api != ApiKey.FIND_COORDINATOR) {
      // What the call needs besides is known.
      sim.brokers.clearIntercepts();
      sim.run(member, "warm up", LONG, () -> member.core.calls().committed(Set.of(ZERO)));
      sim.run(member, "warm up", LONG, () -> member.core.calls().offsets(Map.of(ZERO, 1L)));
      sim.brokers.intercept(call.api, request -> late);
    }
    long before = sim.world.nanoTime();
    Future<?> hasty = ask(call, SHORT);
    assertThat(hasty.cause()).isInstanceOf(KafkaTimeoutException.class);
    assertThat(Duration.ofNanos(sim.world.nanoTime() - before))
        .isBetween(SHORT, SHORT.plusMillis(1));
    // Nobody waits for the answer any more, but it comes, and the connection lives on.
    sim.world.runFor(Duration.ofSeconds(6));
    Future<?> patient = ask(call, LONG);
    assertThat(patient.succeeded()).as("" + patient.cause()).isTrue();
    assertThat(member.meters.values().keySet())
        .noneMatch(metric -> metric.name().equals("kafka.client.connections.failed"));
    // So that nothing is on its way when the world ends.
    sim.brokers.clearIntercepts();
    sim.world.runFor(Duration.ofSeconds(5));
  }

  private Future<?> ask(Call call, Duration timeout) {
    return sim.run(
        member,
        call.name(),
        LONG,
        () -> call.ask.apply(member.core.calls().within(timeout.toNanos())).map(done -> "done"));
  }

  @Test
  void aCoordinatorThatWasFoundTooLateIsKnownToTheNextCall() {
    sim.brokers.next(1, ApiKey.FIND_COORDINATOR, Reaction.delay(Duration.ofSeconds(1)));
    assertThat(ask(Call.COMMITTED, SHORT).failed()).isTrue();
    assertThat(ask(Call.COMMITTED, SHORT).failed()).isTrue();
    sim.world.runFor(Duration.ofSeconds(2));
    assertThat(ask(Call.COMMITTED, SHORT).succeeded()).isTrue();
    assertThat(sim.brokers.requestCount(ApiKey.FIND_COORDINATOR)).isEqualTo(1);
  }

  @Test
  void aListOfTopicsIsWholeThoughSomebodyElseHasStoppedWaitingForOne() {
    sim.brokers.createTopic("other", 1);
    sim.run(member, "assign", LONG, () -> member.core.assign(List.of(ZERO)));
    sim.brokers.intercept(ApiKey.METADATA, request -> Reaction.delay(Duration.ofMillis(300)));
    member.loop.execute(
        () -> sim.ledger.track("hasty", member.core.calls().within(1).listTopics()));
    Future<Map<String, ?>> all =
        sim.run(
            member,
            "topics",
            LONG,
            () -> member.core.calls().listTopics().map(topics -> Map.copyOf(topics)));
    assertThat(all.result()).containsKeys("other", SimConsumers.TOPIC);
  }
}
