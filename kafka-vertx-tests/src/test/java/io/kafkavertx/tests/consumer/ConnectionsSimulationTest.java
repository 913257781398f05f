package io.kafkavertx.tests.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkavertx.internal.fetch.ResetPolicy;
import io.kafkavertx.protocol.ApiKey;
import io.kafkavertx.spi.TopicPartition;
import io.kafkavertx.testkit.sim.SimWorld;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How many connections a consumer keeps: sockets are what many consumers are made of. */
final class ConnectionsSimulationTest {
  private static final Duration LONG = Duration.ofMinutes(2);
  private static final TopicPartition ZERO = SimConsumers.partition(0);

  private final SimConsumers sim = new SimConsumers(new SimWorld(1), 1);

  @AfterEach
  void close() {
    sim.close();
  }

  private static double open(SimConsumers.Member member) {
    return member.meters.values().entrySet().stream()
        .filter(metric -> metric.getKey().name().equals("kafka.client.connections"))
        .mapToDouble(Map.Entry::getValue)
        .sum();
  }

  private void untilRead(SimConsumers.Member member, int records) {
    sim.world.runUntil(() -> member.records.size() == records, LONG, records + " records");
    sim.world.runFor(Duration.ofSeconds(5));
  }

  @Test
  void aConsumerThatOnlyReadsHasOneConnectionToTheBrokerThatItReadsFrom() {
    sim.produce(1, 10);
    SimConsumers.Member member = sim.member("m", sim.options().setGroupId(null));
    sim.run(member, "assign", LONG, () -> member.core.assign(List.of(ZERO)));
    untilRead(member, 10);
    assertThat(open(member)).isEqualTo(1);
    int fetches = sim.brokers.requestCount(ApiKey.FETCH);
    sim.world.runFor(Duration.ofSeconds(10));
    assertThat(sim.brokers.requestCount(ApiKey.FETCH) - fetches)
        .as("a long poll each half second, no more")
        .isBetween(15, 21);
  }

  @Test
  void aMemberHasOneMoreToItsCoordinatorAndOneToWhomItAskedForThat() {
    sim.produce(1, 10);
    SimConsumers.Member member = sim.member("m", sim.options());
    sim.run(member, "subscribe", LONG, () -> member.core.subscribe(Set.of(SimConsumers.TOPIC)));
    untilRead(member, 10);
    assertThat(open(member)).isLessThanOrEqualTo(3);
  }

  @Test
  void aQuestionDoesNotWaitForALongPollThoughItsConnectionWasGivenAway() {
    sim.produce(1, 10);
    SimConsumers.Member member =
        sim.member("m", sim.options().setGroupId(null).setFetchMaxWait(Duration.ofMillis(900)));
    sim.run(member, "assign", LONG, () -> member.core.assign(List.of(ZERO)));
    untilRead(member, 10);
    long before = sim.world.nanoTime();
    Future<Map<TopicPartition, Long>> end =
        sim.run(
            member,
            "end",
            LONG,
            () -> member.core.calls().endpoints(Set.of(ZERO), ResetPolicy.LATEST));
    assertThat(end.result()).containsEntry(ZERO, 10L);
    assertThat(Duration.ofNanos(sim.world.nanoTime() - before)).isLessThan(Duration.ofMillis(100));
    assertThat(open(member)).isEqualTo(2);
    sim.produce(1, 5);
    untilRead(member, 15);
    assertThat(open(member)).as("and it keeps the two").isEqualTo(2);
  }

  @Test
  void aConnectionThatWasGivenAwayAndDiesIsReplaced() {
    sim.produce(1, 10);
    SimConsumers.Member member = sim.member("m", sim.options().setGroupId(null));
    sim.run(member, "assign", LONG, () -> member.core.assign(List.of(ZERO)));
    untilRead(member, 10);
    for (int id = 1; id <= 3; id++) {
      sim.brokers.kill(id);
    }
    sim.world.runFor(Duration.ofSeconds(5));
    assertThat(open(member)).isZero();
    for (int id = 1; id <= 3; id++) {
      sim.brokers.revive(id);
    }
    sim.produce(1, 10);
    untilRead(member, 20);
    assertThat(member.errors).isEmpty();
  }
}
